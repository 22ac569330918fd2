"""Families: who was referred, accepted, consented and started; what is known about them."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

FIRST_GROUP = date(2024, 9, 9)
_FIRST_REFERRAL = date(2024, 8, 19)
_REFERRAL_DAYS = 165

# How characteristics fall among the families that consent: a little more deprived and less English than the borough.
CHARACTERISTICS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "ethnicity": (("asian", "black", "mixed", "white", "other", "not-stated"), (0.15, 0.18, 0.10, 0.48, 0.06, 0.03)),
    "first-language": (("english", "other", "not-stated"), (0.66, 0.31, 0.03)),
    "parity": (("first", "later"), (0.64, 0.36)),
    "imd-quintile": (("q1", "q2", "q3", "q4", "q5"), (0.20, 0.32, 0.25, 0.15, 0.08)),
}
_SOURCES = ("health-visitor", "midwife", "general-practice", "childrens-centre", "self")
_SOURCE_SHARES = (0.46, 0.16, 0.10, 0.18, 0.10)
_ROLES = ("mother", "father", "carer")
_ROLE_SHARES = (0.90, 0.08, 0.02)
_REFUSALS = (("declined", 0.45), ("redirected", 0.35), ("waiting", 0.20))


def draw_referrals(random: Generator, clusters: Sequence[str], sizes: Sizes = SHIPPED) -> pd.DataFrame:
    """Return one row per referral. Some families are referred twice: refused first, accepted later."""
    blocks = [
        _cluster_referrals(random, cluster, *counts)
        for cluster, *counts in zip(clusters, sizes.referred, sizes.accepted, sizes.referred_twice, strict=True)
    ]
    referrals = pd.concat(blocks, ignore_index=True)
    referrals = referrals.sort_values(["referred_on", "cluster", "family"], kind="stable", ignore_index=True)
    numbers = {family: number for number, family in enumerate(dict.fromkeys(referrals["family"]), start=1)}
    accepted = (referrals["decision"] == "accepted").to_numpy()
    outside = chosen(random, accepted, n=sizes.out_of_specification)
    outside |= ~accepted & (random.random(len(referrals)) < 0.6)
    return referrals.assign(
        referral_id=[f"R-{number:04d}" for number in range(1, len(referrals) + 1)],
        family_id=[f"{sizes.prefix}-F{numbers[family]:03d}" for family in referrals["family"]],
        source=random.choice(_SOURCES, size=len(referrals), p=_SOURCE_SHARES),
        need_level=random.choice(("universal", "targeted", "specialist"), size=len(referrals), p=(0.25, 0.6, 0.15)),
        in_specification=np.where(outside, "no", "yes"),
    )


def _cluster_referrals(random: Generator, cluster: str, referred: int, accepted: int, twice: int) -> pd.DataFrame:
    refused = referred - accepted
    days = random.integers(14, _REFERRAL_DAYS, size=accepted)
    first_days = np.where(np.arange(refused) < twice, np.resize(days, refused) - 14, 0)
    later_days = random.integers(0, _REFERRAL_DAYS, size=refused)
    refused_days = np.where(np.arange(refused) < twice, first_days, later_days)
    names, shares = zip(*_REFUSALS, strict=True)
    decisions = ["accepted"] * accepted + list(random.choice(names, size=refused, p=shares))
    families = list(range(accepted)) + [k if k < twice else accepted + k for k in range(refused)]
    return pd.DataFrame(
        {
            "cluster": cluster,
            "family": [f"{cluster}-{family:03d}" for family in families],
            "referred_on": [_FIRST_REFERRAL + timedelta(days=int(day)) for day in (*days, *refused_days)],
            "decision": decisions,
        }
    )


def draw_families(
    random: Generator, referrals: pd.DataFrame, clusters: Sequence[str], sizes: Sizes = SHIPPED
) -> pd.DataFrame:
    """Return one row per accepted family, one parent each; ``consented`` and ``started_on`` say who took part."""
    families = referrals[referrals["decision"] == "accepted"].reset_index(drop=True)
    consented = np.zeros(len(families), dtype=bool)
    for cluster, size in zip(clusters, sizes.consented, strict=True):
        consented |= chosen(random, (families["cluster"] == cluster).to_numpy(), n=size)
    waits = random.integers(5, 30, size=len(families))
    starts = [
        max(day + timedelta(days=int(wait)), FIRST_GROUP)
        for day, wait in zip(families["referred_on"], waits, strict=True)
    ]
    outside = (families["in_specification"] == "no").to_numpy()
    overridden = chosen(random, outside, n=sizes.overridden)
    specification = np.where(overridden, "override", np.where(outside, "no", "yes"))
    described = {
        name: np.where(consented, random.choice(values, size=len(families), p=shares), "")
        for name, (values, shares) in CHARACTERISTICS.items()
    }
    return families.assign(
        person_id=families["family_id"] + "-A",
        role=random.choice(_ROLES, size=len(families), p=_ROLE_SHARES),
        in_specification=specification,
        consented=consented,
        started_on=[start if took_part else None for start, took_part in zip(starts, consented, strict=True)],
        **described,
        **{"referral-source": np.where(consented, families["source"], "")},
    )


def with_lookalike_ids(referrals: pd.DataFrame, families: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both tables after one centre left a nought out of an id: two ids that look alike and are two families."""
    consented = families["consented"].to_numpy()
    places = np.flatnonzero(consented & (families["family_id"] >= "W-F030").to_numpy())
    kept, slip = families["family_id"].iloc[places[0]], families["family_id"].iloc[places[20]]
    written = {slip: kept.replace("W-F0", "W-F")}
    renamed = families.assign(family_id=families["family_id"].replace(written))
    return (
        referrals.assign(family_id=referrals["family_id"].replace(written)),
        renamed.assign(person_id=renamed["family_id"] + "-A"),
    )
