"""Displays of coding: what a page says of agreement, and what it leaves to the workbook."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present import under

pytestmark = pytest.mark.unit

ALL = {"strand": "qualitative", "unit": "units", "source_table": "codings"}


@pytest.fixture
def show(make_profile):
    return under(make_profile(), level="release", data="synthetic", programme_name="Circle")


def of_code(code, kappa, *, subgroup="unit", n=60, yes=0.8, **more):
    row = ALL | {"outcome": code, "label": code.capitalize(), "subgroup": subgroup, "n": n, "conf_level": 0.95}
    return [
        row | {"estimand": "count", "n": 12, "estimate": 12, "sensitivity": "open", "comparison": "coder 1"},
        row | {"estimand": "count", "n": 9, "estimate": 9, "sensitivity": "open", "comparison": "coder 2"},
        row | {"estimand": "cohen_kappa", "estimate": kappa, "conf_low": kappa - 0.2, "conf_high": kappa + 0.1,
               "note": "substantial; Landis and Koch 1977"} | more,
        row | {"estimand": "positive_agreement", "estimate": yes},
        row | {"estimand": "gwet_ac1", "estimate": 0.91},
    ]  # fmt: skip


def table_of(shown):
    return next(part for part in shown.parts if hasattr(part, "columns"))


def test_a_page_shows_n_kappa_with_interval_and_agreement_on_yes_and_no_more(show):
    table = table_of(show.coding_agreement(results_frame(of_code("calm", 0.7))))
    assert table.rows[0][0] == "Calm"
    assert table.rows[0][2] == "12; 9"
    assert table.rows[0][3:5] == ("0.70 (0.50 to 0.80)", "0.80")
    assert not any("0.91" in str(cell) for line in table.rows for cell in line)
    assert any("workbook" in note for note in table.notes)


def test_what_to_mind_stands_once_for_all_codes_and_a_shared_source_once_in_the_head(show):
    rows = []
    for code in ("calm", "trust"):
        rows += of_code(code, 0.3, note="fair; Landis and Koch 1977")
        rows.append({"strand": "qualitative", "outcome": code, "label": code, "subgroup": "unit",
                     "estimand": "statement", "note": "The code is rare.", "sensitivity": "open"})  # fmt: skip
    text = str(show.coding_agreement(results_frame(rows)))
    assert text.count("The code is rare.") == 1
    assert "calm; trust: The code is rare." in text.lower().replace("the code is rare", "The code is rare")
    assert text.count("Landis and Koch 1977") == 1


def test_too_few_uses_are_said_in_the_cell_and_once_below(show):
    few = of_code("rare", 0.1, estimable=False, reason="The code was given too seldom to say anything of it.")
    table = table_of(show.coding_agreement(results_frame([*of_code("calm", 0.7), *few])))
    assert table.rows[1][3] == "too few to say"
    assert sum("Too few to say" in note for note in table.notes) == 1


def test_a_reflexive_analysis_has_a_sentence_and_no_table(show):
    rows = results_frame([ALL | {"estimand": "cohen_kappa", "estimable": False, "reason": "It is a reading."}])
    shown = show.coding_agreement(rows)
    assert not any(hasattr(part, "columns") for part in shown.parts)
    assert "a reading" in shown.parts[0].plain()


def test_without_units_the_level_is_the_document_and_is_named(show):
    table = table_of(show.coding_agreement(results_frame(of_code("calm", 0.7, subgroup="document"))))
    assert "by document" in table.caption
    assert any("by document" in note for note in table.notes)


def test_a_tool_s_own_number_stands_beside_the_right_one(show):
    right = of_code("calm", 0.6, subgroup="character")
    tool = ALL | {"outcome": "calm", "label": "Calm", "subgroup": "character", "estimand": "qualcoder_kappa",
                  "n": 12, "estimate": 0.41}  # fmt: skip
    table = table_of(show.coding_agreement(results_frame([*of_code("calm", 0.7), *right, tool])))
    assert table.columns[-2:] == ("Kappa by character", "As QualCoder prints it")
    assert table.rows[0][-2:] == ("0.60 (0.40 to 0.70)", "0.41")


def test_drift_of_coders_is_batch_by_batch_with_its_caution(show):
    batch = ALL | {"outcome": "all-codes", "label": "All codes", "estimand": "pooled_kappa", "subgroup":
                   "documents 1 to 5", "n": 40, "estimate": 0.7, "conf_low": 0.6, "conf_high": 0.8}  # fmt: skip
    shift = ALL | {"outcome": "code-use", "estimand": "total_variation", "subgroup": "coder 1", "n": 50,
                   "estimate": 0.2, "p_value": 0.4}  # fmt: skip
    shown = show.coder_drift(results_frame([batch, shift]))
    assert [part.rows[0][0] for part in shown.parts] == ["Documents 1 to 5", "Coder 1"]
    assert any("trend" in note for note in shown.parts[0].notes)


def test_events_say_nothing_where_none_were_returned(show):
    for name in ("events", "event_agreement", "coding_agreement", "coder_drift"):
        shown = getattr(show, name)(results_frame([]))
        assert "nothing to show" in shown.parts[0].plain()
