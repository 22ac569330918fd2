"""Answers of people who did not consent are set aside before anything is scored, and counted as a finding.

Registers stay: that somebody was referred, accepted or came is the service's own record. Where consent was not
returned nothing is set aside.
"""

from collections.abc import Mapping

import pandas as pd

from earlyeval.tidy.findings import Finding, findings_frame

ANSWERS = ("responses", "totals", "comments", "ratings")
RULE = "no_consent"
SENTENCE = "Answers of people who did not consent were set aside."


def with_consent(
    tables: Mapping[str, pd.DataFrame], findings: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
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
    kept, found = dict(tables), []
    for name in ANSWERS:
        is_refused = tables[name]["person_id"].isin(refused)
        if is_refused.any():
            kept[name] = tables[name][~is_refused].reset_index(drop=True)
            found.append(Finding(name, "", 0, "", RULE, "set_aside", int(is_refused.sum()), SENTENCE))
    if not found:
        return kept, findings
    return kept, pd.concat([findings, findings_frame(found)], ignore_index=True)
