"""The shipped synthetic returns go through the same reader as real ones, and their trouble is found there."""

import pytest

from earlyeval.foundations.paths import SHIPPED_REGISTRY, StudyPaths
from earlyeval.tidy.arrive import read_returns
from earlyeval.tidy.birth_tables import BIRTH_TABLES
from earlyeval.tidy.case_tables import CASE_TABLES
from earlyeval.tidy.contact_tables import CONTACT_TABLES

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def returns(registry):
    paths = StudyPaths(root=SHIPPED_REGISTRY.parents[1], data=SHIPPED_REGISTRY.parent)
    return read_returns(registry, paths, site="wandsworth", programme="think-baby", data="synthetic")


def test_every_table_arrives_and_is_synthetic(returns):
    assert returns.data == "synthetic"
    # The programme has no births, no case work, no register of contacts that every child is due, no framework, and no
    # figures that the site reported of itself.
    of_others = {
        "framework",
        "machine_codings",
        "site_figures",
        *(table.name for table in (*BIRTH_TABLES, *CASE_TABLES, *CONTACT_TABLES)),
    }
    assert {name for name, rows in returns.tables.items() if rows.empty} == of_others


def test_forms_of_unknown_people_are_set_aside_and_reported(returns):
    findings = returns.findings
    aside = findings[findings["severity"] == "set_aside"]
    assert aside["rows"].sum() == 2 * (9 + 7 + 15)
    assert returns.tables["responses"]["person_id"].isin(returns.tables["people"]["person_id"]).all()


def test_ids_that_look_alike_stay_two_people(returns):
    ids = returns.tables["people"]["person_id"]
    short = ids[ids.str.fullmatch(r"W-F\d\d-A")].iloc[0]
    assert short.replace("W-F", "W-F0") in ids.to_list()


def test_the_cluster_that_sends_excel_is_among_the_answers(returns):
    people = returns.tables["people"].set_index("person_id")["cluster"]
    answers = returns.tables["responses"]
    of_depression = answers[answers["instrument"] == "phq-9"]
    assert of_depression["person_id"].map(people).nunique() == 3
