"""Means that are subtracted from one another: those of few people stay open by a quarter of the scale, half a width."""

import math

import numpy as np
import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import records, results_frame
from earlyeval.protect import differences
from earlyeval.protect.audit_of_means import means_audited
from earlyeval.protect.averages import averages_of
from earlyeval.protect.differences import means_withheld
from earlyeval.protect.gate import release
from earlyeval.protect.plan import row_key, withheld_of
from earlyeval.registry.profiles import DifferenceRule

pytestmark = pytest.mark.unit
ABOUT = {"programme": "group", "site": "here", "strand": "family", "question": "family-change", "outcome": "mood",
         "instrument": "form", "version": "form", "subscale": "total", "unit": "points", "time_point": "baseline",
         "scale_low": 0.0, "scale_high": 27.0, "scale_step": 1.0}  # fmt: skip


def mean(n, estimate, *, question="family-change", **more):
    return ABOUT | {"estimand": "mean", "n": n, "estimate": estimate, "question": question} | more


def shown(rows, profile):
    """Return which rows show their estimate."""
    released = records(release(results_frame(rows), profile).rows)
    return [not math.isnan(row["estimate"]) for row in released]


def subtracted(rows, shown_too, profile):
    """Return between what the mean of the rest lies, worked out by hand: all less some."""
    whole, part = rows[:2]
    half, left = 0.05, whole["n"] - part["n"]
    ends = [whole["n"] * (round(whole["estimate"], 1) + s * half) - part["n"] * (round(part["estimate"], 1) - s * half)
            for s in (-1, 1)]  # fmt: skip
    return [min(27.0, max(0.0, end / left)) for end in ends]


@pytest.mark.parametrize("name", ["nhs-hes-child", "dfe-cin", "ukllc"])
def test_those_who_were_lost_are_not_told_by_all_and_the_rest(shipped, name):
    rows = [mean(23, 10.2, subgroup="all"), mean(18, 9.7, subgroup="pairs")]
    low, high = subtracted(rows, None, shipped[name])
    assert (high - low) / 2 < 27 / 4
    assert shown(rows, shipped[name]) == [True, False]


@pytest.mark.parametrize(("left", "both"), [(7, False), (8, True)])
def test_a_rest_of_as_many_as_a_mean_needs_is_nobodys(shipped, left, both):
    rows = [mean(30 + left, 10.0, subgroup="all"), mean(30, 9.8, subgroup="pairs")]
    assert all(shown(rows, shipped["nhs-hes-child"])) is both


def test_a_rest_of_which_hardly_anything_follows_is_left(shipped):
    """Of two thousand and one more: the digits leave that one half the scale."""
    rows = [mean(301, 13.0, subgroup="all"), mean(300, 13.0, subgroup="pairs")]
    assert all(shown(rows, shipped["dfe-cin"]))


def test_what_goes_is_what_fewest_rows_tell_and_takes_its_companions(shipped):
    rows = [
        mean(23, 10.2, subgroup="all"), mean(23, 4.0, subgroup="all") | {"estimand": "sd"},
        mean(18, 9.7, subgroup="pairs"), mean(18, 4.1, subgroup="pairs") | {"estimand": "sd"},
        mean(18, 9.7, subgroup="kept", question="lost"), mean(5, 12.0, subgroup="lost", question="lost"),
    ]  # fmt: skip
    assert shown(rows, shipped["nhs-hes-child"]) == [False, False, True, True, True, False]


def test_a_mean_that_follows_from_a_change_is_not_the_one_to_go(shipped):
    change = {"estimand": "mean_change", "time_point": "endpoint", "comparison": "endpoint - baseline"}
    rows = [
        mean(18, 9.7, subgroup="pairs"),
        mean(18, 7.2, subgroup="pairs", time_point="endpoint"),
        mean(18, -2.5, subgroup="pairs") | change,
        mean(23, 10.2, subgroup="all"), mean(23, 4.0, subgroup="all") | {"estimand": "sd"},
    ]  # fmt: skip
    assert shown(rows, shipped["nhs-hes-child"]) == [True, True, True, False, False]


