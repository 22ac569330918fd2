"""For pytest as a whole: the warm parent that the kernels of nbval and of the tests come from, one for all workers.

Named in pyproject.toml (``-p``), so that it is there before nbval: nbval imports nbformat, and with it, second after
second in every worker, a grammar of addresses that no notebook needs (see report/notebooks.py).
"""

import os
import sys
from typing import Any

from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.warm.asking import start_early
from earlyeval.run.warm.starting import parents
from earlyeval.run.warm.surroundings import SHARED

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def pytest_configure(config: Any) -> None:
    """Start the parent where kernels will be wanted by more than one process, or by nbval."""
    is_worker = hasattr(config, "workerinput")
    many = config.getoption("nbval", default=False) or config.getoption("numprocesses", default=None)
    if many and not is_worker and not config.getoption("collectonly", default=False):
        address = start_early({**os.environ, **KERNEL_ENVIRONMENT})
        if address:
            os.environ[SHARED] = address


def pytest_unconfigure(config: Any) -> None:
    """End it."""
    if not hasattr(config, "workerinput"):
        parents.close()
