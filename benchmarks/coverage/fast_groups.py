"""Models of grouped rows for all studies at once: scores are studies x rows, the design and the groups are shared."""

from dataclasses import dataclass

import numpy as np
from benchmarks.coverage.fast_pairs import TAIL, Ends
from scipy.optimize.elementwise import find_root
from scipy.stats import chi2
from scipy.stats import t as student

from earlyeval.statistics.mixed_models import GRID


@dataclass(frozen=True)
class Sums:
    """Cross-products of the rows of every study, and of the sums of its groups by how many rows they have."""

    rows: np.ndarray
    total: np.ndarray  # studies x columns x columns, the score last
    sizes: np.ndarray  # 1, 2, ...
    members: np.ndarray  # studies x sizes
    products: np.ndarray  # studies x sizes x columns x columns

    def of(self, studies: np.ndarray) -> "Sums":
        """Return the sums of some of the studies."""
        return Sums(self.rows[studies], self.total[studies], self.sizes, self.members[studies], self.products[studies])


def sums_of(scores: np.ndarray, design: np.ndarray, codes: np.ndarray) -> Sums:
    """Return the sums; a missing score leaves its row out."""
    there = ~np.isnan(scores)
    columns = np.concatenate([np.broadcast_to(design, (len(scores), *design.shape)), scores[:, :, np.newaxis]], axis=2)
    columns = np.where(there[:, :, np.newaxis], columns, 0.0)
    groups = codes.max() + 1
    member = (codes[:, np.newaxis] == np.arange(groups)).astype(float)
    sums, counts = np.einsum("rg,src->sgc", member, columns), there @ member
    sizes = np.arange(1, int(np.bincount(codes).max()) + 1)
    kinds = [(counts == size).astype(float) for size in sizes]
    products = [np.einsum("sg,sga,sgb->sab", kind, sums, sums) for kind in kinds]
    total = np.einsum("sra,srb->sab", columns, columns)
    return Sums(
        there.sum(axis=1).astype(float),
        total,
        sizes.astype(float),
        np.stack([k.sum(axis=1) for k in kinds], 1),
        np.stack(products, 1),
    )


def _pieces(sums: Sums, ratio: np.ndarray) -> dict[str, np.ndarray]:
    """Return cross-products through the inverse of W = I + ratio Z Z', their derivatives, and solutions."""
    left = 1 / (1 + ratio[:, np.newaxis] * sums.sizes)

    def weighted(by):
        return np.einsum("sm,smab->sab", by, sums.products)

    cross, first = sums.total - weighted(ratio[:, np.newaxis] * left), weighted(left**2)
    second, trace = weighted(sums.sizes * left**3), (sums.members * sums.sizes * left).sum(axis=1)
    inverse = np.linalg.inv(cross[:, :-1, :-1])
    best = np.einsum("sab,sb->sa", inverse, cross[:, :-1, -1])
    ends = np.concatenate([-best, np.ones((len(best), 1))], axis=1)
    squares = np.einsum("sa,sab,sb->s", ends, cross, ends)
    return {
        "cross": cross, "first": first, "second": second, "trace": trace, "inverse": inverse, "best": best,
        "pairs": (sums.members * (sums.sizes * left) ** 2).sum(axis=1), "ends": ends, "squares": squares,
        "free": sums.rows - best.shape[1],
        "log": -(sums.members * np.log(left)).sum(axis=1),
    }  # fmt: skip


def slope(sums: Sums, ratio: np.ndarray) -> np.ndarray:
    """Return the derivative of the profiled REML deviance."""
    at = _pieces(sums, ratio)
    form = np.einsum("sa,sab,sb->s", at["ends"], at["first"], at["ends"])
    trace = at["trace"] - np.einsum("sab,sba->s", at["inverse"], at["first"][:, :-1, :-1])
    return trace - at["free"] * form / at["squares"]


def deviance(sums: Sums, ratio: np.ndarray) -> np.ndarray:
    """Return the profiled REML deviance."""
    at = _pieces(sums, ratio)
    return at["free"] * np.log(at["squares"]) + at["log"] + np.linalg.slogdet(at["cross"][:, :-1, :-1])[1]


