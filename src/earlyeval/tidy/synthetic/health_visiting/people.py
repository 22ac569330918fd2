"""Families, children and workers of the made-up service."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.health_visiting import planted

_DAYS_OF_A_QUARTER = 91.3125


def draw_families(random: Generator, clusters: Sequence[str], ids: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per family, in the order of the births; the first ids are those that another service gave."""
    days = (planted.LAST_DAY - planted.FIRST_BIRTH).days
    n = round(planted.BIRTHS_A_QUARTER * days / _DAYS_OF_A_QUARTER)
    born = np.sort(random.integers(0, days - 14, size=n))
    own = [f"HV-F{number:04}" for number in range(1, n + 1)]
    families = pd.DataFrame(
        {
            "family_id": own,
            "born": [planted.FIRST_BIRTH + timedelta(days=int(day)) for day in born],
            "cluster": random.choice(list(clusters), size=n),
            "fifth": _drawn(random, planted.FIFTHS, n),
            "ethnicity": _drawn(random, planted.ETHNICITIES, n),
            "need_level": _drawn(random, planted.NEED, n),
            "is_inside": random.random(n) < planted.IN_SPECIFICATION,
            "override_reason": _drawn(random, planted.OVERRIDES, n),
            "worker": [f"HV-W{number:02}" for number in random.integers(1, planted.WORKERS + 1, size=n)],
            "twins": np.isin(np.arange(n), random.choice(n, size=planted.TWINS, replace=False)),
            "leaves": random.random(n) < 0.07,
            "stays_days": random.integers(90, 900, size=n),
        }
    )
    shared = list(ids)
    since = np.flatnonzero((families["born"] >= planted.SHARED_FROM).to_numpy())[: len(shared)]
    names = families["family_id"].to_numpy(dtype=object)
    names[since] = shared[: len(since)]
    return families.assign(family_id=names, rank=families["fifth"].map(ranks()))


def ranks() -> dict[str, float]:
    """Return the place of each fifth on the ladder from 0 (most deprived) to 1: the middle of its range of ranks."""
    ends = np.cumsum(list(planted.FIFTHS.values()))
    middles = ends - np.array(list(planted.FIFTHS.values())) / 2
    return dict(zip(planted.FIFTHS, middles.tolist(), strict=True))


def draw_children(families: pd.DataFrame) -> pd.DataFrame:
    """Return one row per child: twins are two."""
    repeated = families.loc[families.index.repeat(1 + families["twins"].astype(int))].reset_index(drop=True)
    place = repeated.groupby("family_id").cumcount() + 1
    return repeated.assign(person_id=repeated["family_id"] + "-C" + place.astype(str))


def end_of(born: date, *, leaves: bool, stays: int) -> date | None:
    """Return the day a family left, or None where it is still there: it moved, or its child turned three."""
    third = born + timedelta(days=1095)
    # Those who left before the change are not in this service.
    left = max(born + timedelta(days=stays), planted.FIRST_OF_SERVICE + timedelta(days=30)) if leaves else third
    return left if left <= planted.LAST_DAY else None


def _drawn(random: Generator, shares: dict[str, float], n: int) -> np.ndarray:
    return random.choice(list(shares), size=n, p=list(shares.values()))
