"""Power and numbers of people for further tests: chi-square, terms of a regression, equivalence, log-rank."""

from math import ceil, log, sqrt
from typing import Literal

from scipy.stats import chi2, ncf, ncx2
from scipy.stats import f as fisher

from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.power_solver import one_tail_power, solved, tost_power


def chi_square(
    df: float,
    *,
    n: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
) -> Estimate:
    """Return what is open of n, Cohen's w, power and alpha of a chi-square test with ``df`` (R's pwr.chisq.test)."""
    if not df >= 1:
        raise ValueError("There is at least one degree of freedom.")

    def power_of(n: float, effect: float, alpha: float) -> float:
        return float(ncx2.sf(chi2.isf(alpha, df), df, n * effect**2))

    given = {"n": n, "effect": effect, "power": power, "alpha": alpha}
    return solved(given, power_of, fewest=1.0, method="chi-square test, non-central chi-square")


def regression(
    tested: float,
    *,
    rest: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
) -> Estimate:
    """Return what is open of the residual df, Cohen's f^2, power and alpha of ``tested`` terms (R's pwr.f2.test).

    ``rest`` is n minus all coefficients, the intercept counted. f^2 = R^2 / (1 - R^2), of the terms tested.
    """
    if not tested >= 1:
        raise ValueError("At least one term is tested.")

    def power_of(rest: float, effect: float, alpha: float) -> float:
        return float(ncf.sf(fisher.isf(alpha, tested, rest), tested, rest, effect * (tested + rest + 1)))

    given = {"rest": rest, "effect": effect, "power": power, "alpha": alpha}
    return solved(given, power_of, fewest=1.0, method="F test of terms of a regression, non-central F")


def equivalence(
    *,
    low: float,
    high: float,
    sd: float,
    n: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    difference: float = 0.0,
    design: Literal["paired", "two_arms"] = "paired",
) -> Estimate:
    """Return what is open of n (pairs, or people in each arm), power and alpha of two one-sided t tests.

    Parameters
    ----------
    low, high : float
        The bounds, in points.
    sd : float
        Of the changes (paired) or within each arm.
    difference : float
        What is true, in points.

    Notes
    -----
    Exact: both t statistics share their SD, over whose distribution the chance is averaged (PowerTOST's
    method = "exact"). Source: Owen 1965, doi:10.1093/biomet/52.3-4.437; Phillips 1990, doi:10.1007/BF01063556.
    """
    if not (low < high and sd > 0) or design not in ("paired", "two_arms"):
        raise ValueError("The lower bound comes first, the SD is above 0, design is paired or two_arms.")
    return solved(
        {"n": n, "power": power, "alpha": alpha},
        lambda n, alpha: tost_power(
            ((low - difference) / sd, (high - difference) / sd), n, alpha, arms=1 if design == "paired" else 2
        ),
        fewest=3.0,
        whole=ceil if design == "paired" else lambda value: 2 * ceil(value),
        method=f"two one-sided t tests, {'pairs' if design == 'paired' else 'two equal arms'}, exact",
    )


def log_rank(
    hazard_ratio: float,
    *,
    events: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    share: float = 0.5,
    alternative: str = "two-sided",
) -> Estimate:
    """Return what is open of the number of events, power and alpha of the log-rank test; ``share`` of people in arm 1.

    Source: Schoenfeld 1981, doi:10.1093/biomet/68.1.316.
    """
    if not (hazard_ratio > 0 and hazard_ratio != 1 and 0 < share < 1):
        raise ValueError("A hazard ratio is above 0 and not 1; the share of arm 1 lies between 0 and 1.")
    size = abs(log(hazard_ratio)) * sqrt(share * (1 - share))
    return solved(
        {"events": events, "power": power, "alpha": alpha},
        lambda events, alpha: one_tail_power(size * sqrt(events), alpha, alternative),
        fewest=1.0,
        method="log-rank test, Schoenfeld's formula",
    )
