"""Whether sessions were led by the mix of staff that the programme asks for: a part of fidelity."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all, plain_share_row, unanswered
from earlyeval.analyse.members import is_yes
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.programmes import SessionKind
from earlyeval.study import Study

METHOD = "share of the sessions held whose leaders were returned, no interval"


@question("co-facilitation")
def co_facilitation(study: Study) -> Iterator[Row]:
    """Return in what share of the sessions held each of the professions that should lead together was there.

    Rows
    ----
    One ``proportion`` per kind of session for which the programme declares ``led_by`` (``outcome`` the kind), overall
    and by cluster, and over all such kinds ("all-kinds") where there are several. Sessions whose leaders were not
    returned count for nothing. Sessions are nobody: rows are open.
    """
    kinds = [kind for kind in study.programme.session_kinds if kind.led_by]
    base = {"strand": "delivery", "unit": "sessions", "source_table": "sessions", "sensitivity": "open"}
    sessions = study.table("sessions")
    held = sessions[is_yes(sessions["delivered"]) & sessions["led_by"].notna()]
    right = pd.Series(data=False, index=held.index)
    for kind in kinds:
        here = held[held["kind"] == kind.id]
        right[here.index] = [_is_led_by(kind, str(led)) for led in here["led_by"]]
        row = base | {"outcome": kind.id, "label": f"{kind.label}, led together", "note": _asked(kind)}
        if here.empty:
            yield unanswered(row, "Who led these sessions was not returned.", estimand="proportion")
            continue
        yield from _shares(study, here, right, row)
    of_kinds = held[held["kind"].isin([kind.id for kind in kinds])]
    if len(kinds) > 1 and len(of_kinds):
        row = base | {"outcome": "all-kinds", "label": "All sessions, led together"}
        yield from _shares(study, of_kinds, right, row)


def _shares(study: Study, held: pd.DataFrame, right: pd.Series, base: Row) -> Iterator[Row]:
    for cluster, is_here in clusters_with_all(study, held["cluster"]):
        here = held[is_here]
        yield plain_share_row(base | {"cluster": cluster}, int(right[here.index].sum()), len(here), method=METHOD)


def _is_led_by(kind: SessionKind, led: str) -> bool:
    return set(kind.led_by) <= set(led.replace(",", " ").split())


def _asked(kind: SessionKind) -> str:
    return "Asked for: " + " and ".join(name.replace("-", " ").replace("_", " ") for name in kind.led_by) + "."
