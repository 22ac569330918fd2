"""Make .venv: the locked packages, earlyeval itself (editable) and its Jupyter kernel; nothing when all is in force.

Only the standard library, and nothing newer than Python 3.8, so that it can say what an old Python lacks:

    python3 tools/set_up.py             set up what is not in force yet
    .venv/bin/python tools/set_up.py --in-force
                                        say by the exit code alone whether anything is to be done
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

CLONE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(CLONE, "requirements.lock")
PROJECT = os.path.join(CLONE, "pyproject.toml")
ENVIRONMENT = os.path.join(CLONE, ".venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")
STAMP = os.path.join(ENVIRONMENT, "set-up.stamp")  # written last: what was set up
STARTED = os.path.join(ENVIRONMENT, "set-up.started")  # there while a set-up is under way, or was cut short
LOG = os.path.join(ENVIRONMENT, "set-up.log")
NEWEST_FIRST = ("3.14", "3.13", "3.12", "3.11")
OLDEST = (3, 11)
LAST_LINES = 12


class SetUpFailedError(Exception):
    """A step that did not work; the message is for the user."""


def stamp_text(version):
    """Return what the stamp must hold: lock, project file, Python version and place of the clone, as one hash."""
    summary = hashlib.sha256()
    for path in (LOCK, PROJECT):
        with open(path, "rb") as file:
            summary.update(hashlib.sha256(file.read()).digest())
    summary.update(f"{version[0]}.{version[1]}.{version[2]}\n{CLONE}".encode())
    return summary.hexdigest() + "\n"


def in_force():
    """Say whether this very Python is that of .venv and its set-up is finished and up to date."""
    if os.path.abspath(sys.executable) != PYTHON:  # sys.prefix is not that of .venv under -S
        return False
    try:
        with open(STAMP) as file:
            return file.read() == stamp_text(sys.version_info)
    except OSError:
        return False


def answer(command):
    """Return what a command prints, or None when it cannot be run."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return None


def suitable_python():
    """Return a Python that is new enough: the one that runs this, else one beside it on the path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for version in NEWEST_FIRST:
        found = shutil.which("python" + version)
        if found and answer([found, "-c", ""]) is not None:
            return found
    found = ".".join(str(part) for part in sys.version_info[:2])
    raise SetUpFailedError(f"earlyeval needs Python 3.11 or newer; python3 here is {found}.")


def check_venv_module(python):
    """Refuse in one line a Python that cannot make environments: Debian keeps that part in a package of its own."""
    missing = answer([python, "-c", "import venv, ensurepip"]) is None
    if missing:
        version = answer([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]) or "3"
        raise SetUpFailedError(
            "Python's venv module is missing. On Debian or Ubuntu: "
            f"sudo apt install python{version.strip()}-venv (or python3-venv)."
        )


def run(command, **more):
    """Run one command quietly; what it says goes to the log."""
    environment = {**os.environ, **more}
    environment.pop("PYTHONPATH", None)  # packages of another environment must not look installed here
    with open(LOG, "ab") as log:
        log.write(("\n$ " + " ".join(command) + "\n").encode())
        log.flush()
        done = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment, cwd=CLONE)
    if done.returncode:
        raise SetUpFailedError(f"'{os.path.basename(command[0])}' ended with code {done.returncode}.")


def pip(*arguments):
    """Run the environment's own pip."""
    quiet = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
    run([PYTHON, *quiet, *arguments])


def make_environment():
    """Make .venv, or keep the one that is there when it is whole and for this place and Python."""
    cut_short = os.path.exists(STARTED)
    moved = os.path.exists(STAMP) and not stamped_here()
    usable = answer([PYTHON, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]) is not None
    if cut_short or moved or not usable:
        python = suitable_python()
        check_venv_module(python)
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        os.makedirs(ENVIRONMENT)
        open(STARTED, "w").close()
        run([python, "-m", "venv", ENVIRONMENT])
        return
    if os.path.exists(STAMP):
        os.remove(STAMP)
    open(STARTED, "w").close()


