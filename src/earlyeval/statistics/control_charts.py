"""Control charts: whether a series of shares, rates, counts or single values is steady, and which points stand out."""

from dataclasses import dataclass, field
from math import nan, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.chart_rules import RULES, Signals, signals

# Mean range of two normal values in SDs (d2), and the factor of the upper limit of moving ranges (D4).
RANGE_OF_TWO = 2 / sqrt(pi)
UPPER_OF_RANGE = 1 + 3 * sqrt(2 - 4 / pi) / RANGE_OF_TWO
TOO_FEW = "Fewer than two points: limits cannot be worked out."
NO_VARIATION = "The points of the baseline do not vary, so limits cannot be worked out."
FEW = "Fewer than twelve points: limits are provisional."


@dataclass(frozen=True)
class ControlChart:
    """A chart: ``values`` with ``centre``, ``low`` and ``high`` per point, ``sigma`` one third of the way to a limit.

    ``signals``: rule to True for each point in its pattern; ``any_signal``: by any rule. Places of missing values are
    left out; ``places`` says where the points stood.
    """

    kind: str
    values: Numbers
    centre: Numbers
    low: Numbers
    high: Numbers
    sigma: Numbers
    signals: Signals
    places: Numbers
    rules: str
    n: int
    estimable: bool = True
    reason: str = ""
    cautions: tuple[str, ...] = field(default=())
    ranges: "ControlChart | None" = None
    sigma_z: float = nan

    @property
    def any_signal(self) -> Numbers:
        """True for points that belong to any pattern."""
        return np.any(list(self.signals.values()), axis=0) if self.signals else np.zeros(self.n, dtype=bool)


def p_chart(
    k: ArrayLike, n: ArrayLike, *, baseline: int | None = None, rules: str = "health_care_data_guide"
) -> ControlChart:
    """Return a chart of shares k of n: centre sum(k) / sum(n), limits +- 3 sqrt(p (1 - p) / n), within 0 and 1.

    Parameters
    ----------
    k, n : one-dimensional, one whole number per time
    baseline : int
        How many of the first points the centre is taken from; all by default.
    rules : str
        "western_electric", "nelson", "health_care_data_guide", "nhs_making_data_count" or "outside_only".

    Notes
    -----
    With very large n the limits are too narrow, because shares vary more than a binomial: see ``laney_p_chart``.
    """
    counts, sizes, places = _shares(k, n)
    first = _baseline(baseline, counts.size)
    share = float(counts[:first].sum() / sizes[:first].sum()) if counts.size else nan
    if not 0 < share < 1:
        return _nothing("p", NO_VARIATION if counts.size else TOO_FEW, counts.size, rules)
    return _chart("p", counts / sizes, share, np.sqrt(share * (1 - share) / sizes), places, rules=rules, highest=1.0)


def laney_p_chart(
    k: ArrayLike, n: ArrayLike, *, baseline: int | None = None, rules: str = "health_care_data_guide"
) -> ControlChart:
    """Return Laney's p' chart: the p chart's sigma times the variation of z scores from point to point.

    ``sigma_z`` is the mean moving range of (p - centre) / sigma divided by 1.128; above 1 means more spread than a
    binomial has. Source: Laney 2002, doi:10.1081/QEN-120006555.
    """
    plain = p_chart(k, n, baseline=baseline, rules=rules)
    if not plain.estimable or plain.n < 2:
        return _nothing("laney_p", plain.reason or TOO_FEW, plain.n, rules)
    first = _baseline(baseline, plain.n)
    z_scores = (plain.values - plain.centre) / plain.sigma
    ratio = float(np.abs(np.diff(z_scores[:first])).mean() / RANGE_OF_TWO) if first > 1 else nan
    if not ratio > 0:
        return _nothing("laney_p", NO_VARIATION, plain.n, rules)
    centre = float(plain.centre[0])
    wider = _chart("laney_p", plain.values, centre, plain.sigma * ratio, plain.places, rules=rules, highest=1.0)
    return ControlChart(**(vars(wider) | {"sigma_z": ratio}))


