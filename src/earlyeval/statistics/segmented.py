"""Did a series change when something started? Segmented regression of a level and a slope, before and after."""

from dataclasses import dataclass
from math import floor, nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.autocorrelation import autoregressive_fit, durbin_watson, newey_west_covariance
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import is_separate, no_remainder
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p

Change = Literal["level", "slope", "both"]
Errors = Literal["ols", "newey_west", "prais_winsten", "ar1_reml", "ar1_ml"]
WORDS = {
    "ols": "ordinary errors",
    "newey_west": "Newey-West errors, Bartlett weights",
    "prais_winsten": "AR(1) errors by Prais-Winsten",
    "ar1_reml": "AR(1) errors by restricted maximum likelihood",
    "ar1_ml": "AR(1) errors by maximum likelihood",
}
TOO_SHORT = "There are too few times before or after the change to tell a level or slope from chance."
PERFECT = "The series lies on its lines without remainder, so no interval and no test can be worked out."
UNEVEN = "Errors that depend on the time before need an unbroken, evenly spaced series."
AT_THE_EDGE = "The errors are as good as a random walk, so autoregressive errors cannot be worked out."


@dataclass(frozen=True)
class SegmentedRegression:
    """The fit. ``coefficients``: intercept, slope_before, and level_change, slope_change as far as they were asked for.

    ``durbin_watson`` is of the ordinary residuals; ``rho`` the autocorrelation where errors were modelled;
    ``lag`` that of Newey and West.
    """

    coefficients: dict[str, Estimate]
    durbin_watson: Estimate
    fitted: Numbers
    residuals: Numbers
    n: int
    rho: float = nan
    lag: int | None = None
    r2: float = nan
    log_likelihood: float = nan
    estimable: bool = True
    reason: str = ""
    covariance: Numbers | None = None
    interruption: float = nan
    conf_level: float = 0.95

    def effect_at(self, time: float) -> Estimate:
        """Return how far the series lies from where its first line would be, at a time after the change."""
        if self.covariance is None:
            return not_estimable("effect_at", self.reason, n=self.n)
        if time < self.interruption:
            raise ValueError("The effect is asked for at a time before the change.")
        weights = {"level_change": 1.0, "slope_change": time - self.interruption}
        vector = np.array([weights.get(name, 0.0) for name in self.coefficients])
        values = np.array([one.estimate for one in self.coefficients.values()])
        error = sqrt(float(vector @ self.covariance @ vector))
        first = next(iter(self.coefficients.values()))
        return _tested(
            "effect_at",
            float(vector @ values),
            error,
            df=first.df,
            n=self.n,
            level=self.conf_level,
            method=first.method,
        )


def segmented_regression(
    values: ArrayLike,
    interruption: float,
    *,
    times: ArrayLike | None = None,
    change: Change = "both",
    errors: Errors = "newey_west",
    lag: int | None = None,
    small_sample: bool = True,
    conf_level: float = 0.95,
) -> SegmentedRegression:
    """Fit intercept + slope_before x time + level_change x after + slope_change x (time - interruption) x after.

    Parameters
    ----------
    values : one-dimensional, one value per time, in order
    interruption : float
        The first time that counts as after.
    times : one-dimensional, rising
        By default 0, 1, 2, ... Missing values are left out; with errors other than "ols" a gap inside is refused.
    change : "level", "slope" or "both"
    errors : str
        "newey_west": least squares with errors that allow for autocorrelation up to ``lag`` (by default
        floor(4 (n / 100)^(2/9)); ``small_sample`` multiplies the covariance matrix by n / (n - k));
        "prais_winsten", "ar1_reml", "ar1_ml": generalised least squares with first-order autoregressive errors;
        "ols": independent errors.

    Notes
    -----
    Tests and intervals are t with n - k degrees of freedom. With fewer than about eight times on either side, and
    without a comparison series, a change at the time may have another cause. Sources: Wagner et al. 2002,
    doi:10.1046/j.1365-2710.2002.00430.x; Newey and West 1987, doi:10.2307/1913610; Prais and Winsten 1954.

    Examples
    --------
    >>> from earlyeval.statistics import time_series
    >>> series = [5, 6, 5, 7, 6, 9, 10, 9, 11, 10]
    >>> found = time_series.segmented_regression(series, 5, errors="newey_west")
    >>> round(found.coefficients["level_change"].estimate, 2)
    2.5
    """
    level = checked_level(conf_level)
    if change not in ("level", "slope", "both") or errors not in WORDS:
        raise ValueError("The change is level, slope or both; errors are " + ", ".join(WORDS) + ".")
    series, when, even = _series(values, times)
    names, design = _design(when, float(interruption), change)
    n, width = design.shape
    if n <= width + 1 or not is_separate(design):
        return _nothing(names, TOO_SHORT, n=n)
    if errors != "ols" and not even:
        return _nothing(names, UNEVEN, n=n)
    residuals = series - design @ (np.linalg.pinv(design) @ series)
    if no_remainder(residuals, series):
        return _nothing(names, PERFECT, n=n)
    found = _solved(design, series, residuals, errors=errors, lag=lag, small_sample=small_sample)
    if found is None:
        return _nothing(names, AT_THE_EDGE, n=n)
    told = {"df": n - width, "n": n, "level": level, "method": WORDS[errors]}
    values_found = zip(names, found.coefficients.tolist(), np.sqrt(np.diag(found.covariance)).tolist(), strict=True)
    total = float(((series - series.mean()) ** 2).sum())
    return SegmentedRegression(
        {name: _tested(name, value, error, **told) for name, value, error in values_found},
        durbin_watson(design, residuals),
        design @ found.coefficients,
        series - design @ found.coefficients,
        n,
        found.rho,
        found.lag,
        1 - float(residuals @ residuals) / total if total > 0 else nan,
        found.log_likelihood,
        covariance=found.covariance,
        interruption=float(interruption),
        conf_level=level,
    )


