"""``earlyeval synthesise``: lay out a whole made-up study, place by place, as many at a time as there are cores."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from earlyeval.registry.whole import Registry
from earlyeval.run.fresh_folder import fresh_folder
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.wanted_study import WantedStudy, wanted_study
from earlyeval.tidy.synthetic.studies.cells import write_cell
from earlyeval.tidy.synthetic.studies.places import Cell, cells_of
from earlyeval.tidy.synthetic.studies.planted import OPEN_DOOR, TWO_WAVES
from earlyeval.tidy.synthetic.studies.registry_files import (
    template_registry,
    write_national_return,
    write_registry,
)
from earlyeval.tidy.synthetic.studies.waves_files import write_national

# About how many families of a programme are drawn in a second, and from how many seconds on others are called to help.
_FAMILIES_PER_SECOND = {OPEN_DOOR: 400, TWO_WAVES: 150_000}
_LONG = 3.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def synthesise_study(request: Request) -> int:
    """Lay out the study that is asked for in a folder of its own; it is there as a whole or not at all."""
    wanted, screen = wanted_study(request), Screen()
    with fresh_folder(wanted.folder) as stage:
        rows = lay_out(wanted, stage)
    folder = wanted.folder
    screen.line(
        f"{folder}: {wanted.families} made-up families at {wanted.sites} sites ({', '.join(wanted.programmes)}), "
        f"{rows} rows, seed {wanted.seed}"
    )
    screen.line(f"Then: earlyeval check site-001 --study {folder}   (or: make check STUDY={folder} SITE=site-001)")
    return 0


def lay_out(wanted: WantedStudy, study: Path) -> int:
    """Write registry and returns of a study into an empty folder; return the number of rows of all tables."""
    cells = cells_of(wanted.families, wanted.sites, wanted.programmes, seed=wanted.seed)
    write_registry(study, cells, seed=wanted.seed)
    if wanted.one_file:
        target = write_national_return(study, ending=wanted.ending)
        return write_national(_template(), target, cells, seed=wanted.seed)
    return write_cells(cells, study / "synthetic", wanted)


def write_cells(cells: Sequence[Cell], synthetic: Path, wanted: WantedStudy) -> int:
    """Write the returns of every cell, the largest first; return the number of rows.

    The bytes of a cell do not depend on which process writes it, or when.
    """
    ordered = sorted(cells, key=lambda cell: -cell.n_families)
    if wanted.jobs == 1 or _seconds(ordered) < _LONG:
        return sum(_written(synthetic, cell, wanted) for cell in ordered)
    context = multiprocessing.get_context("spawn")  # a fork would copy the threads of the libraries half
    with ProcessPoolExecutor(
        max_workers=wanted.jobs, mp_context=context, initializer=_begin_worker, initargs=(os.getpid(),)
    ) as pool:
        try:
            futures = [pool.submit(_written, synthetic, cell, wanted) for cell in ordered]
            return sum(future.result() for future in as_completed(futures))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)  # at most one place a process is still written
            raise


def _seconds(cells: Sequence[Cell]) -> float:
    return sum(cell.n_families / _FAMILIES_PER_SECOND[cell.programme] for cell in cells)


def _written(synthetic: Path, cell: Cell, wanted: WantedStudy) -> int:
    return write_cell(_template(), synthetic, cell, seed=wanted.seed, ending=wanted.ending)


@cache
def _template() -> Registry:
    return template_registry()


def _begin_worker(owner: int) -> None:
    """Let only the owner hear Ctrl-C, and end with it, also where it ended while this process was still starting."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != owner:  # it was gone before the system was asked to tell of its end
        os._exit(1)
