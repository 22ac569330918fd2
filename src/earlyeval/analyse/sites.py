"""What makes a function an answer about all sites of a programme, and how it asks each site.

A synthesis is made of what the sites' own rows may show. ``Gate`` passes rows as a reader will see them; a site whose
row is hidden is in no pooled value and no limit, and in a total only where the gate finds that it stays open.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Protocol

import pandas as pd

from earlyeval.analyse.givers import NOBODYS
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import NUMBER_COLUMNS, not_estimable, results_frame, stacked
from earlyeval.study import Study, Synthesis


class Gate(Protocol):
    """What decides how rows will be seen; see ``protect.sites``."""

    def __call__(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return result rows as they are shown: counts rounded, what is hidden missing, each with its ``status``.

        ``withheld`` names what of a row is hidden beside its own rule.
        """

    def leaves_open(self, total: float, *, shown: Sequence[float], hidden: int) -> bool:
        """Say whether a total over all sites leaves each hidden one open."""


Answer = Callable[[Synthesis, Gate], pd.DataFrame]
SHOWN = ("shown", "rounded")
HIDDEN = "Not shown in the site's own report: it would reveal a small number."


def across(name: str) -> Callable[[Callable[[Synthesis, Gate], Iterable[Row]]], Answer]:
    """Make a function that yields rows into one that returns the results frame of the question ``name``."""

    def answering(function: Callable[[Synthesis, Gate], Iterable[Row]]) -> Answer:
        @wraps(function)
        def answered(synthesis: Synthesis, gate: Gate) -> pd.DataFrame:
            shared = {"programme": synthesis.programme.id, "question": name}
            # What people gave was judged site by site: these rows are made of what the sites may show.
            return results_frame({**shared, **NOBODYS, **row} for row in function(synthesis, gate))

        answered.question = name  # type: ignore[attr-defined]
        return answered

    return answering


def rows_of_sites(synthesis: Synthesis, *questions: Callable[[Study], pd.DataFrame]) -> pd.DataFrame:
    """Return what every site answers to some questions of a site's report, site by site in alphabetical order.

    Kept result rows are taken where they are; otherwise the question is asked of the site's study.
    """
    found = []
    for one in synthesis.sites:
        for question in questions:
            if one.stored is not None:
                found.append(one.stored[one.stored["question"] == question.question])  # type: ignore[attr-defined]
            else:
                found.append(question(one.study))
    return stacked(found)


def with_status(rows: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """Return the rows with ``may_show`` and, as ``n_shown`` and ``n_expected_shown``, their counts as released.

    ``withheld`` is not empty where anything of a row is hidden in its site's report for others' sake.
    """
    if rows.empty:
        return rows.assign(may_show=pd.Series(dtype=bool), n_shown=0.0, n_expected_shown=0.0, withheld="")
    passed = gate(rows)
    beside = passed["withheld"].to_numpy()
    return rows.assign(
        may_show=passed["status"].isin(SHOWN).to_numpy() & (beside == ""),
        withheld=beside,
        n_shown=passed["n"].to_numpy(),
        n_expected_shown=passed["n_expected"].to_numpy(),
    )


def plain(row: dict[str, Any], **changed: Any) -> Row:
    """Return a site's row for a synthesis: without what this module added, with some columns changed.

    A row of which its site's report hides anything for others' sake is not told again here, where those others are not.
    """
    added = ("may_show", "n_shown", "n_expected_shown", "withheld", "programme", "question")
    kept = {name: value for name, value in row.items() if name not in added} | changed
    if row["withheld"]:
        return not_estimable({name: value for name, value in kept.items() if name not in NUMBER_COLUMNS}, reason=HIDDEN)
    return kept
