"""Events in some of the made-up clips, marked by one coder and in some of them by a second whose care is planted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.sheets import Sheet

_RATERS = ("V1", "V2")
_COLUMNS = (
    "event_id", "clip_id", "observation", "coder", "is_main_coder", "subject", "behaviour", "kind", "begin_ms",
    "end_ms",
)  # fmt: skip
_SMALLEST_GAP_MS = 400


@dataclass(frozen=True)
class Behaviour:
    """What is marked: who does it, how often in a minute before, how much oftener after, how long it lasts."""

    name: str
    subject: str
    rate: float
    times_after: float
    seconds: float  # 0: a point


BEHAVIOURS = (
    Behaviour("waiting", "adult", 1.6, 1.4, 5.0),
    Behaviour("naming-what-the-baby-does", "adult", 2.0, 1.3, 3.0),
    Behaviour("touching", "adult", 1.5, 1.0, 0.0),
    Behaviour("looking-at-the-adult", "child", 2.2, 1.1, 4.0),
)


def film_sheets(random: Generator, ratings: Sheet) -> list[Sheet]:
    """Return the table of clips and the events of clips that were rated, the first of each time point's."""
    place = {name: number for number, name in enumerate(ratings.columns)}
    known = dict.fromkeys((row[place["clip_id"]], row[place["person_id"]], row[place["time_point"]])
                          for row in ratings.rows)  # fmt: skip
    clips, rows = [], []
    for time_point in ("baseline", "endpoint"):
        own = [clip for clip in known if clip[2] == time_point][: effects.FILM_CLIPS]
        for number, (clip_id, person_id, _) in enumerate(own):
            clips.append([clip_id, person_id, time_point, effects.FILM_SECONDS])
            seen = _seen(random, is_after=time_point == "endpoint")
            rows += [_row(clip_id, 0, mark) for mark in seen]
            if number < effects.FILM_CODED_TWICE:
                rows += [_row(clip_id, 1, mark) for mark in _seen_again(random, seen)]
    numbered = [[f"EV-{number:04d}", *row] for number, row in enumerate(rows, start=1)]
    return [
        Sheet("clips.csv", ("clip_id", "person_id", "time_point", "length_s"), clips),
        Sheet("events.csv", _COLUMNS, numbered),
    ]


Mark = tuple[Behaviour, int, int]


def _row(clip_id: str, coder: int, mark: Mark) -> list[Any]:
    behaviour, begin, end = mark
    kind = "state" if behaviour.seconds else "point"
    is_main = "yes" if coder == 0 else "no"
    return [clip_id, f"{clip_id}-{_RATERS[coder]}", _RATERS[coder], is_main, behaviour.subject, behaviour.name, kind,
            begin, end]  # fmt: skip


def _seen(random: Generator, *, is_after: bool) -> list[Mark]:
    marks: list[Mark] = []
    whole = effects.FILM_SECONDS * 1000
    for behaviour in BEHAVIOURS:
        rate = behaviour.rate * (behaviour.times_after if is_after else 1.0)
        time = 0.0
        while True:
            time += random.exponential(60_000 / rate)
            begin, end = round(time), round(time + random.exponential(behaviour.seconds * 1000))
            if end >= whole:
                break
            marks.append((behaviour, begin, end))
            time = end + _SMALLEST_GAP_MS
    return sorted(marks, key=lambda mark: (mark[1], mark[2]))


def _seen_again(random: Generator, seen: Sequence[Mark]) -> list[Mark]:
    """Return what a second coder marks of the same clip: most of it, a little earlier or later."""
    again: list[Mark] = []
    last = effects.FILM_SECONDS * 1000 - 1
    for behaviour, begin, end in seen:
        shifts = np.round(random.normal(0, effects.FILM_SHIFT_MS, size=2)).astype(int)
        if random.random() < effects.FILM_SEEN_AGAIN:
            start = min(max(begin + int(shifts[0]), 0), last)
            stop = start if not behaviour.seconds else min(max(end + int(shifts[1]), start), last)
            again.append((behaviour, start, stop))
    return sorted(again, key=lambda mark: (mark[1], mark[2]))
