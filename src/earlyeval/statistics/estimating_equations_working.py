"""Working correlations of estimating equations: how rows of a group go together, and what each group adds.

Everything is in units of Pearson residuals: ``left`` are they, ``columns`` the derivatives of the means in their units.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import nan

import numpy as np
from scipy.optimize import brentq

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.mixed_setup import Rows

STRUCTURES = ("independence", "exchangeable", "ar1", "unstructured")
EDGE = 1 - 1e-8
NOTHING = 1e-10
LARGEST_SHARE = 0.75  # Fay and Graubard's bound of a group's share in one coefficient


@dataclass(frozen=True)
class Block:
    """Groups measured at the same times: ``places`` of their rows (group x time), and the codes of the times."""

    places: np.ndarray
    times: np.ndarray


@dataclass(frozen=True)
class Working:
    """A structure of correlation with its present value: one number, or a matrix between the times."""

    structure: str
    times: Numbers  # of each row; empty where the structure does not need them
    blocks: tuple[Block, ...] = ()
    n_times: int = 0
    alpha: float = 0.0
    matrix: Numbers = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def correlation(self) -> float:
        """The one correlation of the structure; missing where there are several."""
        return nan if self.structure == "unstructured" else self.alpha


def working_of(rows: Rows, structure: str, times: Numbers) -> Working:
    """Return the structure before anything was estimated; the times are whole steps apart or merely names.

    Raises
    ------
    ValueError
        A group was measured twice at one time, or times of ``ar1`` are no whole steps.
    """
    if structure in ("independence", "exchangeable"):
        return Working(structure, np.empty(0))
    distinct, codes = np.unique(times, return_inverse=True)
    if structure == "ar1" and (distinct != np.round(distinct)).any():
        raise ValueError("Times of the ar1 structure are whole numbers: their distance is the lag.")
    steps = distinct if structure == "ar1" else np.arange(distinct.size, dtype=float)
    keys = rows.codes * (distinct.size + 1) + codes
    if np.unique(keys).size < keys.size:
        raise ValueError("A group has two rows at one time: give every row of a group its own time.")
    order = np.lexsort((codes, rows.codes))
    bounds = np.searchsorted(rows.codes[order], np.arange(rows.groups + 1))
    patterns: dict[tuple[int, ...], list[np.ndarray]] = {}
    for start, stop in pairwise(bounds):
        here = order[start:stop]
        patterns.setdefault(tuple(codes[here].tolist()), []).append(here)
    blocks = tuple(Block(np.array(found), np.array(kind)) for kind, found in patterns.items())
    return Working(structure, steps, blocks, distinct.size, matrix=np.eye(distinct.size))


def estimated(working: Working, rows: Rows, left: Numbers, scale: float) -> Working | None:
    """Return the structure with its correlation estimated; None where there is no such correlation matrix."""
    if working.structure == "independence":
        return working
    if working.structure == "exchangeable":
        alpha, largest = _common(rows, left, scale), int(np.bincount(rows.codes).max())
        good = 1 + (largest - 1) * alpha > 1e-8 and alpha < EDGE
        return replace(working, alpha=alpha) if good else None
    sums, pairs = np.zeros((working.n_times,) * 2), np.zeros((working.n_times,) * 2)
    for block in working.blocks:
        there, here = left[block.places], np.ix_(block.times, block.times)
        sums[here] += there.T @ there / scale
        pairs[here] += len(there)
    if working.structure == "ar1":
        return _autoregressive(working, sums, pairs)
    matrix = np.where(pairs > 0, sums / np.maximum(pairs, 1), 0.0)
    np.fill_diagonal(matrix, 1.0)
    return replace(working, matrix=matrix) if np.linalg.eigvalsh(matrix)[0] > 1e-8 else None


def equations(
    working: Working, rows: Rows, left: Numbers, columns: Numbers, *, each: bool = False
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the bread, each group's score and, if asked for, each group's part of the bread."""
    width = columns.shape[1]
    if working.blocks:
        scores, parts = np.empty((rows.groups, width)), np.empty((rows.groups, width, width) if each else 0)
        bread = np.zeros((width, width))
        for block in working.blocks:
            inverse = np.linalg.inv(working.matrix[np.ix_(block.times, block.times)])
            own, groups = columns[block.places], rows.codes[block.places[:, 0]]
            turned = np.einsum("kl,mlp->mkp", inverse, own)
            scores[groups] = np.einsum("mkp,mk->mp", turned, left[block.places])
            bread += np.einsum("mkp,mkq->pq", own, turned)
            if each:
                parts[groups] = np.einsum("mkp,mkq->mpq", own, turned)
        return bread, scores, parts
    alpha, sizes = working.alpha, np.bincount(rows.codes, minlength=rows.groups).astype(float)
    taken = alpha / (1 + (sizes - 1) * alpha)
    sums = np.column_stack([_sums(column, rows) for column in columns.T])
    bread = (columns.T @ columns - (sums * taken[:, np.newaxis]).T @ sums) / (1 - alpha)
    own = np.column_stack([_sums(column * left, rows) for column in columns.T])
    scores = (own - sums * (taken * _sums(left, rows))[:, np.newaxis]) / (1 - alpha)
    if not each:
        return bread, scores, np.empty(0)
    parts = np.empty((rows.groups, width, width))
    for one in range(width):
        for other in range(width):
            parts[:, one, other] = _sums(columns[:, one] * columns[:, other], rows)
    parts -= np.einsum("g,gp,gq->gpq", taken, sums, sums)
    return bread, scores, parts / (1 - alpha)


