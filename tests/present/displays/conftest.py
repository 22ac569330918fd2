"""Rows of an invented study, passed through the gate and shown: what a reader sees of delivery and data quality."""

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.present import under
from earlyeval.present.display import Figure, Sentences
from earlyeval.present.tables import Table
from earlyeval.registry.load import load_registry


@pytest.fixture
def rows_of():
    """Return a results frame of counts and shares: a pair of numbers is a share without an interval."""

    def frame(*rows):
        return results_frame(_row(**row) for row in rows)

    return frame


def _row(n=None, **said):
    if isinstance(n, tuple):
        part, whole = n
        return {"estimand": "proportion", "n": part, "n_expected": whole, "estimate": part / whole, **said}
    if n is None:
        return {"estimand": "count", "estimable": False, **said}
    return {"estimand": "count", "n": n, "estimate": n, **said}


@pytest.fixture
def lines_of():
    """Return the tables of a display as lists: the heads, then each line."""

    def lines(shown):
        tables = [part for part in shown.parts if isinstance(part, Table)]
        return [[table.columns, *table.rows] for table in tables]

    return lines


@pytest.fixture
def figures_of():
    """Return the figures of a display."""
    return lambda shown: [part for part in shown.parts if isinstance(part, Figure)]


@pytest.fixture
def sentences_of():
    """Return the sentences of a display."""
    return lambda shown: [text for part in shown.parts if isinstance(part, Sentences) for text in part.texts]


@pytest.fixture
def show_restricted():
    """A presenter at restricted level, where nothing is rounded."""

    names = {"endpoint": "After", "online": "Online course", "usual": "Usual care"}
    return under(load_registry(study_paths()).profiles["none"], level="restricted", names=names)