@dataclass(frozen=True)
class _Solution:
    coefficients: Numbers
    covariance: Numbers
    rho: float = nan
    log_likelihood: float = nan
    lag: int | None = None


def _solved(
    design: Numbers, series: Numbers, residuals: Numbers, *, errors: str, lag: int | None, small_sample: bool
) -> _Solution | None:
    """Return coefficients and their covariance under the kind of errors asked for."""
    n, width = design.shape
    if errors not in ("ols", "newey_west"):
        found = autoregressive_fit(design, series, errors)
        return None if found is None else _Solution(*found)
    inverse = np.linalg.pinv(design)
    best = inverse @ series
    if errors == "ols":
        return _Solution(best, inverse @ inverse.T * float(residuals @ residuals) / (n - width))
    used = floor(4 * (n / 100) ** (2 / 9)) if lag is None else lag
    return _Solution(best, newey_west_covariance(design, residuals, used, small_sample=small_sample), lag=used)


def _series(values: ArrayLike, times: ArrayLike | None) -> tuple[Numbers, Numbers, bool]:
    series = numbers(values, name="values")
    when = np.arange(series.size, dtype=float) if times is None else numbers(times, name="times")
    if when.shape != series.shape:
        raise ValueError("Values and times must be equally long: one value for every time.")
    if np.isnan(when).any() or (np.diff(when) <= 0).any():
        raise ValueError("Times must be there and rise from one to the next.")
    there = ~np.isnan(series)
    gaps = np.diff(when[there])
    even = bool(gaps.size == 0 or np.ptp(gaps) <= 1e-9 * abs(float(gaps.max())))
    return series[there], when[there], even


def _design(when: Numbers, interruption: float, change: str) -> tuple[list[str], Numbers]:
    after = (when >= interruption).astype(float)
    columns = {"intercept": np.ones(when.size), "slope_before": when}
    if change != "slope":
        columns["level_change"] = after
    if change != "level":
        columns["slope_change"] = after * (when - interruption)
    return list(columns), np.column_stack(list(columns.values()))


def _tested(name: str, value: float, error: float, *, df: float, n: int, level: float, method: str) -> Estimate:
    if error == 0:
        return Estimate(name, value, n=n, method=method, reason=PERFECT)
    reach, statistic = t_quantile(df, level) * error, value / error
    return Estimate(
        name, value, value - reach, value + reach, level, two_sided_p(statistic, df), statistic, float(df), n,
        method=f"segmented regression, {method.removeprefix('segmented regression, ')}", std_error=error,
    )  # fmt: skip


def _nothing(names: list[str], reason: str, *, n: int) -> SegmentedRegression:
    blank = {name: not_estimable(name, reason, n=n) for name in names}
    empty = np.empty(0)
    return SegmentedRegression(
        blank, not_estimable("durbin_watson", reason, n=n), empty, empty, n, estimable=False, reason=reason
    )
