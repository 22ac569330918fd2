"""A library's own lines on the screen: the solver writes one where it has to mend a solution in whole numbers."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit
LINE = "HighsMipSolverData::transformNewIntegerFeasibleSolution tmpSolver.run();\n"  # scipy 1.17.1 says it here
# A problem whose solution in whole numbers has to be mended, found by trying; the end of a process flushes its streams.
ASKED = """
import contextlib, ctypes, sys
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from earlyeval.foundations.quietly import quietly
r = np.random.default_rng(25)
n, m = r.integers(5, 40), r.integers(3, 25)
rows = r.random((m, n)) * 10.0 ** r.integers(-6, 7, size=(m, n)) * (r.random((m, n)) < 0.5)
least = rows.sum(1) * r.random(m)
costs = 1 + 1e-6 * r.integers(0, 500, n) * 10.0 ** r.integers(0, 3, n)
libc = ctypes.CDLL(None)
with quietly() if "quietly" in sys.argv else contextlib.nullcontext():
    print("Python speaks", flush=True)
    found = milp(costs, integrality=np.ones(n) * (r.random(n) < 0.8), bounds=Bounds(0, 1),
                 constraints=LinearConstraint(rows, least, np.inf), options={"mip_rel_gap": 0.1, "node_limit": 200})
    libc.puts(b"a library speaks")
    sys.exit(3) if "ends" in sys.argv else None
assert found.success
libc.puts(b"a library speaks again")
"""


def said(*words):
    done = subprocess.run([sys.executable, "-P", "-c", ASKED, *words], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only the GNU C library lets its standard output be exchanged")
def test_the_solver_says_nothing_and_others_say_what_they_have_to():
    code, words = said()
    assert code == 0
    assert words.replace(LINE, "") == "Python speaks\na library speaks\na library speaks again\n"
    assert said("quietly") == (0, "Python speaks\na library speaks again\n")
    assert said("quietly", "ends") == (3, "Python speaks\n")


def test_where_the_output_cannot_be_exchanged_nothing_else_changes(monkeypatch):
    from earlyeval.foundations import quietly as module

    monkeypatch.setattr(module.os, "confstr", lambda _: None)
    module._nowhere.cache_clear()
    try:
        with module.quietly():
            pass
        assert module._nowhere() == 0
    finally:
        module._nowhere.cache_clear()
