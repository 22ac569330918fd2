"""Items of one scale, and numeric ratings by several raters."""

import numpy as np
from benchmarks.coverage import fast_omega, fast_scales
from benchmarks.coverage.cells import Family, Intervals
from benchmarks.coverage.shapes import SIZES
from scipy.special import ndtr

from earlyeval.statistics.one_factor import one_factor

LOADINGS = np.array([0.5, 0.6, 0.6, 0.7, 0.7, 0.8])
# Where a normal answer is cut into 0 to 3.
CUTS = {"normal": (), "0 to 3, even": (-1.0, 0.0, 1.0), "0 to 3, most at 3": (-1.8, -1.2, -0.5)}
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(120)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
Z = 1.959963984540054


def covariance_of_items(cuts: tuple[float, ...]) -> np.ndarray:
    """Return the true covariance of the items: by the mean answer of people at each height of the factor."""
    if not cuts:
        return np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)
    above = ndtr(-np.array(cuts))
    mean, square = above.sum(), (above * (2 * np.arange(1, len(cuts) + 1) - 1)).sum()
    unique = np.sqrt(1 - LOADINGS**2)[:, np.newaxis, np.newaxis]
    given = ndtr((LOADINGS[:, np.newaxis, np.newaxis] * NODES - np.array(cuts)[:, np.newaxis]) / unique).sum(axis=1)
    shared = (given * WEIGHTS) @ given.T - mean**2
    np.fill_diagonal(shared, square - mean**2)
    return shared


def items_of(situation, chance, studies):
    """Return answers, studies x people x items, and the true covariance of the items."""
    n, cuts = situation["n"], CUTS[situation["answers"]]
    factor = chance.standard_normal((studies, n, 1))
    items = LOADINGS * factor + np.sqrt(1 - LOADINGS**2) * chance.standard_normal((studies, n, 6))
    return np.searchsorted(cuts, items).astype(float) if cuts else items, covariance_of_items(cuts)


def measure(situation, chance, studies):
    """Reliability of the sum of six items with one factor."""
    items, whole = items_of(situation, chance, studies)
    alpha = 6 / 5 * (1 - np.trace(whole) / whole.sum())
    correlations = whole / np.sqrt(np.outer(np.diag(whole), np.diag(whole)))
    mean = (correlations.sum() - 6) / 30
    return {
        "reliability.alpha": Intervals(*fast_scales.alpha(items), alpha),
        "reliability.standardised_alpha": Intervals(*fast_scales.standardised_alpha(items), 6 * mean / (1 + 5 * mean)),
        "reliability.standard_error_of_measurement": Intervals(
            *fast_scales.standard_error_of_measurement(items), np.sqrt(whole.sum() * (1 - alpha))
        ),
    }


def measure_omega(situation, chance, studies):
    """Omega total; its truth is that of one factor fitted to the true correlations."""
    items, whole = items_of(situation, chance, studies)
    scale = np.sqrt(np.diag(whole))
    loadings, unique = one_factor(whole / np.outer(scale, scale))
    common = float(loadings @ scale) ** 2
    truth = common / (common + float(unique @ scale**2))
    return {"reliability.omega_total": Intervals(*fast_omega.omega(items), truth)}


# SDs of things, raters and rest.
PARTS = {"good": (1.0, 0.3, 0.5), "poor": (1.0, 0.5, 1.2)}


def measure_ratings(situation, chance, studies):
    """Intraclass correlations; the raters are new ones in every study."""
    n, k, (things, raters, rest) = situation["n"], situation["raters"], PARTS[situation["agreement"]]
    ratings = things * chance.standard_normal((studies, n, 1)) + raters * chance.standard_normal((studies, 1, k))
    ratings = ratings + rest * chance.standard_normal((studies, n, k))
    whole = things**2 + raters**2 + rest**2
    one, other = (
        things * chance.standard_normal((studies, n, 1)) + rest * chance.standard_normal((studies, n, 2))
    ).transpose(2, 0, 1)
    nested = things * chance.standard_normal((studies, n, 1)) + rest * chance.standard_normal((studies, n, k))
    found = fast_scales.intraclass(ratings)
    alike = things**2 / (things**2 + rest**2)
    answers = {
        "agreement.icc_a1": Intervals(*found["icc_a1"], things**2 / whole),
        "agreement.icc_c1": Intervals(*found["icc_c1"], alike),
        "agreement.icc_1": Intervals(*fast_scales.intraclass(nested)["icc_1"], alike),
    }
    if k == 2:
        apart, spread = other + 0.3 - one, np.sqrt(2) * rest
        truth = 2 * things**2 / (2 * (things**2 + rest**2) + 0.09)
        answers |= {
            "agreement.bland_altman bias": Intervals(*fast_scales.bias(apart), 0.3),
            "agreement.bland_altman upper_limit": Intervals(*fast_scales.upper_limit(apart), 0.3 + Z * spread),
            "agreement.concordance_correlation": Intervals(*fast_scales.concordance(one, other + 0.3), truth),
            "change.smallest_detectable_change": Intervals(
                *fast_scales.smallest_detectable_change(other - one), Z * spread
            ),
        }
    return answers


FAMILIES = (
    Family(
        "scales",
        "Reliability of a scale of six items",
        measure,
        tuple({"answers": answers, "n": n} for answers in CUTS for n in SIZES),
    ),
    Family(
        "omega",
        "Omega of a scale of six items",
        measure_omega,
        # With ten people the six loadings can often not be told, and the fit takes long to say so.
        tuple({"answers": answers, "n": n} for answers in CUTS for n in SIZES if n >= 20),
    ),
    Family(
        "ratings",
        "Agreement of numeric ratings",
        measure_ratings,
        tuple({"agreement": how, "raters": k, "n": n} for how in PARTS for k in (2, 3) for n in SIZES),
    ),
)
