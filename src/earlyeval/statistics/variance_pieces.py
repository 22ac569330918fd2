"""Sums of grouped rows that a Gaussian likelihood and all its derivatives are made of.

Rows of one group vary together: V = Z D Z' + I (random effects, over the residual variance) or V = D at the times that
were observed (unstructured). Groups with the same Z'Z, or the same times, form a class; of each class only the
cross-products of its members are kept, so a hundred thousand families measured twice are two classes.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from earlyeval.statistics.arrays import Numbers

Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ClassSums:
    """What is kept of the rows. "All columns" are those of the design and, last, the outcome."""

    rows: int
    members: Numbers  # groups in each class
    inner: Numbers  # class x q x q: Z'Z of a member; for an unstructured covariance 1 on the diagonal where observed
    products: Numbers  # class x q x q x columns x columns: sums over members of (Z'a)_j (Z'b)_k
    total: Numbers  # columns x columns: cross-products of all rows


@dataclass(frozen=True)
class Pieces:
    """Everything at one covariance W, with W_k its derivative by the k-th element of D; a, b are all columns."""

    rows: int
    log_determinant: float  # of W
    cross: Numbers  # a' W^-1 b
    first: Numbers  # k x a x b: a' W^-1 W_k W^-1 b
    second: Numbers  # k x l x a x b: a' W^-1 W_k W^-1 W_l W^-1 b
    traces: Numbers  # k: tr(W^-1 W_k)
    trace_pairs: Numbers  # k x l: tr(W^-1 W_k W^-1 W_l)


def triangle_places(size: int) -> Places:
    """Return the places (row, column) of the lower triangle of a square matrix, row by row."""
    return tuple((row, column) for row in range(size) for column in range(row + 1))


def random_effect_sums(columns: Numbers, random: Numbers, codes: np.ndarray, groups: int) -> ClassSums:
    """Return the sums for random effects: columns of the design and the outcome, columns Z, group codes from 0."""
    q, width = random.shape[1], columns.shape[1]
    inner, sums = np.empty((groups, q, q)), np.empty((groups, q, width))
    for one in range(q):
        for other in range(one + 1):
            product = np.bincount(codes, weights=random[:, one] * random[:, other], minlength=groups)
            inner[:, one, other] = inner[:, other, one] = product
        for place in range(width):
            sums[:, one, place] = np.bincount(codes, weights=random[:, one] * columns[:, place], minlength=groups)
    kinds, which = np.unique(inner.reshape(groups, q * q), axis=0, return_inverse=True)
    return ClassSums(
        rows=columns.shape[0],
        members=np.bincount(which.ravel()).astype(np.float64),
        inner=kinds.reshape(-1, q, q),
        products=_products(sums, which.ravel(), len(kinds)),
        total=columns.T @ columns,
    )


def pattern_sums(columns: Numbers, times: np.ndarray, codes: np.ndarray, groups: int) -> ClassSums:
    """Return the sums for an unstructured covariance: each row is one group's value at one time (codes from 0)."""
    q, width = int(times.max()) + 1, columns.shape[1]
    observed, values = np.zeros((groups, q)), np.zeros((groups, q, width))
    observed[codes, times] = 1.0
    values[codes, times] = columns
    kinds, which = np.unique(observed, axis=0, return_inverse=True)
    return ClassSums(
        rows=columns.shape[0],
        members=np.bincount(which.ravel()).astype(np.float64),
        inner=np.array([np.diag(kind) for kind in kinds]),
        products=_products(values, which.ravel(), len(kinds)),
        total=columns.T @ columns,
    )


def random_effect_pieces(sums: ClassSums, relative: Numbers, places: Places) -> Pieces:
    """Return the pieces of W = I + Z D Z'; D is relative to the residual variance."""
    inverse = np.linalg.inv(np.eye(len(relative)) + sums.inner @ relative)
    determinants = np.linalg.slogdet(inverse)[1]
    cross = sums.total - _weighted(relative @ inverse, sums)
    left = np.swapaxes(inverse, 1, 2)  # Z'W^-1 a = inverse Z'a
    return _pieces(sums, cross, -float(sums.members @ determinants), (left, inverse @ sums.inner, inverse), places)


def unstructured_pieces(sums: ClassSums, covariance: Numbers, places: Places) -> Pieces:
    """Return the pieces of W = D at the observed times of each class."""
    # Unobserved times get a variance of one and no covariance; their columns hold zeros only.
    gaps = np.eye(len(covariance)) - sums.inner
    filled = sums.inner @ covariance @ sums.inner + gaps
    inverse = np.linalg.inv(filled) - gaps
    logs = np.linalg.slogdet(filled)[1]
    return _pieces(sums, _weighted(inverse, sums), float(sums.members @ logs), (inverse,) * 3, places)


def _pieces(
    sums: ClassSums, cross: Numbers, log_determinant: float, parts: tuple[Numbers, Numbers, Numbers], places: Places
) -> Pieces:
    left, middle, right = parts
    bases = [_basis(place, left.shape[1]) for place in places]
    before, after = [left @ basis for basis in bases], [basis @ right for basis in bases]
    steps = [middle @ basis for basis in bases]
    size, width = len(places), cross.shape[0]
    first, second = np.empty((size, width, width)), np.empty((size, size, width, width))
    pairs = np.empty((size, size))
    for one in range(size):
        first[one] = _weighted(before[one] @ right, sums)
        for other in range(size):
            second[one, other] = _weighted(before[one] @ middle @ after[other], sums)
            pairs[one, other] = sums.members @ np.einsum("cij,cji->c", steps[one], steps[other])
    traces = np.array([sums.members @ np.trace(step, axis1=1, axis2=2) for step in steps])
    return Pieces(sums.rows, log_determinant, cross, first, second, traces, pairs)


def _basis(place: tuple[int, int], size: int) -> Numbers:
    basis = np.zeros((size, size))
    basis[place] = basis[place[::-1]] = 1.0
    return basis


def _weighted(weights: Numbers, sums: ClassSums) -> Numbers:
    """Return the sum over groups of (Z'a)' weights (Z'b) for all columns a and b."""
    width = sums.products.shape[-1]
    return (weights.reshape(1, -1) @ sums.products.reshape(-1, width * width)).reshape(width, width)


def _products(sums: Numbers, which: np.ndarray, kinds: int) -> Numbers:
    """Return class x q x q x columns x columns from group x q x columns."""
    groups, q, width = sums.shape
    flat = sums.reshape(groups, q * width)
    if kinds == groups:
        outer = np.einsum("gi,gj->gij", flat, flat)[np.argsort(which)]
    else:
        order = np.argsort(which, kind="stable")
        bounds = np.searchsorted(which[order], np.arange(kinds + 1))
        blocks = [flat[order[start:stop]] for start, stop in pairwise(bounds)]
        outer = np.array([block.T @ block for block in blocks])
    return outer.reshape(kinds, q, width, q, width).transpose(0, 1, 3, 2, 4).copy()
