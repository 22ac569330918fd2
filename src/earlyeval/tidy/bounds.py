"""What the registry says about answers, totals and ratings: known versions and items, values within their range."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.registry.ranges import sent_range
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import Place, note_cells
from earlyeval.tidy.identifiers import found_words
from earlyeval.tidy.lists import Lists, items_of, response_of, subscales_of
from earlyeval.tidy.parts import Whole
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.texts import key_numbers


@dataclass(frozen=True)
class _Bounds:
    lowest: float
    highest: float
    whole_numbers: bool

    def broken(self, values: pd.Series) -> np.ndarray:
        outside = (values < self.lowest) | (values > self.highest)
        halves = values.notna() & (values % 1 != 0) if self.whole_numbers else False
        return (outside | halves).to_numpy(dtype=bool)

    def words(self) -> str:
        return f"{'whole ' if self.whole_numbers else ''}numbers from {self.lowest:g} to {self.highest:g}"


def check_bounds(whole: Whole, lists: Lists, problems: Problems) -> None:
    """Note what an instrument's version does not know or allow, in responses, totals and ratings, and fidelity."""
    if not len(whole) or all(part.is_bounded for part in whole.parts):
        return
    if whole.table.name in ("responses", "ratings"):
        value = "value" if whole.table.name == "responses" else "score"
        _check_parts_of_versions(whole, lists, "item", value, _item_bounds, problems)
    elif whole.table.name in ("totals", "review_ratings", "observations"):
        _check_parts_of_versions(whole, lists, "subscale", "score", _subscale_bounds, problems)
    elif whole.table.name == "fidelity":
        low, high = lists.programme.fidelity_scale
        bounds = _Bounds(low, high, whole_numbers=True)
        _note(whole, bounds.broken(whole.frame["rating"]), "rating", "range", bounds.words(), problems)


def _check_parts_of_versions(
    whole: Whole,
    lists: Lists,
    part: str,
    value: str,
    bounds_of: Callable[[Version], dict[str, _Bounds | None]],
    problems: Problems,
) -> None:
    frame = whole.frame
    is_bounded = np.array([piece.is_bounded for piece in whole.parts], dtype=bool)
    unchecked = np.flatnonzero(~is_bounded[whole.origin])
    for (instrument, version), group in _groups(frame, ["instrument", "version"], unchecked):
        declared = lists.version(instrument, version)
        if declared is None:
            known = lists.registry.instruments.get(instrument)
            allowed = ", ".join(form.id for form in known.versions) if known else ""
            if known:
                _note(whole, _mask(frame, group), "version", "unknown_code", allowed, problems)
            continue
        bounds = bounds_of(declared)
        for (name,), rows in _groups(frame, [part], group):
            if name not in bounds:
                allowed = ", ".join(bounds) or "totals only, in the table totals"
                _note(whole, _mask(frame, rows), part, "unknown_code", allowed, problems)
            elif bounds[name] is not None:
                broken = np.zeros(len(frame), dtype=bool)
                broken[rows] = bounds[name].broken(frame[value].iloc[rows])
                _note(whole, broken, value, "range", bounds[name].words(), problems)


def _groups(frame: pd.DataFrame, columns: list[str], rows: np.ndarray) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    """Yield what stands in columns of text, in alphabetical order, and which of these rows say so."""
    keys = key_numbers(frame, columns)[rows]
    rows = rows[np.argsort(keys, kind="stable")]
    sizes = np.bincount(keys[keys >= 0])
    ends = len(rows) - sizes.sum() + np.cumsum(sizes)  # rows without a whole key stand first: told elsewhere
    groups = [rows[end - size : end] for end, size in zip(ends, sizes, strict=True) if size]
    named = {tuple(frame[name].iat[group[0]] for name in columns): group for group in groups}
    yield from sorted(named.items(), key=lambda group: group[0])


def _mask(frame: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    mask = np.zeros(len(frame), dtype=bool)
    mask[rows] = True
    return mask


def _item_bounds(version: Version) -> dict[str, _Bounds | None]:
    responses = {name: response_of(version, item) for name, item in items_of(version).items()}
    return {
        name: _Bounds(response.lowest, response.highest, response.whole_numbers) if response else None
        for name, response in responses.items()
    }


def _subscale_bounds(version: Version) -> dict[str, _Bounds | None]:
    return {name: _Bounds(*sent_range(scale), whole_numbers=False) for name, scale in subscales_of(version).items()}


def _note(whole: Whole, broken: np.ndarray, column: str, rule: str, allowed: str, problems: Problems) -> None:
    """Note a fault at every broken row, part by part, quoting the coded or numeric value."""
    for number, part in enumerate(whole.parts):
        own = np.flatnonzero(broken & (whole.origin == number))
        if not len(own):
            continue
        texts = whole.frame[column].iloc[own].map(lambda value: f"{value:g}" if isinstance(value, float) else value)
        place = Place(part.file, column, whole.rows, part.row_word, part.letter(column))
        for text, cells in texts.groupby(texts, sort=True).groups.items():
            note_cells(cells.to_numpy(), Fault(rule, found_words(str(text)), allowed), place, problems)