def u_chart(
    events: ArrayLike, exposure: ArrayLike, *, baseline: int | None = None, rules: str = "health_care_data_guide"
) -> ControlChart:
    """Return a chart of rates events / exposure: limits +- 3 sqrt(u / exposure), not below 0."""
    counts, sizes, places = _pairs(events, exposure, "events", "exposure")
    if (counts < 0).any() or (sizes <= 0).any():
        raise ValueError("Events are never negative, and exposure is above 0.")
    first = _baseline(baseline, counts.size)
    rate = float(counts[:first].sum() / sizes[:first].sum()) if counts.size else nan
    if not rate > 0:
        return _nothing("u", NO_VARIATION if counts.size else TOO_FEW, counts.size, rules)
    return _chart("u", counts / sizes, rate, np.sqrt(rate / sizes), places, rules=rules)


def c_chart(counts: ArrayLike, *, baseline: int | None = None, rules: str = "health_care_data_guide") -> ControlChart:
    """Return a chart of counts over equal chances: limits mean +- 3 sqrt(mean), not below 0."""
    given = numbers(counts, name="counts")
    found = u_chart(given, np.ones(given.size), baseline=baseline, rules=rules)
    return ControlChart(**(vars(found) | {"kind": "c"}))


def xmr_chart(values: ArrayLike, *, baseline: int | None = None, rules: str = "health_care_data_guide") -> ControlChart:
    """Return a chart of single values (XmR, individuals): limits mean +- 3 x mean moving range / 1.128 (= 2.66).

    ``ranges`` holds the chart of moving ranges with its upper limit 3.267 x their mean. Source: Wheeler 1993;
    Shewhart 1931.
    """
    given = numbers(values, name="values")
    places = np.flatnonzero(~np.isnan(given))
    series = given[places]
    first = _baseline(baseline, series.size)
    if series.size < 2 or first < 2:
        return _nothing("xmr", TOO_FEW, series.size, rules)
    moving = np.abs(np.diff(series))
    mean_range = float(moving[: first - 1].mean())
    if mean_range == 0:
        return _nothing("xmr", NO_VARIATION, series.size, rules)
    sigma = np.full(series.size, mean_range / RANGE_OF_TWO)
    chart = _chart("xmr", series, float(series[:first].mean()), sigma, places, rules=rules, lowest=-np.inf)
    upper = np.full(moving.size, UPPER_OF_RANGE * mean_range)
    ranges = ControlChart(
        "moving_range", moving, np.full(moving.size, mean_range), np.zeros(moving.size), upper,
        (upper - mean_range) / 3, {"outside": moving > upper}, places[1:], "outside_only", int(moving.size),
    )  # fmt: skip
    return ControlChart(**(vars(chart) | {"ranges": ranges}))


def _chart(
    kind: str, values: Numbers, centre: float, sigma: Numbers, places: Numbers, *, rules: str, lowest: float = 0.0,
    highest: float = np.inf,
) -> ControlChart:  # fmt: skip
    low, high = np.maximum(centre - 3 * sigma, lowest), np.minimum(centre + 3 * sigma, highest)
    line = np.full(values.size, centre)
    found = signals(values, line, sigma, low, high, rules=rules)
    cautions = (FEW,) if values.size < 12 else ()
    return ControlChart(kind, values, line, low, high, sigma, found, places, rules, int(values.size), cautions=cautions)


def _shares(k: ArrayLike, n: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
    counts, sizes, places = _pairs(k, n, "k", "n")
    if (counts < 0).any() or (counts > sizes).any() or (sizes <= 0).any():
        raise ValueError("A count is never negative and not larger than its denominator, which is above 0.")
    return counts, sizes, places


def _pairs(first: ArrayLike, second: ArrayLike, one: str, other: str) -> tuple[Numbers, Numbers, Numbers]:
    values, sizes = numbers(first, name=one), numbers(second, name=other)
    if values.shape != sizes.shape:
        raise ValueError(f"{one} and {other} must be equally long: one of each for every time.")
    places = np.flatnonzero(~(np.isnan(values) | np.isnan(sizes)))
    return values[places], sizes[places], places


def _baseline(baseline: int | None, size: int) -> int:
    if baseline is None:
        return size
    if baseline < 2 or baseline > size:
        raise ValueError("The baseline has at least two points and not more than there are.")
    return baseline


def _nothing(kind: str, reason: str, size: int, rules: str) -> ControlChart:
    if rules not in RULES:
        raise ValueError(f"The rules are one of {', '.join(RULES)}.")
    empty = np.empty(0)
    return ControlChart(kind, empty, empty, empty, empty, empty, {}, empty, rules, size, estimable=False, reason=reason)
