"""What a place sends about two waves: a list of people and a sheet per instrument, or its rows of one national file."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.studies.places import Cell
from earlyeval.tidy.synthetic.studies.planted import changes_at, place_seed
from earlyeval.tidy.synthetic.studies.waves import MISSING, TIME_POINTS, Block, draw_blocks
from earlyeval.tidy.synthetic.studies.writers import TableWriter, nullable

INSTRUMENTS = ("phq-9", "gad-7")
_PEOPLE = ("person_id", "family_id", "role", "consented", "started_on", "end_status")
_DAYS = ("started_on", "completed_on")


def write_waves(registry: Registry, folder: Path, cell: Cell, *, seed: int, ending: str) -> int:
    """Write people, PHQ-9 and GAD-7 of one place; return the number of rows."""
    with ExitStack() as open_files:

        def opened(name: str, columns: tuple[str, ...], items: tuple[str, ...] = ()) -> TableWriter:
            return open_files.enter_context(TableWriter(folder / f"{name}.{ending}", _schema(columns, items)))

        people = opened("people", _PEOPLE)
        forms = {
            name: opened(name, ("person_id", "time_point", "completed_on"), _items(registry, name))
            for name in INSTRUMENTS
        }
        for block in _blocks(registry, cell, seed=seed):
            ids = _ids(cell, block)
            people.write(_people(ids, block))
            for name, sheet in forms.items():
                for time_point in TIME_POINTS:
                    places = np.flatnonzero(block.is_returned[name, time_point])
                    sheet.write(
                        _form(ids, block, time_point, places) | _answers(registry, block, name, time_point, places)
                    )
        return people.rows + sum(sheet.rows for sheet in forms.values())


def write_national(registry: Registry, path: Path, cells: tuple[Cell, ...], *, seed: int) -> int:
    """Write all places as one file with a column ``site``, one row per family and wave; return the number of rows."""
    items = tuple(item for name in INSTRUMENTS for item in _items(registry, name))
    with TableWriter(path, _schema(("site", "person_id", "time_point", "completed_on"), items)) as sheet:
        for cell in cells:
            for block in _blocks(registry, cell, seed=seed):
                ids = _ids(cell, block)
                for time_point in TIME_POINTS:
                    places = np.flatnonzero(block.is_returned["phq-9", time_point])
                    row = {"site": pa.repeat(cell.site, len(places)), **_form(ids, block, time_point, places)}
                    for name in INSTRUMENTS:
                        row |= _answers(registry, block, name, time_point, places)
                    sheet.write(row)
        return sheet.rows


def _blocks(registry: Registry, cell: Cell, *, seed: int) -> Iterator[Block]:
    changes = changes_at(seed, cell.programme, cell.number)
    return draw_blocks(registry, changes, cell.n_families, seed=place_seed(seed, cell.programme, cell.number))


def _schema(columns: tuple[str, ...], items: tuple[str, ...]) -> pa.Schema:
    types = {name: pa.date32() if name in _DAYS else pa.string() for name in columns}
    return pa.schema([*types.items(), *((item, pa.int8()) for item in items)])


def _items(registry: Registry, instrument: str) -> tuple[str, ...]:
    return tuple(registry.version(instrument, instrument).subscales[0].items)


def _ids(cell: Cell, block: Block) -> np.ndarray:
    """Return the ids of the block's parents: the place's number is part of them, so no two places share one."""
    begin = f"S{cell.number:03d}-F"
    first = block.first + 1
    return np.array([f"{begin}{number:06d}-A" for number in range(first, first + len(block.started_on))], dtype=object)


def _people(ids: np.ndarray, block: Block) -> dict[str, Any]:
    n = len(ids)
    status = np.where(block.is_measured_twice, "completed", np.where(block.has_moved, "moved", "disengaged"))
    return {
        "person_id": ids,
        "family_id": np.array([name.removesuffix("-A") for name in ids], dtype=object),
        "role": pa.repeat("mother", n),
        "consented": pa.repeat("yes", n),
        "started_on": block.started_on,
        "end_status": status.astype(object),
    }


def _form(ids: np.ndarray, block: Block, time_point: str, places: np.ndarray) -> dict[str, Any]:
    return {
        "person_id": ids[places],
        "time_point": pa.repeat(time_point, len(places)),
        "completed_on": block.completed_on[time_point][places],
    }


def _answers(registry: Registry, block: Block, instrument: str, time_point: str, places: np.ndarray) -> dict[str, Any]:
    """Return one column an item; a form that was not returned has no answer."""
    answers = block.answers[instrument, time_point][places]
    is_here = block.is_returned[instrument, time_point][places]
    lowest = int(registry.version(instrument, instrument).response.lowest)
    given = np.where(is_here[:, None] & (answers != MISSING), answers + lowest, MISSING).astype("int8")
    return {item: nullable(given[:, place], MISSING) for place, item in enumerate(_items(registry, instrument))}
