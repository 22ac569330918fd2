"""Serve runs of the miniature, each a fork of a process that has imported all: python forking.py NOTEBOOKS SOCKET

Who connects sends one line of JSON: {"words": [...], "cwd": ..., "env": {...}, "out": path, "err": path}
(and "notebooks": folder, for others than the miniature's; "file_size": bytes that no file may outgrow). It is answered
{"process": id} at once, and {"code": exit code} when the run has ended. A run is a session of its own with a process of
its own, and so is its kernel, as when a user starts it; only their imports are done already.
"""

import contextlib
import importlib
import json
import os
import resource
import selectors
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import miniature


def main():
    miniature.prepare(Path(sys.argv[1]))
    import earlyeval.run.commands
    import earlyeval.run.making  # noqa: F401
    from earlyeval.run.kernels import KERNEL_ENVIRONMENT
    from earlyeval.run.warm.asking import start_early
    from earlyeval.run.warm.surroundings import SHARED

    os.environ[SHARED] = start_early({**os.environ, **KERNEL_ENVIRONMENT})
    learn()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[2])
    listener.listen(8)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    request = serve(listener)
    if request is None:
        return 0
    from earlyeval.run import making

    making.NOTEBOOKS = Path(request.get("notebooks") or making.NOTEBOOKS)
    return miniature.ended(request["words"])


def learn():
    """Import whatever a first run, in a fork that is thrown away, came to import."""
    from earlyeval.registry.new_study import lay_out

    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder, "names")
        process_id = os.fork()
        if process_id == 0:
            with contextlib.suppress(BaseException), open(os.devnull, "w") as nowhere:
                sys.stdout = sys.stderr = nowhere
                lay_out(Path(folder, "study"))
                miniature.ended(["report", "riverside", "--study", f"{folder}/study"])
                miniature.ended(["check", "riverside", "--html", "--study", f"{folder}/study"])
                names.write_text("\n".join(sys.modules))
            os._exit(0)
        os.waitpid(process_id, 0)
        for name in names.read_text().splitlines():
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def serve(listener):
    """Fork a run for each request; in the fork return the request, in the server nothing, once stdin is closed."""
    woken, waker = socket.socketpair()
    woken.setblocking(False)
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running, selector = {}, selectors.DefaultSelector()
    for one in (listener, woken, sys.stdin):
        selector.register(one, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is sys.stdin:
                signal.set_wakeup_fd(-1)
                return None
            if key.fileobj is woken:
                woken.recv(4096)
                reap(running)
                continue
            connection, _ = listener.accept()
            request = json.loads(connection.makefile().readline())
            process_id = os.fork()
            if process_id == 0:
                signal.set_wakeup_fd(-1)
                selector.close()
                for one in (listener, woken, waker, connection, *running.values()):
                    one.close()
                return become(request)
            running[process_id] = connection
            connection.sendall(json.dumps({"process": process_id}).encode() + b"\n")


def reap(running):
    while running:
        process_id, status = os.waitpid(-1, os.WNOHANG)
        if process_id == 0:
            return
        if process_id in running:
            with running.pop(process_id) as connection, contextlib.suppress(OSError):
                connection.sendall(json.dumps({"code": os.waitstatus_to_exitcode(status)}).encode() + b"\n")


def become(request):
    """Be a run that was asked for: a session of its own, with its folder, settings and screen."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["cwd"])
    os.environ.update(request["env"])
    tempfile.tempdir = None  # asked for again where TMPDIR is another
    for number, name in ((1, "out"), (2, "err")):
        opened = os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    if request["file_size"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["file_size"], request["file_size"]))
    return request


if __name__ == "__main__":
    try:
        code = main()
    except BaseException:
        traceback.print_exc()
        raise
    sys.exit(code)
