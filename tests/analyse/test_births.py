"""Births beside the area: who counts, by which kinds of mothers, and what cannot be said."""

import dataclasses

import pandas as pd
import pytest

from earlyeval.analyse import births
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.births import BirthComparator
from earlyeval.statistics.exact_rates import standardised_ratio_mid_p
from earlyeval.study import load_study

pytestmark = pytest.mark.unit
BIRTHS = pd.DataFrame(
    {
        "child_id": ["c1", "c2", "c3", "c4", "c5"],
        "person_id": ["BL-F001-M", "BL-F002-M", "BL-F003-M", "BL-F004-M", "nobody"],
        "gestation_weeks": pd.array([36, 37, 40, None, 30], dtype="Int64"),
        "birth_weight": [2499.0, 2500.0, 3400.0, 3000.0, 1500.0],
        "delivery": ["elective_caesarean", "spontaneous", "emergency_caesarean", "instrumental", None],
        "feeding": ["breast", "mixed", "formula", None, None],
    }
)


@pytest.fixture(scope="module")
def blackpool():
    return load_study("blackpool", "baby-steps", study=study_paths("").root, data="synthetic")


def study_with(study, *, comparators=(), rows=BIRTHS):
    delivery = study.delivery.model_copy(update={"birth_comparators": tuple(comparators)})
    others = tuple(one for one in study.site.programmes if one.programme != delivery.programme)
    site = study.site.model_copy(update={"programmes": (delivery, *others)})
    tables = {name: study.tables[name] for name in study.tables}
    return dataclasses.replace(study, site=site, tables=tables | {"births": rows}, stored=None)


def comparator(**more):
    facts = {"indicator": "preterm", "n": 80, "births": 1000, "area": "Here", "period": "2023",
             "source": "synthetic-population", "verified": False}  # fmt: skip
    return BirthComparator.model_validate(facts | more)


def row(rows, **wanted):
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_before_37_weeks_and_under_2500_grams_count_and_the_edges_do_not(blackpool):
    rows = births.births(study_with(blackpool))
    early = row(rows, outcome="preterm", subgroup="all", estimand="proportion")
    light = row(rows, outcome="low-birth-weight", subgroup="all", estimand="proportion")
    assert (early["n"], early["n_expected"]) == (2, 4)  # 36 and 30 weeks; one birth without weeks is in neither number
    assert (light["n"], light["n_expected"]) == (2, 5)


def test_every_caesarean_and_any_breast_milk_counts(blackpool):
    rows = births.births(study_with(blackpool))
    section = row(rows, outcome="caesarean", subgroup="all", estimand="proportion")
    milk = row(rows, outcome="breastfed", subgroup="all", estimand="proportion")
    assert (section["n"], section["n_expected"]) == (2, 4)
    assert (milk["n"], milk["n_expected"]) == (2, 3)


def test_expected_is_by_the_share_of_the_area(blackpool):
    rows = births.births(study_with(blackpool, comparators=[comparator()]))
    ratio = row(rows, outcome="preterm", subgroup="all", estimand="standardised_ratio")
    assert ratio["statistic"] == pytest.approx(4 * 0.08)
    assert ratio["estimate"] == pytest.approx(2 / 0.32)
    found = standardised_ratio_mid_p(2, 0.32)
    assert (ratio["conf_low"], ratio["conf_high"]) == pytest.approx((found.conf_low, found.conf_high))


def test_expected_is_by_kinds_of_mothers_where_the_area_is(blackpool):
    parity = blackpool.people.set_index("person_id")["parity"]
    given = [
        comparator(characteristic="parity", value="first", n=100, births=1000),
        comparator(characteristic="parity", value="later", n=50, births=1000),
    ]
    rows = births.births(study_with(blackpool, comparators=given))
    ratio = row(rows, outcome="preterm", subgroup="all", estimand="standardised_ratio")
    known = BIRTHS.dropna(subset="gestation_weeks")["person_id"].map(parity).dropna()
    assert ratio["n_expected"] == len(known) == 3  # the mother of one birth is nobody of the register
    assert ratio["statistic"] == pytest.approx(sum({"first": 0.1, "later": 0.05}[kind] for kind in known))


def test_no_figure_of_the_area_is_said(blackpool):
    rows = births.births(study_with(blackpool))
    ratios = rows[rows["estimand"] == "standardised_ratio"]
    assert set(ratios["reason"]) == {births.NO_COMPARATOR}


def test_completers_are_mothers_who_met_the_main_definition(blackpool):
    rows = births.births(blackpool)
    came = births.mothers_who_came(blackpool, births.main_definition(blackpool))
    mine = blackpool.table("births")
    counted = row(rows, outcome="low-birth-weight", subgroup="completers", estimand="proportion")
    assert counted["n_expected"] == mine["person_id"].isin(came).sum()
    assert 0 < counted["n_expected"] < len(mine)


def test_a_programme_without_births_has_no_rows(blackpool):
    assert births.births(study_with(blackpool, rows=BIRTHS.head(0))).empty
