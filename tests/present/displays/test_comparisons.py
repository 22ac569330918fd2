"""Clusters, groups, times, look-alike measures, those who stood worst, natural change, drift: sentences and tables."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present.display import Sentences
from earlyeval.present.tables import Table

pytestmark = pytest.mark.spec

MINUS = "\N{MINUS SIGN}"
BASE = {
    "outcome": "mood", "label": "Low mood", "strand": "family", "respondent": "parent", "unit": "points",
    "direction": "lower_is_better", "note": "0 to 27", "comparison": "endpoint - baseline", "time_point": "endpoint",
    "n": 40, "n_expected": 52, "conf_level": 0.95,
}  # fmt: skip


def row(estimand, estimate=None, low=None, high=None, **more):
    numbers = {"estimate": estimate, "conf_low": low, "conf_high": high}
    return BASE | {"estimand": estimand} | {name: value for name, value in numbers.items() if value is not None} | more


def said(shown):
    return "\n".join(part.plain() for part in shown.parts if isinstance(part, Sentences))


def lines(shown):
    return [line for part in shown.parts if isinstance(part, Table) for line in part.rows]


def cluster(name, estimate, **more):
    return row("mean_change", estimate, estimate - 1, estimate + 1, cluster=name, subgroup=name, **more)


def test_clusters_stand_in_declared_order_and_none_is_ranked(show):
    rows = [
        cluster("north", -1.0, n=20, n_smallest=18),
        cluster("south", -4.0, n=18, n_smallest=18),
        row("adjusted_change", -2.5, -3.5, -1.5, subgroup="all", n_smallest=18, method="least squares"),
        row("groups_differ", p_value=0.2, subgroup="all", n_smallest=18),
        row("mean_change", -2.3, -3.3, -1.3, subgroup="all", n_smallest=18),
    ]
    shown = show.by_group(results_frame(rows), title="Change in each cluster")
    assert [line[0] for line in lines(shown)] == ["North", "South", "All, every cluster counting the same"]
    assert "With every cluster counting the same: Low mood: on average, scores were 2.5 points lower" in said(shown)
    assert "On this test the groups cannot be told apart (p = 0.200)." in said(shown)
    assert "not ranked" in shown.plain()


def test_one_cluster_too_small_hides_them_all(show):
    rows = [cluster("north", -1.0, n=30, n_smallest=4), cluster("south", -4.0, n=4, n_smallest=4)]
    shown = show.by_group(results_frame(rows), title="Change in each cluster")
    assert lines(shown) == []
    assert "4" not in shown.plain()


def group_rows(low, high, n_smallest=15):
    return [
        row("mean_change", -3.0, -4.0, -2.0, subgroup="mothers", n_smallest=n_smallest),
        row("mean_change", -1.0, -2.5, 0.5, subgroup="fathers", n=n_smallest, n_smallest=n_smallest),
        row("count", 10, n=10, n_expected=float("nan"), unit="families", comparison="", subgroup="families"),
        row("model_difference", 2.0, low, high, comparison="fathers - mothers", n_smallest=n_smallest, subgroup="all"),
    ]


def test_the_difference_of_two_groups_says_which_way_and_how_surely(show):
    clear = show.by_group(results_frame(group_rows(0.5, 3.5)), title="Change in each group")
    assert (
        "Scores of fathers moved 2.0 points further up (or less far down) on average than those of mothers. The true "
        "difference in change is likely between 0.5 and 3.5 points higher. Families with answers from more than one of "
        "these groups: about 10."
    ) in said(clear)
    assert (
        f"Mothers: 3.0 points lower on average (likely between {MINUS}4.0 and {MINUS}2.0), for the better; "
        "about 40 of 50 people measured both times."
    ) in said(clear)
    assert f"Fathers: 1.0 point lower on average (likely between {MINUS}2.5 and 0.5); the direction is unclear" in said(
        clear
    )
    unclear = show.by_group(results_frame(group_rows(-0.5, 4.5)), title="Change in each group")
    assert "so the direction is unclear" in said(unclear)
    assert [line[0] for line in lines(unclear)] == ["Mothers", "Fathers", "Fathers compared with mothers"]


def test_a_small_group_gives_nothing_of_the_other_away(show):
    shown = show.by_group(results_frame(group_rows(0.5, 3.5, n_smallest=5)), title="Change in each group")
    assert "3.0" not in shown.plain()
    assert "None is shown" in said(shown)


def test_groups_that_nobody_answered_say_so_and_not_that_they_are_hidden(show):
    none = [
        row("mean_change", subgroup=name, n=0, n_smallest=0, estimable=False, reason="Nobody was measured.")
        for name in ("mothers", "fathers")
    ]
    shown = show.by_group(results_frame(none), title="Change in each group")
    assert "Nobody was measured." in shown.plain()
    assert "give it away" not in shown.plain()


def test_comparisons_over_time_are_points_of_a_list_and_lines_of_a_table(show):
    rows = [
        row("proportion", 0.8, unit="people", n=40, n_expected=50, comparison="month-8 - baseline"),
        row("model_change", -1.2, -2.0, -0.4, p_value=0.004, method="mixed model", comparison="month-8 - baseline"),
        row("model_change", 0.3, -0.6, 1.2, p_value=0.5, method="mixed model", comparison="endpoint - month-8"),
        row("model_change", -1.1, -1.9, -0.3, method="free", analysis="sensitivity", comparison="month-8 - baseline"),
        row("model_change", 0.9, 0.1, 1.8, method="free", analysis="sensitivity", comparison="endpoint - month-8"),
        row("holm", p_value=0.008, comparison="month-8 - baseline", analysis="sensitivity"),
        {**row("method_check"), "subgroup": "headline", "method": "mixed model", "note": "One model.", "n": None},
        {**row("method_check"), "subgroup": "alternative", "method": "free", "note": "it is freer", "n": None},
    ]
    shown = show.contrasts(results_frame([{k: v for k, v in one.items() if v is not None} for one in rows]))
    likely = f"(likely between {MINUS}2.0 and {MINUS}0.4)"
    assert f"8 months minus before: 1.2 points lower on average {likely}, for the better." in said(shown)
    assert "After minus 8 months: 0.3 points higher on average" in said(shown)
    assert "the direction is unclear" in said(shown)
    assert lines(shown)[0][1:] == ("40 of 50 (80%)", f"{MINUS}1.2 ({MINUS}2.0 to {MINUS}0.4)", "0.004", "0.008")
    assert "For some of these comparisons it leads to another conclusion" in said(shown)


def test_measures_that_look_alike_are_levels_and_a_correlation(show):
    label = {"label": "Bond before and bond after"}
    rows = [
        row("statement", **label, sensitivity="open", source_table="", note="Each asks of another tie.", comparison="",
            n=float("nan"), n_expected=float("nan")),
        row("mean", 50.2, 48.0, 52.0, **label, subgroup="Bond before", comparison="", time_point="baseline"),
        row("sd", 8.0, **label, subgroup="Bond before", comparison="", time_point="baseline"),
        row("mean", 28.9, 27.0, 30.0, **label, subgroup="Bond after", comparison=""),
        row("spearman", 0.45, 0.12, 0.7, **label, unit="people", n_expected=float("nan")),
    ]  # fmt: skip
    shown = show.never_subtracted(results_frame(rows))
    assert "No change is given: the two are never subtracted. Each asks of another tie." in said(shown)
    assert [line[:4] for line in lines(shown)] == [
        ("Bond before", "Before", "40 of 50", "50.2 (8.0)"),
        ("Bond after", "After", "40 of 50", "28.9"),
    ]
    assert "rank correlation 0.45 (0.12 to 0.70) among about 40 people with both" in said(shown)
    assert "tended to score higher on the other" in said(shown)
    assert f"{MINUS}21.3" not in shown.plain()


def severity_rows(low, high):
    label = {"label": "Low mood: those beyond the cut-off", "n_smallest": 18}
    return [
        row("proportion", 0.4, unit="people", n=20, n_expected=50, comparison="", **label),
        row("mean_change", -4.0, -6.0, -2.0, **label),
        row("regression_to_mean", -1.5, -2.0, -1.0, **label),
        row("change_beyond_regression", -2.5, low, high, **label),
    ]


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-4.0, -1.0, "More changed for the better than regression to the mean explains."),
        (-5.5, 0.5, "Regression to the mean may be all there is."),
    ],
)
def test_what_regression_to_the_mean_leaves_is_said_in_plain_words(show, low, high, verdict):
    shown = show.severity(results_frame(severity_rows(low, high)))
    assert "Here it alone would make scores about 1.5 points lower." in said(shown)
    assert "Beyond that, scores were 2.5 points lower." in said(shown)
    assert verdict in said(shown)
    assert [line[0] for line in lines(shown)] == [
        "Picked, of those measured before",
        "Change of those picked",
        "Change to expect from regression to the mean",
        "Change left beyond it",
    ]


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("higher", "The whole interval here lies higher"),
        ("not told apart", "The change here cannot be told apart from it"),
    ],
)
def test_natural_change_stands_beside_the_change(show, direction, words):
    figure = row(
        "natural_change", subgroup="Mothers elsewhere", unit="", direction=direction, method="not verified at source",
        note="0.7 to 1.6 points higher over 26 weeks", n=float("nan"), n_expected=float("nan"),
    )  # fmt: skip
    shown = show.natural_change(results_frame([row("mean_change", 3.0, 2.0, 4.0, subgroup="pairs"), figure]))
    assert lines(shown) == [
        ("Low mood", "After minus before", "40 of 50", "3.0 (2.0 to 4.0)", "0.7 to 1.6 points higher over 26 weeks",
         "Mothers elsewhere", words, "Not verified at source"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("estimate", "low", "high", "words"),
    [
        (0.05, -0.1, 0.2, "no drift of the main ratings was found"),
        (0.3, 0.1, 0.5, "became higher as rating went on (between 0.10 and 0.50 points in thirty days)"),
        (-0.3, -0.5, -0.1, "became lower as rating went on"),
    ],
)
def test_drift_of_raters_in_words(show, estimate, low, high, words):
    shown = show.drift(results_frame([row("rating_drift", estimate, low, high, subgroup="main rater", comparison="")]))
    assert words in said(shown)
    assert lines(shown)[0][:2] == ("Low mood", "Main rater")


@pytest.mark.parametrize("name", ["contrasts", "never_subtracted", "severity", "natural_change", "drift"])
def test_nothing_measured_is_one_line(show, name):
    shown = getattr(show, name)(results_frame([]))
    assert len(shown.parts) == 1
    assert "Think Baby has nothing to show" in shown.plain()
