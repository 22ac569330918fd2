"""Times until something happens: checked, and counted into a table of who was there and who had the event."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers

NOBODY = "There is nobody with a time."
NO_EVENTS = "Nobody had the event, so nothing can be said about when it comes."


@dataclass(frozen=True)
class Times:
    """Follow-up of people without missing values. ``event`` is 0 for those whose follow-up ended without it."""

    entry: Numbers
    time: Numbers
    event: Numbers
    places: Numbers


@dataclass(frozen=True)
class RiskTable:
    """One row per time at which somebody's follow-up ended: how many were there just before, and what happened."""

    time: Numbers
    n_risk: Numbers
    n_event: Numbers
    n_censored: Numbers


def times_of(
    time: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None, *, kinds: tuple[int, ...] | None = (0, 1)
) -> Times:
    """Return follow-up times, dropping people of whom anything is missing.

    Parameters
    ----------
    time, event : one-dimensional, one value per person
        Time until the event or the end of follow-up; 1 for the event, 0 for none (whole numbers for several kinds).
    entry : one-dimensional
        When a person came under observation (late entry); by default from time 0.
    kinds : tuple of int or None
        Codes that ``event`` may hold; None for any whole numbers from 0.
    """
    ends, codes = numbers(time, name="time"), numbers(event, name="event")
    starts = np.zeros(ends.size) if entry is None else numbers(entry, name="entry")
    if not ends.shape == codes.shape == starts.shape:
        raise ValueError("Time, event and entry must be equally long: one of each for every person.")
    there = ~(np.isnan(ends) | np.isnan(codes) | np.isnan(starts))
    starts, ends, codes = starts[there], ends[there], codes[there]
    if (ends < 0).any() or (entry is not None and (starts < 0).any()):
        raise ValueError("Times are never negative.")
    if entry is not None and (starts >= ends).any():
        raise ValueError("Everybody must come under observation before their follow-up ends.")
    if kinds is not None and not np.isin(codes, kinds).all():
        raise ValueError("The event is 1 where it happened and 0 where follow-up ended without it.")
    if (codes < 0).any() or (codes != np.round(codes)).any():
        raise ValueError("Kinds of event are whole numbers: 0 for none, then 1, 2, ...")
    # People there from the start are at risk at time 0 too.
    return Times(np.where(starts == 0, -1.0, starts) if entry is None else starts, ends, codes, np.flatnonzero(there))


def risk_table(data: Times) -> RiskTable:
    """Return the table of risk: somebody is at risk after their entry, up to and including the end of their time."""
    distinct, where = np.unique(data.time, return_inverse=True)
    events = np.bincount(where, weights=(data.event > 0).astype(float), minlength=distinct.size)
    ended = np.bincount(where, minlength=distinct.size).astype(float)
    return RiskTable(distinct, at_risk(data, distinct), events, ended - events)


def at_risk(data: Times, when: Numbers) -> Numbers:
    """Return how many are at risk at each of some times."""
    still = data.time.size - np.searchsorted(np.sort(data.time), when, side="left")
    not_yet = data.entry.size - np.searchsorted(np.sort(data.entry), when, side="left")
    return (still - not_yet).astype(float)
