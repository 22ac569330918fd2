"""The scores behind Gray's test: events of a cause against what the groups' pooled subdistribution hazard expects."""

from dataclasses import dataclass

import numpy as np

from earlyeval.statistics.arrays import Numbers


@dataclass
class _Running:
    """What is carried from one event time to the next, by group."""

    left: Numbers  # Kaplan-Meier of any event
    incidence: Numbers  # of the cause
    pooled: float  # incidence of the cause, all groups
    hazard: Numbers  # what a group's score has taken from each group so far
    squares: Numbers
    products: Numbers
    spread: Numbers


def scores_of_gray(time: Numbers, kind: Numbers, group: Numbers, *, groups: int, rho: float) -> tuple[Numbers, Numbers]:
    """Return the scores of all groups but the last and their covariance matrix (Gray 1988, section 2).

    ``kind`` is 1 for the cause, 2 for another, 0 for none.
    """
    state = _Running(
        np.ones(groups), np.zeros(groups), 0.0, np.zeros((groups, groups)), np.zeros(groups),
        np.zeros((groups, groups)), np.zeros((groups, groups)),
    )  # fmt: skip
    scores = np.zeros(groups)
    for when in np.unique(time[kind > 0]):
        risk = np.bincount(group[time >= when], minlength=groups).astype(float)
        here = time == when
        own, other = (np.bincount(group[here & (kind == code)], minlength=groups).astype(float) for code in (1, 2))
        scores += _stepped(state, risk, own, other, rho=rho)
    total = state.spread + (state.hazard * state.squares) @ state.hazard.T
    total = total + state.hazard @ state.products.T + state.products @ state.hazard.T
    return scores[:-1], total[:-1, :-1]


def _stepped(state: _Running, risk: Numbers, own: Numbers, other: Numbers, *, rho: float) -> Numbers:
    """Bring the running sums past one event time and return what it adds to the scores."""
    there, before, deaths = risk > 0, state.left.copy(), float(own.sum())
    # Everybody who could still have the event in the subdistribution, estimated group by group.
    able = np.divide(risk, before, out=np.zeros(risk.size), where=there)
    open_shares = able * (1 - state.incidence)
    weight = (1 - state.pooled) ** rho
    state.left = np.where(there, before * (risk - own - other) / np.where(there, risk, 1), before)
    new_incidence = np.where(there, state.incidence + before * own / np.where(there, risk, 1), state.incidence)
    centred = weight * (np.diag(able) - np.outer(able, able) / able.sum())
    state.hazard += centred * deaths / (able.sum() * (1 - state.pooled))
    pooled = state.pooled + deaths / able.sum()
    added = np.where(there, weight * (own - deaths * open_shares / open_shares.sum()), 0.0)
    alive = state.left > 0
    share = np.where(alive, (1 - pooled) / np.where(alive, state.left, 1.0), 0.0)
    if deaths > 0:
        crowd = able.sum() * before
        tied = np.where((deaths > 1) & (crowd > 1), 1 - (deaths - 1) / np.where(crowd > 1, crowd - 1, 1), 1.0)
        size = np.where(there, tied * before * deaths / (able.sum() * np.where(there, risk, 1)), 0.0)
        _spread(state, centred - (1 - share) * state.hazard, 1 - share, size)
    tied = np.where(other > 1, 1 - (other - 1) / np.maximum(risk - 1, 1), 1.0)
    size = np.where(alive & (other > 0), tied * before**2 * other / np.where(there, risk, 1) ** 2, 0.0)
    _spread(state, share * state.hazard, -share, size)
    state.incidence, state.pooled = new_incidence, pooled
    return added


def _spread(state: _Running, moved: Numbers, factor: Numbers, size: Numbers) -> None:
    """Add one kind of event's part to the three sums that the covariance is made of."""
    state.squares += factor**2 * size
    state.products += moved * (factor * size)
    state.spread += (moved * size) @ moved.T
