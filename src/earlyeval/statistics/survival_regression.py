"""Several ways to leave, explained by columns: Fine and Gray's model of the cumulative incidence of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.fitted import OnLinkScale
from earlyeval.statistics.least_squares import as_frame, covariate_columns, is_separate
from earlyeval.statistics.survival_times import NO_EVENTS, NOBODY, times_of
from earlyeval.statistics.wald import wald

NOT_SEPARATE = "Some columns say the same thing or do not vary, so their effects cannot be told apart."
NO_TOP = "One group has all or none of the events, so the best ratio is 0 or infinite."
METHOD = "Fine and Gray's model, robust errors"
STEPS = 60
FARTHEST = 20.0


@dataclass(frozen=True)
class FineGrayFit(OnLinkScale):
    """A fitted model: ``coefficients`` are logarithms of the subdistribution hazard ratios ``hazard_ratios``."""

    coefficients: dict[str, Estimate]
    n: int
    n_events: int
    log_likelihood: float = nan
    log_likelihood_null: float = nan
    estimable: bool = True
    reason: str = ""
    values: Numbers = field(default_factory=lambda: np.empty(0), repr=False)
    covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    conf_level: float = 0.95
    method: str = METHOD

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(self.coefficients)

    @property
    def hazard_ratios(self) -> dict[str, Estimate]:
        """The ratios, under the name that they have in survival."""
        return self.ratios


def fine_gray(
    time: ArrayLike,
    event: ArrayLike,
    columns: Any,
    *,
    cause: int = 1,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> FineGrayFit:
    """Fit how the cumulative incidence of one way to leave goes with columns, when others may come first.

    Parameters
    ----------
    time, event : one-dimensional, one value per person
        Time followed, and 0 where observation stopped, 1, 2, ... for the way a person left.
    columns : two-dimensional or DataFrame, one row per person
        Text becomes 0-1 columns without its first value in the alphabet. Rows with anything missing are left out.
    cause : int
        The way asked for.
    names, conf_level

    Notes
    -----
    People who left in another way stay at risk with the weight G(t-) / G(their time-), G the Kaplan-Meier curve of
    observation stopping; errors allow for G being estimated, as in R's cmprsk ``crr``. A ratio above 1 says that more
    people leave in this way in the end; it is no rate among those still there (for that censor the others in ``cox``).
    Source: Fine and Gray 1999, doi:10.1080/01621459.1999.10474144.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> fit = survival.fine_gray([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 1, 0, 1, 2, 1, 0], {"arm": [1, 0, 1, 0, 1, 0, 0, 1]})
    >>> round(fit.hazard_ratios["arm"].estimate, 2)
    4.7
    """
    level = checked_level(conf_level)
    data = times_of(time, event, kinds=None)
    given = as_frame(columns)
    design = covariate_columns(given, rows=np.asarray(time).size)[data.places]
    labels = _labels(given, design.shape[1], names)
    there = ~np.isnan(design).any(axis=1)
    ends, kinds, design = data.time[there], data.event[there], design[there]
    n, own = int(ends.size), int((kinds == cause).sum())
    reason = NOBODY if n == 0 else NO_EVENTS if own == 0 else ""
    centre = design.mean(axis=0) if n else np.zeros(design.shape[1])
    if not reason and not is_separate(design - centre):
        reason = NOT_SEPARATE
    sums = None if reason else _Sums(ends, kinds, cause, design - centre)
    found = None if sums is None else sums.top()
    if found is None:
        reason = reason or NO_TOP
        blank = {label: not_estimable("model_difference", reason, n=n, method=METHOD) for label in labels}
        return FineGrayFit(blank, n, own, estimable=False, reason=reason)
    values, height, null, covariance = found
    answers = {
        label: wald("log_hazard_ratio", float(value), float(error), n=n, level=level, method=METHOD)
        for label, value, error in zip(labels, values, np.sqrt(np.diag(covariance)), strict=True)
    }
    return FineGrayFit(answers, n, own, height, null, values=values, covariance=covariance, conf_level=level)


def _labels(columns: Any, width: int, names: Sequence[str] | None) -> list[str]:
    given = [str(name) for name in (names if names is not None else getattr(columns, "columns", []))]
    if names is not None and len(given) != width:
        raise ValueError("There must be one name for every explanatory column.")
    return given if len(given) == width else [f"column_{place + 1}" for place in range(width)]


class _Sums:
    """Everything sorted by time, so that every sum over people at risk is a running sum."""

    def __init__(self, ends: Numbers, kinds: Numbers, cause: int, design: Numbers) -> None:
        order = np.argsort(ends, kind="stable")
        self.ends, self.kinds, self.design = ends[order], kinds[order], design[order]
        self.own, self.other = self.kinds == cause, (self.kinds > 0) & (self.kinds != cause)
        self.when, self.counts = np.unique(self.ends[self.own], return_counts=True)
        self.stops, stopped = np.unique(self.ends[self.kinds == 0], return_counts=True)
        self.at_stops = self.ends.size - np.searchsorted(self.ends, self.stops, side="left")
        self.hazard_of_stops = stopped / np.maximum(self.at_stops, 1)
        curve = np.concatenate([[1.0], np.cumprod(1 - self.hazard_of_stops)])
        # Just before each time: what stopped at that time itself does not count yet.
        self.before_end = curve[np.searchsorted(self.stops, self.ends, side="left")]
        self.before_event = curve[np.searchsorted(self.stops, self.when, side="left")]
        self.first = np.searchsorted(self.ends, self.when, side="left")

    def at(self, values: Numbers) -> tuple[float, Numbers, Numbers, Numbers, Numbers]:
        """Return log likelihood, slope, information, mean columns and hazard steps at coefficients."""
        risk = np.exp(self.design @ values)
        held = np.where(self.other, risk / self.before_end, 0.0)
        products = np.einsum("ni,nj->nij", self.design, self.design)
        parts = (np.ones((risk.size, 1)), self.design, products.reshape(risk.size, -1))
        zero, one, two = (self._summed(risk, held, part) for part in parts)
        zero = zero[:, 0]
        mean = one / zero[:, np.newaxis]
        spread = two.reshape(-1, *products.shape[1:]) / zero[:, np.newaxis, np.newaxis]
        spread = spread - np.einsum("ti,tj->tij", mean, mean)
        height = float((self.design[self.own] @ values).sum() - self.counts @ np.log(zero))
        slope = self.design[self.own].sum(axis=0) - self.counts @ mean
        return height, slope, np.einsum("t,tij->ij", self.counts, spread), mean, self.counts / zero

    def _summed(self, risk: Numbers, held: Numbers, part: Numbers) -> Numbers:
        """Return sums over those at risk: people still there, and with weights those who left in another way."""
        still = np.cumsum((risk[:, np.newaxis] * part)[::-1], axis=0)[::-1][self.first]
        gone = np.vstack([np.zeros(part.shape[1]), np.cumsum(held[:, np.newaxis] * part, axis=0)])[self.first]
        return still + self.before_event[:, np.newaxis] * gone

    def top(self) -> tuple[Numbers, float, float, Numbers] | None:
        """Return coefficients, log likelihood, that of no effect, and the robust covariance."""
        values = np.zeros(self.design.shape[1])
        scale = self.design.std(axis=0)
        null = height = self.at(values)[0]
        for _ in range(STEPS):
            _, slope, information, _, _ = self.at(values)
            if np.linalg.matrix_rank(information / np.outer(scale, scale), tol=1e-9) < values.size:
                return None
            step = np.linalg.solve(information, slope)
            while (tried := self.at(values + step)[0]) < height - 1e-12 * abs(height) and np.abs(step).max() > 1e-14:
                step = step / 2
            values, height = values + step, tried
            if (np.abs(values) * scale > FARTHEST).any():
                return None
            if np.abs(step * scale).max() < 1e-11:
                break
        else:
            return None
        inverse = np.linalg.inv(self.at(values)[2])
        scores = self._residuals(values)
        return values, height, null, inverse @ (scores.T @ scores) @ inverse

    def _residuals(self, values: Numbers) -> Numbers:
        """Return every person's influence on the slope, with what estimating the weights adds."""
        _, _, _, mean, steps = self.at(values)
        risk = np.exp(self.design @ values)
        scores = np.zeros(self.design.shape)
        place = np.searchsorted(self.when, self.ends[self.own])
        scores[self.own] = self.design[self.own] - mean[place]
        until = np.searchsorted(self.when, self.ends, side="right")
        for weights, at, factor in (
            (steps, until, risk),
            (steps * self.before_event, None, np.where(self.other, risk / self.before_end, 0.0)),
        ):
            total = np.concatenate([[0.0], np.cumsum(weights)])
            moved = np.vstack([np.zeros(mean.shape[1]), np.cumsum(weights[:, np.newaxis] * mean, axis=0)])
            here = (total[at], moved[at]) if at is not None else (total[-1] - total[until], moved[-1] - moved[until])
            scores -= factor[:, np.newaxis] * (self.design * here[0][:, np.newaxis] - here[1])
        return scores + self._of_weights(mean, steps, risk)

    def _of_weights(self, mean: Numbers, steps: Numbers, risk: Numbers) -> Numbers:
        held = np.where(self.other, risk / self.before_end, 0.0)
        weights = steps * self.before_event
        later = np.searchsorted(self.when, self.stops, side="left")
        earlier = np.searchsorted(self.ends, self.stops, side="left")
        total = np.concatenate([np.cumsum(weights[::-1])[::-1], [0.0]])[later]
        ahead = np.cumsum((weights[:, np.newaxis] * mean)[::-1], axis=0)[::-1]
        moved = np.vstack([ahead, np.zeros(mean.shape[1])])[later]
        people = np.concatenate([[0.0], np.cumsum(held)])[earlier]
        columns = np.vstack([np.zeros(mean.shape[1]), np.cumsum(held[:, np.newaxis] * self.design, axis=0)])[earlier]
        drift = columns * total[:, np.newaxis] - people[:, np.newaxis] * moved
        shares = drift / np.maximum(self.at_stops, 1)[:, np.newaxis]
        running = np.vstack([np.zeros(mean.shape[1]), np.cumsum(shares * self.hazard_of_stops[:, np.newaxis], axis=0)])
        found = -running[np.searchsorted(self.stops, self.ends, side="right")]
        stopped = self.kinds == 0
        found[stopped] += shares[np.searchsorted(self.stops, self.ends[stopped])]
        return found
