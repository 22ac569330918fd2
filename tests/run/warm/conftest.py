"""What the tests of warm kernels share: code run in a kernel, warm or ordinary, and what it showed."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from jupyter_core.utils import run_sync

from earlyeval.run.kernel_process import RunningKernel
from earlyeval.run.warm.starting import parents
from earlyeval.run.warm.surroundings import why_not_here

LONG = 60


@pytest.fixture(autouse=True, scope="module")
def no_parents_of_other_tests() -> None:
    """End parents that tests of this process have left behind, under settings of their own: there may be two."""
    parents.close()


class Shown(list):
    """Messages that a kernel published, in order."""

    @property
    def text(self) -> str:
        return "".join(content["text"] for kind, content in self if kind == "stream")


class Kernel:
    """A kernel in which cells are run one after another."""

    def __init__(self, cwd: Path, *, warm: bool, environment: dict[str, str]) -> None:
        settings = {**os.environ, **environment}
        settings.pop("PYTEST_CURRENT_TEST", None)  # under which ipykernel does not capture what is written by number
        self.running = RunningKernel(cwd=cwd, environment=settings, warm=warm)
        self.client = self.running.manager.client()
        self.client.start_channels()
        run_sync(self.client.wait_for_ready)(timeout=LONG)

    def run(self, code: str) -> Shown:
        shown = Shown()

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                shown.append((message["msg_type"], message["content"]))

        run_sync(self.client.execute_interactive)(code, timeout=LONG, output_hook=keep, allow_stdin=False)
        return shown


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Return a function that starts a kernel in a folder of the test; it is warm unless said otherwise."""
    started: list[Kernel] = []

    def start(*, warm: bool = True, **environment: str) -> Kernel:
        made = Kernel(tmp_path, warm=warm, environment=environment)
        started.append(made)
        assert bool(made.running.why_fresh) != warm, made.running.why_fresh
        return made

    yield start
    for one in started:
        one.running.close()


@pytest.fixture
def both(kernel: Callable[..., Kernel], tmp_path: Path) -> Callable[[Sequence[str]], list[list[Shown]]]:
    """Return a function that runs the same cells in an ordinary kernel and, in an emptied folder, in a warm one."""

    def run(cells: Sequence[str]) -> list[list[Shown]]:
        shown = []
        for warm in (False, True):
            started = kernel(warm=warm)
            shown.append([started.run(cell) for cell in cells])
            for left in tmp_path.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        return shown

    return run


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], bool]:
    """Return a function that waits for what must come, for longer than any machine needs; True as soon as it has."""

    def wait(condition: Callable[[], bool]) -> bool:
        end = time.monotonic() + LONG
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    return wait


@pytest.fixture
def runs() -> Callable[[int], bool]:
    """Return a function that says whether a process runs; one that ended but was not taken note of does not."""

    def ask(process_id: int) -> bool:
        try:
            return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return ask


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = why_not_here(os.environ)
    for item in items:
        if reason and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"no warm kernels: {reason}"))
