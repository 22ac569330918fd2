"""The kernel that notebooks run in: this very Python, under settings that make the same input give the same bytes.

Run as a module it registers the kernel ``earlyeval`` in this environment, for JupyterLab and nbval; the runner
itself needs no registered kernel.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

KERNEL_NAME = "earlyeval"
PROVISIONER = "earlyeval-warm"  # an entry point of this package: run/warm/provisioner.py
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


def kernel_description() -> dict[str, Any]:
    """Return the kernel's description as Jupyter keeps it: command, settings, and the provisioner that starts it."""
    return {
        "argv": kernel_command(),
        "display_name": KERNEL_NAME,
        "language": "python",
        "env": dict(KERNEL_ENVIRONMENT),
        "metadata": {"debugger": True, "kernel_provisioner": {"provisioner_name": PROVISIONER}},
    }


def install_kernel(*, prefix: str = sys.prefix) -> Path:
    """Register the kernel in an environment; return the folder of its description."""
    from ipykernel.kernelspec import write_kernel_spec
    from jupyter_client.kernelspec import KernelSpecManager

    with tempfile.TemporaryDirectory() as folder:
        source = write_kernel_spec(Path(folder) / KERNEL_NAME, overrides=kernel_description())
        return Path(KernelSpecManager().install_kernel_spec(source, KERNEL_NAME, prefix=prefix))


if __name__ == "__main__":
    install_kernel()
