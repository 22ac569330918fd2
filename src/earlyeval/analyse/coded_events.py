"""Events that coders marked in film: how often, for how much of the time, how soon; and how far two coders agree."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.agreement_labels import labelled
from earlyeval.analyse.counted import plain_share_row
from earlyeval.analyse.givers import shares_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import agreement, summaries
from earlyeval.statistics.agreement import Event
from earlyeval.study import Study

RESAMPLES = 2000
NO_LENGTH = "The length of the clips was not returned (clips.csv, length_s), so nothing can be said per minute."
NO_STATE = "It is marked at points and has no length."
NOBODY_TWICE = "No clip was coded by a second person, so agreement on events cannot be told."
NEVER = "It was not seen in any of these clips."
BASE: Row = {"strand": "staff", "source_table": "events", "unit": "clips"}


@question("events")
def events(study: Study) -> Iterator[Row]:
    """Return, per behaviour, who acts and time point: events a minute, share of time, seconds to the first.

    Rows
    ----
    ``event_rate`` (mean over clips, t interval), ``share_of_time`` (states), ``latency`` (median of the clips in which
    it was seen). A clip in which a behaviour was never marked counts with rate 0; clips without a length with none.
    ``label`` is the behaviour, ``subgroup`` who acts. The main coder's events alone are used.
    """
    if not study.has("events"):
        return
    clips = clips_of(study)
    marked = main_events(study)
    for time_point, own in clips.groupby("time_point", sort=True, dropna=False):
        when = "" if pd.isna(time_point) else str(time_point)
        here = marked[marked["clip_id"].isin(own.index)]
        for (behaviour, subject), seen in _kinds(marked, here):
            row = BASE | {"outcome": behaviour, "label": in_words(behaviour), "subgroup": in_words(subject)}
            yield from _of_behaviour(seen, own["length_s"], row | {"time_point": when}, level=study.plan.conf_level)


@question("event-agreement")
def event_agreement(study: Study) -> Iterator[Row]:
    """Return the share of clips coded twice, kappa of ticks (with other ticks beside it), and F1 of events.

    Rows
    ----
    ``time_unit_kappa`` over all behaviours, ``event_f1`` over all and for each behaviour. Where every length is known,
    ticks run over the whole clip, else from the first to the last mark. The second coder is the first other by id.
    Ticks and tolerance are those of the programme's ``event_agreement``.
    """
    if not study.has("events"):
        return
    pairs = clip_pairs(study)
    row, clips = BASE | {"outcome": "all-behaviours", "label": "All behaviours"}, clips_of(study)
    yield plain_share_row(row | {"subgroup": "coded twice"}, len(pairs), len(clips), method="of all coded clips")
    if not pairs:
        yield not_estimable(row | {"estimand": "time_unit_kappa", "n": 0}, reason=NOBODY_TWICE)
        return
    lengths = clips["length_s"].reindex(list(pairs))
    limits = None if lengths.isna().any() else [(0, round(1000 * length)) for length in lengths]
    both, shared = list(pairs.values()), {"seed": study.registry.facts.seed, "resamples": RESAMPLES}
    shared |= {"conf_level": study.plan.conf_level}
    over = "over the whole clip" if limits else "from the first to the last mark"
    rule = study.programme.event_agreement
    for tick in (rule.tick_s, *rule.other_ticks_s):
        kappa = agreement.time_unit_kappa(both, interval_ms=round(1000 * tick), limits=limits, **shared)
        kind, told = "secondary" if tick == rule.tick_s else "sensitivity", labelled(row | kappa.as_row())
        yield told | {"analysis": kind, "method": f"{told['method']}, {over}", "comparison": f"tick {tick:g} s"}
    shared |= {"tolerance_ms": round(1000 * rule.tolerance_s)}
    yield from _matched(both, row, shared)
    for behaviour in sorted({event.behaviour for pair in both for side in pair for event in side}):
        own = [tuple([e for e in side if e.behaviour == behaviour] for side in pair) for pair in both]
        yield from _matched(own, row | {"outcome": behaviour, "label": in_words(behaviour)}, shared)


def clips_of(study: Study) -> pd.DataFrame:
    """Return time_point and length_s of every clip that was declared or has events, by clip id."""
    declared = study.table("clips").set_index("clip_id")[["time_point", "length_s"]]
    others = pd.Index(study.table("events")["clip_id"].unique()).difference(declared.index)
    return pd.concat([declared, pd.DataFrame(index=others, columns=declared.columns).astype(declared.dtypes)])


def main_events(study: Study) -> pd.DataFrame:
    """Return the events of the coding that is analysed: not said to be another's counts as that."""
    marked = study.table("events")
    return marked[marked["is_main_coder"].astype("boolean").fillna(value=True).astype(bool)]


