"""Reliable change by the methods in use besides Jacobson and Truax's: each person's index."""

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import checked_direction

Method = Literal[
    "jacobson_truax", "gulliksen_lord_novick", "edwards_nunnally", "nunnally_kotsch", "hageman_arrindell", "practice"
]
NEEDS = {
    "jacobson_truax": ("sd", "reliability"),
    "gulliksen_lord_novick": ("sd", "reliability", "mean"),
    "edwards_nunnally": ("sd", "reliability", "mean"),
    "nunnally_kotsch": ("sd", "reliability", "mean", "sd_after"),
    "hageman_arrindell": ("sd", "reliability", "sd_after", "retest"),
    "practice": ("sd_difference", "practice"),
}


def reliable_change(
    before: ArrayLike, after: ArrayLike, method: Method = "jacobson_truax", *, better: int = 1, **known: float
) -> Numbers:
    """Return each person's reliable change index by the method named, + always better; beyond 1.96 it is reliable.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        Missing where either score is. Hageman and Arrindell's takes the mean change of those given.
    method : str
        jacobson_truax (sd, reliability): change / (sd sqrt(2 (1 - r))), which Christensen and Mendoza gave it.
        gulliksen_lord_novick (and mean): (after - regressed before) / (sd sqrt(1 - r^2)).
        edwards_nunnally (and mean): (after - regressed before) / (sd sqrt(1 - r)).
        nunnally_kotsch (and mean, sd_after): (after - regressed before) / sqrt(r^2 sd^2 (1 - r) + sd_after^2 (1 - r)).
        hageman_arrindell (sd, reliability, sd_after, retest): the true change by the reliability of differences.
        practice (sd_difference, practice): (change - practice) / sd_difference, both from people without a programme.
    better : 1 or -1
    **known : float
        sd and mean before, sd_after, reliability, retest (correlation before-after), practice, sd_difference.

    Notes
    -----
    Regressed before = mean + reliability (before - mean). Sources: Jacobson and Truax 1991,
    doi:10.1037/0022-006X.59.1.12; Christensen and Mendoza 1986, doi:10.1016/S0005-7894(86)80060-0; Hsu 1989,
    doi:10.1016/0005-7894(89)90050-7; Speer 1992, doi:10.1037/0022-006X.60.3.402; Nunnally and Kotsch 1983; Hageman and
    Arrindell 1993, doi:10.1016/0005-7967(93)90009-L; Chelune et al. 1993, doi:10.1037/0894-4105.7.1.41.
    """
    if method not in NEEDS or set(known) != set(NEEDS[method]):
        needed = ", ".join(NEEDS.get(method, ()))
        raise ValueError(f"This method needs {needed}." if needed else f"The method is one of {', '.join(NEEDS)}.")
    for name, value in known.items():
        if (name.startswith("sd") and not value > 0) or (name == "reliability" and not 0 < value < 1):
            raise ValueError("An SD is above zero and a reliability lies between 0 and 1.")
    sign = checked_direction(better)
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of scores for each person.")
    return sign * _index(first, second, method, known)


def _index(first: Numbers, second: Numbers, method: str, known: dict[str, float]) -> Numbers:
    if method == "practice":
        return (second - first - known["practice"]) / known["sd_difference"]
    sd, r = known["sd"], known["reliability"]
    if method == "jacobson_truax":
        return (second - first) / (sd * sqrt(2 * (1 - r)))
    if method == "hageman_arrindell":
        return _hageman_arrindell(first, second, known)
    regressed = known["mean"] + r * (first - known["mean"])
    error = {
        "gulliksen_lord_novick": sd * sqrt(1 - r**2),
        "edwards_nunnally": sd * sqrt(1 - r),
        "nunnally_kotsch": sqrt((r**2 * sd**2 + known.get("sd_after", 0.0) ** 2) * (1 - r)),
    }[method]
    return (second - regressed) / error


def _hageman_arrindell(first: Numbers, second: Numbers, known: dict[str, float]) -> Numbers:
    sd, after, r = known["sd"], known["sd_after"], known["reliability"]
    shared = 2 * sd * after * known["retest"]
    spread = sd**2 + after**2 - shared
    of_changes = ((sd**2 + after**2) * r - shared) / spread if spread > 0 else 0.0
    if not 0 < of_changes <= 1:
        raise ValueError("With this retest correlation the differences have no reliability.")
    change = second - first
    error = sqrt(sd**2 + after**2) * sqrt(1 - r)
    return (change * of_changes + np.nanmean(change) * (1 - of_changes)) / (sqrt(of_changes) * error)
