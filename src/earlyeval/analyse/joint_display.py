"""Numbers beside accounts, domain by domain, and whether the two agree, add to each other, contradict or are silent.

What the numbers say is computed from intervals; what the accounts say is the analysts' reading, given in the
convergence table with its author. The verdict follows from the two by a rule printed with it (after Farmer et al.
2006, Qualitative Health Research 16:377-394: agreement, partial agreement, dissonance, silence).
"""

from collections.abc import Iterator

from earlyeval.analyse.numbers_of_domains import numbers, one_says, rows_of
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.themes import theme_reach
from earlyeval.study import Study

SAYS = {
    "better": "speak for the better",
    "no_change": "show no clear change",
    "worse": "speak for the worse",
    "mixed": "point both ways",
    "silent": "say nothing",
}
DESCRIBE = "describe, and nothing is read into them"


@question("joint-display")
def joint_display(study: Study) -> Iterator[Row]:
    """Return, per domain, the numbers it names, the reach of its themes, and the convergence of the two.

    Rows of one domain carry its id in ``subgroup``; the last of them is the verdict, with the analysts'
    meta-inference in ``note`` and the two readings it follows from in ``reason``.
    """
    if not study.has("convergence"):
        return
    known, reaches = numbers(study), theme_reach(study)
    for domain in study.table("convergence").itertuples(index=False):
        measured, accounts = rows_of(known, domain.outcome_ids), rows_of(reaches, domain.theme_ids)
        for row in measured:
            yield row | {"subgroup": domain.domain_id, "label": named(row)}
        for row in accounts:
            yield row | {"subgroup": domain.domain_id, "comparison": row["comparison"] or "accounts"}
        said_by_numbers, said_by_accounts = readings(domain, measured)
        yield {
            "strand": "qualitative",
            "outcome": domain.domain_id,
            "label": domain.domain,
            "subgroup": domain.domain_id,
            "estimand": "convergence",
            "direction": converge(said_by_numbers, said_by_accounts),
            "reason": f"The numbers {_say(said_by_numbers, measured)}; the accounts {SAYS[said_by_accounts]}.",
            "note": _text(domain.meta_inference),
            "method": f"read by {_text(domain.author)}" if _text(domain.author) else "",
            "source_table": "convergence",
            "sensitivity": "open",
        }


def readings(domain, measured: list[Row]) -> tuple[str, str]:
    """Return what the numbers and what the accounts of a domain say.

    The analysts' own reading of the numbers counts only where no interval can be read by rule.
    """
    said = numbers_say(measured)
    if said == "silent" and any(row["estimable"] for row in measured):
        said = _text(domain.numbers_say) or said
    return said, _text(domain.accounts_say) or "silent"


def _say(said: str, measured: list[Row]) -> str:
    """Return what the numbers say in words; numbers that nobody read anything into are there all the same."""
    return DESCRIBE if said == "silent" and any(row["estimable"] for row in measured) else SAYS[said]


def named(row: Row) -> str:
    """Return what a row is about, with the group that it counts where it is one of several."""
    if row["estimand"] == "proportion" and row["source_table"] == "scores":
        return f"{row['label']}: {row['subgroup']}"
    return row["label"]


def numbers_say(measured: list[Row]) -> str:
    """Return what intervals and tests say together: better, worse, no_change, mixed, or silent."""
    said = [one_says(row, measured) for row in measured]
    said = [reading for reading in said if reading != "silent"]
    if not said:
        return "silent"
    return said[0] if all(reading == said[0] for reading in said) else "mixed"


def converge(numbers: str, accounts: str) -> str:
    """Return agreement, partial, dissonance or silence of two readings.

    Silence: one of the two says nothing. Agreement: both say the same. Dissonance: one says better, the other
    worse. Anything else agrees in part ("no clear change" in a small study is weak evidence of no change).
    """
    if "silent" in (numbers, accounts):
        return "silence"
    if numbers == accounts:
        return "agreement"
    return "dissonance" if {numbers, accounts} == {"better", "worse"} else "partial"


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