def clip_pairs(study: Study) -> dict[str, tuple[list[Event], list[Event]]]:
    """Return the events of the main coder and of one other, for every clip that two people coded."""
    marked = study.table("events").dropna(subset=["coder"])
    is_main = marked["is_main_coder"].astype("boolean").fillna(value=True).astype(bool)
    pairs = {}
    for clip, own in marked.groupby("clip_id", sort=True):
        main = own[is_main[own.index]]
        others = own[~is_main[own.index]]
        if len(main) and len(others):
            second = others[others["coder"] == others["coder"].min()]
            pairs[str(clip)] = (_as_events(main), _as_events(second))
    return pairs


def in_words(name: str) -> str:
    """Return a declared name as words."""
    return name.replace("-", " ")


def _as_events(marked: pd.DataFrame) -> list[Event]:
    ends = marked["end_ms"].fillna(marked["begin_ms"])
    return [
        Event(str(subject), str(behaviour), str(kind), int(begin), int(end))
        for subject, behaviour, kind, begin, end in zip(
            marked["subject"].fillna(""), marked["behaviour"], marked["kind"], marked["begin_ms"], ends, strict=True
        )
    ]


def _kinds(marked: pd.DataFrame, here: pd.DataFrame) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    named = marked.assign(subject=marked["subject"].fillna(""))
    found = here.assign(subject=here["subject"].fillna(""))
    for behaviour, subject in sorted(set(zip(named["behaviour"], named["subject"], strict=True))):
        yield (behaviour, subject), found[(found["behaviour"] == behaviour) & (found["subject"] == subject)]


def _of_behaviour(seen: pd.DataFrame, lengths: pd.Series, row: Row, *, level: float) -> Iterator[Row]:
    known = lengths.dropna()
    known = known[known > 0]
    if known.empty:
        yield not_estimable(row | {"estimand": "event_rate", "n": 0}, reason=NO_LENGTH)
    else:
        times = seen.groupby("clip_id").size().reindex(known.index, fill_value=0)
        rates = times / known * 60
        rate = summaries.mean(rates.to_numpy(), conf_level=level).as_row()
        yield row | rate | shares_of(rates) | {"estimand": "event_rate"}
        yield from _share_of_time(seen, known, row, level=level)
    first = seen.groupby("clip_id")["begin_ms"].min().to_numpy(dtype=float) / 1000
    if not first.size:
        yield not_estimable(row | {"estimand": "latency", "n": 0}, reason=NEVER)
    else:
        told = {"estimand": "latency", "n": int(first.size), "n_expected": len(lengths), "estimate": np.median(first)}
        yield row | told | {"method": "median of the clips in which it was seen"}


def _share_of_time(seen: pd.DataFrame, lengths: pd.Series, row: Row, *, level: float) -> Iterator[Row]:
    states = seen[seen["kind"] == "state"]
    if states.empty:
        return
    taken = [_covered(states[states["clip_id"] == clip], length) for clip, length in lengths.items()]
    shares = 100 * np.array(taken) / lengths.to_numpy()
    share = summaries.mean(shares, conf_level=level).as_row() | shares_of(pd.Series(shares))
    yield row | share | {"estimand": "share_of_time"}


def _covered(states: pd.DataFrame, length: float) -> float:
    """Return for how many seconds of a clip any of the states went on; what overlaps counts once."""
    spans = states[["begin_ms", "end_ms"]].to_numpy(dtype=float) / 1000
    return float(agreement.covered_cells(spans, np.empty((0, 2)), [(0.0, float(length))])[1])


def _matched(pairs: list[tuple[list[Event], list[Event]]], row: Row, shared: Row) -> Iterator[Row]:
    found = agreement.event_agreement(pairs, **shared)
    yield from (row | estimate.as_row() for estimate in found.values())
