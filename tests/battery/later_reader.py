"""A hostile reader of two releases of one study: he lays the second beside the first, and takes nobody to have left.

He shares no code with the package. Each published count is an unknown in each release; a count of the later release is
never smaller than the same count of the earlier; and the sums hold in both.
"""

import math
import runpy
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

_OF_ONE = runpy.run_path(str(Path(__file__).with_name("reader.py")))
Reader, TEXTS, COUNTING = (_OF_ONE[name] for name in ("Reader", "TEXTS", "COUNTING"))
STEP = 1e-6


class LaterReader(Reader):
    """Reads the ledgers of two releases, the earlier one first."""

    def __init__(self, rule):
        super().__init__(rule)
        self.release, self.grown = 0, []

    def _name(self, row, column, value):
        # The made-up places have denominators of their own: two that happen to be equal are not one.
        own = (row["cluster"],) if column == "n_expected" else ()
        return (self.release, *own, *Reader._name(row, column, value))

    def lays_beside(self, earlier, later):
        """Take in two releases, each the released rows and those with their true counts."""
        places = []
        for rows, true in (earlier, later):
            self.release += 1
            self.reads(rows, true)
            places.append(dict(self._places(rows, true)))
        self.grown = sorted({(place, places[1][key]) for key, place in places[0].items() if key in places[1]})

    def _places(self, rows, true):
        for row, own in zip(rows, true, strict=True):
            for column in ("n", "n_expected") if row["estimand"] in COUNTING and row["sensitivity"] != "open" else ():
                if own[column] == own[column]:
                    yield (column, *(row[name] for name in TEXTS)), self.known[self._name(row, column, own[column])]

    def pinned_by_both(self, need):
        """Return each hidden count of either release that both together leave fewer than ``need`` values."""
        lines = sorted({(whole, tuple(sorted(parts))) for whole, parts in self.sums if whole not in parts})
        equal = _matrix([[(whole, -1.0), *((part, 1.0) for part in parts)] for whole, parts in lines], len(self.low))
        below = _matrix([[(before, 1.0), (after, -1.0)] for before, after in self.grown], len(self.low))
        least, most = self._narrowed(lines)
        found = []
        for place in sorted(self.hidden):
            if most[place] - least[place] + 1 >= need and not self._is_tied(place, lines):
                continue
            ends = []
            for sign in (1.0, -1.0):
                aim = np.zeros(len(self.low))
                aim[place] = sign
                done = linprog(aim, A_eq=equal, b_eq=np.zeros(equal.shape[0]), A_ub=below,
                               b_ub=np.zeros(below.shape[0]), bounds=np.column_stack([least, most]))  # fmt: skip
                ends.append(sign * done.fun if done.status == 0 else math.nan)
            low, high = math.ceil(ends[0] - STEP), math.floor(ends[1] + STEP)
            if high - low + 1 < need and not (low == high == 0):
                found.append((self.hidden[place], low, high))
        return found

    def _is_tied(self, place, lines):
        return any(place == whole or place in parts for whole, parts in lines)

    def _narrowed(self, lines):
        """Narrow what each count can be, sum by sum and release by release, until nothing changes."""
        low, high = np.array(self.low, dtype=float), np.array(self.high, dtype=float)
        for _ in range(20):
            before = low.copy(), high.copy()
            for earlier, later in self.grown:
                low[later], high[earlier] = max(low[later], low[earlier]), min(high[earlier], high[later])
            for whole, parts in lines:
                own = list(parts)
                low[whole], high[whole] = max(low[whole], low[own].sum()), min(high[whole], high[own].sum())
                for part in own:
                    others_low, others_high = low[own].sum() - low[part], high[own].sum() - high[part]
                    low[part] = max(low[part], low[whole] - others_high)
                    high[part] = min(high[part], high[whole] - others_low)
            if (low == before[0]).all() and (high == before[1]).all():
                break
        return low, high


def _matrix(lines, size):
    cells = [(number, place, value) for number, line in enumerate(lines) for place, value in line]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((values, (rows, columns)), shape=(len(lines), size))
