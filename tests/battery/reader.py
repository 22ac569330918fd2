"""A hostile reader of what is published: he has the ledgers, the rules and the sums, and asks what each star can be.

He shares no code with the package. ``sums_hold`` is an oracle that tells him which of the sums that he can think of are
true, which no reader could ask: what he cannot work out with it nobody can without.
"""

import math
from collections import defaultdict
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

TEXTS = ("programme", "site", "strand", "question", "outcome", "label", "instrument", "version", "subscale",
         "respondent", "time_point", "comparison", "subgroup", "cluster", "arm", "unit", "estimand")  # fmt: skip
SPLIT = ("subgroup", "label", "cluster", "arm", "site")
PLACES = ("cluster", "arm", "site")
WHOLE = ("", "all", "total")
COUNTING = ("count", "proportion", "recovered", "improved", "unchanged", "deteriorated", "not_assessable", "pairs",
            "before_only", "after_only", "neither")  # fmt: skip
FAR = 1e5


class Reader:
    """Numbers of published rows as unknowns with what each may stand for, and the sums between them."""

    def __init__(self, rule):
        self.rule, self.low, self.high, self.hidden, self.true, self.sums = rule, [], [], {}, [], []

    def reads(self, rows, true):
        """Take in the rows of one ledger; ``true`` are their counts, for the oracle alone."""
        cells = {}
        for row, own in zip(rows, true, strict=True):
            if row["estimand"] not in COUNTING or row["sensitivity"] == "open":
                continue
            for column in ("n", "n_expected"):
                if own[column] == own[column]:
                    cells[self._name(row, column, own[column])] = None
                    key = self._name(row, column, own[column])
                    cells[key] = self._cell(key, row[column], own[column])
        self._parts(rows, true, cells)

    @staticmethod
    def _name(row, column, value):
        if column == "n_expected":  # one denominator in one question, by its unit
            return ("n_expected", row["site"], row["programme"], row["question"], row["unit"], value)
        kind = tuple(row[name] for name in TEXTS if name != "estimand")
        return ("n", *kind, value)

    def _cell(self, key, shown, true):
        if not hasattr(self, "known"):
            self.known = {}
        low, high = self._stands_for(shown, true)
        if key not in self.known:
            self.known[key] = len(self.low)
            self.low.append(low)
            self.high.append(high)
            self.true.append(true)
            if shown != shown:
                self.hidden[len(self.low) - 1] = key
        else:
            place = self.known[key]
            self.low[place], self.high[place] = max(self.low[place], low), min(self.high[place], high)
            if shown == shown:
                self.hidden.pop(place, None)
        return self.known[key]

    def _stands_for(self, shown, true):
        """Which true counts a published one may be; of a hidden one he is told whether it is small."""
        rule = self.rule
        if shown != shown:
            small = rule["hide_from"] <= true <= rule["hide_to"] or (true == 0 and rule["zero"] == "hide")
            if small:
                return (0 if rule["zero"] == "hide" else max(1, rule["hide_from"])), rule["hide_to"]
            return (0.0, FAR) if true <= rule["hide_to"] else (rule["hide_to"] + 1, FAR)
        base = rule["round_to"]
        if base == 1 or shown == 0:
            return shown, shown
        possible = [n for n in range(int(shown) - base, int(shown) + base + 1) if n > rule["hide_to"]
                    and max(base, base * math.floor(n / base + 0.5)) == shown]  # fmt: skip
        return min(possible), max(possible)

    def _parts(self, rows, true, cells):
        """Find every sum along a column: parts of a denominator, and groups of a row that names none."""
        counted = [
            number
            for number, row in enumerate(rows)
            if row["estimand"] in COUNTING and row["sensitivity"] != "open" and not math.isnan(true[number]["n"])
        ]
        for axis in SPLIT:
            same = [name for name in TEXTS if name not in (axis, "estimand", "label")]
            groups = defaultdict(dict)
            for number in counted:
                row, whole = rows[number], true[number]["n_expected"]
                about = tuple(row[name] for name in same)
                for more in ((row["label"],), (row["label"], whole), ("any label",), ("any label", whole)):
                    if axis != "label" or more[0] == "any label":
                        groups[about, more].setdefault((row[axis], row["label"]), number)
            for members in groups.values():
                parts = [number for (value, _), number in members.items() if value not in WHOLE]
                wholes = [number for (value, _), number in members.items() if value in WHOLE]
                if not 2 <= len(parts) <= 40:
                    continue
                if axis != "label" and not _labels_follow(rows, parts, axis):
                    continue
                if axis == "label" and any(rows[part]["subgroup"] for part in parts):
                    continue  # several things asked of the same people, each with its own answers: no parts of anything
                self._if_true(rows, true, cells, parts, [(number, "n") for number in wholes])
                # Places with denominators of their own: what two of them add up to by chance is nobody's denominator.
                if axis not in PLACES or (len(more) == 1 and len({true[part]["n_expected"] for part in parts}) == 1):
                    self._if_true(rows, true, cells, parts, [(parts[0], "n_expected")])

    def _if_true(self, rows, true, cells, parts, totals):
        for number, column in totals:
            if true[number][column] != true[number][column]:
                continue
            whole = cells[self._name(rows[number], column, true[number][column])]
            for left_out in range(3):
                for without in combinations(parts, left_out) if len(parts) - left_out >= 2 else ():
                    kept = [part for part in parts if part not in without]
                    places = [cells[self._name(rows[part], "n", true[part]["n"])] for part in kept]
                    if sum(true[part]["n"] for part in kept) == true[number][column] and len(set(places)) == len(
                        places
                    ):
                        self.sums.append((whole, places))
                        return

    def pinned(self, need):
        """Return each hidden count that the sums leave fewer than ``need`` values, with what is left."""
        size, found = len(self.low), []
        tied = {place for whole, parts in self.sums for place in (whole, *parts)}
        lines = sorted({(whole, tuple(sorted(parts))) for whole, parts in self.sums if whole not in parts})
        matrix = np.zeros((len(lines), size))
        for line, (whole, parts) in enumerate(lines):
            matrix[line, whole] -= 1
            for part in parts:
                matrix[line, part] += 1
        for place in sorted(set(self.hidden) & tied):
            near = self._near(place, lines)
            columns = sorted(near)
            own = matrix[:, columns]
            own = own[np.abs(own).any(axis=1)]
            bounds = [(self.low[column], self.high[column]) for column in columns]
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(columns))
                aim[columns.index(place)] = sign
                done = linprog(aim, A_eq=own, b_eq=np.zeros(len(own)), bounds=bounds)
                ends.append(sign * done.fun if done.status == 0 else math.nan)
            least, most = math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6)
            if most - least + 1 < need and not (least == most == 0):
                found.append((self.hidden[place], least, most))
        return found

    def _near(self, place, lines):
        reached, grown = {place}, True
        while grown:
            more = {other for whole, parts in lines if reached & {whole, *parts} for other in (whole, *parts)}
            grown = not more <= reached
            reached |= more
        return reached


def _labels_follow(rows, parts, axis):
    """Whether all parts are called alike, or each by its own name: else several questions stand there."""
    labels, values = {rows[part]["label"] for part in parts}, {rows[part][axis] for part in parts}
    return len(labels) == 1 or len(labels) == len(values) == len(parts)
