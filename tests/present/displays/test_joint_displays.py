"""Joint displays as a reader sees them: what is hidden stays hidden in every cell, and silence is told."""

import pytest

from earlyeval.foundations.results import results_frame

pytestmark = pytest.mark.unit


def spearman(**more):
    return {
        "strand": "qualitative", "outcome": "mood", "label": "Low mood and “Hard to come”", "subgroup": "Hard to come",
        "estimand": "spearman", "n": 17, "n_expected": 17, "estimate": 0.62, "conf_low": 0.11, "conf_high": 0.88,
        "conf_level": 0.95, "direction": "lower_is_better", "unit": "people", "method": "percentile bootstrap", **more,
    }  # fmt: skip


def verdict(**more):
    return {
        "strand": "qualitative", "outcome": "mood", "label": "Low mood and “Hard to come”", "subgroup": "Hard to come",
        "estimand": "convergence", "n": 17, "n_expected": 17, "direction": "agreement",
        "reason": "Expected: spoken of more by those who score worse.", "note": "It is what they told us.", **more,
    }  # fmt: skip


def test_a_correlation_stands_with_interval_expectation_and_reading(show):
    text = str(show.associations(results_frame([spearman(), verdict()])))
    for words in ("0.62", "0.11 to 0.88", "15 of 15", "= Convergent", "Spoken of more by those who score worse"):
        assert words in text
    assert "On low mood lower is better" in text
    assert "Exploratory" in text


def test_a_hidden_correlation_has_no_reading_either(show):
    few = {"n": 6, "n_expected": 6}
    text = str(show.associations(results_frame([spearman(**few), verdict(**few)])))
    assert "= Convergent" not in text
    assert "0.62" not in text


def group(name, k, n, **more):
    return {
        "strand": "family", "outcome": "mood", "label": "“Ease”: Low mood", "subgroup": name, "estimand": "proportion",
        "n": k, "n_expected": n, "estimate": k / n, "unit": "people", **more,
    }  # fmt: skip


def test_themes_by_group_are_k_of_n_without_a_percentage_and_small_groups_hidden(show):
    silent = {"estimable": False, "reason": "Nobody of this group was listened to.", "n": 0, "n_expected": 0}
    rows = [group("recovered", 12, 20), group("improved", 2, 5), group("unchanged", 22, 24)]
    rows += [{**group("deteriorated", 1, 1), **silent}, group("no_data", 9, 9)]
    text = str(show.themes_by_outcome_group(results_frame([{**row} for row in rows])))
    line = next(line for line in text.splitlines() if line.startswith("“Ease”"))
    assert "10 of 20" in line
    assert "* of *" in line
    assert "20 of 25" in line
    assert "nobody listened to" in line
    assert "10 of 10" in line
    assert "%" not in line


def test_where_every_group_is_small_one_line_says_so(show):
    text = str(show.themes_by_outcome_group(results_frame([group("recovered", 1, 2), group("improved", 3, 3)])))
    assert "Too few people of each group" in text
    assert "1" not in text


def test_where_no_outcome_has_a_cut_off_nobody_can_have_recovered(show):
    text = str(show.themes_by_outcome_group(results_frame([group("improved", 12, 20), group("unchanged", 22, 24)])))
    assert "Recovered" not in text


def heard(k, n, unit, label="Ease"):
    return {"strand": "qualitative", "outcome": "ease", "label": label, "subgroup": "home", "estimand": "proportion",
            "n": k, "n_expected": n, "estimate": k / n, "unit": unit,
            "sensitivity": "open" if unit == "groups" else "personal"}  # fmt: skip


def test_a_theme_of_both_voices_and_numbers_of_one_name_are_each_told_together(show):
    rows = [
        {"strand": "family", "outcome": "mood", "subgroup": "home", "estimand": "mean_change", "label": "Mood", "n": 40,
         "estimate": -0.7, "conf_low": -1.5, "conf_high": -0.02, "conf_level": 0.95, "unit": "points"},
        {"strand": "delivery", "outcome": "room", "subgroup": "home", "estimand": "setting_median", "label": "The room",
         "n": 17, "estimate": 3.3, "unit": "observations", "sensitivity": "open"},
        {"strand": "delivery", "outcome": "room", "subgroup": "home", "estimand": "tau_ab", "label": "The room",
         "n": 17, "estimate": 0.61, "p_value": 0.004, "unit": "observations", "sensitivity": "open"},
        heard(20, 25, "interviews"), heard(3, 3, "groups"),
        {"strand": "qualitative", "outcome": "home", "label": "Home", "subgroup": "home", "estimand": "convergence",
         "direction": "agreement", "reason": "Both.", "sensitivity": "open"},
    ]  # fmt: skip
    text = str(show.joint_display(results_frame(rows)))
    assert "“Ease”, heard in 20 of 25 interviews and 3 of 3 groups." in text
    room = "The room: median of the days 3.3, n = 17; Tau, days after against days before 0.61, p = 0.004, n = 17."
    assert room in text
    assert "its ends are rounded" in text  # 0.0 stands there, and the interval leaves zero out


