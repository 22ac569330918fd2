"""Answers of wide sheets, kept as they came: a row for each form, a column for each item.

As long rows they are sixteen times as many for two short questionnaires, so the long table is made only when somebody
asks for it; checking and scoring go form by form.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from earlyeval.tidy.findings import Finding
from earlyeval.tidy.keys import unknown_people_finding
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Part, whole_table
from earlyeval.tidy.readers.sheet import TEXT
from earlyeval.tidy.tables import TABLES
from earlyeval.tidy.texts import is_among, key_numbers

RESPONSES = TABLES["responses"]


@dataclass(frozen=True)
class FormsPart:
    """Answers to one version of an instrument from one sheet. Stands where a ``Part`` of responses can stand.

    ``head`` has a row for each form (person_id, time_point, completed_on), ``values`` and ``is_not_applicable`` are
    squares of forms x items, ``places`` says where each form stood. Every value was checked as it was read.
    """

    file: str
    instrument: str
    version: str
    items: tuple[str, ...]
    head: pd.DataFrame = field(repr=False)
    values: np.ndarray = field(repr=False)
    is_not_applicable: np.ndarray = field(repr=False)
    places: np.ndarray = field(repr=False)
    row_word: str = "line"
    table: str = "responses"
    declared: bool = False
    is_bounded: bool = True

    def __len__(self) -> int:
        """How many rows the long table has: one for each item of each form."""
        return self.values.size

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The same answers as long rows."""
        n_forms, width = self.values.shape
        forms = np.repeat(np.arange(n_forms), width)
        long = self.head[["person_id", "time_point", "completed_on"]].take(forms).reset_index(drop=True)
        return long.assign(
            instrument=repeated([self.instrument], len(forms)),
            version=repeated([self.version], len(forms)),
            item=repeated(list(self.items), n_forms),
            value=self.values.ravel(),
            is_not_applicable=self.is_not_applicable.ravel(),
        )

    @property
    def rows(self) -> np.ndarray:
        """Where each long row stood."""
        return np.repeat(self.places, self.values.shape[1])

    def kept(self, is_kept: np.ndarray) -> "FormsPart":
        """Return some of the forms only."""
        return replace(
            self, head=self.head[is_kept].reset_index(drop=True), values=self.values[is_kept],
            is_not_applicable=self.is_not_applicable[is_kept], places=self.places[is_kept],
        )  # fmt: skip


@dataclass(frozen=True)
class FormsWhole:
    """All answers of a place, where every one came in a wide sheet and no form came twice: stands for a ``Whole``."""

    parts: tuple[FormsPart, ...] = field(repr=False)
    lists: Lists = field(repr=False)
    table = RESPONSES

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The long table."""
        return whole_table(RESPONSES.name, self.parts, self.lists).frame

    @property
    def person_ids(self) -> pd.Series:
        """Whose the forms are, in order of appearance."""
        return pd.concat([part.head["person_id"] for part in self.parts], ignore_index=True)

    def of_people(self, people: pd.Series, findings: list[Finding]) -> "FormsWhole":
        """Return the forms of people who are known; the others are counted in the findings."""
        parts = []
        for part in self.parts:
            ids = part.head["person_id"]
            is_lost = ids.notna().to_numpy() & ~is_among(ids, people)
            if is_lost.any():
                rows, n_ids = int(is_lost.sum()) * len(part.items), ids[is_lost].nunique()
                findings.append(unknown_people_finding(RESPONSES.name, part.file, rows=rows, ids=n_ids))
            parts.append(part.kept(~is_lost) if is_lost.any() else part)
        return replace(self, parts=tuple(part for part in parts if len(part)))

    def without_people(self, refused: pd.Series) -> "FormsWhole":
        """Return the forms of everybody else."""
        parts = (part.kept(~is_among(part.head["person_id"], refused)) for part in self.parts)
        return replace(self, parts=tuple(part for part in parts if len(part)))


class Tables(Mapping[str, pd.DataFrame]):
    """The tidy tables by name. ``forms`` holds the answers form by form; their long table is made when asked for.

    ``forms`` is None where answers came as long rows, or one form in several files: then there are only long rows.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame], forms: FormsWhole | None = None) -> None:
        self._frames, self.forms = dict(frames), forms

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name == RESPONSES.name and self.forms is not None and name not in self._frames:
            flags = self.forms.frame["is_not_applicable"].fillna(False).astype("bool")
            self._frames[name] = self.forms.frame.assign(is_not_applicable=flags)
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def with_frame(self, name: str, frame: pd.DataFrame) -> "Tables":
        """Return the same tables with another frame for one of them; no long table is made for it."""
        return Tables({**self._frames, name: frame}, self.forms)

    def n_rows(self, name: str) -> int:
        """Return how many rows a table has, without making it."""
        return len(self.forms) if name == RESPONSES.name and self.forms is not None else len(self._frames[name])

    def without_people(self, name: str, refused: pd.Series, *, column: str = "person_id") -> tuple["Tables", int]:
        """Return the tables with one of them without the rows of some people, and how many rows those were.

        ``column`` says where the ids stand; "case_id" for tables of cases.
        """
        if name == RESPONSES.name and self.forms is not None:
            forms = self.forms.without_people(refused)
            frames = {known: frame for known, frame in self._frames.items() if known != name}
            return Tables(frames, forms), len(self.forms) - len(forms)
        table = self._frames[name]
        is_refused = table[column].isin(refused)
        kept = table[~is_refused].reset_index(drop=True)
        return Tables({**self._frames, name: kept}, self.forms), int(is_refused.sum())


def forms_whole(parts: Iterable[Part | FormsPart], lists: Lists) -> FormsWhole | None:
    """Return all answers form by form; None where some came as long rows, or a form came twice or in pieces."""
    answers = [part for part in parts if part.table == RESPONSES.name and len(part)]
    forms = [part for part in answers if isinstance(part, FormsPart)]
    if not forms or len(forms) < len(answers) or _is_any_repeated(forms):
        return None
    return FormsWhole(tuple(forms), lists)


def _is_any_repeated(parts: list[FormsPart]) -> bool:
    by_version: dict[tuple[str, str], list[pd.DataFrame]] = {}
    for part in parts:
        by_version.setdefault((part.instrument, part.version), []).append(part.head)
    clear: list[pd.DataFrame] = []  # instruments of one sheet share its head, which then is looked at once
    for heads in by_version.values():
        if len(heads) == 1 and any(heads[0] is known for known in clear):
            continue
        if _are_repeated(heads):
            return True
        clear.extend(heads if len(heads) == 1 else [])
    return False


def _are_repeated(heads: list[pd.DataFrame]) -> bool:
    """Say whether a person has two forms at one time point; rows without an id or time point are told elsewhere."""
    keys = form_keys(heads)
    return not pd.Index(keys[keys >= 0]).is_unique


def form_keys(heads: list[pd.DataFrame]) -> np.ndarray:
    """Return a number for each form's person and time point; -1 where one of them is missing, told elsewhere."""
    key = ["person_id", "time_point"]
    own = [head[key] for head in heads]
    return key_numbers(own[0] if len(own) == 1 else pd.concat(own, ignore_index=True), key)


def repeated(names: list[str], times: int) -> pd.Series:
    """Return names one after the other, several times over."""
    return pd.Series(names, dtype=TEXT).take(np.tile(np.arange(len(names)), times)).reset_index(drop=True)
