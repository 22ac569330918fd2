"""When new codes stopped coming, by each way of counting, and how codes gathered from one conversation to the next."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, number_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

WHICH = (
    "Codes of the final codebook are the broad ones that remained after codes were merged, so early conversations seem "
    "to hold nearly all of them: this count reassures too easily. Codes as first coined show how the codebook itself "
    "grew in the order of analysis."
)
NOT_MORE = (
    "It says when codes stopped coming in these conversations, not that nothing else is to be heard, nor that the "
    "codes are good ones."
)
_NONE, TOO_FEW = "not reached", "too few"
GATHERED = "Conversation by conversation: new codes, and codes so far"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table of where codes stopped coming, a picture and a table of how they gathered, role by role.

    Rows: ``saturation_point`` per role (``respondent``), way of counting (``outcome``) and run (``comparison``), in the
    order of analysis and over random orders; ``new_codes`` and ``codes_so_far`` by place (``subgroup``); at restricted
    level ``later_conversation`` for the last places.
    """
    if setting.level == "release":
        rows = rows[rows["estimand"] != "later_conversation"]
    told = nothing_to_show(rows, setting, about="Saturation")
    if told:
        return told
    parts: list[Part] = []
    for (role,), of_role in groups(rows, "respondent"):
        parts.extend(_of_role(of_role, setting, role=role))
    return Shown(tuple(parts))


def _of_role(rows: pd.DataFrame, setting: Setting, *, role: str) -> list[Part]:
    points = rows[(rows["estimand"] == "saturation_point") | (rows["comparison"].str.startswith("base"))]
    of = f" with {role}" if role else ""
    if (points["status"] == "not_estimable").all() and points["reason"].str.startswith("There are fewer").any():
        return [Sentences((f"Conversations{of}: {lower_first(_first_reason(points))}",), css_class="reason")]
    lines = []
    for (way, run), both in groups(points, "label", "comparison"):
        in_order = where(both, method="in the order of analysis")
        known = [row for row in records(in_order) if row["status"] != "not_estimable"]
        any_order = first(both[both["method"] != "in the order of analysis"])
        base = number_text(known[-1]["n_expected"], decimals=0) if known else ""
        reached = number_text(known[-1]["estimate"], decimals=0) if known else _why_not(in_order)
        lines.append((way, run, base, reached, _any_order(any_order)))
    columns = ("Which codes", "Rule", "Codes of the base", "Reached at conversation", "In random orders")
    order = [note for note in dict.fromkeys(points["note"]) if note]
    notes = notes_for(_without_answered(points), setting, WHICH, NOT_MORE, *order)
    caption = setting.caption(f"Where new codes had stopped coming, conversations{of}")
    table = Table(f"table-saturation-{slug(role)}", caption, columns, tuple(lines), notes, row_headers=2)
    return [table, *_growth(rows, setting, role=role)]


def _first_reason(points: pd.DataFrame) -> str:
    return str(points.loc[points["reason"].str.startswith("There are fewer"), "reason"].iloc[0])


def _why_not(points: pd.DataFrame) -> str:
    return TOO_FEW if points["reason"].str.startswith("There are fewer").any() else _NONE


def _without_answered(points: pd.DataFrame) -> pd.DataFrame:
    """Leave out why a point cannot be told where the restricted view tells it."""
    place = points["outcome"] + points["comparison"]
    told = place[points["estimand"] == "later_conversation"]
    return points[~place.isin(told) | (points["status"] != "not_estimable")]


def _any_order(row: Row | None) -> str:
    if row is None or is_missing(row["estimate"]):
        return ""
    middle, low, high = (number_text(row[name], decimals=0) for name in ("estimate", "conf_low", "conf_high"))
    return f"{middle} ({low} to {high})"


def _growth(rows: pd.DataFrame, setting: Setting, *, role: str) -> list[Part]:
    gathered = where(rows, estimand=("codes_so_far", "later_conversation"))
    gathered = gathered[gathered["comparison"].isin(("", "codes_so_far"))]
    new = where(rows, estimand=("new_codes", "later_conversation"))
    new = new[new["comparison"].isin(("", "new_codes"))]
    shown = gathered[gathered["estimate"].notna()]
    ways = {way: records(of_way) for (way,), of_way in groups(shown, "label")}
    if not ways:
        return []
    of = f" with {role}" if role else ""
    fresh = {(row["label"], row["subgroup"]): row for row in records(new)}
    places = list(dict.fromkeys(row["subgroup"] for found in ways.values() for row in found))
    lines: list[tuple[str, ...]] = []
    for place in places:
        cells = tuple(_both(fresh.get((way, place)), _at(found, place)) for way, found in ways.items())
        if lines and lines[-1][1:] == cells and all(cell.startswith("0 ") for cell in cells):
            lines[-1] = (f"{lines[-1][0].split(' to ')[0]} to {place}", *cells)
        else:
            lines.append((place, *cells))
    caption = setting.caption(f"New codes, and codes so far, by place in the order of analysis, conversations{of}")
    columns = ("Conversation", *(f"{way}: new (so far)" for way in ways))
    table = Table(f"table-codes-gathered-{slug(role)}", caption, columns, tuple(lines), folded=GATHERED)
    return [_figure(ways, setting, role=role, of=of), table]


def _at(rows: list[Row], place: str) -> Row | None:
    return next((row for row in rows if row["subgroup"] == place), None)


def _both(new: Row | None, so_far: Row | None) -> str:
    if new is None or so_far is None:
        return ""
    return f"{number_text(new['estimate'], decimals=0)} ({number_text(so_far['estimate'], decimals=0)})"


def _figure(ways: dict[str, list[Row]], setting: Setting, *, role: str, of: str) -> Figure:
    from earlyeval.present.figures.accumulation import accumulation

    ends = ", ".join(
        f"{found[-1]['estimate']:.0f} by conversation {found[-1]['subgroup']} ({way[:1].lower()}{way[1:]})"
        for way, found in ways.items()
    )
    band = any(not is_missing(row["conf_low"]) for found in ways.values() for row in found)
    more = " The band holds most random orders of the conversations." if band else ""
    alt = f"Line chart of the codes heard so far in conversations{of}, in the order of analysis: {ends}."
    words = ("How codes gathered", alt, setting.caption(f"Codes so far, conversations{of}") + more)
    return accumulation(ways, identity=f"figure-saturation-{slug(role)}", words=words)