def corrected_scores(bread: Numbers, scores: Numbers, parts: Numbers, errors: str) -> Numbers:
    """Return the groups' scores made larger for what each group has fixed itself (its leverage).

    Kauermann and Carroll: (I - H)^(-1/2) of the residuals; Mancl and DeRouen: (I - H)^-1; Fay and Graubard: each
    coefficient's score over the root of 1 - its share, which is at most three quarters.
    """
    if errors == "fay_graubard":
        shares = np.einsum("gpq,qp->gp", parts, np.linalg.inv(bread))
        return scores / np.sqrt(1 - np.minimum(LARGEST_SHARE, shares))
    values, vectors = np.linalg.eigh(bread)
    root, back = (vectors * np.sqrt(values)) @ vectors.T, (vectors / np.sqrt(values)) @ vectors.T
    sizes, turns = np.linalg.eigh(back @ parts @ back)
    free = 1 - sizes
    power = -0.5 if errors == "kauermann_carroll" else -1.0
    stretch = np.where(free > NOTHING, np.where(free > NOTHING, free, 1.0) ** power, 0.0)
    return np.einsum("gij,gj,gkj,gk->gi", turns, stretch, turns, scores @ back) @ root


def _autoregressive(working: Working, sums: Numbers, pairs: Numbers) -> Working | None:
    """Return rho^lag where sum over pairs of lag rho^(lag - 1) (product - rho^lag) is zero, as geepack has it."""
    lags = np.abs(working.times[:, np.newaxis] - working.times)
    upper = np.triu(np.ones_like(lags), 1) > 0
    lag, product, count = lags[upper], sums[upper], pairs[upper]

    def slope(rho: float) -> float:
        return float((lag * rho ** (lag - 1) * (product - count * rho**lag)).sum())

    grid = np.linspace(-EDGE, EDGE, 400)
    values = [slope(rho) for rho in grid]
    falls = [place for place in range(grid.size - 1) if values[place] > 0 >= values[place + 1]]
    if not falls:
        return None
    roots = [brentq(slope, grid[place], grid[place + 1], xtol=1e-15) for place in falls]
    rho = min(roots, key=lambda one: float((count * one ** (2 * lag) - 2 * product * one**lag).sum()))
    return replace(working, alpha=rho, matrix=rho**lags)


def _common(rows: Rows, left: Numbers, scale: float) -> float:
    sizes = np.bincount(rows.codes, minlength=rows.groups)
    pairs = float((sizes * (sizes - 1.0)).sum()) / 2
    products = float((_sums(left, rows) ** 2 - _sums(left**2, rows)).sum()) / 2
    return products / pairs / scale if pairs else 0.0


def _sums(values: Numbers, rows: Rows) -> Numbers:
    return np.bincount(rows.codes, weights=values, minlength=rows.groups)
