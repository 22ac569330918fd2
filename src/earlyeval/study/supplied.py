"""Totals that a site worked out, held beside what the answers of the same forms give."""

import pandas as pd

from earlyeval.registry.whole import Registry
from earlyeval.score.scales import KEY, score_people
from earlyeval.tidy.findings import Finding, counted, findings_frame
from earlyeval.tidy.forms import Tables

LARGEST_ROUNDING = 0.5  # points: a total may have been rounded to a whole number


def with_supplied_totals(registry: Registry, tables: Tables, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings, with one for each instrument of which supplied totals do not fit the answers beside them.

    Parameters
    ----------
    registry : Registry
        How the instruments are scored.
    tables : Tables
        Tidy tables; those of totals and responses are read.
    findings : DataFrame
        What was found before.

    Notes
    -----
    Where the answers of a form give a score, that score counts and the supplied total does not; where they do not,
    since too many are missing, the supplied total counts. Both are said. Halves of a point are taken for rounding.
    """
    if not len(tables["totals"]) or not tables.n_rows("responses"):
        return findings
    totals = tables["totals"]
    own = score_people(registry, _without_totals(tables))
    both = totals.merge(own[[*KEY, "score", "is_scorable"]], on=KEY, suffixes=("_sent", ""))
    found = [_finding(str(name), rows) for name, rows in both.groupby("instrument", sort=True)]
    told = [finding for findings_of_one in found for finding in findings_of_one]
    return pd.concat([findings, findings_frame(told)], ignore_index=True) if told else findings


def _without_totals(tables: Tables) -> Tables:
    return Tables({**{name: tables[name] for name in tables}, "totals": tables["totals"].iloc[:0]})


def _finding(instrument: str, rows: pd.DataFrame) -> list[Finding]:
    differs = int(((rows["score_sent"] - rows["score"]).abs() > LARGEST_ROUNDING).sum())
    unscored = int((~rows["is_scorable"] & rows["score_sent"].notna()).sum())
    told = []
    if differs:
        words = f"{counted(differs, 'total')} of {instrument} that the answers beside do not give: the answers count."
        told.append(Finding("totals", "", 0, "score", "total_differs", "note", differs, words))
    if unscored:
        words = f"{counted(unscored, 'total')} of {instrument} from forms with too many answers missing: taken as sent."
        told.append(Finding("totals", "", 0, "score", "total_of_too_few", "note", unscored, words))
    return told
