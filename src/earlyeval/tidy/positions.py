"""Which column of a sheet a declaration means: by header, by the beginning of a header, or by position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import MeasureColumns, Return
from earlyeval.registry.survey_tools import OWN_COLUMNS
from earlyeval.registry.whole import Registry
from earlyeval.tidy.headers import OF_LINES
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.tables import UNIVERSAL_COLUMNS

BEGINNING = "*"


@dataclass(frozen=True)
class MeasurePositions:
    """Where the items, totals and comments of one measure stand, from 0."""

    items: Mapping[str, int]
    subscales: Mapping[str, int]
    comments: Mapping[str, int]
    completed_on: int | None = None
    form: int | None = None


@dataclass(frozen=True)
class Positions:
    """Where everything that a declaration names stands in a sheet, from 0."""

    person_id: int | None
    completed_on: int | None
    time_points: tuple[int, ...]
    people: Mapping[str, int]
    tables: tuple[Mapping[str, int], ...]
    measures: tuple[MeasurePositions, ...]
    only_rows: tuple[tuple[int, tuple[str, ...]], ...]


class _Finder:
    """Finds columns and remembers which were found."""

    def __init__(self, declared: Return, sheet: Sheet, problems: Problems) -> None:
        self._declared, self._sheet, self._problems = declared, sheet, problems
        self.found: set[int] = set()
        self.n_sought = 0

    def __call__(self, column: str | int) -> int:
        self.n_sought += 1
        fitting = self.fitting(column)
        if len(fitting) != 1:
            number = "no" if not fitting else f"{len(fitting)}"
            found = f"found {number} columns for {shown(column)}, which registry/returns/{self._declared.id}.yaml names"
            step = "Correct the declaration, or ask the site for the export it describes"
            self._problems.add(Problem(self._sheet.file, 0, "", "declared_column", found, "exactly one", step))
            return 0
        self.found.add(fitting[0])
        return fitting[0]

    def fitting(self, column: str | int) -> list[int]:
        """Return every column that a declaration's text or number fits."""
        return fitting_columns(column, self._sheet.headers)

    def maybe(self, column: str | int | None) -> int | None:
        """Return where a column stands that a declaration need not have."""
        return None if column is None else self(column)

    def all(self, columns: Mapping[str, str | int]) -> dict[str, int]:
        """Return where each of several columns stands."""
        return {name: self(column) for name, column in columns.items()}


def fitting_columns(column: str | int, headers: Sequence[str]) -> list[int]:
    """Return where the columns stand, from 0, that a declaration's text or number fits."""
    if isinstance(column, int):
        return [column - 1] if 1 <= column <= len(headers) else []
    text = " ".join(column.split())
    if text.startswith(BEGINNING) and len(text) > 1:
        return [place for place, header in enumerate(headers) if header.endswith(text[1:])]
    if text.endswith(BEGINNING):
        return [place for place, header in enumerate(headers) if header.startswith(text[:-1])]
    return [place for place, header in enumerate(headers) if header == text]


def positions_of(declared: Return, sheet: Sheet, registry: Registry, problems: Problems) -> Positions | None:
    """Return where everything stands; None after noting what was not found, and what nobody named."""
    before, find = len(problems), _Finder(declared, sheet, problems)
    positions = Positions(
        person_id=find.maybe(declared.person_id),
        completed_on=find.maybe(declared.completed_on),
        time_points=tuple(find(column) for column in declared.time_point_columns),
        people=find.all(declared.people.columns) if declared.people else {},
        tables=tuple(find.all(table.columns) for table in declared.tables),
        measures=tuple(_measure(measure, find, registry) for measure in declared.measures),
        only_rows=tuple((find(column), texts) for column, texts in declared.only_rows.items()),
    )
    find.maybe(declared.site_column)
    find.found.update(place for boxes in declared.ticks for column in boxes.sources for place in find.fitting(column))
    if not find.found and find.n_sought > 1:
        problems.put_in_place(_none_found(declared, sheet), of=(*OF_LINES, "declared_column"))
        return None
    universal = {column.name for column in UNIVERSAL_COLUMNS}
    find.found.update(place for place, header in enumerate(sheet.headers) if header in universal)
    find.found.update(find.fitting(name)[-1] for boxes in declared.ticks for name in boxes.made if find.fitting(name))
    own = OWN_COLUMNS.get(declared.format, ())
    ignored = {place for column in (*declared.ignore, *own) for place in find.fitting(column)}
    for place, header in enumerate(sheet.headers):
        if place not in find.found | ignored:
            found = f"registry/returns/{declared.id}.yaml neither names nor ignores column {place + 1}"
            step = "Name it in the declaration, or list it under ignore"
            problems.add(Problem(sheet.file, 0, shown(header), "undeclared_column", found, "", step))
    _note_shared(_all(positions), sheet, problems)
    return positions if len(problems) == before else None


def _none_found(declared: Return, sheet: Sheet) -> Problem:
    """Say in one sentence that a sheet is another one than was declared, or no table at all."""
    found = f"it is no table, or another one: it has none of the columns that registry/returns/{declared.id}.yaml names"
    step = "Send the export that was declared, or correct the declaration"
    return Problem(sheet.file, 0, "", "declared_column", found, "", step)


def _measure(measure: MeasureColumns, find: _Finder, registry: Registry) -> MeasurePositions:
    items: Mapping[str, str | int] = measure.items
    if measure.own_items:
        items = {item.id: item.id for item in registry.version(measure.instrument, measure.version).items}
    return MeasurePositions(
        find.all(items),
        find.all(measure.subscales),
        find.all(measure.comments),
        find.maybe(measure.completed_on),
        find.maybe(measure.form),
    )


def _all(positions: Positions) -> Iterator[int]:
    for measure in positions.measures:
        for group in (measure.items, measure.subscales, measure.comments):
            yield from group.values()


def _note_shared(places: Iterator[int], sheet: Sheet, problems: Problems) -> None:
    """Refuse a column that is said to hold two things."""
    seen: set[int] = set()
    for place in places:
        if place in seen:
            found = f"column {place + 1} is declared twice"
            problems.add(Problem(sheet.file, 0, shown(sheet.headers[place]), "declared_column", found, "once"))
        seen.add(place)
