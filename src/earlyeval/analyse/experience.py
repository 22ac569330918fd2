"""What people said of their experience in ticks: the share of positive answers, and every answer's share."""

import re
from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.groups import people_of_strand, taking_part
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.plan import ExperienceQuestion
from earlyeval.statistics import proportions
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among


@question("experience")
def experience(study: Study) -> Iterator[Row]:
    """Return the share of positive answers to each declared question, of all who answered, with Wilson intervals.

    Whether "don't know" counts in the denominator is the question's own declaration: measures differ, and the
    share depends on it. Each person counts once, by the latest answer.
    """
    started = taking_part(study, "family")
    for asked in study.plan.experience:
        answers = _latest_answers(study, asked)
        everybody = len(started.union(answers.index, sort=False))
        counted = answers[~answers.isin(asked.dont_know)] if asked.denominator == "without_dont_know" else answers
        row = {
            "strand": "family",
            "outcome": asked.id,
            "label": asked.label,
            "instrument": asked.instrument,
            "version": asked.version,
            "unit": "people",
            "source_table": "responses",
        }
        share = proportions.wilson(
            int(counted.isin(asked.positive).sum()), len(counted), conf_level=study.plan.conf_level
        )
        yield row | {"subgroup": "positive"} | share.as_row()
        answered = proportions.wilson(len(answers), everybody, conf_level=study.plan.conf_level)
        yield row | {"subgroup": "answered", "analysis": "sensitivity"} | answered.as_row()


@question("comments")
def comments(study: Study) -> Iterator[Row]:
    """Return how many people left a comment, by what they were asked. The words stay in the restricted view."""
    left = study.table("comments")
    left = left[~is_among(left["person_id"], people_of_strand(study, "staff")["person_id"])]
    people = taking_part(study, "family", also=pd.Index(left["person_id"].unique()))
    row = {"strand": "family", "unit": "people", "source_table": "comments", "label": "People who left a comment"}
    if len(left) == 0:
        return
    everybody = proportions.wilson(int(left["person_id"].nunique()), len(people), conf_level=study.plan.conf_level)
    yield row | {"outcome": "any", "subgroup": "any question"} | everybody.as_row()
    if left["question"].nunique() < 2:
        return
    for asked, rows in sorted(left.groupby("question"), key=lambda pair: _natural(str(pair[0]))):
        share = proportions.wilson(int(rows["person_id"].nunique()), len(people), conf_level=study.plan.conf_level)
        yield row | {"outcome": str(asked), "subgroup": str(asked)} | share.as_row()


@question("comment-words")
def comment_words(study: Study) -> Iterator[Row]:
    """Return every comment in its writer's own words. The gate lets none of them out of the restricted view."""
    left = study.table("comments")
    for comment in sorted(left.itertuples(index=False), key=lambda row: (_natural(row.question), row.comment_id)):
        yield {
            "strand": "family",
            "outcome": comment.question,
            "label": comment.question,
            "subgroup": comment.question,
            "estimand": "comment",
            "n": 1,
            "note": comment.comment,
            "unit": "people",
            "source_table": "comments",
            "sensitivity": "text",
        }


def _natural(name: str) -> tuple:
    """Return a key that sorts q2 before q10."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name))


def _latest_answers(study: Study, asked: ExperienceQuestion) -> pd.Series:
    """Return each person's latest answer to one item; the order of time points decides what is latest."""
    responses = study.table("responses")
    wanted = responses[
        (responses["instrument"] == asked.instrument)
        & (responses["version"] == asked.version)
        & (responses["item"] == asked.item)
        & responses["value"].notna()
    ]
    wanted = wanted[~is_among(wanted["person_id"], people_of_strand(study, "staff")["person_id"])]
    order = {point: place for place, point in enumerate(study.time_points)}
    placed = wanted.assign(place=wanted["time_point"].map(order)).sort_values(["person_id", "place"], kind="stable")
    return placed.groupby("person_id", sort=True)["value"].last()
