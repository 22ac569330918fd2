"""The forms of mothers and fathers at three times: what lies behind their scores, who was measured, the sheets."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.baby_steps import planted
from earlyeval.tidy.synthetic.baby_steps.planted import PlantedScore, PlantedSite
from earlyeval.tidy.synthetic.draws import Generator, bounded_scores, items_of, likeliest, standardised
from earlyeval.tidy.synthetic.sheets import Sheet

HEADERS = ("person_id", "time_point", "completed_on")
_WEEK = {"baseline": -3, "midpoint": 8, "endpoint": 23}
Returned = Mapping[str, np.ndarray]  # by time point: which parents sent the pack


def draw_latent(random: Generator, parents: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    """Return standard normal scores by name and time point: alike in a couple, and alike from time to time."""
    families = pd.factorize(parents["family_id"])[0]
    found: dict[tuple[str, str], np.ndarray] = {}
    for name in planted.SCORES:
        before = _like_the_partner(random, families)
        found[name, "baseline"] = before
        for time_point, kept in planted.KEPT.items():
            found[name, time_point] = kept * before + np.sqrt(1 - kept**2) * _like_the_partner(random, families)
    return found


def _like_the_partner(random: Generator, families: np.ndarray) -> np.ndarray:
    shared = random.standard_normal(families.max() + 1)[families]
    own = random.standard_normal(len(families))
    return np.sqrt(planted.COUPLE_LIKENESS) * shared + np.sqrt(1 - planted.COUPLE_LIKENESS) * own


def draw_returned(
    random: Generator, parents: pd.DataFrame, latent: Mapping, came: np.ndarray, *, ended: np.ndarray
) -> Returned:
    """Return who was measured when. Anxious parents and those who came seldom are likelier to be lost."""
    asked = parents["consented"].to_numpy()
    stays = -planted.LOSS_BY_ANXIETY * latent["anxiety", "baseline"] + planted.LOSS_BY_SESSIONS * standardised(came)
    found = {}
    for time_point, share in planted.MEASURED.items():
        among = asked & (ended if time_point == "endpoint" else True) & found.get("baseline", asked)
        found[time_point] = likeliest(random, stays, among=among, n=round(share * among.sum()))
    return found


def form_sheets(
    random: Generator, registry: Registry, site: PlantedSite, parents: pd.DataFrame, latent: Mapping, returned: Returned
) -> list[Sheet]:
    """Return the sheets of HADS, RSES, QMI, PAI, MORS-SF and of the Friends and Family Test."""
    totals = {key: _totals(site, parents, latent, *key) for key in latent}
    days = _days(random, parents)
    rses = registry.version("rses", site.rses_version)
    partner = (parents["relationship"] == "partner").to_numpy()
    mothers = (parents["role"] == "mother").to_numpy()
    sheets = {
        "hads": _hads(totals),
        "rses": {point: _items(random, rses, totals["self-esteem", point]) for point in planted.TIMES},
        "qmi": {point: _couple(random, totals["couple", point], partner) for point in planted.TIMES},
        "pai": _tie(random, registry, parents, latent),
        "mors-sf": {"endpoint": _mors(random, registry, parents)},
        "fft": {"endpoint": _friends(random, len(parents))},
    }
    columns = {
        "hads": ("anxiety", "depression"),
        "rses": ("version", *(item.id for item in rses.items)),
        "qmi": tuple(f"q{place}" for place in range(1, 7)),
        "pai": tuple(item.id for item in registry.version("pai", "pai").items),
        "mors-sf": tuple(item.id for item in registry.version("mors-sf", "mors-sf").items),
        "fft": ("version", "overall"),
    }
    only = {"pai": mothers, "mors-sf": mothers}
    version = {"rses": [site.rses_version], "fft": ["fft-experience"]}
    made = []
    for name, cells in sheets.items():
        rows = [
            [parents["person_id"].iloc[place], point, days[point][place], *version.get(name, []), *answers[place]]
            for point, answers in cells.items()
            for place in np.flatnonzero(returned[point] & only.get(name, np.ones(len(parents), dtype=bool)))
        ]
        made.append(Sheet(f"{name}.csv", (*HEADERS, *columns[name]), rows))
    return made


def _totals(site: PlantedSite, parents: pd.DataFrame, latent: Mapping, name: str, time_point: str) -> np.ndarray:
    score = planted.SCORES[name]
    found = np.zeros(len(parents), dtype=int)
    for number, role in enumerate(planted.ROLES):
        places = (parents["role"] == role).to_numpy()
        mean = score.mean[number] + _change(score, number, time_point)
        if name == "anxiety":
            share = {"baseline": 0.0, "midpoint": 0.5, "endpoint": 1.0}[time_point]
            mean += share * site.anxiety
        found[places] = _bounded(latent[name, time_point][places], score, mean=mean)
    return found


def _change(score: PlantedScore, role: int, time_point: str) -> float:
    return {"baseline": 0.0, "midpoint": score.midway[role], "endpoint": score.after[role]}[time_point]


def _bounded(latent: np.ndarray, score: PlantedScore, *, mean: float) -> np.ndarray:
    top = score.highest - score.lowest
    return score.lowest + bounded_scores(latent, highest=top, mean=mean - score.lowest, sd=score.sd)


def _hads(totals: Mapping) -> dict[str, list[list]]:
    return {
        point: [[int(one), int(other)] for one, other in zip(totals["anxiety", point], totals["depression", point],
                                                               strict=True)]
        for point in planted.TIMES
    }  # fmt: skip


def _items(random: Generator, version: Version, totals: np.ndarray) -> list[list]:
    """Return raw answers that score to the totals: reversed items turned round, now and then one left out."""
    lowest, highest = int(version.response.lowest), int(version.response.highest)
    ease = np.exp(random.normal(0, 0.2, size=(len(totals), len(version.items))))
    answers = items_of(random, totals, ease=ease, highest=highest - lowest) + lowest
    turned = np.array([item.reversed for item in version.items])
    raw = np.where(turned, lowest + highest - answers, answers)
    left_out = random.random(raw.shape) < 0.003
    return [
        [None if gone else int(cell) for cell, gone in zip(row, out, strict=True)]
        for row, out in zip(raw, left_out, strict=True)
    ]


def _couple(random: Generator, totals: np.ndarray, partner: np.ndarray) -> list[list]:
    """Return five items from 1 to 7 and one from 1 to 10; 'na' throughout for parents without a partner."""
    spare = totals - 6
    last = np.clip(np.round(spare * 9 / 39 + random.normal(0, 0.6, size=len(spare))), spare - 30, spare)
    last = np.clip(last, 0, 9).astype(int)
    first = items_of(random, spare - last, ease=np.ones((len(spare), 5)), highest=6)
    return [
        [*(int(cell) + 1 for cell in row), int(end) + 1] if has else ["na"] * 6
        for row, end, has in zip(first, last, partner, strict=True)
    ]


def _tie(random: Generator, registry: Registry, parents: pd.DataFrame, latent: Mapping) -> dict[str, list[list]]:
    version, score = registry.version("pai", "pai"), planted.TIE_BEFORE
    before = -0.25 * latent["depression", "baseline"] + np.sqrt(1 - 0.25**2) * random.standard_normal(len(parents))
    later = 0.75 * before + np.sqrt(1 - 0.75**2) * random.standard_normal(len(parents))
    found = {}
    for point, values, gain in (("baseline", before, 0.0), ("midpoint", later, score.midway[0])):
        totals = _bounded(values, score, mean=score.mean[0] + gain)
        found[point] = _items(random, version, totals - score.lowest)
    return found


def _mors(random: Generator, registry: Registry, parents: pd.DataFrame) -> list[list]:
    version = registry.version("mors-sf", "mors-sf")
    names = [item.id for item in version.items]
    answers = np.zeros((len(parents), len(names)), dtype=int)
    for subscale, (mean, sd) in (("warmth", planted.WARMTH), ("invasion", planted.INVASION)):
        places = [names.index(item) for item in registry.subscale("mors-sf", "mors-sf", subscale).items]
        totals = bounded_scores(random.standard_normal(len(parents)), highest=35, mean=mean, sd=sd)
        answers[:, places] = items_of(random, totals, ease=np.ones((len(parents), len(places))), highest=5)
    return [[int(cell) for cell in row] for row in answers]


def _friends(random: Generator, n: int) -> list[list]:
    return [[int(cell)] for cell in random.choice(np.arange(1, 7), size=n, p=planted.FRIENDS_AND_FAMILY)]


def _days(random: Generator, parents: pd.DataFrame) -> dict[str, list]:
    return {
        point: [
            start + timedelta(weeks=week, days=int(shift))
            for start, shift in zip(parents["started_on"], random.integers(-4, 9, size=len(parents)), strict=True)
        ]
        for point, week in _WEEK.items()
    }
