"""A warm kernel is to a notebook what an ordinary one is: the same surroundings and outputs, nothing left over."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.end_to_end

STATE = (Path(__file__).parent / "state_of_a_kernel.py").read_text(encoding="utf-8")


def state_of(kernel) -> dict:
    return json.loads(kernel.run(STATE).text)


def test_a_notebook_finds_the_same_surroundings(kernel):
    ordinary, warm = state_of(kernel(warm=False)), state_of(kernel())
    assert {name for name in ordinary if ordinary[name] != warm[name]} == set()
    assert warm["pandas"]["display.max_columns"] == "20"
    assert warm["environment"]["PYDEVD_USE_FRAME_EVAL"] == ordinary["environment"]["PYDEVD_USE_FRAME_EVAL"]


# What people write in notebooks that nobody here has seen. Each is a cell.
CELLS = {
    "pictures": "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.title('A')\nplt.show()",
    "figure left open": "fig, ax = plt.subplots(figsize=(3, 2))\nax.bar(['a', 'b'], [1, 2])",
    "figure as value": "fig",
    "frame": "import pandas as pd\npd.DataFrame({f'c{i}': range(70) for i in range(30)})",
    "frame as text": "print(pd.DataFrame({f'column {i}': [i / 7] * 3 for i in range(30)}))",
    "wide series": "pd.Series(['word ' * 40] * 3, name='long')",
    "magic": "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'\n%who_ls",
    "shell": "!echo of the shell; pwd | wc -l",
    "shell lines": "lines = !printf 'a\\nb\\n'\nlines",
    "bash": "%%bash\necho out\necho err >&2",
    "capture": "%%capture kept\nprint('unseen')",
    "captured": "kept.stdout",
    "time": "_ = 1\n%timeit -n1 -r1 -q sum(range(10))",
    "write": "%%writefile beside.py\nVALUE = 42",
    "own module": "import beside\nbeside.VALUE",
    "error": "def inner(): raise ValueError('Grüße')\ninner()",
    "syntax": "for",
    "leave": "import sys\nsys.exit('over')",
    "still there": "'still there'",
    "await": "import asyncio\nawait asyncio.gather(*(asyncio.sleep(0, i) for i in range(3)))",
    "loop in thread": "import threading\nseen = []\nthread = threading.Thread(target=lambda: seen.append("
    "asyncio.run(asyncio.sleep(0, 'ran'))))\nthread.start()\nthread.join()\nseen",
    "fork": "import multiprocessing, os\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n"
    "    print(pool.map(abs, range(-3, 0)))",
    "spawn": "with multiprocessing.get_context('spawn').Pool(1) as pool:\n    print(pool.map(abs, range(-3, 0)))",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool:\n"
    "    print(sum(pool.map(lambda x: x * x, range(100))))",
    "order": "for i in range(3):\n    print('out', i, flush=True)",
    "both streams": "print('a')\nprint('b', file=sys.stderr)",
    "file level": "import os, subprocess\nos.write(1, b'by number\\n')\nsubprocess.run(['echo', 'by child'])\nNone",
    "log": "import logging\nlogging.getLogger('x').warning('logged')\nlogging.warning('root')",
    "large": "print('x' * 2_000_000)",
    "words": "print('ü 漢字 😀 \\u202e\\x1b[1mbold')",
    "rich": "from IPython.display import HTML, Markdown, Image, display\ndisplay(HTML('<b>1</b>'), Markdown('*2*'))",
    "updated": "handle = display('first', display_id='one')\nhandle.update('second')",
    "input": "input('name? ')",
    "arrow": "import pyarrow as pa\nt = pa.table({'a': list(range(100000))})\nt.to_pandas(use_threads=True).a.sum()",
    "parquet": "t.to_pandas().to_parquet('t.parquet')\npd.read_parquet('t.parquet').a.sum()",
    "algebra": "import numpy as np\nA = np.arange(250000.).reshape(500, 500) / 1e5\n"
    "print(repr(np.linalg.norm(A @ A.T)), repr(np.linalg.svd(A[:50], compute_uv=False)[0]))",
    "seeded": "np.random.seed(1)\nprint(np.random.normal(size=2), np.random.default_rng(2).normal())",
    "fit": "import statsmodels.api as sm\nx = np.arange(20.)\nsm.OLS(np.sin(x), sm.add_constant(x)).fit().params",
    "help": "import inspect\nprint(inspect.getsource(inner) if False else inspect.getdoc(len))",
    "names": "print(sorted(n for n in dir() if not n.startswith('_')))",
    "counted": "In[1][:6], get_ipython().execution_count",
    "pickled": "import copy\ncopy.deepcopy({'a': [1]})",
    "where": "os.path.basename(os.getcwd()) != '', __name__, '__file__' in globals()",
}
# What cannot be the same twice in any two kernels: addresses, ids, times, the private folder.
_DIFFERENT = re.compile(r"0x[0-9a-f]+|ipykernel_\d+|/tmp/ee-\w+|\d+(\.\d+)? [nµm]?s ±[^\n]*|-\w{8}-")


def shape(shown) -> str:
    """Streams joined (how they are cut into messages depends on time), all else as it came."""
    parts = [[kind, content] for kind, content in shown if kind != "stream"]
    streams = {name: "".join(c["text"] for k, c in shown if k == "stream" and c["name"] == name)
               for name in ("stdout", "stderr")}  # fmt: skip
    for _, content in parts:
        content.get("transient", {}).clear()
    return _DIFFERENT.sub("", json.dumps([streams, parts], sort_keys=True, default=str))


def test_other_peoples_notebooks_show_the_same(both):
    ordinary, warm = both(list(CELLS.values()))
    different = [name for name, one, other in zip(CELLS, ordinary, warm, strict=True) if shape(one) != shape(other)]
    assert different == []
    by_name = dict(zip(CELLS, warm, strict=True))
    assert "image/png" in by_name["pictures"][-1][1]["data"]  # not lost: the inline backend drew it
    assert by_name["own module"][-1][1]["data"]["text/plain"] == "42"
    assert "by child" in by_name["file level"].text


SPOIL = """
import builtins, decimal, gc, json, locale, logging, os, random, signal, subprocess, sys, textwrap, threading, time
import warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd, scipy.special, seaborn
A_GLOBAL = "left over"
builtins.left_over = 1
np.random.seed(1), random.seed(1)
pd.set_option("display.max_columns", 3, "display.width", 40, "display.precision", 1)
pd.options.mode.copy_on_write = True
plt.rcParams.update({"figure.dpi": 30, "font.size": 3}); plt.style.use("ggplot"); plt.ion()
plt.figure(); seaborn.set_theme()
matplotlib.colormaps.register(matplotlib.colormaps["viridis"], name="left_over")
os.environ["LEFT_OVER"] = "1"; os.environ["TZ"] = "Asia/Tokyo"; time.tzset(); del os.environ["OMP_NUM_THREADS"]
os.umask(0o007); os.nice(1)
os.mkdir("sub"); os.chdir("sub"); open("file.txt", "w").write("x")
warnings.simplefilter("error"); np.seterr(all="raise"); np.set_printoptions(precision=1)
scipy.special.seterr(all="raise")
locale.setlocale(locale.LC_ALL, "C")
sys.path.insert(0, "/left/over"); sys.argv.append("left"); sys.setrecursionlimit(500)
json.encoder.FLOAT_REPR = None; textwrap.dedent = str.upper
pd.DataFrame.sum = None; len.__self__.sum = max
decimal.getcontext().prec = 3; logging.basicConfig(level=0); gc.disable()
signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGUSR1, lambda *_: None)
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
kept = [open("/dev/null") for _ in range(200)]
child = subprocess.Popen(["sleep", "600"]); print("CHILD", child.pid)
from earlyeval.foundations import terms
terms.LEVELS = ("spoilt",)
sys.modules["pingouin"] = None
"""


def test_what_one_notebook_spoils_the_next_does_not_find(kernel, runs, until):
    before = state_of(kernel())
    spoilt = kernel()
    child = int(re.search(r"CHILD (\d+)", spoilt.run(SPOIL).text)[1])
    during = state_of(kernel())
    spoilt.running.close()
    after = kernel()
    assert before == during == state_of(after)
    asked = "import json, pandas, os, pingouin\nfrom earlyeval.foundations import terms\n"
    asked += "print(terms.LEVELS, 'A_GLOBAL' in globals(), pandas.DataFrame({'a': [1]}).sum().a, sum([1, 2]))"
    assert after.run(asked).text == "('release', 'restricted') False 1 3\n"
    assert until(lambda: not runs(child))  # what a notebook started ended with it


def test_unseeded_numbers_differ_from_kernel_to_kernel(kernel):
    drawing = (
        "import random, uuid, os, tempfile, numpy as np, scipy.stats\n"
        "print(random.random(), np.random.random(), np.random.default_rng().random(), uuid.uuid4(), os.urandom(4),"
        " scipy.stats.norm.rvs(), next(tempfile._get_candidate_names()), sep='\\n')"
    )
    first, second = kernel().run(drawing).text.splitlines(), kernel().run(drawing).text.splitlines()
    assert len(first) == 7
    assert [one for one, other in zip(first, second, strict=True) if one == other] == []


def test_a_kernel_holds_no_file_of_the_parent(kernel):
    listing = (
        "import os\nprint(*sorted(os.readlink(f'/proc/self/fd/{n}').split(':')[0] for n in os.listdir('/proc/self/fd')"
    )
    listing += " if os.path.exists(f'/proc/self/fd/{n}')), sep='\\n')"
    kinds = [set(kernel(warm=warm).run(listing).text.split()) for warm in (False, True)]
    assert {one for one in kinds[1] - kinds[0] if "said.log" not in one} <= {
        "anon_inode"
    }  # of its own: it watches the process that it works for
