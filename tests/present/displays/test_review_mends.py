"""Words that must not say more, or other, than the rows do."""

import re

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present.display import Figure, Sentences
from earlyeval.present.place import described, has_groups, sides

pytestmark = pytest.mark.unit


def changed(rows, **more):
    return rows["change"].assign(**more)


def test_a_measure_without_a_better_end_is_not_judged(show, rows):
    shown = show.change(changed(rows, direction="neither"))
    assert not re.search(r"\b(better|worse)\b", shown.plain().lower())
    assert "Low mood (PHQ-9): on average, scores were 2.3 points lower after than before" in shown.plain()
    assert "Low mood: lower after than before" in shown.plain()
    assert not any(part.id.startswith("figure-change-all") for part in shown.parts if isinstance(part, Figure))


def test_the_forest_leaves_out_what_has_no_better_end(show, rows):
    frame = rows["change"]
    third = frame[frame["outcome"] == "gad-7"].assign(outcome="kpcs", label="Confidence", direction="neither")
    from earlyeval.foundations.results import stacked

    figure = [part for part in show.change(stacked([frame, third])).parts if isinstance(part, Figure)][-1]
    assert "for 2 outcomes" in figure.alt


def three_arms(rows):
    frame = rows["arms"]
    difference = frame[frame["comparison"] != ""]
    parts = [frame[frame["comparison"] == ""], difference.assign(time_point="endpoint")]
    parts += [difference.assign(comparison=f"{name} - Usual care") for name in ("Online - guided", "Online course")]
    usual = frame[frame["arm"] == "usual"]
    parts.append(usual.assign(arm="guided", subgroup="Online - guided"))
    from earlyeval.foundations.results import stacked

    return stacked(parts)


def test_one_sentence_per_comparison_at_its_last_time(show, rows):
    said = [part.plain() for part in show.arms(three_arms(rows)).parts if isinstance(part, Sentences)]
    assert len(said) == 1
    lines = [line.removeprefix("- ") for line in said[0].splitlines()]
    assert [line.split(" were ")[0] for line in lines] == [
        "Low mood (BDI-II): at 8 months, scores in Online course",
        "Low mood (BDI-II): at 8 months, scores in Online - guided",
    ]
    assert all("on average than in Usual care" in line for line in lines)


def test_more_than_two_arms_are_not_both(show, rows):
    assert "both" not in show.arms(three_arms(rows)).plain()
    assert "Online - guided minus Usual care" in show.arms(three_arms(rows)).plain()


def test_a_comparison_is_split_where_both_sides_are_known():
    known = ("Online - guided", "Usual - care", "Online")
    assert sides("Online - guided - Usual - care", known) == ("Online - guided", "Usual - care")
    assert sides("Online - guided - Else", known) == ("Online - guided", "Else")
    assert sides("endpoint - baseline", ()) == ("endpoint", "baseline")
    assert sides("population", ()) == ("population", "")


def test_at_a_glance_knows_the_arms_by_their_names(profile, rows):
    from earlyeval.present import under

    show = under(profile, names={"g": "Online - guided", "u": "Usual care"})
    row = rows["arms"].tail(1).assign(comparison="Online - guided - Usual care", subgroup="arms")
    assert "lower in Online - guided than in Usual care" in show.at_a_glance(row).plain()


def test_a_cluster_may_be_called_all_or_pairs(show):
    row = {"cluster": "pairs", "arm": "all", "time_point": "", "subgroup": "all", "label": ""}
    assert described(row, show.setting) == "Pairs, All"
    frame = results_frame([{"estimand": "count", "n": 50, "estimate": 50, "cluster": "all"}])
    assert has_groups(frame)
    assert not has_groups(frame.assign(cluster="", subgroup="pairs"))


def test_both_silent_is_said_as_both(show, rows):
    verdict = rows["joint_display"].tail(1).assign(direction="silence")
    both = verdict.assign(reason="The numbers say nothing; the accounts say nothing.")
    assert "… Both are silent" in show.joint_display(both).plain()
    one = verdict.assign(reason="The numbers say nothing; the accounts say a change for the better.")
    assert "… One of the two is silent" in show.joint_display(one).plain()


def test_at_a_glance_leaves_out_what_cannot_be_said(show, rows):
    frame = rows["at_a_glance"]
    small = frame.assign(n=3.0, n_expected=30.0, estimate=float("nan"))
    small.loc[small["estimand"] == "statement", ["n", "n_expected"]] = float("nan")
    lines = show.at_a_glance(small).plain().splitlines()
    assert [line.removeprefix("- ")[:20] for line in lines] == ["Too few people to re", "There was no compari"]
    silent = frame.assign(estimable=frame["estimand"] == "statement", reason="Nothing was returned.")
    silent.loc[silent["estimand"] == "count", "estimable"] = True
    text = show.at_a_glance(silent).plain()
    assert "Nothing was returned" not in text
    assert text.splitlines()[0].startswith("- Parents who started: about 105 parents")
    assert "Too few" not in text


def test_the_published_alpha_has_a_column_where_there_is_one(show, rows):
    alpha = {"estimand": "alpha", "label": "Mood", "n": 40, "n_expected": 60, "estimate": 0.87, "unit": "people"}
    shown = show.agreement(results_frame([alpha | {"note": "published: 0.89"}, alpha | {"label": "Sleep"}]))
    table = shown.parts[0]
    assert table.columns[-1] == "Published"
    assert [row[-1] for row in table.rows] == ["0.89", ""]
    assert "Published" not in show.agreement(rows["agreement"]).parts[0].columns


def test_classes_call_it_not_assessable(show, rows):
    frame = rows["classes"].assign(subgroup="not_assessable").head(1)
    assert "Not assessable" in show.classes(frame).plain()


def test_the_highest_share_is_named_with_its_group(show, rows):
    frame = rows["shares"].head(2).assign(label="Would recommend", cluster=["", "east-side"])
    (figure,) = [part for part in show.shares(frame, title="Experience").parts if isinstance(part, Figure)]
    assert figure.alt.endswith("highest for Would recommend (all).")
    other = frame.assign(cluster=["east-side", ""])
    (figure,) = [part for part in show.shares(other, title="Experience").parts if isinstance(part, Figure)]
    assert figure.alt.endswith("highest for Would recommend (East side).")


def test_many_lines_of_nought_become_one_sentence_and_few_stay_lines(show_restricted, rows_of, lines_of, sentences_of):
    def shown(*names):
        noughts = [{"outcome": name, "label": name.capitalize(), "n": 0} for name in names]
        return show_restricted.counts(
            rows_of({"outcome": "people", "label": "People", "n": 12}, *noughts), title="What"
        )

    many, few = shown("births", "costs", "clips", "cases"), shown("births", "costs", "clips")
    assert lines_of(many) == [[("What", "Number"), ("People", "12")]]
    assert sentences_of(many) == ["Nought: births; costs; clips; cases."]
    assert len(lines_of(few)[0]) == 5
    assert sentences_of(few) == []