def stamped_here():
    """Say whether .venv was set up at this place: scripts hold absolute paths, so a moved clone needs a new one."""
    try:
        with open(os.path.join(ENVIRONMENT, "bin", "pip")) as file:
            return ENVIRONMENT in file.read(2000)
    except (OSError, UnicodeDecodeError):
        return False


def locked_block(name):
    """Return the lines of one package from the lock: its version with its hashes."""
    block, inside = [], False
    with open(LOCK) as file:
        for line in file:
            if not line.startswith((" ", "#")):
                inside = line.startswith(name + "==")
            if inside and not line.strip().startswith("#"):
                block.append(line.rstrip().rstrip("\\").rstrip())
    if not block:
        raise SetUpFailedError(f"requirements.lock holds no {name}.")
    return " \\\n".join(block) + "\n"


def install_packages():
    """Install the lock, hash by hash: by uv, itself installed from the lock, or by pip where uv cannot be had."""
    try:
        install_by_uv()
    except (SetUpFailedError, OSError):
        print("    uv could not be used; pip takes a few minutes longer", flush=True)
        pip("install", "--require-hashes", "-r", LOCK)


def install_by_uv():
    """Install uv by pip, then everything by uv."""
    handle, wanted = tempfile.mkstemp(suffix=".txt")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(locked_block("uv"))
        pip("install", "--require-hashes", "-r", wanted)
    finally:
        os.remove(wanted)
    uv = os.path.join(ENVIRONMENT, "bin", "uv")
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", LOCK]
    run(command, UV_PYTHON_DOWNLOADS="never", **settings_of_pip())


def settings_of_pip():
    """Return for uv what pip has been told: an institution often has a mirror of its own, or a certificate."""
    told = {}
    for line in (answer([PYTHON, "-m", "pip", "--disable-pip-version-check", "config", "list"]) or "").splitlines():
        name, _, value = line.partition("=")
        variable = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.get(name.rpartition(".")[2])
        if variable and not os.environ.get(variable):
            told[variable] = value.strip("'\"")
    return told


def install_earlyeval():
    """Install the package itself, so that an edit in src/ is in force at once."""
    pip("install", "--no-deps", "--no-build-isolation", "--editable", CLONE)


def install_kernel():
    """Register the kernel named earlyeval in this environment, with the settings every notebook runs under."""
    run([PYTHON, "-m", "earlyeval.run.kernels"])


STEPS = (
    ("virtual environment in .venv", make_environment),
    ("packages of requirements.lock", install_packages),
    ("earlyeval itself", install_earlyeval),
    ("Jupyter kernel", install_kernel),
)


def set_up():
    """Take the steps one after another, one line each; the stamp comes last."""
    for number, (words, step) in enumerate(STEPS, start=1):
        print(f"{number}/{len(STEPS)} {words}", flush=True)
        step()
    version = answer([PYTHON, "-c", "import sys; print(*sys.version_info[:3])"])
    if version is None:
        raise SetUpFailedError("The Python of .venv does not run.")
    with open(STAMP + ".new", "w") as file:
        file.write(stamp_text([int(part) for part in version.split()]))
    os.replace(STAMP + ".new", STAMP)
    os.remove(STARTED)


def last_lines():
    """Return the end of the log, for the screen."""
    try:
        with open(LOG, errors="replace") as file:
            return "".join("    " + line for line in file.readlines()[-LAST_LINES:])
    except OSError:
        return ""


def main():
    """Set up; return the exit code."""
    if "--in-force" in sys.argv[1:]:
        return 0 if in_force() else 1
    if answer([PYTHON, "-I", "-S", __file__, "--in-force"]) is not None:
        return 0
    try:
        set_up()
    except SetUpFailedError as failure:
        print(f"Set-up stopped: {failure}", file=sys.stderr)
        if os.path.exists(LOG):
            print(f"{last_lines()}    The whole log: {LOG}", file=sys.stderr)
        return 6
    except OSError as failure:
        print(f"Set-up stopped: {failure.strerror} ({failure.filename}).", file=sys.stderr)
        return 6
    except KeyboardInterrupt:
        print("Set-up interrupted; the next run takes it up again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
