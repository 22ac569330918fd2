"""Answers of people who did not consent are set aside before anything is scored, and counted as a finding.

Registers stay: that somebody was referred, accepted or came is the service's own record. Where consent was not
returned nothing is set aside.
"""

from collections.abc import Mapping

import pandas as pd

from earlyeval.tidy.findings import Finding, findings_frame
from earlyeval.tidy.forms import Tables

ANSWERS = ("responses", "totals", "comments", "ratings")
# Of cases: what was rated and coded goes with the child; that there was a case stays, as the service's own record.
ANSWERS_OF_CASES = ("reviews", "review_ratings", "case_needs", "case_services", "case_outcomes")
RULE = "no_consent"
SENTENCE = "Answers of people who did not consent were set aside."


def with_consent(tables: Mapping[str, pd.DataFrame], findings: pd.DataFrame) -> tuple[Tables, pd.DataFrame]:
    """Return the tables without answers of people who said no, and the findings with one line for each such table.

    Parameters
    ----------
    tables : mapping of table name to frame
        The tidy tables; ``people`` says who consented (yes, no, or missing: not returned).
    findings : DataFrame
        What reading the returns found.
    """
    people = tables["people"]
    refused = people.loc[people["consented"].eq(other=False).fillna(value=False).astype(bool), "person_id"]
    kept, found = tables if isinstance(tables, Tables) else Tables(tables), []
    for name in ANSWERS if len(refused) else ():
        fewer, rows = kept.without_people(name, refused)
        if rows:
            kept = fewer
            found.append(Finding(name, "", 0, "", RULE, "set_aside", rows, SENTENCE))
    cases = tables["cases"]
    of_refused = cases.loc[cases["person_id"].isin(refused), "case_id"]
    for name in ANSWERS_OF_CASES if len(of_refused) else ():
        fewer, rows = kept.without_people(name, of_refused, column="case_id")
        if rows:
            kept = fewer
            found.append(Finding(name, "", 0, "", RULE, "set_aside", rows, SENTENCE))
    if not found:
        return kept, findings
    return kept, pd.concat([findings, findings_frame(found)], ignore_index=True)
