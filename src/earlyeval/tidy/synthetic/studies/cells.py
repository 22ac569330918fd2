"""Write the returns of one programme at one place of a made-up study, whatever its shape."""

from pathlib import Path

from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.studies.full_files import write_full
from earlyeval.tidy.synthetic.studies.places import Cell
from earlyeval.tidy.synthetic.studies.planted import OPEN_DOOR
from earlyeval.tidy.synthetic.studies.waves_files import write_waves


def write_cell(registry: Registry, synthetic: Path, cell: Cell, *, seed: int, ending: str) -> int:
    """Write ``<site>/<programme>/`` and return the number of rows of its tables.

    The bytes depend on the seed, the programme, the place's number and its number of families, and on nothing else.

    Parameters
    ----------
    registry : Registry
        Of the template: instruments and components.
    synthetic : path
        The study's folder of synthetic returns.
    cell : Cell
        The programme, the place and its size.
    seed : int
        The study's seed.
    ending : "csv" or "parquet"
        How tables are written. One workbook stays a workbook.
    """
    write = write_full if cell.programme == OPEN_DOOR else write_waves
    return write(registry, synthetic / cell.site / cell.programme, cell, seed=seed, ending=ending)
