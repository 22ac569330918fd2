"""Returns in a shape of their own, read as the registry declares it: every column named, or said to be ignored."""

import numpy as np
import pandas as pd

from earlyeval.registry.returns import MeasureColumns, Return
from earlyeval.tidy.age_forms import forms_of_versions
from earlyeval.tidy.columns import empty_values
from earlyeval.tidy.declared_numbers import with_declared_numbers
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import FormsPart
from earlyeval.tidy.headers import without_headers_again
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.mapped_columns import days_of, forms_of, ids_of, time_points_of, without_theirs
from earlyeval.tidy.mapped_tables import people_part, table_part
from earlyeval.tidy.measures import Measure, measure_parts
from earlyeval.tidy.native import note_synthetic
from earlyeval.tidy.parts import Part
from earlyeval.tidy.positions import MeasurePositions, Positions, positions_of
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import Sheet, turned_round
from earlyeval.tidy.texts import one_text
from earlyeval.tidy.ticks import with_ticks
from earlyeval.tidy.wide import HEAD

_ID = HEAD[0]


def mapped_parts(
    declared: Return, sheet: Sheet, lists: Lists, problems: Problems, findings: list[Finding], *, is_real: bool
) -> list[Part | FormsPart]:
    """Return the tidy rows of a sheet in a declared shape.

    Notes
    -----
    The sheet is turned round first where people stand in columns. The texts under ``missing`` count as blank
    everywhere but in ids and comments, those under ``missing_codes`` as the code that they are given. ``id_prefix``
    keeps apart people whose ids are the same in two files.
    """
    if declared.orientation == "people_in_columns":
        sheet = turned_round(sheet)
    sheet = with_ticks(sheet, declared, problems)
    positions = positions_of(declared, sheet, lists.registry, problems)
    if positions is None:
        return []
    sheet = without_headers_again(sheet, problems)
    note_synthetic(sheet, problems, is_real=is_real)
    sheet = _only_rows(sheet, positions, findings)
    sheet = without_theirs(sheet, declared, positions)
    sheet = with_declared_numbers(sheet, declared, positions, lists, problems)
    ids = ids_of(sheet, declared, positions, problems)
    time_points = time_points_of(sheet, declared, positions, lists, problems)
    parts: list[Part | FormsPart | None] = []
    if declared.people and ids is not None:
        parts.append(people_part(sheet, declared, positions, ids, lists, problems, findings))
    keys = {"person_id": ids, "time_point": time_points}
    for rows_of, places in zip(declared.tables, positions.tables, strict=True):
        parts.append(table_part(sheet, declared, rows_of, dict(places), keys, lists, problems, findings))
    heads: dict[tuple[object, ...], pd.DataFrame] = {}
    is_alone = len(declared.measures) == 1 and not declared.tables and declared.people is None
    for measure, where in zip(declared.measures, positions.measures, strict=True):
        version = lists.registry.version(measure.instrument, measure.version)
        forms = forms_of_versions((version,)) if where.form is not None else ()
        shared = (measure.time_point, where.completed_on, where.form, forms)
        if shared not in heads:
            heads[shared] = _head(sheet, declared, measure, (positions, where), keys, problems, forms)
        found = Measure(
            measure.instrument, version, heads[shared], where.items, where.subscales, where.comments, measure.codes,
            is_alone=is_alone,
        )  # fmt: skip
        label = "-".join(filter(None, [declared.id, measure.instrument, measure.time_point]))
        parts.extend(measure_parts(sheet, found, problems, findings, label=label))
    return [part for part in parts if part is not None]


def _only_rows(sheet: Sheet, positions: Positions, findings: list[Finding]) -> Sheet:
    """Return the rows that the declaration asks for, and say how many others there are."""
    is_read = np.ones(len(sheet), dtype=bool)
    for place, texts in positions.only_rows:
        is_read &= sheet.columns[place].isin(texts).to_numpy(dtype=bool)
    others = int((~is_read).sum())
    if others:
        sentence = f"{counted(others, 'row')} not read, because the declaration asks for others only."
        findings.append(Finding("", sheet.file, 0, "", "other_rows", "note", others, sentence))
    return sheet.of_rows(is_read)


def _head(
    sheet: Sheet,
    declared: Return,
    measure: MeasureColumns,
    positions: tuple[Positions, MeasurePositions],
    keys: dict[str, pd.Series | None],
    problems: Problems,
    forms: tuple[str, ...],
) -> pd.DataFrame:
    """Return whose and when: person, time point, day and form of each row."""
    whole, own = positions
    length = len(sheet)
    day = own.completed_on if own.completed_on is not None else whole.completed_on
    time_points = one_text(measure.time_point, length) if measure.time_point else keys["time_point"]
    return pd.DataFrame(
        {
            "person_id": keys["person_id"] if keys["person_id"] is not None else empty_values(_ID, length),
            "time_point": time_points,
            "completed_on": days_of(sheet, declared, day, problems),
            "form": forms_of(sheet, own.form, forms, problems),
        }
    )
