"""The one thing every estimator gives back: a number with its interval, or the reason why there is none."""

from dataclasses import dataclass
from math import isnan, nan
from typing import Any

from earlyeval.foundations.cautions import cautions_of

# Tails of distributions are told down to here; below, the smallest numbers of this machine lose their digits.
SMALLEST_P = 1e-300


@dataclass(frozen=True)
class Estimate:
    """One quantity, at full precision, with everything that is known about it.

    Parameters
    ----------
    estimand : str
        Which quantity it is, by its exact name (``d_av`` is not ``d_z``).
    estimate, conf_low, conf_high, conf_level : float
        The value and its interval. What does not exist is missing (NaN), never a stand-in number.
    p_value, statistic, df : float
        A p value too small for this machine is ``SMALLEST_P`` and ``method`` says so: no finite data show p = 0.
        Of the test of no change, no difference or no association, where the method has one.
        A pure test (``signed_rank``, ``mcnemar``) has no ``estimate``: its answer is the p value.
    n : int
        Units the estimate rests on. Of a share: the numerator, with ``n_expected`` as denominator.
    n_expected : int, optional
        Denominator of a share.
    n_smallest : int, optional
        The smallest group behind an estimate that compares groups.
    method : str
        How it was worked out, in words.
    estimable : bool
        False when the question has no answer in these data; ``reason`` then says why.
    reason : str
        Why there is no answer; or, of an estimable quantity, why its interval is missing.
        Neither ``method`` nor ``reason`` ever holds a count or a value.
    std_error : float
        Standard error on the scale of the estimate, where the method has one. No column of the results table.
    df_2 : float
        Denominator degrees of freedom of an F test, whose numerator has ``df``. No column of the results table.
    """

    estimand: str
    estimate: float = nan
    conf_low: float = nan
    conf_high: float = nan
    conf_level: float = nan
    p_value: float = nan
    statistic: float = nan
    df: float = nan
    n: int = 0
    n_expected: int | None = None
    n_smallest: int | None = None
    method: str = ""
    estimable: bool = True
    reason: str = ""
    std_error: float = nan
    df_2: float = nan

    def __post_init__(self) -> None:
        """Say of a p value that fell below the smallest number of this machine what is known of it."""
        if self.p_value == 0:
            object.__setattr__(self, "p_value", SMALLEST_P)
            object.__setattr__(self, "method", f"{self.method}; p below 1e-300")

    @property
    def cautions(self) -> tuple[str, ...]:
        """Sentences that belong beside the interval, where simulated studies show that it is too short; mostly none."""
        if isnan(self.conf_low) and isnan(self.conf_high):
            return ()
        return cautions_of(self.estimand, self.method, n=self.n, n_smallest=self.n_smallest)

    def as_row(self) -> dict[str, Any]:
        """Return the columns of the results table that an estimate knows; what is missing is left out."""
        row: dict[str, Any] = {
            "estimand": self.estimand,
            "n": self.n,
            "method": self.method,
            "estimable": self.estimable,
            "reason": self.reason,
        }
        for name in ("n_expected", "n_smallest"):
            if getattr(self, name) is not None:
                row[name] = getattr(self, name)
        for name in ("estimate", "conf_low", "conf_high", "conf_level", "p_value", "statistic", "df"):
            if not isnan(getattr(self, name)):
                row[name] = getattr(self, name)
        return row


def not_estimable(
    estimand: str,
    reason: str,
    *,
    n: int,
    n_expected: int | None = None,
    n_smallest: int | None = None,
    method: str = "",
) -> Estimate:
    """Return the answer "this cannot be estimated", with the reason in plain words and the counts kept."""
    return Estimate(
        estimand=estimand,
        n=n,
        n_expected=n_expected,
        n_smallest=n_smallest,
        method=method,
        estimable=False,
        reason=reason,
    )


def checked_level(conf_level: float) -> float:
    """Return the confidence level, refusing what is not strictly between 0 and 1."""
    if not 0 < conf_level < 1:
        raise ValueError("conf_level is a share, such as 0.95: it lies strictly between 0 and 1.")
    return float(conf_level)


def checked_direction(better: int) -> int:
    """Return +1 (higher is better) or -1 (lower is better), refusing anything else."""
    if better not in (1, -1):
        raise ValueError("better is 1 when higher scores are better and -1 when lower scores are better.")
    return int(better)
