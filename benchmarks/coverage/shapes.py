"""The shapes of scores that studies are drawn from: pairs before and after, with every true value known.

Three of the four are whole numbers from 0 to 27: a pair of related normal deviates is cut into scores, so that the
chance of every pair of scores is a number, and each parameter is a finite sum over them. Nothing is approximated.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

import numpy as np
from scipy.special import ndtr

TOP = 27
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)


@dataclass(frozen=True)
class Shape:
    """Pairs of scores: ``chances[i, j]`` of score i before and j after; None where scores are normal, uncut."""

    name: str
    words: str
    means: tuple[float, float]
    sds: tuple[float, float]
    r: float
    cuts: tuple[tuple[float, ...], tuple[float, ...]] | None = None

    @property
    def chances(self) -> np.ndarray:
        """The chance of every pair of scores."""
        return chances_of(*self.cuts, self.r)

    def draw(self, chance: np.random.Generator, studies: int, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Return before and after, studies x people."""
        one = chance.standard_normal((studies, n))
        other = self.r * one + np.sqrt(1 - self.r**2) * chance.standard_normal((studies, n))
        if self.cuts is None:
            return self.means[0] + self.sds[0] * one, self.means[1] + self.sds[1] * other
        return tuple(
            np.searchsorted(cut, side).astype(float) for cut, side in zip(self.cuts, (one, other), strict=True)
        )


def _rounded(mean: float, sd: float) -> tuple[float, ...]:
    """Cuts of a normal score that is rounded and kept between 0 and 27."""
    return tuple((score - 0.5 - mean) / sd for score in range(1, TOP + 1))


def _counted(mean: float, sd: float) -> tuple[float, ...]:
    """Cuts of a log-normal score whose fraction is dropped: many low scores, a long tail."""
    return tuple((log(score) - mean) / sd for score in range(1, TOP + 1))


@cache
def chances_of(first: tuple[float, ...], second: tuple[float, ...], r: float) -> np.ndarray:
    """Return the chance of every pair of cells of a bivariate normal: Gauss-Legendre along one side."""
    edges, table = np.clip(np.concatenate([[-9.0], first, [9.0]]), -9, 9), []
    ends = np.concatenate([[-np.inf], second, [np.inf]])
    for low, high in pairwise(edges):
        places = (low + high) / 2 + (high - low) / 2 * NODES
        density = np.exp(-(places**2) / 2) / np.sqrt(2 * np.pi) * WEIGHTS * (high - low) / 2
        below = ndtr((ends[:, np.newaxis] - r * places) / np.sqrt(1 - r**2))
        table.append(np.diff(below, axis=0) @ density)
    chances = np.array(table)
    return chances / chances.sum()


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("normal", "normal scores", (14.0, 11.5), (5.0, 5.5), 0.6),
        Shape(
            "ceiling", "0 to 27, piled up at the top", (22.0, 25.0), (5.0, 5.0), 0.6, (_rounded(22, 5), _rounded(25, 5))
        ),
        Shape(
            "skew", "0 to 27, most of them low", (1.6, 1.2), (0.9, 0.9), 0.6, (_counted(1.6, 0.9), _counted(1.2, 0.9))
        ),
        Shape(
            "ties", "0 to 27, few distinct changes", (10.0, 9.5), (2.0, 2.0), 0.85, (_rounded(10, 2), _rounded(9.5, 2))
        ),
    )
}
SIZES = (6, 10, 20, 40, 80)