def best_ratio(sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    """Return the ratio of variances of every study, and which have more than one candidate."""
    slopes = np.array([slope(sums, np.full(len(sums.rows), np.exp(place))) for place in GRID])
    falls = (slopes[:-1] < 0) & (slopes[1:] >= 0)
    count = falls.sum(axis=0) + (slopes[0] >= 0)
    ratio = np.where(slopes[0] >= 0, 0.0, np.nan)
    within = np.flatnonzero((count == 1) & (slopes[0] < 0))
    if within.size:
        place = falls[:, within].argmax(axis=0)
        found = find_root(
            lambda at, which: slope(sums.of(which.astype(int)), np.exp(at)),
            (GRID[place], GRID[place + 1]), args=(within.astype(float),),
        )  # fmt: skip
        ratio[within] = np.exp(found.x)
    return ratio, count > 1


def random_intercept(sums: Sums, ratio: np.ndarray, weights: np.ndarray) -> tuple[Ends, Ends]:
    """Return the interval of a weighted sum of coefficients: Satterthwaite's, and Kenward and Roger's."""
    known = ~np.isnan(ratio)
    at = _pieces(sums, np.where(known, ratio, 0.0))
    s = at["squares"] / at["free"]
    covariance = s[:, np.newaxis, np.newaxis] * at["inverse"]
    scaled = {name: at[name] / s[:, np.newaxis, np.newaxis] for name in ("cross", "first", "second")}
    first = np.stack([scaled["cross"], scaled["first"]], 1)
    second = np.stack(
        [np.stack([scaled["cross"], scaled["first"]], 1), np.stack([scaled["first"], scaled["second"]], 1)], 1
    )
    pairs = np.stack([np.stack([sums.rows, at["trace"]], 1), np.stack([at["trace"], at["pairs"]], 1)], 1)
    value = at["best"] @ weights
    turned = covariance @ weights
    variance = turned @ weights
    information = _information(at, sums, covariance, first, second, pairs, s, np.sqrt(np.where(known, ratio, 0.0)))
    xx = first[:, :, :-1, :-1]
    moved = np.einsum("ska,sa->sk", np.einsum("skab,sb->ska", xx, turned), turned)
    reach = student.ppf(1 - TAIL, _satterthwaite(variance, moved, information, s, ratio)) * np.sqrt(variance)
    corrected, df = _kenward_roger(
        covariance, xx, second[:, :, :, :-1, :-1], pairs, weights, moved / variance[:, np.newaxis]
    )
    wide = student.ppf(1 - TAIL, df) * np.sqrt(corrected)
    blank = np.where(known, 0.0, np.nan)
    return (value - reach + blank, value + reach + blank), (value - wide + blank, value + wide + blank)


def _information(at, sums, covariance, first, second, pairs, s, theta):
    """Return the second derivatives of the deviance by the residual variance and by theta, the root of the ratio."""
    ends, xx = at["ends"], first[:, :, :-1, :-1]
    drift = np.einsum("skab,sb->ska", first, ends)[:, :, :-1]
    forms = np.einsum("skab,sa,sb->sk", first, ends, ends)
    form_pairs = np.einsum("sklab,sa,sb->skl", second, ends, ends) - np.einsum(
        "ska,sab,slb->skl", drift, covariance, drift
    )
    turned = np.einsum("sab,skbc->skac", covariance, xx)
    traces = np.stack([sums.rows, at["trace"]], 1) - np.einsum("skaa->sk", turned)
    of_pairs = np.einsum("sab,sklba->skl", covariance, second[:, :, :, :-1, :-1])
    whole = pairs - of_pairs - np.swapaxes(of_pairs, 1, 2) + np.einsum("skij,slji->skl", turned, turned)
    steps = np.stack([1 / s, 2 * theta], 1)
    information = (
        (-whole + 2 * (form_pairs + np.swapaxes(form_pairs, 1, 2)) / 2) * steps[:, :, np.newaxis] * steps[:, np.newaxis]
    )
    information[:, 1, 1] += 2 * (traces - forms)[:, 1]
    return information


def _satterthwaite(variance, moved, information, s, ratio):
    gradient = moved * np.stack([1 / s, 2 * np.sqrt(np.nan_to_num(ratio))], 1)
    scales = np.sqrt(np.maximum(np.abs(np.einsum("skk->sk", information)), 1e-300))
    values, vectors = np.linalg.eigh(information / (scales[:, :, np.newaxis] * scales[:, np.newaxis]))
    part = np.einsum("skj,sk->sj", vectors, gradient / scales)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(values > 1e-8, part**2 / values, 0.0).sum(axis=1)
        return variance**2 / spread


def _kenward_roger(covariance, first, second, pairs, weights, traces):
    turned = np.einsum("sab,skbc->skac", covariance, first)
    expected = pairs - 2 * np.einsum("sab,sklba->skl", covariance, second) + np.einsum("skij,slji->skl", turned, turned)
    of_parameters = 2 * np.linalg.pinv((expected + np.swapaxes(expected, 1, 2)) / 2, rcond=1e-12, hermitian=True)
    bend = np.einsum("skl,sklab->sab", of_parameters, second)
    bend = bend - np.einsum("skl,skab,slbc->sac", of_parameters, first, turned)
    adjusted = covariance + 2 * covariance @ bend @ covariance
    one = np.einsum("sk,skl,sl->s", traces, of_parameters, traces)
    # One weighted sum: of Kenward and Roger's two quantities the second equals the first.
    bend_1, g = 7 * one / 2, (2 * one - 5 * one) / (3 * one)
    under = 3 + 2 * (1 - g)
    v_0, v_1, v_2 = 1 + g / under * bend_1, 1 - (1 - g) / under * bend_1, 1 - (3 - g) / under * bend_1
    v_0 = np.where(np.abs(v_0) < 1e-10, 0.0, v_0)
    mean = 1 - one
    degenerate = (np.abs(mean) < 1e-10) & (np.abs(v_1) < 1e-10)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(degenerate, 1.0, mean / v_1)
        df = np.where(np.abs(one) < 1e-10, np.inf, 4 + 3 / (ratio**2 * v_0 / v_2 - 1))
    return np.einsum("a,sab,b->s", weights, adjusted, weights), df


def icc_profile(sums: Sums, ratio: np.ndarray) -> Ends:
    """Return the profile-likelihood interval of ``clustered.icc_mixed``."""
    bound, start = deviance(sums, ratio) + chi2.ppf(0.95, 1), np.log(np.maximum(ratio, 1e-8))
    low, which = np.zeros_like(ratio), np.arange(len(ratio), dtype=float)
    here = np.flatnonzero((ratio > 0) & (deviance(sums, np.zeros_like(ratio)) > bound))

    def gap(at, which):
        which = which.astype(int)
        return deviance(sums.of(which), np.exp(at)) - bound[which]

    if here.size:
        low[here] = np.exp(find_root(gap, (start[here] - 40, start[here]), args=(which[here],)).x)
    top = start.copy()
    for _ in range(80):
        short = (gap(top, which) < 0) & (top < 40)
        if not short.any():
            break
        top[short] += 1
    high = np.exp(find_root(gap, (start, top), args=(which,)).x)
    return low / (1 + low), high / (1 + high)


def cr2(scores: np.ndarray, design: np.ndarray, codes: np.ndarray, weights: np.ndarray) -> Ends:
    """Return the CR2 interval of a weighted sum of coefficients: rows are complete, so all is linear in them."""
    inverse = np.linalg.inv(design.T @ design)
    left = np.eye(len(design)) - design @ inverse @ design.T
    rows = []
    for cluster in range(codes.max() + 1):
        here = codes == cluster
        values, vectors = np.linalg.eigh(left[np.ix_(here, here)])
        root = vectors * np.where(values > 1e-10, np.maximum(values, 1e-10) ** -0.5, 0.0) @ vectors.T
        rows.append(weights @ inverse @ design[here].T @ root @ left[here])
    rows = np.array(rows)
    shared = rows @ rows.T
    df = np.trace(shared) ** 2 / (shared**2).sum()
    reach = student.ppf(1 - TAIL, df) * np.sqrt(((scores @ rows.T) ** 2).sum(axis=1))
    value = scores @ (design @ inverse @ weights)
    return value - reach, value + reach
