"""Signals on a control chart: which points belong to a pattern that chance would rarely make."""

from dataclasses import dataclass

import numpy as np

from earlyeval.statistics.arrays import Numbers

Signals = dict[str, Numbers]


@dataclass(frozen=True)
class RuleSet:
    """How many points make each pattern; 0 for a pattern that the set does not look for.

    ``skip_centre``: a point on the centre line neither ends nor lengthens a run, and equal neighbours neither end nor
    lengthen a trend; otherwise they end it.
    """

    shift: int
    trend: int = 0
    two_of_three: bool = False
    four_of_five: bool = False
    alternating: int = 0
    hugging: int = 0
    avoiding: int = 0
    skip_centre: bool = False
    source: str = ""


RULES = {
    "western_electric": RuleSet(
        8, two_of_three=True, four_of_five=True, source="Western Electric 1956, Statistical Quality Control Handbook"
    ),
    "nelson": RuleSet(
        9, 6, two_of_three=True, four_of_five=True, alternating=14, hugging=15, avoiding=8,
        source="Nelson 1984, doi:10.1080/00224065.1984.11978921",
    ),
    "health_care_data_guide": RuleSet(
        8, 6, two_of_three=True, hugging=15, skip_centre=True, source="Provost and Murray 2011, Health Care Data Guide"
    ),
    "nhs_making_data_count": RuleSet(7, 7, two_of_three=True, source="NHS England, Making Data Count"),
    "outside_only": RuleSet(0, source="Shewhart 1931"),
}  # fmt: skip


def signals(values: Numbers, centre: Numbers, sigma: Numbers, low: Numbers, high: Numbers, *, rules: str) -> Signals:
    """Return, by rule, True for every point that belongs to the pattern.

    ``outside``: beyond a limit; ``shift``: on one side of the centre; ``trend``: each above (or below) the one before;
    ``two_of_three`` and ``four_of_five``: so many beyond two (one) sigma on one side, of which only those beyond are
    marked; ``alternating``: up and down in turns; ``hugging``: within one sigma; ``avoiding``: beyond it, either side.
    """
    if rules not in RULES:
        raise ValueError(f"The rules are one of {', '.join(RULES)}.")
    chosen, side = RULES[rules], np.sign(values - centre)
    distance = np.divide(values - centre, sigma, out=np.zeros(values.size), where=sigma > 0)
    found = {"outside": (values < low) | (values > high)}
    if chosen.shift:
        found["shift"] = runs(side, chosen.shift, skip=chosen.skip_centre)
    if chosen.trend:
        found["trend"] = trends(values, chosen.trend, skip=chosen.skip_centre)
    if chosen.two_of_three:
        found["two_of_three"] = _share(distance, 2, of=3, beyond=2.0)
    if chosen.four_of_five:
        found["four_of_five"] = _share(distance, 4, of=5, beyond=1.0)
    if chosen.alternating:
        steps = np.sign(np.diff(values))
        turns = np.concatenate([[0.0], steps * np.where(np.arange(steps.size) % 2, -1, 1)])
        found["alternating"] = _widened(runs(turns, chosen.alternating - 1), 1)
    if chosen.hugging:
        found["hugging"] = runs((np.abs(distance) < 1).astype(float), chosen.hugging)
    if chosen.avoiding:
        found["avoiding"] = runs((np.abs(distance) > 1).astype(float), chosen.avoiding)
    return found


def runs(side: Numbers, least: int, *, skip: bool = False) -> Numbers:
    """Return True for points in a run of at least so many equal signs that are not 0."""
    marked = np.zeros(side.size, dtype=bool)
    places = np.flatnonzero(side != 0) if skip else np.arange(side.size)
    for start, end in _stretches(side[places]):
        if end - start >= least and side[places[start]] != 0:
            marked[places[start:end]] = True
    return marked


def trends(values: Numbers, least: int, *, skip: bool = False) -> Numbers:
    """Return True for points in a row of at least so many that each lie above, or each below, the one before."""
    marked = np.zeros(values.size, dtype=bool)
    places = np.arange(values.size)
    if skip and values.size:
        places = places[np.concatenate([[True], np.diff(values) != 0])]
    steps = np.sign(np.diff(values[places]))
    for start, end in _stretches(steps):
        if end - start >= least - 1 and steps[start] != 0:
            marked[places[start : end + 1]] = True
    return marked


def longest_run(side: Numbers) -> int:
    """Return the length of the longest run of one sign, leaving out points that are 0."""
    kept = side[side != 0]
    return max((end - start for start, end in _stretches(kept)), default=0)


def _stretches(signs: Numbers) -> list[tuple[int, int]]:
    """Return where stretches of equal signs start and end (one past)."""
    if signs.size == 0:
        return []
    edges = np.concatenate([[0], np.flatnonzero(np.diff(signs) != 0) + 1, [signs.size]])
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _share(distance: Numbers, count: int, *, of: int, beyond: float) -> Numbers:
    marked = np.zeros(distance.size, dtype=bool)
    for side in (1, -1):
        far = side * distance > beyond
        for start in range(distance.size - of + 1):
            if far[start : start + of].sum() >= count:
                marked[start : start + of] |= far[start : start + of]
    return marked


def _widened(marked: Numbers, before: int) -> Numbers:
    wider = marked.copy()
    for place in np.flatnonzero(marked):
        wider[max(0, place - before) : place + 1] = True
    return wider
