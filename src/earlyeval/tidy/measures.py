"""One instrument's columns in a wide sheet (a person and time point in each row) into responses, totals, comments."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.registry.ranges import sent_range
from earlyeval.tidy.columns import Place, answers_column, typed_column
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import FormsPart, repeated
from earlyeval.tidy.lists import items_of, response_of, subscales_of
from earlyeval.tidy.native import missing_code_finding
from earlyeval.tidy.parts import Part
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.tables import TABLES

_VALUE = next(column for column in TABLES["responses"].columns if column.name == "value")
_SCORE = next(column for column in TABLES["totals"].columns if column.name == "score")
_COMMENT = next(column for column in TABLES["comments"].columns if column.name == "comment")


@dataclass(frozen=True)
class Measure:
    """Where one version of an instrument stands in a sheet, by position from 0, and whose each row is.

    ``head`` has one row per row of the sheet: person_id, time_point, completed_on, form. ``words`` are answers that
    were sent as words, with their numbers, beside those that the registry knows. ``is_alone``: a row of the sheet is a
    form of this measure and nothing else, so that one without any answer is worth a note.
    """

    instrument: str
    version: Version
    head: pd.DataFrame = field(repr=False)
    items: Mapping[str, int]
    subscales: Mapping[str, int]
    comments: Mapping[str, int]
    words: Mapping[str, float] = field(default_factory=dict)
    is_alone: bool = True


def measure_parts(
    sheet: Sheet, measure: Measure, problems: Problems, findings: list[Finding], *, label: str
) -> list[Part | FormsPart]:
    """Return the responses, supplied totals and comments of one measure in a sheet.

    Notes
    -----
    A row in which no item is answered is a form that was not returned: it is counted in the findings and leaves no
    row. In a form that was returned every item has a row, answered or not. ``label`` begins the ids of comments.
    """
    counts: Counter[str] = Counter()
    parts = [
        _responses(sheet, measure, problems, findings, counts),
        _totals(sheet, measure, problems, counts),
        _comments(sheet, measure, problems, label),
    ]
    for code, cells in sorted(counts.items()):
        findings.append(missing_code_finding("responses", sheet.file, "", code, cells))
    return [part for part in parts if part is not None and len(part)]


def _responses(
    sheet: Sheet, measure: Measure, problems: Problems, findings: list[Finding], counts: Counter[str]
) -> FormsPart | None:
    if not measure.items:
        return None
    declared = items_of(measure.version)
    length, width = len(sheet), len(measure.items)
    values, is_na = np.full((length, width), np.nan), np.zeros((length, width), dtype=bool)
    is_returned = np.zeros(length, dtype=bool)
    for number, (item, position) in enumerate(measure.items.items()):
        response = response_of(measure.version, declared[item])
        column = answers_column(_VALUE, response)
        words = {word: float(code) for word, code in response.codes.items()} if response else {}
        words |= measure.words
        texts = sheet.columns[position]
        typed = typed_column(texts, column, _place(sheet, position), problems, words=words)
        values[:, number] = typed.values.to_numpy()
        is_na[:, number] = typed.missing.get("na", False)
        is_returned |= (texts != "").to_numpy(dtype=bool)
        counts.update({code: int(mask.sum()) for code, mask in typed.missing.items()})
    _note_unreturned(sheet, int((~is_returned).sum()), measure, findings)
    forms = FormsPart(
        sheet.file, measure.instrument, measure.version.id, tuple(measure.items), measure.head, values, is_na,
        sheet.rows, sheet.row_word,
    )  # fmt: skip
    return forms if is_returned.all() else forms.kept(is_returned)


def _note_unreturned(sheet: Sheet, forms: int, measure: Measure, findings: list[Finding]) -> None:
    absent = [item.id for item in measure.version.items if item.id not in measure.items]
    if absent:
        sentence = f"No column for {counted(len(absent), 'item')} of {measure.instrument}: {', '.join(absent[:10])}."
        findings.append(Finding("responses", sheet.file, 0, "", "absent_items", "note", len(sheet), sentence))
    if forms and measure.is_alone:
        sentence = f"{counted(forms, 'row')} of {measure.instrument} without any answer, counted as not returned."
        findings.append(Finding("responses", sheet.file, 0, "", "empty_form", "note", forms, sentence))


def _totals(sheet: Sheet, measure: Measure, problems: Problems, counts: Counter[str]) -> Part | None:
    if not measure.subscales:
        return None
    declared = subscales_of(measure.version)
    frames, rows = [], []
    for subscale, position in measure.subscales.items():
        lowest, highest = sent_range(declared[subscale])
        column = replace(_SCORE, lowest=lowest, highest=highest)
        typed = typed_column(sheet.columns[position], column, _place(sheet, position), problems)
        counts.update({code: int(mask.sum()) for code, mask in typed.missing.items()})
        cells = np.flatnonzero(typed.values.notna().to_numpy())
        long = _long(measure, cells).assign(subscale=subscale, score=typed.values.to_numpy()[cells])
        frames.append(long.assign(form=measure.head["form"].take(cells).reset_index(drop=True)))
        rows.append(sheet.rows[cells])
    frame = pd.concat(frames, ignore_index=True)
    return Part("totals", sheet.file, frame, np.concatenate(rows), sheet.row_word, is_bounded=True)


def _comments(sheet: Sheet, measure: Measure, problems: Problems, label: str) -> Part | None:
    frames, rows = [], []
    for question, position in measure.comments.items():
        texts = sheet.columns[position]
        cells = np.flatnonzero((texts != "").to_numpy(dtype=bool))
        typed = typed_column(texts.take(cells).reset_index(drop=True), _COMMENT, _place(sheet, position), problems)
        long = _long(measure, cells)[["person_id", "time_point"]]
        ids = [f"{label}-{row}-{question}" for row in sheet.rows[cells]]
        frames.append(long.assign(comment_id=ids, question=question, comment=typed.values))
        rows.append(sheet.rows[cells])
    if not frames:
        return None
    return Part("comments", sheet.file, pd.concat(frames, ignore_index=True), np.concatenate(rows), sheet.row_word)


def _long(measure: Measure, cells: np.ndarray) -> pd.DataFrame:
    head = measure.head[["person_id", "time_point", "completed_on"]].take(cells).reset_index(drop=True)
    return head.assign(
        instrument=repeated([measure.instrument], len(cells)), version=repeated([measure.version.id], len(cells))
    )


def _place(sheet: Sheet, position: int) -> Place:
    return Place(sheet.file, sheet.headers[position], sheet.rows, sheet.row_word, sheet.letter(position))
