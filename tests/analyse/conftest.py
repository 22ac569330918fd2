"""A study from little tables: what a test does not say takes a plain default.

Tables are written as text, one row a line, blanks between the cells, "-" where nothing was returned::

    make_study(
        people='''
            person_id  role    started_on
            ann        mother  2025-01-06
            bea        mother  -
        ''',
        scores='''
            person_id  outcome  time_point  score
            ann        mood     baseline    12
        ''',
    )
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from earlyeval.foundations.paths import StudyPaths, study_paths
from earlyeval.registry.criteria import Criterion
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load import load_registry
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.plan import Plan, StudyFacts
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Site
from earlyeval.registry.whole import Registry
from earlyeval.score.scales import COLUMNS
from earlyeval.study import Study
from earlyeval.tidy.columns import DTYPES
from earlyeval.tidy.findings import findings_frame
from earlyeval.tidy.tables import TABLES

PROGRAMME = {
    "id": "course",
    "name": "The Course",
    "kind": "parent_education",
    "summary": "A course that exists in tests only.",
    "strands": ["family", "staff", "delivery"],
    "time_points": [
        {"id": "baseline", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
        {"id": "endpoint", "label": "After", "order": 2, "weeks": 26, "role": "endpoint"},
    ],
}
OUTCOME = {
    "id": "mood",
    "label": "Low mood",
    "version": "v1",
    "subscale": "total",
    "strand": "family",
    "respondent": "parent",
    "time_points": ["baseline", "endpoint"],
    "family": "primary",
    "what_it_measures": "How low people feel",
}
SCALE = {"id": "total", "label": "Total", "method": "supplied", "direction": "lower_is_better"}


def entry(model: type, facts: dict[str, Any]) -> Any:
    """A registry entry, validated as a file of the registry would be."""
    return model.model_validate_json(json.dumps(facts))


def cells(text: str) -> pd.DataFrame:
    """The cells of a table written as text; None for "-"."""
    lines = [line.split() for line in text.strip().splitlines()]
    rows = [[None if cell == "-" else cell for cell in line] for line in lines[1:]]
    return pd.DataFrame(rows, columns=lines[0], dtype=object)


def typed(cell_column: pd.Series, kind: str) -> pd.Series:
    if kind == "boolean":
        return cell_column.map({"yes": True, "no": False}).astype("boolean")
    if kind.startswith("datetime"):
        return pd.to_datetime(cell_column).astype(kind)
    return cell_column.astype(kind)


def tidy_table(name: str, text: str) -> pd.DataFrame:
    """One tidy table in its types, with every column of it; characteristics are text."""
    given = cells(text) if text else pd.DataFrame()
    declared = {column.name: str(DTYPES[column.type]) for column in TABLES[name].columns}
    kinds = declared | {column: "str" for column in given.columns if column not in declared}
    missing = pd.Series([None] * len(given), dtype=object)
    return pd.DataFrame({column: typed(given.get(column, missing), kind) for column, kind in kinds.items()})


def scores_table(text: str, outcomes: dict[str, Outcome]) -> pd.DataFrame:
    """Scores: person_id, outcome, time_point, score ("-": returned, not scorable); optionally is_prorated, band."""
    given = cells(text) if text else pd.DataFrame(columns=["person_id", "outcome", "time_point", "score"])
    of = given["outcome"].map(outcomes)
    filled = pd.DataFrame(
        {
            "person_id": given["person_id"],
            "time_point": given["time_point"],
            "score": given["score"],
            **{name: [getattr(one, name) for one in of] for name in ("instrument", "version", "subscale")},
            "n_answered": 1.0,
            "n_items": 1.0,
            "is_prorated": given.get("is_prorated", pd.Series("no", index=given.index)) == "yes",
            "is_supplied": True,
            "is_scorable": given["score"].notna(),
            "band": given.get("band"),
        }
    )
    return filled.reindex(columns=list(COLUMNS)).astype(COLUMNS)


def instrument_of(outcome: Outcome, *, lowest: float = 0, highest: float = 27) -> Instrument:
    """A made-up scale of supplied totals for an outcome."""
    scale = {**SCALE, "id": outcome.subscale, "lowest": lowest, "highest": highest}
    return entry(
        Instrument,
        {
            "id": outcome.instrument,
            "name": outcome.label,
            "full_name": outcome.label,
            "construct_measured": outcome.label,
            "respondents": ["parent"],
            "licence": {"licence_class": "A", "terms": "made up", "source": "made-up", "verified": True},
            "versions": [{"id": outcome.version, "subscales": [scale], "worked_examples": []}],
            "sources": ["made-up"],
        },
    )


def criterion_of(indicator: dict[str, Any]) -> Criterion:
    """A criterion with plain bounds on an indicator."""
    actions = {"action_go": "Go on.", "action_amend": "Mend it.", "action_stop": "Stop."}
    facts = {"id": "one", "label": "One", "indicator": {"estimand": "proportion", **indicator}, **actions}
    return entry(Criterion, {**facts, "go_from": 0.7, "amend_from": 0.5})


@pytest.fixture
def make_study():
    """Make a study: tables and scores as text, registry entries as what differs from the plain ones above."""

    def make(
        *,
        scores: str = "",
        outcomes: tuple[dict[str, Any], ...] = ({},),
        programme: dict[str, Any] | None = None,
        delivery: dict[str, Any] | None = None,
        plan: dict[str, Any] | None = None,
        findings: tuple = (),
        instruments: dict[str, Instrument] | None = None,
        profiles: bool = False,
        criteria: tuple[dict[str, Any], ...] = (),
        **tables: str,
    ) -> Study:
        declared = [entry(Outcome, {"instrument": one.get("id", "mood")} | OUTCOME | one) for one in outcomes]
        course = entry(Programme, PROGRAMME | (programme or {}))
        place = entry(
            Site,
            {
                "id": "place",
                "name": "The Place",
                "programmes": [{"programme": "course", "start": "2025-01", "end": "2025-12", **(delivery or {})}],
            },
        )
        registry = Registry(
            facts=entry(StudyFacts, {"id": "tests", "title": "Tests", "seed": 1}),
            programmes={course.id: course},
            sites={place.id: place},
            instruments={one.instrument: instrument_of(one) for one in declared} | (instruments or {}),
            outcomes={course.id: tuple(declared)},
            plans={course.id: entry(Plan, {"programme": course.id, **(plan or {})})},
            criteria={course.id: tuple(criterion_of(one) for one in criteria)},
            profiles=load_registry(study_paths()).profiles if profiles else {},
            returns=(),
            references={},
        )
        nowhere = Path("nowhere")
        return Study(
            registry=registry,
            paths=StudyPaths(root=nowhere, data=nowhere),
            site=place,
            programme=course,
            level="release",
            data="synthetic",
            tables={name: tidy_table(name, tables.get(name, "")) for name in TABLES},
            scores=scores_table(scores, {one.id: one for one in declared}),
            findings=findings_frame(findings),
        )

    return make


@pytest.fixture
def told():
    """The rows of an answer as plain tuples of the columns asked for; whole numbers and rounded shares."""

    def tell(rows: pd.DataFrame, *columns: str) -> list[tuple]:
        rounded = rows[list(columns)].map(lambda cell: round(cell, 4) if isinstance(cell, float) else cell)
        plain = rounded.astype(object).where(rounded.notna(), None)
        return list(plain.itertuples(index=False, name=None))

    return tell
