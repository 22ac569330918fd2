"""The door through which returns come in. Light until something is really read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.terms import DataKind
from earlyeval.registry.load import Registry
from earlyeval.tidy.locate import find_returns

if TYPE_CHECKING:  # pandas is imported only when returns are read
    import pandas as pd


@dataclass(frozen=True)
class Returns:
    """What a site sent for one programme: every tidy table (empty where nothing arrived), and what was found."""

    tables: "Mapping[str, pd.DataFrame]" = field(repr=False)
    findings: "pd.DataFrame" = field(repr=False)
    data: DataKind
    files: tuple[Path, ...]


def return_files(
    registry: Registry, paths: StudyPaths, *, site: str, programme: str, data: str = "auto"
) -> tuple[Path, ...]:
    """Return the files that ``read_returns`` would read, in order.

    Raises
    ------
    ReturnsRefusedError
        Nothing arrived.
    """
    return find_returns(registry, paths, site=site, programme=programme, data=data).files


def read_returns(registry: Registry, paths: StudyPaths, *, site: str, programme: str, data: str = "auto") -> Returns:
    """Return everything that arrived for one programme at one site: read, checked and typed.

    Parameters
    ----------
    registry : Registry
        The study's facts: code lists, instruments, declared shapes of returns.
    paths : StudyPaths
        The study's folders.
    site, programme : str
        Declared names.
    data : "auto", "real" or "synthetic"
        "auto" takes real returns where any arrived, else synthetic ones.

    Notes
    -----
    Ids are text exactly as sent. Missing answers are missing values; dates are datetime64, numbers float64, yes and
    no nullable booleans (``is_not_applicable`` is never missing).

    Raises
    ------
    ReturnsRefusedError
        Nothing arrived, or anything in it cannot be believed: every problem in one message, at most fifty of them
        in full, by file and row, and none with an identifier, a date or the words of a text cell.
    """
    from earlyeval.tidy.assemble import read_arrivals

    arrivals = find_returns(registry, paths, site=site, programme=programme, data=data)
    tables, findings = read_arrivals(arrivals, registry, site=site, programme=programme)
    return Returns(tables, findings, arrivals.data, arrivals.files)