def test_a_change_of_others_is_not_tied_to_means_of_as_many():
    for change, tied in ((-2.5, 1), (-1.0, 0)):
        rows = [
            mean(5, 9.7, subgroup="pairs"), mean(5, 7.2, subgroup="pairs", time_point="endpoint"),
            mean(5, change, subgroup="pairs", estimand="mean_change", comparison="endpoint - baseline"),
        ]  # fmt: skip
        assert len(list(averages_of(records(results_frame(rows)), floor=8))) == tied


@pytest.mark.parametrize("axis", ["cluster", "arm", "subgroup"])
def test_a_small_part_is_not_told_by_all_and_the_others(shipped, axis):
    sizes, means = (20, 15, 4), (10.0, 12.0, 3.0)
    parts = [mean(n, m, question="by", **{axis: f"g{i}"}) for i, (n, m) in enumerate(zip(sizes, means, strict=True))]
    whole = mean(sum(sizes), float(np.average(means, weights=sizes)))
    found = shown([whole, *parts], shipped["dfe-cin"])
    assert not found[3]
    assert sum(found[:3]) == 2


def test_parts_that_do_not_add_up_are_no_parts(shipped):
    rows = [mean(39, 9.0), mean(20, 10.0, cluster="a"), mean(19, 12.0, cluster="b")]
    assert all(shown(rows, shipped["nhs-hes-child"]))


def test_groups_named_differently_do_not_lie_in_one_another(shipped):
    """Fathers and those who were worst off before: neither lies within the other, whatever their numbers."""
    rows = [
        mean(60, 10.0, subgroup="all"), mean(28, 10.0, subgroup="fathers", question="by-group"),
        mean(22, 12.0, subgroup="worst off", question="severity"),
    ]  # fmt: skip
    assert all(shown(rows, shipped["dfe-cin"]))


def test_a_change_of_few_in_another_question_is_found(shipped):
    change = {"estimand": "mean_change", "time_point": "endpoint", "comparison": "endpoint - baseline"}
    rows = [
        mean(47, -1.6, subgroup="pairs") | change,
        mean(43, -1.6, subgroup="inside", question="inside-outside") | change,
    ]
    assert shown(rows, shipped["nhs-hes-child"]) == [True, False]


def test_a_rest_that_the_scale_does_not_allow_is_nobody(shipped):
    rows = [mean(31, 26.0, subgroup="all"), mean(30, 9.8, subgroup="other")]
    assert all(shown(rows, shipped["dfe-cin"]))


def test_without_a_scale_it_fails_closed(shipped):
    unknown = {"scale_low": math.nan, "scale_high": math.nan}
    rows = [mean(31, 10.1, subgroup="all") | unknown, mean(30, 9.8, subgroup="pairs") | unknown]
    assert sum(shown(rows, shipped["nhs-hes-child"])) == 1


def test_scores_of_rooms_are_nobodys(shipped):
    rows = [mean(23, 10.2, subgroup="all", sensitivity="open"), mean(18, 9.7, subgroup="pairs", sensitivity="open")]
    assert list(averages_of([*records(results_frame(rows))], floor=8)) == []


class TestTheJudge:
    def rows(self):
        return records(results_frame([mean(23, 10.2, subgroup="all"), mean(18, 9.7, subgroup="pairs")]))

    def test_it_refuses_what_tells(self, shipped):
        with pytest.raises(ProtectionError, match="mean of a few people"):
            means_audited(self.rows(), self.rows(), shipped["nhs-hes-child"])

    def test_it_counts_what_it_looked_at(self, shipped):
        rows = self.rows()
        assert means_audited(rows, [rows[0], rows[1] | {"estimate": math.nan}], shipped["nhs-hes-child"]) == 1

    def test_numbers_that_contradict_one_another_pin_everything(self, shipped):
        rows = self.rows()
        with pytest.raises(ProtectionError):
            means_audited(rows, [rows[0] | {"estimate": 27.0}, rows[1] | {"estimate": 0.0}], shipped["nhs-hes-child"])

    def test_it_shares_no_code_with_the_chooser(self):
        import ast
        import inspect

        from earlyeval.protect import audit_of_answers, audit_of_means

        for module in (audit_of_means, audit_of_answers):
            tree = ast.parse(inspect.getsource(module))
            taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            banned = ("differences", "answers", "dominance", "rounding", "primary", "judging", "attack", "secondary")
            assert not {f"earlyeval.protect.{name}" for name in banned} & taken


