"""Kernels through Jupyter's own door: papermill's command, nbval, restart and interrupt as JupyterLab does them."""

import asyncio
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbformat import v4, writes

from earlyeval.run.kernels import KERNEL_NAME, install_kernel

pytestmark = pytest.mark.end_to_end

LONG = 120


@pytest.fixture
def registered(tmp_path):
    """The kernel's description in a folder of the test, as set-up puts it into the environment."""
    folder = install_kernel(prefix=str(tmp_path / "prefix")).parent
    return KernelSpecManager(kernel_dirs=[str(folder)]), folder.parent


def manager_of(kind, registered):
    return kind(kernel_name=KERNEL_NAME, kernel_spec_manager=registered[0])


async def printed(client, code):
    said = []
    await client.execute_interactive(
        code, timeout=LONG, output_hook=lambda m: said.append(m["content"].get("text") or m["content"].get("ename"))
    )
    return [one for one in said if one]


def test_restart_and_interrupt_as_jupyterlab_does_them(registered, tmp_path):
    async def use():
        manager = manager_of(AsyncKernelManager, registered)
        await manager.start_kernel(cwd=str(tmp_path))
        assert manager.provisioner.is_warm, manager.provisioner.why_fresh
        folder = manager.provisioner.folder
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=LONG)
        assert await printed(client, "x = 1\nprint(x)") == ["1\n"]
        first = manager.provisioner.pid
        waiting = asyncio.ensure_future(printed(client, "import time\nprint('in it')\ntime.sleep(600)"))
        await asyncio.sleep(1)
        await manager.interrupt_kernel()
        assert (await waiting)[-1] == "KeyboardInterrupt"
        assert await printed(client, "print(x)") == ["1\n"]
        for now in (False, True):
            await manager.restart_kernel(now=now)
            await client.wait_for_ready(timeout=LONG)
            assert manager.provisioner.is_warm
            assert await printed(client, "print('x' in globals())") == ["False\n"]
        assert manager.provisioner.pid != first
        assert await manager.is_alive()
        client.execute("import os; os._exit(7)")
        while await manager.is_alive():
            await asyncio.sleep(0.05)
        assert await manager.provisioner.poll() == 7
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        assert not manager.has_kernel
        assert not folder.exists()

    with ThreadPoolExecutor(1) as thread:  # other tests of this process may have left a loop in the main one
        thread.submit(asyncio.run, use()).result()


def test_it_ends_politely_and_runs_what_was_left_for_the_end(registered, tmp_path):
    manager = manager_of(KernelManager, registered)
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=LONG)
    client.execute_interactive("import atexit; atexit.register(lambda: open('at-exit', 'w').close())", timeout=LONG)
    process = manager.provisioner.process
    client.stop_channels()
    manager.shutdown_kernel()
    assert process.returncode == 0
    assert (tmp_path / "at-exit").exists()


def test_streams_go_where_they_are_told(registered, tmp_path):
    manager = manager_of(KernelManager, registered)
    with open(tmp_path / "said", "wb") as said:
        manager.start_kernel(cwd=str(tmp_path), stdout=said, stderr=said)
    assert manager.provisioner.is_warm
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=LONG)
    client.execute_interactive("import sys; print('past the cell', file=sys.__stderr__, flush=True)", timeout=LONG)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    assert (tmp_path / "said").read_text() == "past the cell\n"


def test_what_it_does_not_understand_starts_in_the_ordinary_way(registered, tmp_path):
    for options in ({"stdout": subprocess.PIPE}, {"independent": True}, {"close_fds": True}):
        manager = manager_of(KernelManager, registered)
        manager.start_kernel(cwd=str(tmp_path), **options)
        try:
            assert manager.provisioner.why_fresh
            assert manager.is_alive()
        finally:
            manager.shutdown_kernel(now=True)
            for client in (manager,):
                client.cleanup_resources()


def test_it_can_be_told_to_start_in_the_ordinary_way(registered, tmp_path, monkeypatch):
    monkeypatch.setenv("EARLYEVAL_FRESH", "1")
    manager = manager_of(KernelManager, registered)
    manager.start_kernel(cwd=str(tmp_path))
    assert "EARLYEVAL_FRESH" in manager.provisioner.why_fresh
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=LONG)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def notebook(path: Path, *code: str) -> Path:
    path.write_text(writes(v4.new_notebook(cells=[v4.new_code_cell(source) for source in code])))
    return path


def test_papermills_command_uses_it(registered, tmp_path):
    source = notebook(
        tmp_path / "other.ipynb", "import sys", "'pandas' in sys.modules", "import os; 'WARM' in str(os.environ)"
    )
    surroundings = {**os.environ, "JUPYTER_PATH": str(registered[1])}
    command = [sys.executable, "-P", "-m", "papermill", "-k", KERNEL_NAME, "--no-progress-bar", "--log-level", "ERROR"]
    done = subprocess.run(
        [*command, str(source), str(tmp_path / "made.ipynb")], env=surroundings, capture_output=True, text=True,
        timeout=LONG,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "plain text" not in done.stderr  # Jupyter's warning: private sockets took the place of ports
    cells = json.loads((tmp_path / "made.ipynb").read_text())["cells"]
    assert cells[1]["outputs"][0]["data"]["text/plain"] == ["True"]  # forked
    assert cells[2]["outputs"][0]["data"]["text/plain"] == ["False"]


def test_nbval_uses_it_and_sees_a_changed_digit(registered, tmp_path):
    good = notebook(tmp_path / "good.ipynb", "import sys; 'pandas' in sys.modules")
    content = json.loads(good.read_text())
    shown = {"output_type": "execute_result", "data": {"text/plain": ["True"]}, "metadata": {}, "execution_count": 1}
    content["cells"][0] |= {"outputs": [shown], "execution_count": 1}
    good.write_text(json.dumps(content))
    (tmp_path / "bad.ipynb").write_text(good.read_text().replace("True", "Tru3"))
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-kernel-name"]
    done = subprocess.run(
        [*command, KERNEL_NAME, "-c", os.devnull, "--rootdir", str(tmp_path), str(tmp_path)], capture_output=True,
        text=True, timeout=LONG, env={**os.environ, "JUPYTER_PATH": str(registered[1])},
    )  # fmt: skip
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "bad.ipynb" in done.stdout
