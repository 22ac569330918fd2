"""Numbers beside accounts, domain by domain, and whether the two agree, add to each other, contradict or are silent.

What the numbers say is computed from intervals; what the accounts say is the analysts' reading, given in the
convergence table with its author. The verdict follows from the two by a rule printed with it (after Farmer et al.
2006, Qualitative Health Research 16:377-394: agreement, partial agreement, dissonance, silence).
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.arms import arms
from earlyeval.analyse.change import family_change, staff_change
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.themes import theme_reach
from earlyeval.foundations.results import records, stacked
from earlyeval.study import Study

SAYS = {
    "better": "a change for the better",
    "no_change": "no clear change",
    "worse": "a change for the worse",
    "mixed": "a mixed picture",
    "silent": "nothing",
}


@question("joint-display")
def joint_display(study: Study) -> Iterator[Row]:
    """Return, per domain, the change of its outcomes, the reach of its themes, and the convergence of the two.

    Rows of one domain carry its id in ``subgroup``; the last of them is the verdict, with the analysts'
    meta-inference in ``note`` and the two readings it follows from in ``reason``.
    """
    changes = _changes(study)
    reaches = theme_reach(study)
    for domain in study.table("convergence").itertuples(index=False):
        numbers = _rows_of(changes, domain.outcome_ids)
        accounts = _rows_of(reaches, domain.theme_ids)
        for row in (*numbers, *accounts):
            yield row | {"subgroup": domain.domain_id, "comparison": row["comparison"] or "accounts"}
        said_by_numbers = numbers_say(numbers)
        said_by_accounts = domain.accounts_say if isinstance(domain.accounts_say, str) else "silent"
        yield {
            "strand": "qualitative",
            "outcome": domain.domain_id,
            "label": domain.domain,
            "subgroup": domain.domain_id,
            "estimand": "convergence",
            "direction": converge(said_by_numbers, said_by_accounts),
            "reason": f"The numbers say {SAYS[said_by_numbers]}; the accounts say {SAYS[said_by_accounts]}.",
            "note": _text(domain.meta_inference),
            "method": f"read by {_text(domain.author)}" if _text(domain.author) else "",
            "source_table": "convergence",
            "sensitivity": "open",
        }


def _changes(study: Study) -> pd.DataFrame:
    """Return what the numbers may say: the change of each outcome, or in a trial the adjusted difference at the end."""
    if study.plan.comparison == "arms" and study.endpoint is not None:
        differences = arms(study)
        at_end = differences["time_point"] == study.endpoint.id
        return differences[at_end & (differences["estimand"] == "adjusted_difference")]
    changes = stacked([family_change(study), staff_change(study)])
    return changes[(changes["estimand"] == "mean_change") & (changes["subgroup"] == "pairs")]


def numbers_say(changes: list[Row]) -> str:
    """Return what the intervals of change say together: better, worse, no_change, mixed, or silent."""
    said = [_one_says(change) for change in changes]
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


def _one_says(change: Row) -> str:
    if not change["estimable"] or pd.isna(change["conf_low"]):
        return "silent"
    if change["direction"] == "neither":
        return "mixed"  # it may have moved, and neither way is better
    sign = -1 if change["direction"] == "lower_is_better" else 1
    low, high = sorted((sign * change["conf_low"], sign * change["conf_high"]))
    if low > 0:
        return "better"
    return "worse" if high < 0 else "no_change"


def _rows_of(rows: pd.DataFrame, ids: object) -> list[Row]:
    """Return the result rows of the outcomes or themes named in a cell, in the cell's order."""
    named = _text(ids).split()
    found = rows[rows["outcome"].isin(named)]
    order = found["outcome"].map({name: place for place, name in enumerate(named)})
    placed = found.assign(place=order).sort_values("place", kind="stable").drop(columns="place")
    return records(placed.drop(columns=["programme", "site", "question"]))


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
