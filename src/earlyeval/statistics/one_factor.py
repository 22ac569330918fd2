"""One factor behind correlated items, fitted by maximum likelihood.

Source: Joreskog 1967, doi:10.1007/BF02289658; the same objective as R's factanal.
"""

import numpy as np
from scipy.optimize import minimize

from earlyeval.statistics.arrays import Numbers

# A unique variance as small as this is a Heywood case: the item would be the factor itself. R's bound too.
SMALLEST_UNIQUE = 0.005


def one_factor(correlations: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return loadings (their sum not negative) and unique variances, or None where the model does not fit.

    Parameters
    ----------
    correlations : two-dimensional, positive definite
    """
    start = np.log(np.clip((1 - 0.5 / correlations.shape[0]) / np.diag(np.linalg.inv(correlations)), 0.01, 0.99))
    bounds = [(np.log(SMALLEST_UNIQUE), 0.0)] * start.size
    found = minimize(
        _objective, start, args=(correlations,), jac=True, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-10},
    )  # fmt: skip
    place = found.x
    if (place <= bounds[0][0] + 1e-6).any():
        return None
    for _ in range(5):
        place = np.minimum(place - _newton_step(place, correlations), 0.0)
    unique = np.exp(place)
    loadings = _loadings(unique, correlations)
    if not np.abs(loadings).max() > 1e-8 or not np.isfinite(place).all():
        return None
    return (loadings if loadings.sum() >= 0 else -loadings), unique


def _loadings(unique: Numbers, correlations: Numbers) -> Numbers:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    return root * vectors[:, -1] * np.sqrt(max(float(values[-1]) - 1, 0.0))


def _objective(place: Numbers, correlations: Numbers) -> tuple[float, Numbers]:
    unique = np.exp(place)
    root = np.sqrt(unique)
    values = np.linalg.eigvalsh(correlations / np.outer(root, root))[:-1]
    loadings = _loadings(unique, correlations)
    apart = loadings**2 + unique - np.diag(correlations)
    return float((values - np.log(values) - 1).sum()), apart / unique


def _newton_step(place: Numbers, correlations: Numbers) -> Numbers:
    step, size = 1e-5, place.size
    curvature = np.empty((size, size))
    for item in range(size):
        moved = np.zeros(size)
        moved[item] = step
        ends = [_objective(place + way * moved, correlations)[1] for way in (1, -1)]
        curvature[:, item] = (ends[0] - ends[1]) / (2 * step)
    return np.linalg.lstsq((curvature + curvature.T) / 2, _objective(place, correlations)[1], rcond=None)[0]
