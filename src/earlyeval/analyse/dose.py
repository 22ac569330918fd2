"""How much each person received, under every declared definition of enough."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from earlyeval.analyse.counted import share_row, unanswered
from earlyeval.analyse.groups import taking_part
from earlyeval.analyse.members import NOBODY_OF_STRAND, attendance_by_visit, families_taking_part, visits_for
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.programmes import SessionKind
from earlyeval.statistics import summaries
from earlyeval.study import Study


@question("dose")
def dose(study: Study) -> Iterator[Row]:
    """Return how many sessions people attended, and the share who attended enough by each declared definition.

    Rows
    ----
    Per definition (``outcome``) a ``proportion`` of the people of the strand who started. Per kind of session
    (``outcome``) the median and quartiles of sessions attended, people who never came included, and the share of
    people in bands of visits (``subgroup`` "1 to 5"), whose edges are the thresholds of the definitions.
    Where the register of a family session lists children alone, families are counted, of those of whom anybody
    started.
    """
    visits = attendance_by_visit(study)
    for kind in study.programme.session_kinds:
        listed = visits[visits["kind"] == kind.id]
        of_kind, unit = visits_for(study, listed, kind.strand)
        base = {"strand": kind.strand, "unit": unit, "source_table": "attendance"}
        if of_kind.empty:
            reason = NOBODY_OF_STRAND if len(listed) else "No attendance was returned."
            yield from _not_returned(study, kind, base, reason=reason)
            continue
        people = families_taking_part(study) if unit == "families" else only_for(study, kind)
        came = of_kind[of_kind["came"]]
        attended = came.groupby("person_id")["session_id"].nunique().reindex(people, fill_value=0)
        yield from _definitions(study, kind, attended, base)
        yield from _spread(kind, attended, base)
        yield from _bands(study, kind, attended, base)


def only_for(study: Study, kind: SessionKind) -> pd.Index:
    """Return the people of a kind's strand who took part and for whom its sessions are (of one role, say)."""
    people = taking_part(study, kind.strand)
    described = study.people.set_index("person_id")
    if kind.only_for is None or kind.only_for.characteristic not in described:
        return people
    return people[(described[kind.only_for.characteristic].reindex(people) == kind.only_for.value).to_numpy()]


def _not_returned(study: Study, kind: SessionKind, base: Row, *, reason: str) -> Iterator[Row]:
    for definition in study.programme.definitions:
        if definition.session_kind == kind.id:
            row = base | {"outcome": definition.id, "label": definition.label}
            yield unanswered(row, reason, estimand="proportion")
    yield unanswered(base | {"outcome": kind.id, "label": kind.label}, reason, estimand="median")


def _definitions(study: Study, kind: SessionKind, attended: pd.Series, base: Row) -> Iterator[Row]:
    for definition in study.programme.definitions:
        if definition.session_kind != kind.id:
            continue
        analysis = "secondary" if definition.main else "sensitivity"
        row = base | {"outcome": definition.id, "label": definition.label, "analysis": analysis}
        row |= {"planned": bool(definition.agreed_on), "note": _agreed(definition.agreed_on)}
        n = int((attended >= definition.at_least).sum())
        yield share_row(row, n, len(attended), conf_level=study.plan.conf_level)


def _agreed(agreed_on: str) -> str:
    return "Agreed in advance." if agreed_on else "Not agreed in advance."


def _spread(kind: SessionKind, attended: pd.Series, base: Row) -> Iterator[Row]:
    row = base | {"outcome": kind.id, "label": f"{kind.label}: sessions attended per person"}
    counts = attended.to_numpy(dtype="float64")
    yield row | summaries.median(counts).as_row()
    yield row | summaries.quartile_1(counts).as_row()
    yield row | summaries.quartile_3(counts).as_row()


def _bands(study: Study, kind: SessionKind, attended: pd.Series, base: Row) -> Iterator[Row]:
    thresholds = {one.at_least for one in study.programme.definitions if one.session_kind == kind.id}
    edges = sorted({0, 1} | thresholds)
    for lowest, above in pairwise([*edges, None]):
        in_band = attended >= lowest if above is None else (attended >= lowest) & (attended < above)
        words = _band_words(lowest, above)
        row = base | {"outcome": kind.id, "label": f"{words} sessions", "subgroup": words}
        yield share_row(row, int(in_band.sum()), len(attended), conf_level=study.plan.conf_level)


def _band_words(lowest: int, above: int | None) -> str:
    if above is None:
        return f"{lowest} or more"
    return "No" if lowest == 0 and above == 1 else str(lowest) if above == lowest + 1 else f"{lowest} to {above - 1}"
