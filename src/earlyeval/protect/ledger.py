"""Successive releases: what a reader learns by laying a new release beside an earlier one of the same study.

A ledger holds released rows only (``Released.rows``), with the name of the population they were made from (its freeze
id). Nothing here reads or writes a file: the command that releases does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from earlyeval.foundations.results import records
from earlyeval.protect.plan import row_key
from earlyeval.registry.profiles import Profile

_COUNTS = ("n", "n_expected")


@dataclass(frozen=True)
class Ledger:
    """One earlier release: its rows as released, and which population they were made from."""

    freeze: str
    rows: pd.DataFrame


def held(
    now: pd.DataFrame, true_rows: pd.DataFrame, earlier: Sequence[Ledger], profile: Profile, *, freeze: str
) -> frozenset[str]:
    """Return the rows, by key, that must keep what was last released of them: their change would tell of few people.

    Parameters
    ----------
    now, true_rows : DataFrames, the same rows in the same order
        As they would be released, and with their true counts.
    earlier : sequence of Ledger
        Every earlier release of the study.
    profile : Profile
        ``release_change.min_people``, and how counts are rounded.
    freeze : str
        The population of the new release. A correction of an earlier one uses its freeze id.

    Notes
    -----
    Of the same population: a number that was shown and is hidden now is known all the same, so it is held. Of another
    population: where both numbers are shown, the people who came and went are their difference. Under a profile that
    rounds, that leaves as many values as both roundings do; where counts are exact it must be none or many.
    """
    last = [{row_key(row): row for row in records(ledger.rows)} for ledger in earlier]
    found = set()
    for row, true in zip(records(now), records(true_rows), strict=True):
        key = row_key(true)  # what is hidden does not say by which method
        for ledger, rows in zip(earlier, last, strict=True):
            before = rows.get(key)
            if before is not None and any(
                _tells(row[name], before[name], true[name], profile, same=ledger.freeze == freeze) for name in _COUNTS
            ):
                found.add(key)
    return frozenset(found)


def _tells(now: float, before: float, true: float, profile: Profile, *, same: bool) -> bool:
    if math.isnan(before):
        return False
    if math.isnan(now):
        return same and not math.isnan(true)
    fewest = profile.release_change.min_people
    base = profile.count.round_to
    if same:
        return now != before
    width = 2 * base - 1 if base > 1 else 1  # values that the difference of two rounded numbers leaves
    return 0 < abs(now - before) < fewest and width < profile.width.min_candidates
