"""Sheets of questionnaires: answers sent as words, and items of a questionnaire whose totals alone may be sent."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import lay_out
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.unit


@pytest.fixture
def read(tmp_path):
    """Return what is read when one more sheet lies among the example's returns."""
    lay_out(tmp_path)
    paths = study_paths(tmp_path)

    def read_with(name, *lines):
        target = tmp_path / "raw" / "riverside" / "parent-group" / f"{name}.csv"
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_returns(load_registry(paths), paths, site="riverside", programme="parent-group")

    return read_with


@pytest.mark.parametrize("word", ["several days", "Several days", "SEVERAL  DAYS", " Several days "])
def test_an_answer_in_words_is_read_whatever_its_capitals_and_blanks(read, word):
    returns = read("gad-2", "person_id,time_point,nervous,control-worry,is_synthetic", f"E-01,before,{word},2,yes")
    answers = returns.tables["responses"]
    own = answers[answers["instrument"] == "gad-2"].set_index("item")["value"]
    assert own.to_dict() == {"nervous": 1, "control-worry": 2}


def test_a_straight_and_a_curled_apostrophe_are_one(read):
    returns = read(
        "fft", "person_id,time_point,version,overall,is_synthetic", "E-01,after,fft-experience,Don\u2019t know,yes"
    )
    answers = returns.tables["responses"]
    assert answers[answers["instrument"] == "fft"]["value"].tolist() == [6]


def test_other_words_are_refused_and_not_repeated(read):
    with pytest.raises(ReturnsRefusedError) as caught:
        read("gad-2", "person_id,time_point,nervous,control-worry,is_synthetic", "E-01,before,Jane said so,2,yes")
    assert "Jane" not in str(caught.value)


def test_items_of_a_licensed_questionnaire_are_refused_in_one_plain_sentence(read):
    with pytest.raises(ReturnsRefusedError) as caught:
        read("hads", "person_id,time_point,q1,q2,q3,anxiety,is_synthetic", "E-01,before,1,2,0,9,yes")
    assert str(caught.value).count("hads.csv") == 1
    assert "HADS is licensed: its totals are read, never its items" in str(caught.value)
    assert "Allowed: anxiety, depression." in str(caught.value)


def test_its_totals_are_read(read):
    returns = read("hads", "person_id,time_point,anxiety,depression,is_synthetic", "E-01,before,9,2,yes")
    assert returns.tables["totals"][["subscale", "score"]].to_numpy().tolist() == [["anxiety", 9], ["depression", 2]]


def test_its_items_are_refused_in_a_long_table_too(read):
    with pytest.raises(ReturnsRefusedError, match="Allowed: totals only, in the"):
        read(
            "responses", "person_id,instrument,version,time_point,item,value,is_synthetic",
            "E-01,hads,hads,before,q1,1,yes",
        )  # fmt: skip


FORMS = "person_id,time_point,form,total,is_synthetic"


@pytest.mark.parametrize("written", ["12-month", "12", "12 months", "12m", "12 Month", "012"])
def test_an_age_form_is_read_however_its_months_are_written(read, written):
    returns = read("asq-se-2", FORMS, f"E-01,before,{written},30,yes")
    assert returns.tables["totals"]["form"].tolist() == ["12-month"]


def test_an_age_form_that_nobody_declared_is_refused_with_those_that_are(read):
    with pytest.raises(ReturnsRefusedError, match=r"line 2, column form: found '11'\. Allowed: 2-month, 6-month"):
        read("asq-se-2", FORMS, "E-01,before,11,30,yes")


def test_a_total_without_its_age_form_is_kept_and_told(read):
    returns = read("asq-se-2", FORMS, "E-01,before,,30,yes", "E-02,before,12-month,30,yes")
    assert returns.tables["totals"]["form"].isna().tolist() == [True, False]
    (told,) = returns.findings.loc[returns.findings["rule"] == "no_age_form", "sentence"]
    assert told == "1 total of asq-se-2, total without an age form: kept, and without a status."


def test_forms_of_an_instrument_without_age_forms_stay_as_they_are(read):
    returns = read("hads", "person_id,time_point,form,anxiety,is_synthetic", "E-01,before,12,9,yes")
    assert returns.tables["totals"]["form"].tolist() == ["12"]