def test_made_up_places_leave_no_mean_of_few_open(shipped, many):
    """Several clusters, people lost, two time points; the attacker here knows the people and tries with fractions."""
    random = np.random.default_rng(11)
    for name in ("nhs-hes-child", "dfe-cin", "ukllc"):
        profile = shipped[name]
        for _ in range(many(6, 200)):
            rows, groups = (
                [],
                [random.integers(0, 28, size=n) for n in random.integers(2, 30, size=random.integers(2, 5))],
            )
            everybody = np.concatenate(groups)
            rows.append(mean(len(everybody), everybody.mean(), subgroup="all"))
            kept = everybody[: len(everybody) - random.integers(1, 8)]
            rows.append(mean(len(kept), kept.mean(), subgroup="pairs"))
            rows += [mean(len(g), g.mean(), cluster=f"c{i}", question="by-cluster") for i, g in enumerate(groups)]
            released = records(release(results_frame(rows), profile).rows)
            told = {number: row["estimate"] for number, row in enumerate(released) if not math.isnan(row["estimate"])}
            if {0, 1} <= set(told) and len(everybody) - len(kept) < profile.summary.min_n:
                low, high = subtracted(rows, None, profile)
                assert (high - low) / 2 >= 27 / 4 - 1e-6
            hidden = [i for i in range(len(groups)) if i + 2 not in told]
            if 0 in told and len(hidden) == 1 and len(groups[hidden[0]]) < profile.summary.min_n:
                n = len(groups[hidden[0]])
                ends = [
                    (len(everybody) * (told[0] + s * 0.05)
                     - sum(len(g) * (told[i + 2] - s * 0.05) for i, g in enumerate(groups) if i != hidden[0])) / n
                    for s in (-1, 1)
                ]  # fmt: skip
                low, high = max(0.0, ends[0]), min(27.0, ends[1])
                assert (high - low) / 2 >= 27 / 4 - 1e-6


def test_nothing_is_withheld_where_nobody_is_few(shipped):
    rows = records(results_frame([mean(60, 10.0), mean(30, 9.0, cluster="a"), mean(30, 11.0, cluster="b")]))
    assert means_withheld(rows, [True, True, True], shipped["dfe-cin"]) == frozenset()


def test_where_no_hiding_is_enough_all_that_tells_goes(shipped):
    """Asked to leave more open than a scale is wide, the gate hides what hangs together and comes to an end."""
    profile = shipped["dfe-cin"].model_copy(update={"difference": DifferenceRule(min_share_of_range=0.9)})
    rows = records(results_frame([mean(23, 10.2, subgroup="all"), mean(18, 9.7, subgroup="pairs")]))
    assert means_withheld(rows, [True, True], profile) == {0, 1}


def test_a_plan_names_no_estimate_that_is_not_there(shipped):
    """The SD of those whose mean has to go could not be estimated: nothing of it is withheld."""
    all_of_them = [mean(23, 10.2, subgroup="pairs"), mean(23, 9.0, subgroup="pairs", estimand="sd", estimable=False)]
    rows = records(
        results_frame([*all_of_them, mean(28, 10.7, subgroup="all"), mean(28, 3.0, subgroup="all", estimand="sd")])
    )
    found = withheld_of(
        [{name: "" if value is None else value for name, value in row.items()} for row in rows],
        shipped["nhs-hes-child"],
    )
    assert [sorted(found.get(row_key(row), ())) for row in rows] == [["estimate"], [], [], []]


def test_few_with_a_mean_of_nothing_and_no_time_point_take_nothing_with_them(shipped):
    """A mean of 0 is not its own change from itself to itself: it is hidden, and what stands beside it is shown."""
    rows = [mean(5, 0.0, time_point=""), mean(40, 3.3, time_point="", instrument="other")]
    assert shown(rows, shipped["nhs-hes-child"]) == [False, True]


def test_the_search_for_means_to_hide_ends_though_none_is_ever_hidden(shipped, monkeypatch):
    asked = []
    monkeypatch.setattr(differences, "_without", lambda shown, place: asked.append(place) or shown)
    monkeypatch.setattr(differences, "_is_open", lambda *_: False)
    rows = [mean(23, 10.2, subgroup="all"), mean(18, 9.7, subgroup="pairs")]
    means_withheld(records(results_frame(rows)), [True, True], shipped["dfe-cin"])
    assert 0 < len(asked) < 20
