"""The kernel that notebooks run in: this very Python, under settings that make the same input give the same bytes.

Run as a module it registers the kernel ``earlyeval`` in this environment, for JupyterLab and nbval; the runner
itself needs no registered kernel.
"""

import sys
from pathlib import Path

KERNEL_NAME = "earlyeval"
# Linear algebra gives other last digits on two threads than on one, and text order may follow the hash seed.
# The backend is the one of Jupyter, whatever the user's own matplotlib settings say.
KERNEL_ENVIRONMENT: dict[str, str] = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "ignore",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
ARGUMENTS = ("-m", "ipykernel_launcher", "-f", "{connection_file}")


def kernel_command() -> list[str]:
    """Return the command that starts a kernel in the environment this code runs in."""
    return [sys.executable, *ARGUMENTS]


def install_kernel(*, prefix: str = sys.prefix) -> Path:
    """Register the kernel in an environment; return the folder of its description."""
    from ipykernel.kernelspec import install

    return Path(install(kernel_name=KERNEL_NAME, display_name=KERNEL_NAME, prefix=prefix, env=KERNEL_ENVIRONMENT))


if __name__ == "__main__":
    install_kernel()
