"""Agreement of two raters on categories for all studies at once: tables are studies x categories x categories."""

import numpy as np
from benchmarks.coverage import fast_bootstrap
from benchmarks.coverage.fast_pairs import TAIL, Ends
from scipy.stats import norm
from scipy.stats import t as student

Z = norm.ppf(1 - TAIL)


def _shares(tables: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    n = tables.sum(axis=(1, 2))
    shares = tables / n[:, np.newaxis, np.newaxis]
    return n, shares, shares.sum(axis=2), shares.sum(axis=1)


def cohen(tables: np.ndarray, weight: np.ndarray) -> Ends:
    """``agreement.cohen_kappa``: the error of Fleiss, Cohen and Everitt."""
    n, shares, rows, columns = _shares(tables)
    seen, fair = (weight * shares).sum(axis=(1, 2)), np.einsum("si,ij,sj->s", rows, weight, columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(1 - fair < 1e-12, np.nan, (seen - fair) / (1 - fair))
        edges = (columns @ weight.T)[:, :, np.newaxis] + (rows @ weight)[:, np.newaxis]
        rest = (1 - value)[:, np.newaxis, np.newaxis]
        away = (shares * (weight - edges * rest) ** 2).sum(axis=(1, 2)) - (value - fair * (1 - value)) ** 2
        error = np.sqrt(np.maximum(away, 0) / n) / (1 - fair)
    error = np.where(error < 1e-9, np.nan, error)
    return value - Z * error, np.where(np.isnan(error), np.nan, np.minimum(value + Z * error, 1))


def gwet_family(tables: np.ndarray) -> dict[str, Ends]:
    """``fleiss_kappa``, ``conger_kappa``, ``brennan_prediger``, ``gwet_ac1`` and ``percent_agreement`` of agreement."""
    n, shares, rows, columns = _shares(tables)
    q = tables.shape[1]
    both, same = (rows + columns) / 2, np.eye(q)
    seen = np.einsum("sii->s", shares)

    def mean_of(values):
        return (values[:, :, np.newaxis] + values[:, np.newaxis]) / 2

    pooled, fair = (both**2).sum(axis=1), (rows * columns).sum(axis=1)
    spread = (both * (1 - both)).sum(axis=1) / (q - 1)
    crossed = (columns[:, :, np.newaxis] + rows[:, np.newaxis]) / 2
    chances = {
        "fleiss_kappa": (pooled, mean_of(both), 2.0),
        "conger_kappa": (fair, crossed, 2.0),
        "brennan_prediger": (np.full(len(n), 1 / q), np.full(shares.shape, 1 / q), 0.0),
        "gwet_ac1": (spread, mean_of(1 - both) / (q - 1), 2.0),
        "percent_agreement": (np.zeros(len(n)), np.zeros(shares.shape), 0.0),
    }
    found = {}
    for name, (chance, each, factor) in chances.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(1 - chance < 1e-12, np.nan, (seen - chance) / (1 - chance))
            wide = (slice(None), np.newaxis, np.newaxis)
            parts = (same - chance[wide]) / (1 - chance)[wide]
            parts = parts - factor * ((1 - value) / (1 - chance))[wide] * (each - chance[wide])
            error = np.sqrt((tables * (parts - value[wide]) ** 2).sum(axis=(1, 2)) / (n * (n - 1)))
        error = np.where(error < 1e-9, np.nan, error)
        reach = student.ppf(1 - TAIL, n - 1) * error
        found[name] = value - reach, np.where(np.isnan(reach), np.nan, np.minimum(value + reach, 1))
    return found


def krippendorff(tables: np.ndarray, level: str, *, seed: int) -> Ends:
    """``agreement.krippendorff_alpha``, nominal or ordinal, with its bootstrap of things."""
    n, q = int(tables[0].sum()), tables.shape[1]
    low, high = np.full(len(tables), np.nan), np.full(len(tables), np.nan)
    for start in range(0, len(tables), fast_bootstrap.BLOCK):
        block = tables[start : start + fast_bootstrap.BLOCK]
        margin = block.sum(axis=1) + block.sum(axis=2)
        if level == "nominal":
            apart = np.broadcast_to(2.0 * (1 - np.eye(q)), block.shape)
            fair = (4.0 * n * n - (margin**2).sum(axis=1)) / (2 * n * (2 * n - 1))
        else:
            ranks = np.cumsum(margin, axis=1) - (margin - 1) / 2
            centred = ranks - (n + 0.5)
            apart = 2 * (centred[:, :, np.newaxis] - centred[:, np.newaxis]) ** 2
            fair = 2 * (margin * centred**2).sum(axis=1) / (2 * n - 1)
        known = np.flatnonzero(fair > 0)
        if not known.size:
            continue
        totals = np.stack([
            np.column_stack([np.repeat((away / chance).ravel(), table.ravel().astype(int)), np.full(n, 2.0)])
            for away, chance, table in zip(apart[known], fair[known], block[known], strict=True)
        ])  # fmt: skip
        ends = fast_bootstrap.of_totals(totals, lambda sums: 1 - sums[..., 0] / sums[..., 1], seed=seed)
        low[start + known], high[start + known] = ends
    return low, high


def kappas(sums: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa of sums over documents: codes x 2 x 2 cells last, laid flat; several codes are pooled."""
    counts = sums.reshape(*sums.shape[:-1], -1, 2, 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = counts / counts.sum(axis=(-2, -1), keepdims=True)
        seen = (shares[..., 0, 0] + shares[..., 1, 1]).mean(axis=-1)
        rows, columns = shares.sum(axis=-1), shares.sum(axis=-2)
        fair = (rows * columns).sum(axis=-1).mean(axis=-1)
        return np.where(1 - fair > 1e-12, (seen - fair) / (1 - fair), np.nan)


def kappa_by_documents(first: np.ndarray, second: np.ndarray, documents: int, *, seed: int) -> Ends:
    """``agreement.kappa_by_documents``, or ``pooled_kappa``: ratings are studies x passages x codes, 0 or 1."""
    studies, passages, codes = first.shape
    split = (studies, documents, passages // documents, codes)
    one, other = first.reshape(split), second.reshape(split)
    cells = [((one == i) & (other == j)).sum(axis=2) for i in (0, 1) for j in (0, 1)]
    totals = np.stack(cells, axis=-1).reshape(studies, documents, codes * 4).astype(float)
    ends = [
        fast_bootstrap.of_totals(totals[start : start + 100], kappas, seed=seed + start)
        for start in range(0, studies, 100)
    ]
    return tuple(np.concatenate([part[side] for part in ends]) for side in (0, 1))
