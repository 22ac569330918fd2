"""Planned comparisons over three times or more: who was there, what changed, and how sure that is."""

import pandas as pd

from earlyeval.present.display import Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.how import SAME, caution_lines, conclusion
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, number_text, p_text, with_interval
from earlyeval.present.place import compared
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import LIKELY, higher_or_lower, judged, level_words, points, sentence
from earlyeval.protect.texts import TOO_FEW

NOT_EFFECT_OF_ALL = "Without a comparison group it cannot be said what brought a change about."
SOME_OTHER = "For some of these comparisons it leads to another conclusion; they hang on the method."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one block per outcome: a point per comparison, and a table of retention, change and adjusted p value.

    Rows of an outcome, by ``comparison``: ``proportion``, ``model_change`` (the headline first, the alternative marked
    as a sensitivity analysis), ``holm``, ``method_check``.
    """
    changes = where(rows, estimand="model_change")
    nothing = nothing_to_show(changes, setting, about="Comparisons over three times or more")
    if nothing:
        return nothing
    parts: list[Part] = []
    for (_, label), of_outcome in groups(rows, "outcome", "label"):
        main = of_outcome[(of_outcome["estimand"] == "model_change") & (of_outcome["analysis"] != "sensitivity")]
        parts.append(Heading(label))
        if not any(is_shown(row) for row in records(main)):
            parts.append(Sentences(tuple(dict.fromkeys(row["reason"] or TOO_FEW for row in records(main)))))
            continue
        parts.append(Sentences(tuple(_point(row, setting) for row in records(main)), listed=True))
        parts.append(_table(of_outcome, main, setting, label=label))
        parts.extend(_how(of_outcome, main, setting))
    parts.extend(caution_lines(rows, setting))
    return Shown(tuple(parts))


def _point(row: Row, setting: Setting) -> str:
    named = compared(row, setting)
    if not is_shown(row):
        return f"{named}: {row['reason'] or TOO_FEW}"
    size = "no change" if row["estimate"] == 0 else f"{points(row['estimate'])} {higher_or_lower(row['estimate'])}"
    verdict = {"better": ", for the better", "worse": ", for the worse", "unclear": "; the direction is unclear"}
    low, high = (number_text(row[name], decimals=1) for name in ("conf_low", "conf_high"))
    return f"{named}: {size} on average (likely between {low} and {high}){verdict.get(judged(row), '')}."


def _table(rows: pd.DataFrame, main: pd.DataFrame, setting: Setting, *, label: str) -> Table:
    lines, has_holm = [], (rows["estimand"] == "holm").any()
    for row in records(main):
        same = where(rows, comparison=row["comparison"])
        shared, adjusted = first(where(same, estimand="proportion")), first(where(same, estimand="holm"))
        lines.append((
            compared(row, setting), count_and_share(shared) if shared else "", with_interval(row), _p(row),
            *([_p(adjusted)] if has_holm else []),
        ))  # fmt: skip
    holm = ("p, adjusted for all (Holm)",) if has_holm else ()
    level = level_words(main)
    columns = ("Compared", "Measured both times", f"Change in points ({level} interval)", "p", *holm)
    caption = setting.caption(f"{label}: comparisons over time, from one model")
    notes = notes_for(
        where(rows, estimand=("model_change", "proportion")), setting, LIKELY.format(level=level), NOT_EFFECT_OF_ALL
    )
    return Table(f"table-contrasts-{slug(label)}", caption, columns, tuple(lines), notes)


def _p(row: Row | None) -> str:
    return "" if row is None or is_missing(row["p_value"]) else p_text(row["p_value"])


def _how(rows: pd.DataFrame, main: pd.DataFrame, setting: Setting) -> list[Sentences]:
    """Return one paragraph on the method for all comparisons of an outcome: they stand and fall together."""
    checks = where(rows, estimand="method_check")
    head, other = first(where(checks, subgroup="headline")), first(where(checks, subgroup="alternative"))
    if head is None or not any(is_shown(row) for row in records(main)):
        return []
    told = [f"How this was worked out: {head['method']}.", sentence(head["note"])]
    if other is not None:
        beside = where(rows, estimand="model_change", method=other["method"])
        same = all(
            conclusion(row) == conclusion(found)
            for row in records(main)
            if is_shown(row) and (found := first(where(beside, comparison=row["comparison"]))) and is_shown(found)
        )
        values = "; ".join(f"{compared(row, setting)} {with_interval(row)}" for row in records(beside))
        told.append(f"Another sensible method ({other['method']}) gives, in points: {values}; {other['note']}.")
        told.append(SAME if same else SOME_OTHER)
    return [Sentences(tuple(told))]
