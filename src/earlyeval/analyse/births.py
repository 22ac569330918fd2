"""Births beside those of the area: early, light, by caesarean section, breastfed.

Definitions as the World Health Organization words them: preterm is before 37 completed weeks; low birth weight is
under 2500 grams.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from earlyeval.analyse.counted import plain_share_row, unanswered
from earlyeval.analyse.members import attendance_by_visit, visits_for
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.births import BirthComparator
from earlyeval.registry.programmes import Definition
from earlyeval.statistics import proportion_intervals, standardisation
from earlyeval.study import Study

PRETERM_BEFORE = 37  # completed weeks
LOW_BELOW = 2500  # grams
ALL, COMPLETERS, AREA = "all", "completers", "area"
NO_COMPARATOR = "No figure of the area was declared for this."
ONE_STRATUM = ""


@dataclass(frozen=True)
class Indicator:
    """What is counted among births: of which column, and when it counts."""

    id: str
    label: str
    column: str
    counts: Callable[[pd.Series], pd.Series]


INDICATORS = (
    Indicator("preterm", "Born before 37 completed weeks", "gestation_weeks", lambda weeks: weeks < PRETERM_BEFORE),
    Indicator("low-birth-weight", "Birth weight under 2500 grams", "birth_weight", lambda grams: grams < LOW_BELOW),
    Indicator("caesarean", "Born by caesarean section", "delivery", lambda mode: mode.str.endswith("_caesarean")),
    Indicator("breastfed", "Breastfed at six weeks, wholly or in part", "feeding",
              lambda feeding: feeding.isin(("breast", "mixed"))),
)  # fmt: skip


@question("births")
def births(study: Study) -> Iterator[Row]:
    """Return how many births were early, light, by section, or breastfed, beside what the area lets one expect.

    Rows
    ----
    ``outcome`` is the indicator; ``subgroup`` "all" (every birth returned) or "completers" (of mothers who met the
    programme's main definition), with ``comparison`` "area" for the area's own share. ``proportion`` with its exact
    (Clopper-Pearson) interval; ``standardised_ratio``, observed over expected with the mid-p interval, where the site
    declares figures of its area: indirectly standardised where those are given by kinds of mothers.

    A birth whose indicator, or whose mother's kind, was not returned is in neither number. Twins are two births, which
    the intervals take as if they were strangers.
    """
    returned = study.table("births")
    if returned.empty:
        return
    groups = {ALL: returned}
    definition = main_definition(study)
    if definition is not None:
        groups[COMPLETERS] = returned[returned["person_id"].isin(mothers_who_came(study, definition))]
    for indicator in INDICATORS:
        yield from _of_area(study, indicator)
        for subgroup, rows in groups.items():
            note = definition.label if subgroup == COMPLETERS and definition is not None else ""
            yield from _rows(study, indicator, rows, subgroup=subgroup, note=note)


def main_definition(study: Study) -> Definition | None:
    """Return the main definition of having come often enough for sessions of families; none where none is declared."""
    kinds = {kind.id for kind in study.programme.session_kinds if kind.strand == "family"}
    of_families = [one for one in study.programme.definitions if one.session_kind in kinds]
    return next((one for one in of_families if one.main), of_families[0] if of_families else None)


def mothers_who_came(study: Study, definition: Definition) -> pd.Index:
    """Return the people who came to at least as many sessions as a definition asks for."""
    visits = attendance_by_visit(study)
    kind = next(kind for kind in study.programme.session_kinds if kind.id == definition.session_kind)
    of_kind, _ = visits_for(study, visits[visits["kind"] == kind.id], kind.strand)
    attended = of_kind[of_kind["came"]].groupby("person_id")["session_id"].nunique()
    return attended.index[attended >= definition.at_least]


def _base(indicator: Indicator, subgroup: str) -> Row:
    return {
        "strand": "family", "outcome": indicator.id, "label": indicator.label, "subgroup": subgroup, "unit": "births",
        "source_table": "births",
    }  # fmt: skip


def _rows(study: Study, indicator: Indicator, births_here: pd.DataFrame, *, subgroup: str, note: str) -> Iterator[Row]:
    base = _base(indicator, subgroup) | {"note": note}
    known = births_here[births_here[indicator.column].notna()]
    happened = indicator.counts(known[indicator.column]).astype(bool)
    if known.empty:
        yield unanswered(base, "This was not returned for any birth.", estimand="proportion")
        return
    level = study.plan.conf_level
    share = proportion_intervals.clopper_pearson(int(happened.sum()), len(known), conf_level=level)
    yield base | share.as_row()
    yield base | _over_expected(study, indicator, known, happened)


def _over_expected(study: Study, indicator: Indicator, known: pd.DataFrame, happened: pd.Series) -> Row:
    """Return observed over expected, by the kinds of mothers for which the area's figures are given."""
    given = _comparators(study, indicator)
    ratio: Row = {"estimand": "standardised_ratio", "comparison": AREA}
    if not given:
        return not_estimable(ratio, reason=NO_COMPARATOR)
    rates = {str(one.value or ONE_STRATUM): one.n / one.births for one in given}
    kinds = _kinds(study, given[0], known)
    compared = kinds.isin(list(rates))
    strata = kinds[compared]
    counted = ratio | {"n": int(happened[compared].sum()), "n_expected": int(compared.sum())}
    sizes = strata.value_counts()
    used = [kind for kind in rates if sizes.get(kind, 0)]
    if not used:
        return not_estimable(counted, reason="For no birth is the kind of mother known that the area's figures are by.")
    estimate = standardisation.indirectly_standardised_ratio(
        [int(happened[compared][strata == kind].sum()) for kind in used],
        [int(sizes[kind]) for kind in used],
        [rates[kind] for kind in used],
        mid_p=True,
        conf_level=study.plan.conf_level,
    )
    expected = sum(float(sizes[kind]) * rates[kind] for kind in used)
    row = {name: value for name, value in estimate.as_row().items() if name not in ("n", "n_expected", "estimand")}
    return counted | row | {"statistic": expected}


def _kinds(study: Study, comparator: BirthComparator, known: pd.DataFrame) -> pd.Series:
    """Return which kind of mother each birth has, in words of the registry; missing where that was not returned."""
    if comparator.characteristic is None:
        return pd.Series(ONE_STRATUM, index=known.index)
    people = study.people.drop_duplicates("person_id").set_index("person_id")
    if comparator.characteristic not in people:
        return pd.Series(None, index=known.index, dtype=object)
    return known["person_id"].map(people[comparator.characteristic]).astype(object)


def _comparators(study: Study, indicator: Indicator) -> list[BirthComparator]:
    return [one for one in study.delivery.birth_comparators if one.indicator == indicator.id]


def _of_area(study: Study, indicator: Indicator) -> Iterator[Row]:
    given = _comparators(study, indicator)
    if given:
        row = _base(indicator, AREA) | {
            "comparison": AREA, "unit": "births in the area", "source_table": "sites",
            "note": f"{given[0].area}, {given[0].period}",
        }  # fmt: skip
        counted, of = sum(one.n for one in given), sum(one.births for one in given)
        yield plain_share_row(row, counted, of, method="share of the births declared for the area")
