"""Whether n, mean and SD tell how each of a few people answered: what is hidden, and the judge that shares no code."""

import math
from collections import Counter
from itertools import combinations_with_replacement

import numpy as np
import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import records, results_frame
from earlyeval.protect import answers
from earlyeval.protect.answers import ways_to_answer
from earlyeval.protect.audit_of_answers import answers_audited
from earlyeval.protect.gate import release

pytestmark = pytest.mark.unit
SCALE = {"scale_low": 1.0, "scale_high": 4.0, "scale_step": 1.0}
ABOUT = {"programme": "group", "site": "here", "question": "levels", "instrument": "form", "version": "form",
         "subscale": "total", "time_point": "baseline", "unit": "points"}  # fmt: skip


def within(value, half, *, floor=0.0):
    return max(floor, value - half), value + half


def summaries(answers, **more):
    """Return the rows of the mean and the SD of some answers."""
    values = np.asarray(answers, dtype=float)
    shared = ABOUT | SCALE | {"n": len(values)} | more
    return [
        shared | {"estimand": "mean", "estimate": values.mean()},
        shared | {"estimand": "sd", "estimate": values.std(ddof=1)},
    ]


def shown(rows, profile):
    released = release(results_frame(rows), profile).rows
    return {row["estimand"]: row["estimate"] for row in records(released) if not math.isnan(row["estimate"])}


def test_a_mean_and_sd_of_few_tell_every_answer():
    # 1, 1, 4 and nothing else has this mean and SD
    assert ways_to_answer(3, within(1.0, 0.005), within(1.73, 0.005), 3, enough=9) == 1


def test_a_search_that_gives_up_knows_of_no_way_and_counts_as_telling(shipped, monkeypatch):
    asked = (12, within(1.5, 0.05), within(1.2, 0.05), 3)
    assert ways_to_answer(*asked, enough=3) == 3
    rows = summaries([1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4])
    assert set(shown(rows, shipped["nhs-hes-child"])) == {"mean", "sd"}
    monkeypatch.setattr(answers, "_MOST_STEPS", 3)
    assert ways_to_answer(*asked, enough=3) == 0
    assert answers.answers_withheld(records(results_frame(rows)), [True, True], shipped["nhs-hes-child"]) == {0, 1}


def test_without_the_sd_several_ways_are_left():
    # 1 1 4, 1 2 3, 2 2 2
    assert ways_to_answer(3, within(1.0, 0.005), None, 3, enough=9) == 3


def test_counting_stops_where_it_is_enough():
    assert ways_to_answer(20, within(1.5, 0.05), None, 3, enough=7) == 7


@pytest.mark.parametrize("n", [4, 6, 8])
def test_it_counts_what_trying_every_set_counts(n):
    random = np.random.default_rng(n)
    sets = [tuple(answers) for answers in combinations_with_replacement(range(5), n)]
    told = Counter((round(float(np.mean(a)), 1), round(float(np.std(a, ddof=1)), 1)) for a in sets)
    for number in random.choice(len(sets), size=12, replace=False):
        mean, sd = (round(float(f), 1) for f in (np.mean(sets[number]), np.std(sets[number], ddof=1)))
        found = ways_to_answer(n, within(mean, 0.05), within(sd, 0.05), 4, enough=10**6)
        assert abs(found - told[mean, sd]) <= sum(
            abs(abs(np.mean(a) - mean) - 0.05) < 1e-6 or abs(abs(np.std(a, ddof=1) - sd) - 0.05) < 1e-6 for a in sets
        )


@pytest.mark.parametrize("answers", [
    [1] * 8, [4] * 12, [1] * 9 + [2], [1] * 9 + [4], [1, 1, 1, 1, 4, 4, 4, 4], [1, 2, 2, 3, 3, 3, 4, 4],
    [1, 1, 2, 2, 2, 3, 3, 3, 4, 4], [1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 1, 2],
])  # fmt: skip
def test_what_goes_is_no_more_than_has_to(shipped, answers):
    alike = [
        (np.mean(a), np.std(a, ddof=1)) for a in combinations_with_replacement(range(1, 5), len(answers))
        if abs(np.mean(a) - round(np.mean(answers), 1)) <= 0.05 + 1e-9
    ]  # fmt: skip
    sd = round(np.std(answers, ddof=1), 1)
    with_sd = sum(abs(own - sd) <= 0.05 + 1e-9 for _, own in alike)
    left = {"mean", "sd"} if with_sd >= 3 else {"mean"} if len(alike) >= 3 and len(set(answers)) > 1 else set()
    assert set(shown(summaries(answers), shipped["nhs-hes-child"])) == left


def test_where_all_are_alike_neither_mean_nor_reason_tells(shipped):
    """An SD of nothing, hidden by a rule that says so, beside a mean, is everybody's answer."""
    released = release(results_frame(summaries([2] * 40)), shipped["nhs-hes-child"]).rows
    assert released["estimate"].isna().all()
    assert not released["rule"].str.contains("everybody|same").any()


def test_limits_tell_the_sd(shipped):
    limits = {"conf_level": 0.95, "conf_low": 1.16, "conf_high": 3.84}
    rows = summaries([1, 1, 1, 1, 4, 4, 4, 4])
    assert set(shown([rows[0] | limits, rows[1]], shipped["nhs-hes-child"])) == set()


def test_without_a_scale_nothing_is_counted(shipped):
    assert set(shown(summaries([1] * 8 + [4], scale_low=math.nan), shipped["nhs-hes-child"])) == {"mean", "sd"}


def test_the_judge_refuses_what_tells_and_lets_pass_what_does_not(shipped):
    profile = shipped["nhs-hes-child"]
    telling = records(results_frame(summaries([1, 1, 1, 1, 4, 4, 4, 4])))
    with pytest.raises(ProtectionError, match="answered"):
        answers_audited(telling, telling, profile)
    without_sd = [telling[0], telling[1] | {"estimate": math.nan}]
    assert answers_audited(telling, without_sd, profile) == 1
    limits = {"conf_level": 0.95, "conf_low": 1.1, "conf_high": 3.9}
    with pytest.raises(ProtectionError, match="answered"):
        answers_audited(telling, [telling[0] | limits, without_sd[1]], profile)
    same = records(results_frame(summaries([1] * 8)))
    with pytest.raises(ProtectionError, match="answered"):
        answers_audited(same, [same[0], same[1] | {"estimate": math.nan}], profile)


@pytest.mark.parametrize("highest", [3, 4, 10, 27])
def test_chooser_and_judge_agree_on_made_up_scores(shipped, many, highest):
    random, profile = np.random.default_rng(highest), shipped["nhs-hes-child"]
    for _ in range(many(6, 200)):
        scores = random.binomial(highest, random.random(), size=random.integers(8, 30))
        scale = {"scale_low": 0.0, "scale_high": float(highest)}
        shown(summaries(scores, **scale), profile)  # the gate asks the judge of what the chooser left


def test_single_items_of_the_default_profile_leave_three_ways(shipped):
    rule, random = shipped["nhs-hes-child"].item_summary, np.random.default_rng(2)
    assert not rule.sd
    for _ in range(60):
        answers = random.integers(0, 4, size=rule.min_n)
        told = within(round(float(answers.mean()), rule.decimals), 0.05)
        assert ways_to_answer(rule.min_n, told, None, 3, enough=3) == 3
