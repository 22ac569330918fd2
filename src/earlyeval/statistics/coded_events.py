"""Events that two coders marked in the same clips: by units of time, and mark by mark within a tolerance.

Times are whole milliseconds from the start of a clip.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.document_bootstrap import divided, estimates_by_documents
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.spans import f1_figures

NOTHING = "Neither coder marked anything, so events cannot be compared."
ONE_STATE = "Both coders have the same state all the time, so agreement beyond chance cannot be told."
_NAMES = {
    "event_f1": "events of both coders matched one to one",
    "event_precision": "share of the second coder's events that match",
    "event_recall": "share of the first coder's events that match",
}


class Event(NamedTuple):
    """One event: who did what, at a point or for a while. ``end_ms`` of a point is not looked at."""

    subject: str
    behaviour: str
    kind: Literal["point", "state"]
    begin_ms: int
    end_ms: int


Events = Sequence[Event]
Clips = Sequence[tuple[Events, Events]]
Limits = Sequence[tuple[int, int]] | None


def time_unit_kappa(
    clips: Clips,
    *,
    interval_ms: int,
    subjects: Sequence[str] | None = None,
    limits: Limits = None,
    seed: int | None = None,
    resamples: int = 2000,
    conf_level: float = 0.95,
) -> Estimate:
    """Return Cohen's kappa of what two coders saw at every tick of a clock.

    Parameters
    ----------
    clips : sequence of (first, second)
        Events of both coders in each clip.
    interval_ms : int
        From tick to tick. Kappa depends on it: print it beside the number.
    subjects : sequence of str, optional
        Whose state is compared at each tick, each on its own; those that occur if not given.
    limits : sequence of (begin, end), optional
        From when to when each clip is compared; from the first begin to the last end that either coder marked if not
        given (as BORIS does, so that silence before and after does not count).

    Returns
    -------
    Estimate
        time_unit_kappa; n counts the clips. The interval draws clips again: ticks of a clip are not independent.

    Notes
    -----
    A state of a subject at a tick is all that goes on then: state events that hold it, both ends included, and point
    events at most half an interval away, as often as they occur. Source: Bakeman and Quera 2011, Sequential Analysis
    and Observational Methods for the Behavioral Sciences, chapter 5; BORIS, irr.py.
    """
    level, n = checked_level(conf_level), len(clips)
    if interval_ms < 1:
        raise ValueError("The interval is at least one millisecond.")
    ticks = [_ticks(first, second, limit, interval_ms) for (first, second), limit in _limited(clips, limits)]
    whose = _subjects(clips) if subjects is None else list(subjects)
    known: dict[tuple[object, ...], int] = {}
    seen = [
        [_states(coder, times, whose, interval_ms, known) for coder in clip]
        for clip, times in zip(clips, ticks, strict=True)
    ]
    if sum(one.size for one, _ in seen) == 0:
        return not_estimable("time_unit_kappa", NOTHING, n=n)
    size = len(known)
    tables = np.array([np.bincount(one * size + other, minlength=size * size) for one, other in seen], dtype=float)

    def kappa(sums: Numbers) -> Numbers:
        counts = sums.reshape(-1, size, size)
        whole = counts.sum(axis=(1, 2))
        agreed = np.trace(counts, axis1=1, axis2=2)
        chance = (counts.sum(axis=1) * counts.sum(axis=2)).sum(axis=1)
        return divided(whole * agreed - chance, whole**2 - chance)[:, np.newaxis]

    words = f"Cohen's kappa of ticks, one every {interval_ms / 1000:g} s"
    draw = None if seed is None else (seed, resamples)
    found = estimates_by_documents(
        {"time_unit_kappa": words}, tables, kappa, n=n, draw=draw, level=level, reason=ONE_STATE
    )
    return found["time_unit_kappa"]


def event_agreement(
    clips: Clips, *, tolerance_ms: int, seed: int | None = None, resamples: int = 2000, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return F1, precision and recall of events: the same subject and behaviour, begun at most a tolerance apart.

    Each event is matched at most once, and as many as can be. n counts the clips; the interval draws clips again.
    """
    level = checked_level(conf_level)
    counts = np.array([_matched(one, other, tolerance_ms) for one, other in clips], dtype=float).reshape(-1, 3)
    words = {name: f"{told}, begun at most {tolerance_ms / 1000:g} s apart" for name, told in _NAMES.items()}
    draw = None if seed is None else (seed, resamples)
    return estimates_by_documents(words, counts, f1_figures, n=len(clips), draw=draw, level=level, reason=NOTHING)


def match_times(first: Sequence[int], second: Sequence[int], *, tolerance_ms: int) -> list[tuple[int, int]]:
    """Return which times are the same, as places in the two lists in order of time: as many pairs as can be."""
    one, other = (sorted(range(len(times)), key=times.__getitem__) for times in (first, second))
    pairs, here, there = [], 0, 0
    while here < len(one) and there < len(other):
        apart = second[other[there]] - first[one[here]]
        if abs(apart) <= tolerance_ms:
            pairs.append((one[here], other[there]))
            here, there = here + 1, there + 1
        elif apart > 0:
            here += 1
        else:
            there += 1
    return pairs


def _matched(first: Events, second: Events, tolerance_ms: int) -> tuple[int, int, int]:
    kinds = dict.fromkeys((event.subject, event.behaviour) for event in (*first, *second))
    matched = 0
    for kind in kinds:
        one, other = (
            [event.begin_ms for event in events if (event.subject, event.behaviour) == kind]
            for events in (first, second)
        )
        matched += len(match_times(one, other, tolerance_ms=tolerance_ms))
    return matched, len(first), len(second)


def _limited(clips: Clips, limits: Limits) -> list[tuple[tuple[Events, Events], tuple[int, int] | None]]:
    given = [None] * len(clips) if limits is None else list(limits)
    return list(zip(clips, given, strict=True))


def _ticks(first: Events, second: Events, limit: tuple[int, int] | None, interval_ms: int) -> np.ndarray:
    events = (*first, *second)
    if limit is None and not events:
        return np.empty(0, dtype=int)
    begin, end = limit or (min(e.begin_ms for e in events), max(e.end_ms for e in events))
    return np.arange(begin, end + 1, interval_ms)


def _subjects(clips: Clips) -> list[str]:
    return sorted({event.subject for clip in clips for coder in clip for event in coder})


def _states(
    events: Events, ticks: np.ndarray, subjects: Sequence[str], interval_ms: int, known: dict[tuple[object, ...], int]
) -> np.ndarray:
    """Return the number of the state of every subject at every tick; a state is new where it was not known."""
    states = []
    for subject in subjects:
        own = [event for event in events if event.subject == subject]
        names = sorted({event.behaviour for event in own})
        going_on = np.zeros((ticks.size, len(names)), dtype=int)
        for event in own:
            if event.kind == "state":
                holds = (event.begin_ms <= ticks) & (ticks <= event.end_ms)
            else:
                holds = np.abs(2 * (event.begin_ms - ticks)) <= interval_ms
            going_on[:, names.index(event.behaviour)] += holds
        rows, place = np.unique(going_on, axis=0, return_inverse=True)
        numbered = []
        for row in rows:
            there = tuple((name, int(times)) for name, times in zip(names, row, strict=True) if times)
            # Nothing going on is the same state for everybody, as BORIS has it.
            numbered.append(known.setdefault((subject, *there) if there else (), len(known)))
        states.append(np.array(numbered, dtype=int)[place.ravel()])
    return np.concatenate(states) if states else np.empty(0, dtype=int)
