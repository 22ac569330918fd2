"""Boxes to be ticked into a column of yes and no for each box, however the tool exported them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import Return
from earlyeval.registry.tick_boxes import TickBoxes
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import Place, folded_words, note_cells
from earlyeval.tidy.identifiers import found_words
from earlyeval.tidy.positions import fitting_columns
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet, text_series
from earlyeval.tidy.texts import coded

YES, NO = "yes", "no"
_NO_TICKS = frozenset({"0", "no", "n", "false", "unchecked", "unticked", "not selected", "off"})
_OTHER = ""  # the box of a text that is no option
Ticked = dict[str, np.ndarray]


def with_ticks(sheet: Sheet, declared: Return, problems: Problems) -> Sheet:
    """Return a sheet with the columns that a declaration's ``ticks`` make, after those that it has.

    Notes
    -----
    Where a box has a row for each tick, rows that differ in nothing but the box become one. A text that is no option is
    refused, unless ``other`` names a column for it; it is never repeated where it may be somebody's own words.
    """
    for boxes in declared.ticks:
        places = [_place(sheet, source, declared, problems) for source in boxes.sources]
        if None in places:
            continue
        if boxes.column is None:
            ticked, answered = _of_columns(sheet, boxes, [place for place in places if place is not None], problems)
        else:
            ticked, answered = _of_cells(sheet, boxes, places[0] or 0, problems)
            if boxes.in_rows:
                sheet, ticked, answered = _one_row_each(sheet, places[0] or 0, ticked, answered)
        sheet = _with_columns(sheet, boxes, ticked, answered)
    return sheet


def _place(sheet: Sheet, column: str | int, declared: Return, problems: Problems) -> int | None:
    fitting = fitting_columns(column, sheet.headers)
    if len(fitting) == 1:
        return fitting[0]
    found = f"found {len(fitting) or 'no'} columns for {shown(column)}, which registry/returns/{declared.id}.yaml names"
    step = "Correct the declaration, or ask the site for the export it describes"
    problems.add(Problem(sheet.file, 0, "", "declared_column", found, "exactly one", step))
    return None


def _of_cells(sheet: Sheet, boxes: TickBoxes, place: int, problems: Problems) -> tuple[Ticked, np.ndarray]:
    """Return which boxes each cell names; cells with a text that is no option are noted."""
    codes, texts = coded(sheet.columns[place])
    known = {folded_words(option): name for option, name in boxes.options.items()}
    named = [_boxes_in(text, boxes, known) for text in texts]
    ticked = {}
    for name in boxes.made:
        wanted = _OTHER if name == boxes.other and name not in known.values() else name
        ticked[name] = np.array([wanted in found for found in named], dtype=bool)[codes]
    for number, found in enumerate(named):
        if _OTHER in found and not boxes.other:
            allowed = ", ".join(shown(option) for option in boxes.options)
            step = "Name it under options, or say under other which column counts such texts"
            fault = Fault("option", found_words(_first_unknown(texts[number], boxes, known)), allowed, step)
            note_cells(np.flatnonzero(codes == number), fault, _where(sheet, place), problems)
    return ticked, (sheet.columns[place] != "").to_numpy(dtype=bool)


def _boxes_in(text: str, boxes: TickBoxes, known: Mapping[str, str]) -> set[str]:
    return {known.get(piece, _OTHER) for piece in _pieces(text, boxes, known)}


def _first_unknown(text: str, boxes: TickBoxes, known: Mapping[str, str]) -> str:
    return next(piece for piece in _pieces(text, boxes, known) if piece not in known)


def _pieces(text: str, boxes: TickBoxes, known: Mapping[str, str]) -> list[str]:
    """Return the boxes that a cell names. The longest option wins: an option may hold the mark that joins them."""
    mark = boxes.separator.strip() or boxes.separator
    parts = text.split(mark) if mark else [text]
    found, begin = [], 0
    while begin < len(parts):
        for end in range(len(parts), begin, -1):
            piece = folded_words(mark.join(parts[begin:end]))
            if piece in known or end == begin + 1:
                break
        found.append(piece)
        begin = end
    return [piece for piece in found if piece]


def _of_columns(sheet: Sheet, boxes: TickBoxes, places: list[int], problems: Problems) -> tuple[Ticked, np.ndarray]:
    """Return the ticks of boxes that have a column each."""
    ticked, answered = {}, np.zeros(len(sheet), dtype=bool)
    unticked = {folded_words(text) for text in boxes.not_ticked}
    ticks = {folded_words(text) for text in boxes.ticked}
    for name, place in zip(boxes.columns, places, strict=True):
        codes, texts = coded(sheet.columns[place])
        folded = [folded_words(text) for text in texts]
        is_tick = [text in ticks if ticks else bool(text) and text not in unticked for text in folded]
        for number in _unclear(folded, ticks, unticked):
            allowed = ", ".join((*boxes.ticked, *boxes.not_ticked, "blank")) if ticks else "one text, or blank"
            step = "Say under ticked which text is a tick, and under not_ticked which is none"
            fault = Fault("tick", found_words(texts[number]), allowed, step)
            note_cells(np.flatnonzero(codes == number), fault, _where(sheet, place), problems)
        ticked[name] = np.array(is_tick, dtype=bool)[codes] if len(texts) else np.zeros(len(sheet), dtype=bool)
        answered |= (sheet.columns[place] != "").to_numpy(dtype=bool)
    return ticked, answered


def _unclear(texts: list[str], ticks: set[str], unticked: set[str]) -> list[int]:
    """Return which texts nobody can take for a tick or for none: two in one column, or one that means none."""
    open_texts = [number for number, text in enumerate(texts) if text and text not in ticks | unticked]
    if ticks:
        return open_texts
    return [number for number in open_texts if len(open_texts) > 1 or texts[number] in _NO_TICKS]


def _one_row_each(sheet: Sheet, place: int, ticked: Ticked, answered: np.ndarray) -> tuple[Sheet, Ticked, np.ndarray]:
    """Put together rows that differ in nothing but the box."""
    rest = pd.DataFrame({number: column for number, column in enumerate(sheet.columns) if number != place})
    if not len(rest.columns):
        return sheet, ticked, answered
    groups = rest.groupby(list(rest.columns), sort=False).ngroup().to_numpy()
    n_groups = int(groups.max()) + 1 if len(groups) else 0
    _, first = np.unique(groups, return_index=True)

    def any_of(flags: np.ndarray) -> np.ndarray:
        return np.bincount(groups, weights=flags, minlength=n_groups) > 0

    is_first = np.zeros(len(sheet), dtype=bool)
    is_first[first] = True
    return sheet.of_rows(is_first), {name: any_of(flags) for name, flags in ticked.items()}, any_of(answered)


def _with_columns(sheet: Sheet, boxes: TickBoxes, ticked: Ticked, answered: np.ndarray) -> Sheet:
    is_known = answered if boxes.nothing_ticked == "not_answered" else np.ones(len(sheet), dtype=bool)
    made = [text_series(np.where(ticked[name], YES, np.where(is_known, NO, ""))) for name in boxes.made]
    source = sheet.letter(fitting_columns(boxes.sources[0], sheet.headers)[0])
    letters = (*sheet.letters, *[source] * len(made)) if sheet.letters else ()
    return replace(sheet, headers=(*sheet.headers, *boxes.made), columns=(*sheet.columns, *made), letters=letters)


def _where(sheet: Sheet, place: int) -> Place:
    return Place(sheet.file, sheet.headers[place], sheet.rows, sheet.row_word, sheet.letter(place))
