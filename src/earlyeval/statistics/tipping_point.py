"""How far the missing values would have to lie from what was expected of them, for the conclusion to change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.imputation import regression_draw
from earlyeval.statistics.rubin import pool_rubin

FEWEST = 4
TOO_FEW = "Fewer than four people were measured both times: missing values cannot be imputed from them."
NONE_MISSING = "Everybody measured before was measured after, so there is nothing to shift."
NEVER = "No shift within the range that was searched changes the conclusion."
CONSTANT = "The values before, or the changes, do not vary: there is nothing to impute from."


@dataclass(frozen=True)
class TippingPoint:
    """The estimate for a row of shifts, and the shift nearest to 0 at which the conclusion changes.

    ``table`` has one row per shift: delta, estimate, conf_low, conf_high, p_value. ``delta`` is in scale points,
    missing when nothing within the range tips, with ``reason``. ``conclusion`` is that without a shift: "above 0",
    "below 0" or "undecided".
    """

    at_zero: Estimate
    delta: float
    conclusion: str
    table: pd.DataFrame
    n_missing: int
    estimable: bool = True
    reason: str = ""


def tipping_point_of_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    seed: int,
    imputations: int = 50,
    deltas: Sequence[float] | None = None,
    conf_level: float = 0.95,
) -> TippingPoint:
    """Return how far the unseen would have to lie from what people like them scored for the mean change to tip.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        People without a value before are left out. Missing values after are imputed from before (normal Bayesian
        regression among those seen twice), then shifted by delta scale points.
    deltas : sequence of float
        Rows of the table; by default nineteen, to twice the SD of the changes to either side.

    Notes
    -----
    Each imputed data set gives a mean change and its error; they are pooled by Rubin's rules with n - 1 complete
    degrees of freedom. Source: Cro et al. 2020, doi:10.1002/sim.8569.
    """
    level = checked_level(conf_level)
    first, second = _pairs(before, after)
    kept = ~np.isnan(first)
    first, second = first[kept], second[kept]
    gone = np.isnan(second)
    n, reason = int(first.size), _why_not(first, second, gone)
    if reason:
        return _nothing("mean_change", reason, n=n, missing=int(gone.sum()))
    draws = _draws(first, second, gone, seed=seed, imputations=imputations)

    def answer(delta: float) -> Estimate:
        moved = draws + delta * gone - first
        errors = moved.std(axis=1, ddof=1) / np.sqrt(n)
        options = {"complete_df": n - 1, "n": n, "estimand": "mean_change", "conf_level": level}
        return pool_rubin(moved.mean(axis=1), errors, **options).pooled

    return _searched(answer, spread=float((second - first)[~gone].std(ddof=1)), deltas=deltas, missing=int(gone.sum()))


def tipping_point_of_arms(
    before: ArrayLike,
    after: ArrayLike,
    arm: ArrayLike,
    *,
    seed: int,
    delta_control: float = 0.0,
    imputations: int = 50,
    deltas: Sequence[float] | None = None,
    conf_level: float = 0.95,
) -> TippingPoint:
    """Return how far the unseen of arm 1 would have to lie from those seen for the difference in change to tip.

    Parameters
    ----------
    arm : one-dimensional, 0 or 1
        Missing values after are imputed from before within each arm; those of arm 1 are shifted by delta, those of
        arm 0 by ``delta_control``.

    Notes
    -----
    Each imputed data set gives the difference of the mean changes, arm 1 - arm 0, with Welch's error; pooled by
    Rubin's rules, with the smaller Welch degrees of freedom among them as complete ones.
    """
    level = checked_level(conf_level)
    first, second = _pairs(before, after)
    codes = numbers(arm, name="arm")
    if codes.shape != first.shape or not np.isin(codes[~np.isnan(codes)], (0, 1)).all():
        raise ValueError("The arm is 0 or 1, one for every person.")
    kept = ~(np.isnan(first) | np.isnan(codes))
    first, second, codes = first[kept], second[kept], codes[kept]
    gone, n = np.isnan(second), int(first.size)
    arms = [codes == code for code in (1, 0)]
    reasons = [_why_not(first[here], second[here], gone[here], full=True) for here in arms]
    reason = next((one for one in reasons if one), "" if gone.any() else NONE_MISSING)
    if reason:
        return _nothing("difference_in_change", reason, n=n, missing=int(gone.sum()))
    draws = np.empty((imputations, n))
    for place, here in enumerate(arms):
        draws[:, here] = _draws(first[here], second[here], gone[here], seed=seed, imputations=imputations, stream=place)

    def answer(delta: float) -> Estimate:
        shift = np.where(codes == 1, delta, delta_control) * gone
        parts = [(draws + shift - first)[:, here] for here in arms]
        shares = [part.var(axis=1, ddof=1) / part.shape[1] for part in parts]
        total = shares[0] + shares[1]
        welch = total**2 / sum(share**2 / (part.shape[1] - 1) for share, part in zip(shares, parts, strict=True))
        difference = parts[0].mean(axis=1) - parts[1].mean(axis=1)
        options = {"n": n, "estimand": "difference_in_change", "conf_level": level}
        return pool_rubin(difference, np.sqrt(total), complete_df=float(welch.min()), **options).pooled

    seen = (second - first)[~gone]
    return _searched(answer, spread=float(seen.std(ddof=1)), deltas=deltas, missing=int(gone.sum()))


def _searched(
    answer: Callable[[float], Estimate], *, spread: float, deltas: Sequence[float] | None, missing: int
) -> TippingPoint:
    rows = np.linspace(-2 * spread, 2 * spread, 19) if deltas is None else np.asarray(deltas, dtype=float)
    found = [answer(float(delta)) for delta in rows]
    columns = ("estimate", "conf_low", "conf_high", "p_value")
    listed = pd.DataFrame({"delta": rows} | {name: [getattr(one, name) for one in found] for name in columns})
    start = answer(0.0)
    conclusion = _conclusion(start)
    # Searched to ten SDs of change to either side, in steps too fine to miss a conclusion.
    reached = [_first_change(answer, side * spread, conclusion) for side in (-1, 1)]
    near = sorted((one for one in reached if not isnan(one)), key=abs)
    delta = near[0] if near else nan
    return TippingPoint(start, delta, conclusion, listed, missing, reason="" if near else NEVER)


def _first_change(answer: Callable[[float], Estimate], step: float, conclusion: str) -> float:
    before = 0.0
    for place in np.linspace(0, 10, 101)[1:] * step:
        if _conclusion(answer(float(place))) != conclusion:
            inside, outside = before, float(place)
            return float(
                brentq(lambda at: 0.5 if _conclusion(answer(at)) == conclusion else -0.5, inside, outside, xtol=1e-10)
            )
        before = float(place)
    return nan


def _conclusion(one: Estimate) -> str:
    if one.conf_low > 0:
        return "above 0"
    return "below 0" if one.conf_high < 0 else "undecided"


def _draws(first: Numbers, second: Numbers, gone: Numbers, *, seed: int, imputations: int, stream: int = 0) -> Numbers:
    """Return second with its gaps drawn from a regression on first, one row per imputed data set."""
    chance = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream,)))
    design = np.column_stack([np.ones(first.size), first])
    drawn = np.tile(second, (imputations, 1))
    for row in drawn:
        _, coefficients, deviation = regression_draw(design[~gone], second[~gone], chance)
        row[gone] = design[gone] @ coefficients + deviation * chance.standard_normal(int(gone.sum()))
    return drawn


def _pairs(before: ArrayLike, after: ArrayLike) -> tuple[Numbers, Numbers]:
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of values for each unit.")
    return first, second


def _why_not(first: Numbers, second: Numbers, gone: Numbers, *, full: bool = False) -> str:
    if (~gone).sum() < FEWEST:
        return TOO_FEW
    if np.ptp(first[~gone]) == 0 or np.ptp((second - first)[~gone]) == 0:
        return CONSTANT
    return "" if full or gone.any() else NONE_MISSING


def _nothing(estimand: str, reason: str, *, n: int, missing: int) -> TippingPoint:
    empty = pd.DataFrame(columns=["delta", "estimate", "conf_low", "conf_high", "p_value"], dtype=float)
    refused = not_estimable(estimand, reason, n=n)
    return TippingPoint(refused, nan, "", empty, missing, estimable=False, reason=reason)
