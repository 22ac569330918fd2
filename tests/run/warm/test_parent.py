"""The parent: who may ask, what it refuses, and that nothing stays behind, however those who asked for it end."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from earlyeval.run.kernel_process import Kernels
from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.warm import wire
from earlyeval.run.warm.starting import StartedParent
from earlyeval.run.warm.surroundings import OLD_CODE, OTHER_SETTINGS, OURS

pytestmark = pytest.mark.end_to_end

PATIENCE = 60  # seconds
SETTINGS = {name: value for name, value in os.environ.items() if name not in OURS} | KERNEL_ENVIRONMENT


def children_of(process_id: int) -> list[str]:
    """States of the children of a process; Z is one that nobody has taken note of."""
    return [
        state
        for path in Path("/proc").glob("[0-9]*/stat")
        if (words := _words(path)) and words[1] == str(process_id) and (state := words[0])
    ]


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []


@pytest.fixture
def parent():
    made = StartedParent(SETTINGS)
    yield made
    made.close()


def answer(parent, tmp_path, **changed):
    """What the parent says to a request."""
    request = {"argv": [sys.executable, "-m", "ipykernel_launcher"], "env": SETTINGS, "cwd": str(tmp_path)}
    request |= {"umask": 0o022, "folder": ""} | changed
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(parent.address)
        wire.send(connection, request, files=[0, 1, 2])
        return wire.receive(connection)[0]


def test_its_socket_is_for_its_user_alone(parent):
    assert stat.S_IMODE(os.stat(parent.address).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(parent.address)).st_mode) == 0o700


def test_what_a_fork_could_not_take_over_is_refused(parent, tmp_path):
    assert answer(parent, tmp_path, env=SETTINGS | {"PYTHONHASHSEED": "1"}) == {"refused": OTHER_SETTINGS}
    assert answer(parent, tmp_path, env={n: v for n, v in SETTINGS.items() if n != "HOME"}) == {
        "refused": OTHER_SETTINGS
    }
    (tmp_path / "seaborn.py").write_text("mine = 1")
    assert "seaborn.py" in answer(parent, tmp_path)["refused"]
    (tmp_path / "seaborn.py").rename(tmp_path / "matplotlibrc")
    assert "matplotlibrc" in answer(parent, tmp_path)["refused"]


def test_what_is_no_request_does_it_no_harm(parent, tmp_path):
    for sent in (b"", b"\x00\x00\x00\x03{]}", b"\xff\xff\xff\xff", b"\x00\x00\x00\x02{}", b"\x00\x00\x00\x02[]"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(parent.address)
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(PATIENCE)
            with connection.makefile("rb") as said:
                assert b"bound" not in said.read()
    assert answer(parent, tmp_path, umask="?", env={}) == {"refused": OTHER_SETTINGS}
    assert parent.is_alive()


def test_another_users_process_is_refused(monkeypatch):
    one, other = socket.socketpair()
    assert wire.peer_of(one) == os.getpid()
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    with pytest.raises(wire.WireError), one, other:
        wire.peer_of(one)


def test_code_that_was_edited_is_not_run_from_memory(tmp_path):
    copy = tmp_path / "clone"
    (copy / "src").mkdir(parents=True)
    subprocess.run(["cp", "-r", str(Path(wire.__file__).parents[2]), str(copy / "src")], check=True)
    parent = StartedParent(SETTINGS | {"PYTHONPATH": str(copy / "src")})
    try:
        changed = SETTINGS | {"PYTHONPATH": str(copy / "src")}
        assert answer(parent, tmp_path, env=changed, argv=["", "", "", "--no-such"]).get("refused") is None
        (copy / "src" / "earlyeval" / "analyse" / "dose.py").write_text("NEW = 1")
        assert answer(parent, tmp_path, env=changed) == {"refused": OLD_CODE}
    finally:
        parent.close()


# A process that has kernels, says so, and waits to be killed.
OWNER = """
import json, os, sys, time
from pathlib import Path
from jupyter_core.utils import run_sync
from earlyeval.run.kernel_process import RunningKernel
from earlyeval.run.warm.starting import parents
kernels = [RunningKernel(cwd=Path(sys.argv[1]), environment=dict(os.environ)) for _ in range(2)]
assert not any(one.why_fresh for one in kernels), [one.why_fresh for one in kernels]
(parent,) = parents._found.values()
client = kernels[0].manager.client(); client.start_channels()
async def begin():
    await client.wait_for_ready(timeout=60)
    await client.execute_interactive("import subprocess; child = subprocess.Popen(['sleep', '600']); print(child.pid)",
        output_hook=lambda m: m["msg_type"] == "stream" and said.append(m["content"]["text"]))
said = []
run_sync(begin)()
print(json.dumps({"parent": parent._process.pid, "kernels": [one.manager.provisioner.pid for one in kernels],
                  "child": int(said[0]), "folders": [str(one.folder) for one in kernels],
                  "own": os.path.dirname(parent.address)}), flush=True)
time.sleep(600)
"""


@pytest.fixture
def owner(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment["TMPDIR"] = str(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, env=environment, text=True
    )
    yield process, json.loads(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_process_that_asked(owner, end, runs, until):
    process, had = owner
    processes = [had["parent"], *had["kernels"], had["child"]]
    assert all(map(runs, processes))
    process.send_signal(end)
    process.wait()
    assert until(lambda: not any(map(runs, processes)))
    assert until(lambda: not any(map(os.path.exists, [*had["folders"], had["own"]])))


def test_kernels_live_on_when_the_parent_dies_and_end_with_who_asked(owner, runs, until):
    process, had = owner
    os.kill(had["parent"], signal.SIGKILL)
    assert until(lambda: not runs(had["parent"]))
    assert all(map(runs, had["kernels"]))
    process.kill()
    process.wait()
    assert until(lambda: not any(map(runs, had["kernels"])))


def test_a_parent_that_dies_in_the_middle_fails_no_notebook(write_notebook, task_of, monkeypatch):
    from earlyeval.run.execute import execute_notebook
    from earlyeval.run.warm import asking
    from earlyeval.run.warm.starting import Parents

    monkeypatch.setattr(asking, "parents", Parents())
    monkeypatch.delenv("EARLYEVAL_WARM", raising=False)
    with Kernels() as kernels:
        task = task_of(write_notebook("import os", "os.getppid() > 1"))
        first = execute_notebook(task, kernels=kernels).read_bytes()
        (found,) = asking.parents._found.values()
        found._process.kill()
        assert execute_notebook(task, kernels=kernels).read_bytes() == first
        assert kernels.why_fresh[""] == 1
        assert sum(kernels.why_fresh.values()) == 2


def test_it_keeps_no_zombie_and_has_one_thread(parent, tmp_path, until):
    for _ in range(3):
        assert "status" in answer(parent, tmp_path, argv=["", "", "", "--no-such-argument=1", "-f", "/no/such"])
    process = parent._process.pid
    assert until(lambda: children_of(process) == [])
    assert len(os.listdir(f"/proc/{process}/task")) == 1
