"""One domain followed through every strand: a map of who speaks and who is silent, and what those who speak say."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.spoken_words import said
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

FOLDED = "What each strand says, subject by subject"
SPEAKS, SILENT = "speaks", "silent"
MAP = {SPEAKS: "\N{BLACK CIRCLE} speaks", SILENT: "silent"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a map, domain by strand, and a table of what each strand that speaks says.

    Rows: ``thread`` per domain (``outcome``, its words in ``comparison``) and strand (``label``), ``direction`` speaks
    or silent; with the same ``subgroup`` the rows of what it says.
    """
    threads = where(rows, estimand="thread")
    nothing = nothing_to_show(threads, setting, about=title)
    if nothing:
        return nothing
    strands = list(dict.fromkeys(threads["label"]))
    mapped, told = [], []
    for _, of_domain in groups(threads, "outcome"):
        domain = first(of_domain)["comparison"]
        by_strand = {row["label"]: row for row in records(of_domain)}
        mapped.append((domain, *(_cell(by_strand.get(strand)) for strand in strands)))
        for thread in records(where(of_domain, direction=SPEAKS)):
            spoken = rows[(rows["subgroup"] == thread["subgroup"]) & (rows["estimand"] != "thread")]
            told.append((domain, thread["label"], said(records(spoken), setting)))
    silences = list(dict.fromkeys(row["note"] for row in records(threads) if row["note"]))
    notes = (f"Silent: {' '.join(silences)}",) if silences else ()
    names = setting.caption(f"{title}: who speaks of what"), setting.caption(f"{title}: what each says")
    others = rows[(rows["estimand"] != "thread") & (rows["status"] != "not_estimable")]
    return Shown((
        Table("table-threads-map", names[0], ("About", *strands), tuple(mapped), notes),
        Table("table-threads", names[1], ("About", "Strand", "What it says"), tuple(told),
              notes_for(others, setting), row_headers=2, folded=FOLDED),
    ))  # fmt: skip


def _cell(row) -> str:
    return MAP.get(row["direction"], "") if row else ""
