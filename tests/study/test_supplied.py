"""Totals that a site worked out beside the answers of the same form: what does not fit is said."""

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import lay_out
from earlyeval.study.supplied import with_supplied_totals
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.spec

ITEMS = "interest,low-mood,sleep,energy,appetite,self-worth,concentration,movement,self-harm"


@pytest.fixture
def found(tmp_path):
    """Return the findings about totals of PHQ-9 forms that the example study's place sends."""
    lay_out(tmp_path / "study")
    paths = study_paths(tmp_path / "study")
    registry = load_registry(paths)

    def finding(*rows):
        form = paths.data / "raw/riverside/parent-group/phq-9.csv"
        form.write_text(f"person_id,time_point,{ITEMS},total\n" + "".join(row + "\n" for row in rows), encoding="utf-8")
        returns = read_returns(registry, paths, site="riverside", programme="parent-group")
        findings = with_supplied_totals(registry, returns.tables, returns.findings)
        return dict(zip(findings["rule"], findings["sentence"], strict=True))

    return finding


def test_totals_that_fit_are_not_worth_a_word(found):
    assert not {"total_differs", "total_of_too_few"} & set(
        found("E-01,before,1,1,1,0,2,2,1,1,0,9", "E-02,before" + 9 * ",0" + ",0")
    )


def test_a_total_that_the_answers_do_not_give(found):
    told = found("E-01,before,1,1,1,0,2,2,1,1,0,19", "E-02,before" + 9 * ",1" + ",9")
    assert told["total_differs"] == "1 total of phq-9 that the answers beside do not give: the answers count."


def test_a_total_of_a_form_of_which_most_is_missing(found):
    told = found("E-01,before,1,1,1,,,,,,,12")
    assert told["total_of_too_few"] == "1 total of phq-9 from forms with too many answers missing: taken as sent."


def test_a_total_without_answers_stands_by_itself(found):
    assert "total_differs" not in found("E-01,before,,,,,,,,,,12")
