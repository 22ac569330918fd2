"""By whom each theme was heard, and where and when: k of N by role, kind of conversation, cluster and time point.

A small group of voices is hidden by the disclosure rules. Where a theme was not heard among few, nothing follows.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.conversations import WORDS_OF_ROLE, with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.spoken_of import counts_nothing
from earlyeval.analyse.themes import documents_of_strand, documents_with_codes
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study

# Column of documents that may divide voices, and what it is called.
DIVIDED_BY = {"role": "Role", "kind": "Conversation", "cluster": "Cluster", "time_point": "Time point"}
UNDIVIDED = "Nothing divides those who were heard: they are of the same role, kind of conversation, cluster and time."


@question("theme-groups")
def theme_groups(study: Study) -> Iterator[Row]:
    """Return, per theme and group of voices, in how many of them it was heard: people, and focus groups as groups.

    Rows: ``subgroup`` says what divides the voices and which part this is; groups are told only where there are two or
    more. Somebody heard at two time points counts at each, and once where time points are put together.
    """
    if refusal := counts_nothing(study):
        if study.has("themes"):
            yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=refusal)
        return
    told = False
    for theme in study.table("themes").itertuples(index=False):
        documents = with_voices(documents_of_strand(study, theme.strand))
        heard = documents["doc_id"].isin(documents_with_codes(study, theme.code_ids.split()))
        row = {
            "strand": "qualitative", "outcome": theme.theme_id, "label": theme.theme, "estimand": "proportion",
            "source_table": "codings", "analysis": "exploratory", "method": "heard at least once",
        }  # fmt: skip
        for column, words in DIVIDED_BY.items():
            for found in _by(study, row, documents.assign(is_heard=heard), column, words):
                told = True
                yield found
    if not told and study.has("themes"):
        yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=UNDIVIDED)


def _by(study: Study, row: Row, documents: pd.DataFrame, column: str, words: str) -> Iterator[Row]:
    for unit, of_unit in documents.groupby("unit", sort=False):
        known = of_unit[of_unit[column].notna()]
        if known[column].nunique() < 2:
            continue
        for value, rows in known.groupby(column, sort=column != "time_point"):
            by_voice = rows.groupby("voice", sort=False)["is_heard"].any()
            k, n = int(by_voice.sum()), len(by_voice)
            yield row | {
                "unit": str(unit), "subgroup": f"{words}: {value_words(study, column, str(value))}", "n": k,
                "n_expected": n, "estimate": k / n, "cluster": str(value) if column == "cluster" else "",
                "time_point": str(value) if column == "time_point" else "",
                "sensitivity": "open" if unit == "groups" else "personal",
            }  # fmt: skip


def value_words(study: Study, column: str, value: str) -> str:
    """Return the words for one value of a column that divides voices."""
    if column == "role":
        return WORDS_OF_ROLE.get(value, value)
    if column == "cluster":
        return study.cluster_label(value)
    if column == "time_point" and value in study.time_points:
        return study.time_points[value].label
    return value.replace("_", " ")
