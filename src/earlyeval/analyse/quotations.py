"""Words of people who agreed to be quoted: from the register only, and only where every check of it holds.

A quotation that a check sets aside is a row with a reason that holds none of its words. Whether enough people share the
speaker's role is for the gate to say.
"""

from collections.abc import Iterator

from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.quotation_checks import Quotation, register
from earlyeval.analyse.verbatim import is_verbatim
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study
from earlyeval.tidy.scan.flags import FLAG_WORDS

__all__ = ["is_verbatim", "quotation_row", "quotation_traces", "quotations"]
NO_ROSTER = "Names were searched by their form alone: no roster of names was given."


@question("quotations")
def quotations(study: Study) -> Iterator[Row]:
    """Return one row per quotation of the register: its words, whose they are in wide words, and its theme.

    ``n`` is how many people (or groups) of the speaker's role were listened to at the site; ``method`` the number that
    the quotation has in this report. A quotation that a check sets aside is a row that is not estimable, with the
    reason. Where no roster of names was given a ``statement`` says so.
    """
    themes = study.table("themes").set_index("theme_id")["theme"].to_dict()
    checked = register(study)
    for one in checked:
        row = quotation_row(one, subgroup=themes.get(one.theme_id, one.theme_id))
        yield not_estimable(row, reason=one.why_not) if one.why_not else row
    searched = study.table("quotations").get("searched_by_roster")
    if checked and (searched is None or not (searched == "yes").any()):
        yield {"strand": "qualitative", "estimand": "statement", "note": NO_ROSTER, "sensitivity": "open"}


def quotation_row(one: Quotation, *, subgroup: str) -> Row:
    """Return the row of a quotation: its words, its attribution and its number where it may be printed."""
    row = {
        "strand": "qualitative",
        "outcome": one.theme_id,
        "subgroup": subgroup,
        "estimand": "quotation",
        "unit": "people",
        "n": one.n,
        "source_table": "quotations",
        "sensitivity": "text",
    }
    return row if one.why_not else row | {"label": one.attribution, "note": one.text, "method": one.key}


@question("quotation-traces")
def quotation_traces(study: Study) -> Iterator[Row]:
    """Return where each quotation comes from and what stands against printing it. No row leaves the restricted view."""
    for one in register(study):
        seen = "; ".join(FLAG_WORDS[kind] for kind in one.open_flags)
        yield {
            "strand": "qualitative",
            "outcome": one.theme_id,
            "label": one.key or "not printed",
            "subgroup": one.theme_id,
            "estimand": "quotation_trace",
            "n": 1,
            "note": ". ".join(part for part in (one.trace, one.why_not.rstrip("."), seen and f"Seen: {seen}") if part),
            "unit": "people",
            "source_table": "quotations",
            "sensitivity": "text",
        }
