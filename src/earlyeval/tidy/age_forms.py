"""Age forms of supplied totals: written in one way, declared, and never forgotten without a word."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import Place, note_cells
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.identifiers import found_words
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Whole
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.texts import coded, spread_texts

_MONTHS = re.compile(r"0*(\d{1,3})[\s_-]*(?:m|mo|mth|mths|month|months)?\.?", re.IGNORECASE)


def forms_of_versions(versions: Iterable[Version]) -> tuple[str, ...]:
    """Return the age forms that some versions of an instrument declare, each once, in order."""
    scales = (scale for version in versions for scale in version.subscales)
    return tuple(dict.fromkeys(known.form for scale in scales for known in scale.form_cut_offs))


def written_alike(texts: pd.Series, declared: tuple[str, ...]) -> pd.Series:
    """Return forms as the registry writes them: "12", "12m" and "12 months" are "12-month" where that is declared."""
    if not declared:
        return texts
    codes, values = coded(texts)
    return spread_texts([_alike(text, declared) for text in values], codes).set_axis(texts.index)


def _alike(text: str, declared: tuple[str, ...]) -> str:
    months = _MONTHS.fullmatch(text.strip())
    meant = f"{months.group(1)}-month" if months else text
    return meant if text not in declared and meant in declared else text


def check_forms(whole: Whole, lists: Lists, problems: Problems, findings: list[Finding]) -> None:
    """Refuse totals of an age form that nobody declared; note those that came without a form, which have no status."""
    if whole.table.name != "totals" or not len(whole):
        return
    frame = whole.frame
    for (instrument, version, subscale), rows in frame.groupby(["instrument", "version", "subscale"]).indices.items():
        declared = lists.version(instrument, version)
        scales = [scale for scale in declared.subscales if scale.id == subscale] if declared else []
        known = tuple(form.form for scale in scales for form in scale.form_cut_offs)
        if known:
            forms = frame["form"].iloc[rows]
            _note_unknown(whole, rows[(forms.notna() & ~forms.isin(known)).to_numpy(dtype=bool)], known, problems)
            _note_lacking(whole, rows[forms.isna().to_numpy(dtype=bool)], f"{instrument}, {subscale}", findings)


def _note_unknown(whole: Whole, rows: np.ndarray, known: tuple[str, ...], problems: Problems) -> None:
    for number, part in enumerate(whole.parts):
        own = rows[whole.origin[rows] == number]
        place = Place(part.file, "form", whole.rows, part.row_word, part.letter("form"))
        for row in own:
            fault = Fault("unknown_code", found_words(str(whole.frame["form"].iloc[row])), ", ".join(known))
            note_cells(np.array([row]), fault, place, problems)


def _note_lacking(whole: Whole, rows: np.ndarray, what: str, findings: list[Finding]) -> None:
    for number, part in enumerate(whole.parts):
        own = int((whole.origin[rows] == number).sum())
        if own:
            sentence = f"{counted(own, 'total')} of {what} without an age form: kept, and without a status."
            findings.append(Finding("totals", part.file, 0, "form", "no_age_form", "note", own, sentence))