def test_grades_and_settings_stand_in_the_joint_display_with_their_test(show):
    moved = {"strand": "family", "outcome": "care", "subgroup": "home", "unit": "cases"}
    rows = [
        moved | {"estimand": "proportion", "label": "Care, better at the last review", "n": 50, "n_expected": 80,
                 "estimate": 0.625, "conf_low": 0.51, "conf_high": 0.72, "conf_level": 0.95},
        moved | {"estimand": "sign_test", "label": "Care", "n": 80, "p_value": 0.0002, "statistic": 12.0},
        {"strand": "delivery", "outcome": "room", "subgroup": "home", "estimand": "tau_ab", "label": "The room",
         "n": 17, "estimate": 0.61, "p_value": 0.004, "unit": "observations", "sensitivity": "open"},
        {"strand": "qualitative", "outcome": "home", "label": "Home", "subgroup": "home", "estimand": "convergence",
         "direction": "agreement", "reason": "Both.", "sensitivity": "open"},
    ]  # fmt: skip
    text = str(show.joint_display(results_frame(rows)))
    for words in (
        "Care, better at the last review: 50 of 80, 62%.",
        "Care: sign test, p <0.001, n = 80.",
        "The room: Tau, days after against days before 0.61, p = 0.004, n = 17.",
        "by their test",
    ):
        assert words in text, text
    assert "Nothing on this" not in text.split("What we take")[0]


@pytest.mark.parametrize("display", ["by_participant", "quotation_traces"])
def test_what_is_about_one_person_is_one_line_at_release_level(show, display):
    estimand = {"by_participant": "individual_score", "quotation_traces": "quotation_trace"}[display]
    row = {"estimand": estimand, "n": 1, "estimate": 7.25, "subgroup": "person 1", "note": "document INT-07",
           "label": "Q1", "sensitivity": "text", "strand": "family"}  # fmt: skip
    text = str(getattr(show, display)(results_frame([row])))
    assert "restricted view" in text
    for kept_back in ("7.2", "INT-07", "person 1"):
        assert kept_back not in text


def test_a_thread_maps_who_speaks_and_who_is_silent(show):
    thread = {"estimand": "thread", "outcome": "mood", "comparison": "Mood", "sensitivity": "open"}
    rows = [
        thread | {"label": "Questionnaires", "direction": "speaks", "subgroup": "mood/survey"},
        {"estimand": "mean_change", "outcome": "phq", "label": "Low mood", "subgroup": "mood/survey", "n": 40,
         "estimate": -2.3, "conf_low": -3.1, "conf_high": -1.6, "conf_level": 0.95, "unit": "points",
         "strand": "family"},
        thread | {"label": "Attendance", "direction": "silent",
                  "note": "Nothing of this domain was asked or noted here.", "subgroup": "mood/attendance"},
    ]  # fmt: skip
    text = str(show.threads(results_frame(rows)))
    assert "Low mood: −2.3 (−3.1 to −1.6) points, n = 40." in text
    assert "silent" in text
    assert "Nothing of this domain was asked" in text


def test_the_matrix_shows_an_open_difference_as_not_rated_and_the_raters_kappa(show):
    base = {"estimand": "convergence", "outcome": "mood", "label": "Mood", "sensitivity": "open"}
    rows = [
        base | {"subgroup": "first rater", "direction": "agreement", "method": "rated by one; other"},
        base | {"subgroup": "second rater", "direction": "partial", "method": "rated by one; other"},
        base | {"subgroup": "computed", "direction": "dissonance"},
        {"estimand": "cohen_kappa", "outcome": "convergence", "n": 6, "n_expected": 6, "estimate": 0.5, "conf_low": 0.1,
         "conf_high": 0.9, "conf_level": 0.95, "unit": "domains", "sensitivity": "open"},
    ]  # fmt: skip
    text = str(show.convergence_matrix(results_frame(rows)))
    line = next(line for line in text.splitlines() if line.startswith("Mood"))
    for words in ("≠ Dissonance", "= Agreement", "~ In part", "not rated"):
        assert words in line
    assert "Cohen's kappa 0.50 (0.10 to 0.90)" in text
    assert "Rated by one; other." in text


def test_a_conclusion_is_printed_with_its_evidence_and_its_rival(show):
    rows = [
        {"estimand": "meta_inference", "outcome": "calmer", "label": "Calmer.", "note": "The season.",
         "direction": "tentative", "method": "inferred by me", "subgroup": "calmer", "sensitivity": "open"},
        {"estimand": "quotation", "outcome": "ease", "label": "a parent", "note": "I slept", "n": 20, "method": "Q1",
         "subgroup": "calmer", "sensitivity": "text", "unit": "people"},
        {"estimand": "quotation", "outcome": "ease", "label": "a manager", "note": "They slept", "n": 3, "method": "Q2",
         "subgroup": "calmer", "sensitivity": "text", "unit": "people"},
        {"estimand": "statement", "outcome": "often", "estimable": False, "reason": "There is no result of it here.",
         "subgroup": "calmer", "sensitivity": "open"},
    ]  # fmt: skip
    text = str(show.meta_inferences(results_frame(rows)))
    for words in ("Tentative", "“I slept” (a parent)", "The season.", "Often: There is no result", "Inferred by me."):
        assert words in text
    assert "They slept" not in text
    assert "manager" not in text


@pytest.mark.parametrize(
    "display",
    ["associations", "statistics_by_theme", "themes_by_outcome_group", "by_participant", "threads",
     "convergence_matrix", "meta_inferences", "quotation_traces"],
)  # fmt: skip
def test_no_rows_are_one_line(show, display):
    shown = getattr(show, display)(results_frame([]))
    assert len(shown.parts) == 1
    assert "nothing to show" in str(shown)
