"""Births of all sites beside those of their areas."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown, slug
from earlyeval.present.displays.births import RATIO, said_of_births
from earlyeval.present.displays.by_site import NO_RANKS
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_of_text, value_text, with_interval
from earlyeval.present.rows import Row, first, groups, is_shown, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

TOTAL = "The last line counts every birth that was returned, those of a hidden site too: its own number stays open."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a sentence per indicator on all births together, and a table per indicator with a line per site.

    Rows: those of ``analyse.across_births.births_across_sites``.
    """
    nothing = nothing_to_show(rows, setting, about="Births across sites")
    if nothing:
        return nothing
    told = [text for _, of_one in groups(rows, "outcome") if (text := said_of_births(where(of_one, site=""), setting))]
    parts: list[Part] = [Sentences(tuple(told), listed=True)] if told else []
    parts += [_table(of_one, setting) for _, of_one in groups(rows, "outcome")]
    return Shown(tuple(parts))


def _table(rows: pd.DataFrame, setting: Setting) -> Table:
    label = str(rows["label"].iloc[0])
    sites = list(dict.fromkeys(site for site in rows["site"] if site))
    lines = [_line(setting.site(site), where(rows, site=site)) for site in sites]
    totals = where(rows, site="")
    share = first(where(totals, estimand="proportion"))
    if share is not None and share["status"] != "not_estimable":
        lines.append(_line("All births returned", totals))
    level = level_words(rows)
    columns = ("Site", "Number", "Share", f"Exact {level} interval", f"Observed over expected ({level} interval)")
    some_hidden = bool((rows.loc[rows["site"] != "", "mark"] != "").any())
    notes = notes_for(rows, setting, NO_RANKS, RATIO, TOTAL if len(lines) > len(sites) and some_hidden else "")
    return Table(f"table-births-{slug(label)}", setting.caption(f"{label}, at each site"), columns, tuple(lines), notes)


def _line(name: str, rows: pd.DataFrame) -> tuple[str, ...]:
    share: Row | None = first(where(rows, estimand="proportion"))
    ratio: Row | None = first(where(rows, estimand="standardised_ratio"))
    if share is None:
        return (name, "", "", "", "")
    over = with_interval(ratio) if ratio and is_shown(ratio) else ""
    return (name, n_of_text(share), value_text(share), interval_text(share), over)
