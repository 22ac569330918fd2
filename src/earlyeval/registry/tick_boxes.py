"""Boxes to be ticked, as tools export them: joined in one cell, a column for each box, or a row for each tick."""

from typing import Literal

from earlyeval.registry.entry import Entry, Words


class TickBoxes(Entry):
    """One group of boxes. It makes a column of ``yes`` and ``no`` for each box, which the declaration then names.

    Joined in one cell: ``column`` and ``separator``, with the text of each box under ``options`` and the name of the
    column that it makes. ``in_rows``: the column holds one box, and a person has a row for each tick. A column for each
    box: ``columns``, the name of the made column to theirs; a filled cell is a tick, unless ``ticked`` and
    ``not_ticked`` say which texts are one.

    ``other`` makes a column that is ``yes`` where a text was found that is no option (somebody's own words, which are
    not read). ``nothing_ticked``: where no box was ticked at all, nobody can tell whether the question was answered;
    ``no`` says that it was.
    """

    column: str | int | None = None
    separator: str = ""
    in_rows: bool = False
    options: dict[str, Words] = {}
    columns: dict[Words, str | int] = {}
    ticked: tuple[str, ...] = ()
    not_ticked: tuple[str, ...] = ()
    other: str = ""
    nothing_ticked: Literal["not_answered", "no"] = "not_answered"

    @property
    def sources(self) -> tuple[str | int, ...]:
        """The columns of the file that hold the ticks."""
        return tuple(self.columns.values()) if self.column is None else (self.column,)

    @property
    def made(self) -> tuple[str, ...]:
        """The columns that the group makes, each once, in order."""
        own = tuple(self.columns) if self.column is None else tuple(self.options.values())
        return tuple(dict.fromkeys((*own, self.other) if self.other else own))
