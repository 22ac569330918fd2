"""What was planted is found again, on average over twenty seeds, by the simplest honest reading of the sheets."""

import math

import numpy as np
import pandas as pd
import pytest

from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.groups import visits_of

pytestmark = pytest.mark.unit
AT_MOST_ERRORS = 3.5  # Monte Carlo standard errors of the mean of twenty runs


def near(values, planted):
    error = np.std(values, ddof=1) / math.sqrt(len(values))
    return abs(np.mean(values) - planted) <= AT_MOST_ERRORS * error


def forms(frames, name, known):
    every = pd.concat([frame for path, frame in frames.items() if path.startswith(f"{name}.") or f"{name}--" in path])
    return every[every["person_id"].isin(known)]


@pytest.mark.parametrize("planted", effects.FAMILY_CHANGES, ids=lambda planted: planted.instrument)
def test_change_of_parents(planted, runs, registry, scored):
    subscale = registry.subscale(planted.instrument, planted.instrument, "total")
    changes = []
    for drawn, frames in runs:
        answered = forms(frames, planted.instrument, drawn.families["person_id"])
        scores = scored(
            answered, list(subscale.items), at_most_missing=subscale.missing.at_most_missing, not_applicable=2
        )
        changes.append((scores["endpoint"] - scores["baseline"]).mean())
    assert near(changes, planted.change)


@pytest.mark.parametrize("planted", effects.STAFF_CHANGES, ids=lambda planted: planted.subscale)
def test_change_of_staff_and_response_shift(planted, runs, scored):
    changes, shifts = [], []
    for _, frames in runs:
        frame = frames["staff-confidence.csv"]
        items = [column for column in frame.columns if column.startswith(planted.subscale)]
        scores = scored(frame, items, at_most_missing=1) / len(items)
        changes.append((scores["endpoint"] - scores["baseline"]).mean())
        shifts.append((scores["retrospective"] - scores["baseline"]).mean())
    assert near(changes, planted.change)
    assert near(shifts, effects.RESPONSE_SHIFT)


def test_video_gains_and_two_raters_agree_as_planted(runs):
    gains, pairs = [], []
    for _, frames in runs:
        rated = frames["ratings.csv"]
        clips = rated.groupby(["clip_id", "person_id", "time_point", "is_main_rater"])["score"].mean().unstack()
        main = clips["yes"].unstack("time_point").groupby("person_id").mean()
        gains.append((main["endpoint"] - main["baseline"]).mean())
        pairs.append(clips.dropna().to_numpy())
    assert near(gains, effects.VIDEO_CHANGE)
    assert {len(pair) for pair in pairs} == {effects.DOUBLE_CODED}
    # All pairs together: the coefficient of eleven clips alone swings too widely to be held to anything.
    assert np.corrcoef(np.vstack(pairs).T)[0, 1] == pytest.approx(effects.VIDEO_ICC, abs=0.06)


def test_experience_and_fidelity(runs):
    positive = [frames["fft.csv"]["overall"].isin([1, 2]).mean() for _, frames in runs]
    assert near(positive, effects.FRIENDS_AND_FAMILY[0] + effects.FRIENDS_AND_FAMILY[1])
    core = [frames["fidelity.csv"].query("component != 'closing-circle'") for _, frames in runs]
    assert near([(rated["rating"] == 2).mean() for rated in core], effects.FIDELITY_CORE[2])


def test_status_of_babies(runs, registry):
    cut_offs = {form.form: form for form in registry.subscale("asq-se-2", "asq-se-2", "total").form_cut_offs}
    typical = {"baseline": [], "endpoint": []}
    for _, frames in runs:
        totals = frames["asq-se-2.csv"]
        below = pd.Series(
            [
                total < cut_offs[form].monitoring_from
                for form, total in zip(totals["form"], totals["total"], strict=True)
            ]
        )
        for time_point, shares in typical.items():
            shares.append(below[(totals["time_point"] == time_point).to_numpy()].mean())
    assert near(typical["baseline"], effects.STATUS_BEFORE[0])
    assert near(typical["endpoint"], effects.STATUS_AFTER[0])


def test_every_size_is_exactly_as_planted(runs):
    for drawn, _ in runs:
        families = drawn.families
        joined = families["consented"].to_numpy()
        assert len(drawn.referrals) == sum(effects.REFERRED)
        assert len(families) == sum(effects.ACCEPTED)
        assert families.loc[joined, "cluster"].value_counts().sort_index().tolist() == list(effects.CONSENTED)
        assert int((visits_of(families, drawn.visits)[joined] > 0).sum()) == sum(effects.CONSENTED) - effects.NEVER_CAME
        assert drawn.measured.before.sum() == effects.MEASURED_BEFORE
        assert (drawn.measured.before & drawn.measured.after).sum() == effects.MEASURED_TWICE
        assert drawn.measured.after.sum() == effects.MEASURED_TWICE + effects.MEASURED_AFTER_ONLY


def test_those_who_are_lost_were_worse_off_and_came_less(runs):
    worse, came_less = [], []
    for drawn, _ in runs:
        measured, families = drawn.measured, drawn.families
        lost, stayed = measured.before & ~measured.after, measured.before & measured.after
        severity, visits = measured.latent_before["phq-9"], visits_of(families, drawn.visits)
        worse.append(severity[lost].mean() - severity[stayed].mean())
        came_less.append(visits[lost].mean() - visits[stayed].mean())
    assert np.mean(worse) > 0.2
    assert np.mean(came_less) < -2


def test_trouble_is_there_to_be_found(runs):
    for drawn, frames in runs:
        ids = pd.Index(drawn.families["person_id"])
        assert ids.is_unique
        assert ids.str.fullmatch(r"W-F\d\d-A").sum() == 1  # beside W-F0nn-A, another family
        strangers = ~frames["phq-9.csv"]["person_id"].isin(ids)
        assert strangers.sum() == effects.UNKNOWN_PEOPLE
        assert (frames["kpcs.csv"] == "na").any().loc[["q1", "q9"]].all()
        assert frames["sessions.csv"]["cancelled_reason"].astype("str").ne("").any()
        assert frames["referrals.csv"]["family_id"].duplicated().sum() == sum(effects.REFERRED_TWICE)


def test_the_committed_returns_hold_nothing_that_was_left_unread():
    from earlyeval.foundations.paths import study_paths
    from earlyeval.registry.load import load_registry
    from earlyeval.tidy.arrive import read_returns

    paths = study_paths()
    found = read_returns(
        load_registry(paths), paths, site="wandsworth", programme="think-baby", data="synthetic"
    ).findings
    assert "unread_file" not in set(found["rule"])
