"""A hostile reader of intervals: he solves them for n, and subtracts groups from wholes that other questions tell.

He shares no code with the package. He is told which sums are true, of groups of one outcome and a whole of the same
measure and time; nobody could ask that, so what he cannot work out with it nobody can without.
"""

import math
from collections import defaultdict
from itertools import combinations

import numpy as np
from scipy.stats import chi2, t

PEOPLE = np.arange(2, 1500)
NEAR = 1e-9
MEASURE = ("strand", "outcome", "instrument", "subscale", "cluster", "arm")
GROUPS = ("question", *MEASURE, "respondent", "label", "time_point", "comparison", "estimand", "unit", "analysis")
SAME_PEOPLE = ("site", *GROUPS[:-3], "version", "subgroup")
EVERYBODY = ("", "all", "total", "pairs", "both", "returned", "scorable", "baseline")
SPREAD_OF = {"mean": "sd", "mean_change": "sd_change"}


def solved(rows):
    """Return which n the released mean, spread and intervals of the same people leave; all where they tell nothing."""
    fits = np.ones(len(PEOPLE), dtype=bool)
    for mean in rows:
        for spread in rows:
            if SPREAD_OF.get(mean["estimand"]) != spread["estimand"] or not spread["estimate"] > 0:
                continue
            low, high = spread["estimate"] - 0.05 - NEAR, spread["estimate"] + 0.05 + NEAR
            if mean["conf_high"] > mean["conf_low"]:
                half, reach = _half(mean), t.ppf(0.5 + mean["conf_level"] / 2, PEOPLE - 1) / np.sqrt(PEOPLE)
                fits &= (reach * low <= half + 0.05 + NEAR) & (reach * high >= half - 0.05 - NEAR)
            for name, sign in (("conf_low", 1), ("conf_high", -1)):
                if spread[name] == spread[name]:
                    tail = 0.5 + sign * spread["conf_level"] / 2
                    end = np.sqrt((PEOPLE - 1) / chi2.ppf(tail, PEOPLE - 1))
                    fits &= (end * low <= spread[name] + 0.05 + NEAR) & (end * high >= spread[name] - 0.05 - NEAR)
    return PEOPLE[fits]


def _half(row):
    return (row["conf_high"] - row["conf_low"]) / 2


def told_by_wholes(shown, true, rule, *, need):
    """Return each small hidden group that a whole and the other groups leave fewer than ``need`` values."""
    narrowed = _narrowed(shown)
    wholes, sets = defaultdict(list), defaultdict(dict)
    for number, own in enumerate(true):
        if own["sensitivity"] == "open" or not own["estimable"]:
            continue
        for column in ("n", "n_expected"):
            wholes[*(own[name] for name in MEASURE), own[column]].append((number, column))
        if own["subgroup"] and own["n"] == own["n"]:
            sets[tuple(own[name] for name in GROUPS)].setdefault(own["subgroup"], number)
    found, tried = [], 0
    for members in sets.values():
        for size in range(2, len(members) + 1) if len(members) <= 6 else ():
            for parts in combinations(members.values(), size):
                total = sum(true[part]["n"] for part in parts)
                key = (*(true[parts[0]][name] for name in MEASURE), total)
                for number, column in wholes.get(key, ()) if total > rule["hide_to"] else ():
                    if _is_whole(true[parts[0]], true[number], column, all_of_them=size == len(members)):
                        tried += 1
                        found += _pinned(shown, true, rule, narrowed, (parts, number, column), need=need)
    return found, tried


def _narrowed(shown):
    same, found = defaultdict(list), {}
    for number, row in enumerate(shown):
        if row["estimand"] in (*SPREAD_OF, *SPREAD_OF.values()) and row["estimate"] == row["estimate"]:
            same[tuple(row[name] for name in SAME_PEOPLE)].append(number)
    for numbers in same.values():
        fits = solved([shown[number] for number in numbers])
        found.update(dict.fromkeys(numbers, (fits.min(), fits.max())) if len(fits) else {})
    return found


def _is_whole(part, whole, column, *, all_of_them):
    if whole["question"] == part["question"]:
        return False
    counted = part["unit"] == "people" and part["estimand"] == "proportion"
    if whole["subgroup"] not in EVERYBODY if all_of_them or not counted else True:
        if not (part["label"] == whole["label"] and whole["estimand"] in SPREAD_OF and column == "n"):
            return False
    elif not all_of_them and part["estimand"] != "count":
        return False
    times = [(part[name], whole[name]) for name in ("time_point", "comparison")]
    return all(one == other or not one or not other for one, other in times)


def _pinned(shown, true, rule, narrowed, terms, *, need):
    parts, whole, column = terms
    ends = [_between(shown[part]["n"], true[part]["n"], rule, narrowed.get(part)) for part in parts]
    all_low, all_high = _between(shown[whole][column], true[whole][column], rule,
                                 narrowed.get(whole) if column == "n" else None)  # fmt: skip
    for place, part in enumerate(parts):
        if shown[part]["n"] == shown[part]["n"] or not rule["hide_from"] <= true[part]["n"] <= rule["hide_to"]:
            continue
        others = [end for other, end in enumerate(ends) if other != place]
        least = max(ends[place][0], all_low - sum(high for _, high in others))
        most = min(ends[place][1], all_high - sum(low for low, _ in others))
        if most - least + 1 < need:
            yield (
                true[part]["question"],
                true[part]["label"],
                true[part]["subgroup"],
                true[whole]["question"],
                (least, most),
            )


def _between(number, own, rule, narrowed):
    base, small = rule["round_to"], rule["hide_to"]
    if number != number:
        low, high = (
            (max(1, rule["hide_from"]), small) if 1 <= own <= small else (small + 1 if own > small else 0, 10**5)
        )
    elif base == 1 or number == 0:
        low, high = number, number
    else:
        fits = [n for n in range(int(number) - base, int(number) + base + 1)
                if n > small and max(base, base * math.floor(n / base + 0.5)) == number]  # fmt: skip
        low, high = min(fits), max(fits)
    return (max(low, narrowed[0]), min(high, narrowed[1])) if narrowed else (low, high)
