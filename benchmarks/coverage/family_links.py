"""Whether two measures go together: correlations of scores and of ranks, plain and with a third measure taken out."""

from math import sqrt

import numpy as np
from benchmarks.coverage import fast_links, truths
from benchmarks.coverage.cells import Family, Intervals
from benchmarks.coverage.shapes import SHAPES, SIZES, chances_of
from scipy.special import ndtri

R_X_Y, R_X_Z, R_Y_Z = 0.6, 0.5, 0.4


def measure(situation, chance, studies):
    """Correlations of the scores before and after."""
    shape = SHAPES[situation["shape"]]
    x, y = shape.draw(chance, studies, situation["n"])
    rho, tau = truths.rank_correlations(shape)
    found = {
        "association.pearson": Intervals(*fast_links.pearson(x, y), truths.moments(shape)["r"]),
        "association.spearman": Intervals(*fast_links.spearman(x, y), rho),
    }
    of_tau = {f"association.kendall {name}": Intervals(*ends, tau) for name, ends in fast_links.kendall(x, y).items()}
    return found | of_tau


def measure_three(situation, chance, studies):
    """Three related measures, normal or cut into few scores (0 to 3), and a yes or no."""
    n, cuts = situation["n"], () if situation["scores"] == "normal" else (-1.0, -0.3, 0.4)
    root = np.linalg.cholesky([[1, R_X_Y, R_X_Z], [R_X_Y, 1, R_Y_Z], [R_X_Z, R_Y_Z, 1]])
    drawn = np.moveaxis(chance.standard_normal((studies, n, 3)) @ root.T, 2, 0)
    x, y, z = (np.searchsorted(cuts, side).astype(float) for side in drawn) if cuts else drawn
    x_y, x_z, y_z = (_cut_correlation(r, cuts) if cuts else r for r in (R_X_Y, R_X_Z, R_Y_Z))
    left = x_y - x_z * y_z
    share = 0.3
    yes = (drawn[1] < ndtri(share)).astype(float)
    # The mean of the normal that stands in the correlation of a score with a cut of another.
    height = np.exp(-(ndtri(share) ** 2) / 2) / np.sqrt(2 * np.pi)
    found = {
        "association.partial_correlation": Intervals(
            *fast_links.partial(x, y, z), left / sqrt((1 - x_z**2) * (1 - y_z**2))
        ),
        "association.semi_partial_correlation": Intervals(*fast_links.semi_partial(x, y, z), left / sqrt(1 - y_z**2)),
    }
    if not cuts:
        truth = -R_X_Y * height / sqrt(share * (1 - share))
        found["association.point_biserial"] = Intervals(*fast_links.pearson(yes, x), truth)
    return found


def _cut_correlation(r: float, cuts: tuple[float, ...]) -> float:
    chances, scores = chances_of(cuts, cuts, r), np.arange(len(cuts) + 1.0)
    shares = chances.sum(axis=1)
    centred = scores - shares @ scores
    return float(centred @ chances @ centred / (shares @ centred**2))


FAMILIES = (
    Family("links", "Correlations", measure, tuple({"shape": shape, "n": n} for shape in SHAPES for n in SIZES)),
    Family(
        "three measures",
        "Correlations with a third measure taken out, and with a yes or no",
        measure_three,
        tuple({"scores": scores, "n": n} for scores in ("normal", "0 to 3") for n in SIZES),
    ),
)
