"""Events in film from tidy tables: rates over whole clips, shares of time, latency, and two coders side by side."""

import dataclasses

import pandas as pd
import pytest

from earlyeval.analyse.coded_events import clip_pairs, event_agreement, events
from earlyeval.registry.qualitative import EventRule
from earlyeval.study import load_study
from earlyeval.tidy.synthetic import effects

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def study():
    return load_study("wandsworth", "think-baby", data="synthetic")


def changed(study, marks, clips):
    columns = ("clip_id", "coder", "is_main_coder", "subject", "behaviour", "kind", "begin_ms", "end_ms")
    marked = pd.DataFrame(marks, columns=columns)
    types = {name: "str" for name in ("clip_id", "coder", "subject", "behaviour", "kind")}
    marked = marked.astype(types | {"is_main_coder": "boolean", "begin_ms": "float64", "end_ms": "float64"})
    told = pd.DataFrame(clips, columns=("clip_id", "time_point", "length_s"))
    told = told.astype({"clip_id": "str", "time_point": "str", "length_s": "float64"})
    return dataclasses.replace(study, tables={**study.tables, "events": marked, "clips": told}, stored=None)


CLIPS = [("a", "baseline", 60), ("b", "baseline", 120), ("c", "baseline", 60)]
MARKS = [
    ("a", "p", True, "adult", "wait", "state", 0, 30_000), ("a", "p", True, "adult", "wait", "state", 20_000, 40_000),
    ("b", "p", True, "adult", "wait", "state", 60_000, 90_000), ("b", "p", True, "adult", "touch", "point", 5000, 5000),
    ("a", "q", False, "adult", "wait", "state", 1000, 40_000),
]  # fmt: skip


def value(rows, estimand, **wanted):
    kept = rows[rows["estimand"] == estimand]
    for column, cell in wanted.items():
        kept = kept[kept[column] == cell]
    return kept.iloc[0]


def test_a_clip_without_the_behaviour_counts_with_none(study):
    rows = events(changed(study, MARKS, CLIPS))
    rate = value(rows, "event_rate", outcome="wait")
    # Two in one minute, one in two minutes, none: (2 + 0.5 + 0) / 3 a minute. The second coder's mark is not counted.
    assert (rate["estimate"], rate["n"]) == (pytest.approx(2.5 / 3), 3)
    share = value(rows, "share_of_time", outcome="wait")
    # What overlaps counts once: 40 of 60 s, 30 of 120 s, none.
    assert share["estimate"] == pytest.approx((100 * 40 / 60 + 25) / 3)
    assert "share_of_time" not in set(rows.loc[rows["outcome"] == "touch", "estimand"])
    latency = value(rows, "latency", outcome="wait")
    assert (latency["estimate"], latency["n"], latency["n_expected"]) == (30, 2, 3)


def test_without_lengths_nothing_is_said_per_minute(study):
    rows = events(changed(study, MARKS, [(clip, point, float("nan")) for clip, point, _ in CLIPS]))
    assert not value(rows, "event_rate", outcome="wait")["estimable"]
    assert value(rows, "latency", outcome="wait")["estimable"]


def test_events_of_clips_that_were_not_declared_are_not_lost(study):
    rows = events(changed(study, MARKS, []))
    assert value(rows, "latency", outcome="wait")["n"] == 2


def test_only_clips_that_two_people_coded_are_compared(study):
    own = changed(study, MARKS, CLIPS)
    assert list(clip_pairs(own)) == ["a"]
    rows = event_agreement(own)
    twice = value(rows, "proportion")
    assert (twice["n"], twice["n_expected"]) == (1, 3)
    f1 = value(rows, "event_f1", outcome="wait")
    assert f1["estimate"] == pytest.approx(2 / 3)
    kappa = rows[rows["estimand"] == "time_unit_kappa"]
    assert kappa["comparison"].tolist() == ["tick 1 s", "tick 0.5 s", "tick 2 s"]
    assert kappa["method"].str.contains("one every 1 s").iloc[0]
    assert kappa["method"].str.contains("over the whole clip").all()


def test_ticks_and_tolerance_are_those_that_the_programme_declares(study):
    rule = EventRule(tick_s=2, other_ticks_s=(4,), tolerance_s=0.25)
    own = changed(study, MARKS, CLIPS)
    own = dataclasses.replace(own, programme=own.programme.model_copy(update={"event_agreement": rule}))
    rows = event_agreement(own)
    kappa = rows[rows["estimand"] == "time_unit_kappa"]
    assert kappa[["comparison", "analysis"]].to_numpy().tolist() == [
        ["tick 2 s", "secondary"], ["tick 4 s", "sensitivity"],
    ]  # fmt: skip
    assert "begun at most 0.25 s apart" in value(rows, "event_f1", outcome="wait")["method"]


def test_one_coder_alone_is_said(study):
    rows = event_agreement(changed(study, MARKS[:4], CLIPS))
    assert "No clip was coded by a second person" in value(rows, "time_unit_kappa")["reason"]


def test_no_events_no_rows(study):
    nothing = changed(study, [], [])
    assert events(nothing).empty
    assert event_agreement(nothing).empty


def test_the_planted_care_of_the_second_coder_is_found(study):
    rows = event_agreement(study)
    f1 = value(rows, "event_f1", outcome="all-behaviours")
    # Of n events the second marks a share s: F1 = 2 s / (1 + s), less the few that lie too far apart.
    planted = 2 * effects.FILM_SEEN_AGAIN / (1 + effects.FILM_SEEN_AGAIN)
    assert f1["estimate"] == pytest.approx(planted, abs=0.03)
    assert value(rows, "time_unit_kappa", comparison="tick 1 s")["estimate"] > 0.8
    assert value(rows, "proportion")["n"] == 2 * effects.FILM_CODED_TWICE
