"""Multiple imputation by chained equations: each variable with gaps is drawn from the others, round after round."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.rubin import PooledImputations, pool_rubin

DONORS = 5
# Keeps the draws defined where columns are nearly alike; a hundred-thousandth of the diagonal, as in R's mice.
RIDGE = 1e-5


@dataclass(frozen=True)
class Imputations:
    """Several completed copies of one table: ``tables`` holds an array each, columns as given in ``names``."""

    tables: tuple[Numbers, ...]
    names: tuple[str, ...]
    method: str
    seed: int

    def frames(self) -> list[pd.DataFrame]:
        """Return the completed tables as DataFrames."""
        return [pd.DataFrame(values, columns=list(self.names)) for values in self.tables]

    def analyse(
        self, analysis: Callable[[pd.DataFrame], tuple[float, float]], *, complete_df: float = np.inf, **options: Any
    ) -> PooledImputations:
        """Return the pooled answer of an analysis that gives (estimate, standard error) for a completed table."""
        answers = [analysis(frame) for frame in self.frames()]
        return pool_rubin(*zip(*answers, strict=True), complete_df=complete_df, n=len(self.tables[0]), **options)


def impute(
    values: Any,
    *,
    seed: int,
    m: int = 20,
    method: Literal["pmm", "normal"] = "pmm",
    rounds: int = 10,
) -> Imputations:
    """Return m completed copies of a table with gaps.

    Parameters
    ----------
    values : two-dimensional or DataFrame, one row per person, one column per variable, numbers only
        What was measured is never changed. Put everything in that the later analysis uses, the outcome too.
    seed : int
        The only source of chance.
    method : "pmm" or "normal"
        "pmm": the value of one of the five people whose predicted values are nearest (predictive mean matching,
        type 1), so that only values that occur are imputed. "normal": a draw from a Bayesian linear regression.
    rounds : int
        How often the chain goes through all variables before a copy is taken.

    Raises
    ------
    ValueError
        A variable was never measured, or fewer than two people were.

    Notes
    -----
    Right if what is missing depends on what was seen only. Sources: van Buuren and Groothuis-Oudshoorn 2011,
    doi:10.18637/jss.v045.i03; Rubin 1987, doi:10.1002/9780470316696.
    """
    if method not in ("pmm", "normal"):
        raise ValueError("The method is pmm or normal.")
    if m < 1 or rounds < 1:
        raise ValueError("There must be at least one imputation and one round.")
    given = table(values, name="the values")
    gaps = np.isnan(given)
    if gaps.all(axis=0).any() or (~gaps).sum(axis=0).min(initial=given.shape[0]) < 2:
        raise ValueError("Every variable must have been measured at least twice to be imputed from.")
    names = tuple(str(name) for name in getattr(values, "columns", range(given.shape[1])))
    # One stream of chance for each copy: more copies do not change the first ones.
    streams = np.random.SeedSequence(seed).spawn(m)
    tables = tuple(_chain(given, gaps, np.random.default_rng(stream), method, rounds) for stream in streams)
    return Imputations(tables, names, method, seed)


def _chain(given: Numbers, gaps: Numbers, chance: np.random.Generator, method: str, rounds: int) -> Numbers:
    filled = given.copy()
    incomplete = np.flatnonzero(gaps.any(axis=0))
    for place in incomplete:
        seen = given[~gaps[:, place], place]
        filled[gaps[:, place], place] = chance.choice(seen, size=int(gaps[:, place].sum()))
    for _ in range(rounds):
        for place in incomplete:
            _drawn(filled, gaps[:, place], int(place), chance, method)
    return filled


def _drawn(filled: Numbers, gap: Numbers, place: int, chance: np.random.Generator, method: str) -> None:
    """Draw one variable's gaps anew, given the others as they stand."""
    others = np.delete(filled, place, axis=1)
    spread = others[~gap].std(axis=0)
    others = others[:, spread > 0]
    design = np.column_stack([np.ones(filled.shape[0]), others])
    outcome = filled[~gap, place]
    best, drawn, deviation = regression_draw(design[~gap], outcome, chance)
    if method == "normal":
        noise = chance.standard_normal(int(gap.sum())) * deviation
        filled[gap, place] = design[gap] @ drawn + noise
        return
    filled[gap, place] = outcome[_matches(design[~gap] @ best, design[gap] @ drawn, chance)]


def regression_draw(design: Numbers, outcome: Numbers, chance: np.random.Generator) -> tuple[Numbers, Numbers, float]:
    """Return least-squares coefficients, a draw from their posterior, and a draw of the residual SD.

    sigma^2 = rest / chi-square(df), coefficients = best + sigma L z with L L' = (X'X)^-1 (Rubin 1987, page 167).
    """
    inner = design.T @ design
    inverse = np.linalg.pinv(inner + RIDGE * np.diag(np.diag(inner)), hermitian=True)
    best = inverse @ (design.T @ outcome)
    rest = outcome - design @ best
    df = max(design.shape[0] - design.shape[1], 1)
    deviation = float(np.sqrt((rest @ rest) / chance.chisquare(df)))
    root = np.linalg.cholesky((inverse + inverse.T) / 2 + 1e-15 * np.trace(inverse) * np.eye(len(inverse)))
    return best, best + deviation * (root @ chance.standard_normal(best.size)), deviation


def _matches(observed: Numbers, wanted: Numbers, chance: np.random.Generator) -> Numbers:
    """Return, for each wanted prediction, the place of one of the nearest observed ones, at random."""
    order = np.argsort(observed, kind="stable")
    ordered, donors = observed[order], min(DONORS, observed.size)
    # The nearest few of a sorted row lie side by side: try each window that could hold them.
    starts = np.clip(np.searchsorted(ordered, wanted) - donors, 0, max(0, observed.size - 2 * donors))
    window = starts[:, np.newaxis] + np.arange(min(2 * donors, observed.size))
    distance = np.abs(ordered[window] - wanted[:, np.newaxis])
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :donors]
    chosen = nearest[np.arange(wanted.size), chance.integers(0, donors, size=wanted.size)]
    return order[window[np.arange(wanted.size), chosen]]
