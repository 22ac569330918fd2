"""For pytest as a whole: the warm parent that the kernels of nbval and of the tests come from, one for all workers."""

import os

import pytest

from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.warm.asking import start_early
from earlyeval.run.warm.starting import parents
from earlyeval.run.warm.surroundings import SHARED


def pytest_configure(config: pytest.Config) -> None:
    """Start the parent where kernels will be wanted by more than one process, or by nbval."""
    is_worker = hasattr(config, "workerinput")
    many = config.getoption("nbval", default=False) or config.getoption("numprocesses", default=None)
    if many and not is_worker and not config.getoption("collectonly", default=False):
        address = start_early({**os.environ, **KERNEL_ENVIRONMENT})
        if address:
            os.environ[SHARED] = address


def pytest_unconfigure(config: pytest.Config) -> None:
    """End it."""
    if not hasattr(config, "workerinput"):
        parents.close()
