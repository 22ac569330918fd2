"""Why a result was worked out as it was, from the data themselves; and which other method would have been sensible.

Rows of the quantity ``method_check`` hold words (``note``) and name by its ``method`` the row that they are about:
subgroup "headline" says why the printed method was taken, "alternative" which other row of the same outcome and
comparison a reader should hold beside it, "caution" what to be careful of. They hold no number of people: those
stand in the rows that they name.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.outcome_row import subscale_of
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import NUMBER_COLUMNS
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import summaries
from earlyeval.study import Study

HEADLINE, ALTERNATIVE, CAUTION = "headline", "alternative", "caution"
# Every count up to 22 rounds to twenty or less: on which side a true count lies then tells no more than the count does.
FEW_PAIRS = 23
FEWEST_TO_JUDGE = 8
MARKED_SKEW = 1.0
# A share of people at one end of a scale above which it no longer shows change: Terwee et al. 2007,
# doi:10.1016/j.jclinepi.2006.03.012.
MARKED_END = 0.15
MANY_TIES = 0.5
FEW_CLUSTERS = 5
ENOUGH = (
    "the changes are not markedly skewed, few of them are ties, and there are enough pairs for their mean to behave"
)
WORDS = {
    "few": "there are only about twenty pairs or fewer",
    "skew": "the changes are markedly skewed",
    "ties": "at least half did not change at all",
    "end": "many stand at an end of the scale",
}


def method_check(row: Row, subgroup: str, *, method: str, note: str) -> Row:
    """Return the row that says something of the method of a result: why it, what instead, what to mind."""
    return words_of(row) | {
        "estimand": "method_check",
        "subgroup": subgroup,
        "method": method,
        "note": note,
        "unit": "",
    }


def words_of(row: Row) -> Row:
    """Return what a row says of itself in words, without its numbers: what it is about, and nothing of its answer."""
    return {name: cell for name, cell in row.items() if name not in (*NUMBER_COLUMNS, "estimable", "reason")}


def checks_of_change(study: Study, outcome: Outcome, scores: pd.DataFrame, rows: list[Row]) -> Iterator[Row]:
    """Yield the skewness of the changes, why the paired t stands first, and which other row to hold beside it.

    Parameters
    ----------
    scores : DataFrame, one row per person and one column per time point
    rows : list of rows
        Every row of the outcome's change, among them those that an alternative may name.
    """
    main = next(row for row in rows if row["estimand"] == "mean_change")
    if not main["estimable"]:
        return
    pairs = scores[[study.baseline.id, study.endpoint.id]].dropna()
    changes = (pairs[study.endpoint.id] - pairs[study.baseline.id]).to_numpy()
    skew = summaries.skewness(changes)
    if len(pairs) >= FEW_PAIRS:
        yield (
            main
            | {"conf_low": np.nan, "conf_high": np.nan, "p_value": np.nan, "unit": ""}
            | skew.as_row()
            | {"analysis": "sensitivity"}
        )
    found = concerns(pairs.to_numpy(), skew.estimate, ends=_ends(study, outcome))
    yield method_check(main, HEADLINE, method=main["method"], note=_why(found))
    missing = bool(scores[[study.baseline.id, study.endpoint.id]].isna().to_numpy().any())
    other, because = _alternative(rows, found, missing=missing, comparison=main["comparison"])
    if other is not None:
        yield method_check(main, ALTERNATIVE, method=other["method"], note=because)
    yield from _clusters(study, main, rows)


def concerns(pairs: np.ndarray, skew: float, *, ends: tuple[float, float]) -> list[str]:
    """Return what speaks against leaning on the mean of the changes alone: keys of ``WORDS``, in their order.

    Parameters
    ----------
    pairs : array, people x (before, after)
    skew : float
        Skewness of the changes; missing where it has none.
    ends : (lowest, highest)
        Possible scores of the scale.
    """
    n, unchanged = len(pairs), float((pairs[:, 0] == pairs[:, 1]).mean())
    at_end = max(float((pairs[:, time] == end).mean()) for time in (0, 1) for end in ends)
    if n < FEW_PAIRS:  # of so few nothing is said of their shape
        return ["few"]
    found = {"skew": abs(skew) > MARKED_SKEW, "ties": unchanged >= MANY_TIES, "end": at_end > MARKED_END}
    return [name for name in found if found[name]]


def joined(parts: list[str]) -> str:
    """Return parts of a sentence with commas and an "and"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _ends(study: Study, outcome: Outcome) -> tuple[float, float]:
    scale = subscale_of(study, outcome)
    return scale.lowest, scale.highest


def _why(found: list[str]) -> str:
    if not found:
        return f"The paired t leads because {ENOUGH}."
    words = joined([WORDS[name] for name in found])
    return f"The mean change stands first because it is in points; but {words}, so a method by ranks stands beside it."


def _alternative(rows: list[Row], found: list[str], *, missing: bool, comparison: str) -> tuple[Row | None, str]:
    """Return the row that a careful reader would hold beside the mean change, and why that one."""
    usable = {
        row["estimand"]: row
        for row in rows
        if row.get("estimable", True) and row.get("comparison") == comparison and row["estimand"] != "mean_change"
    }
    if not found and missing and "model_change" in usable:
        return usable["model_change"], "it uses the scores of people measured once, too"
    if "hodges_lehmann" in usable:
        return usable["hodges_lehmann"], "it goes by the order of the changes and does not lean on their shape"
    return usable.get("model_change"), "it uses the scores of people measured once, too"


def _clusters(study: Study, main: Row, rows: list[Row]) -> Iterator[Row]:
    """Yield what was made of the clusters, where the site has any."""
    count = len(study.delivery.clusters)
    model = next((row for row in rows if row["estimand"] == "model_change" and row["estimable"]), None)
    robust = next((row for row in rows if row["estimand"] == "cluster_robust_change" and row["estimable"]), None)
    if count < 2:
        return
    if robust is not None:
        note = "People of one cluster may be alike; the interval that is robust to that stands with the other methods."
        yield method_check(main, CAUTION, method=robust["method"], note=note)
    elif model is not None and study.plan.cluster_as == "fixed":
        few = (
            "are too few to be treated as a sample of clusters" if count < FEW_CLUSTERS else "were returned for too few"
        )
        note = f"The {count} clusters {few}: they enter the mixed model as fixed effects, so it speaks of these clusters and no others."  # noqa: E501
        yield method_check(main, CAUTION, method=model["method"], note=note)
