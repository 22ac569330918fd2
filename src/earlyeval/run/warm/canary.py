"""A notebook that looks whether an earlier one left anything behind, and then leaves behind all that it can."""

from pathlib import Path

from earlyeval.report.notebooks import notebook_format

LOOK = """
import builtins, gc, os, random, signal, sys, threading, warnings
import matplotlib, numpy as np, pandas as pd
from earlyeval.foundations import terms
found = {
    "globals": "a_global" in globals() or hasattr(builtins, "a_global"),
    "environment": "LEFT_OVER" in os.environ or os.environ.get("TZ"),
    "folder": [os.path.basename(os.getcwd()) == "sub", sorted(os.listdir("."))],
    "mask": os.umask(0o022),
    "pandas": [pd.get_option(f"display.{name}") for name in ("max_columns", "width", "precision", "encoding")],
    "numpy": [np.geterr(), np.get_printoptions()["precision"]],
    "matplotlib": [matplotlib.rcParams["figure.dpi"], matplotlib.rcParams["font.size"], matplotlib.get_backend()],
    "warnings": "error" in {kind for kind, _, category, *_ in warnings.filters if category is Warning},
    "path": [one for one in sys.path if "left" in one],
    "module": terms.LEVELS,
    "method": callable(pd.DataFrame.sum),
    "signal": str(signal.getsignal(signal.SIGUSR1)),
    "threads": [one.name for one in threading.enumerate() if "left" in one.name],
    "files": len([one for one in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{one}")]) > 150,
    "memory": gc.isenabled(),
    "seeds": [random.random() == random.Random(1).random(), np.random.random() == np.random.RandomState(1).random()],
}
found
"""
SPOIL = """
import locale, subprocess, time
a_global = builtins.a_global = 1
os.environ.update(LEFT_OVER="1", TZ="Asia/Tokyo"); time.tzset(); os.umask(0o007)
os.makedirs("sub", exist_ok=True); os.chdir("sub"); open("left.txt", "w").close()
pd.set_option("display.max_columns", 2, "display.width", 30, "display.precision", 1, "display.encoding", "ascii")
np.seterr(all="raise"); np.set_printoptions(precision=1); np.random.seed(1); random.seed(1)
matplotlib.rcParams.update({"figure.dpi": 20, "font.size": 2}); warnings.simplefilter("error")
locale.setlocale(locale.LC_ALL, "C"); sys.path.insert(0, "left"); terms.LEVELS = ("spoilt",); pd.DataFrame.sum = None
signal.signal(signal.SIGUSR1, signal.SIG_IGN); gc.disable(); files = [open(os.devnull) for _ in range(200)]
threading.Thread(target=time.sleep, args=(600,), name="left", daemon=True).start()
child = subprocess.Popen(["sleep", "600"])
"""


def write_canary(path: Path) -> Path:
    """Write the notebook to a file; return the file."""
    v4 = notebook_format().v4
    cells = [v4.new_code_cell(code.strip()) for code in (LOOK, SPOIL)]
    path.write_text(notebook_format().writes(v4.new_notebook(cells=cells)), encoding="utf-8")
    return path
