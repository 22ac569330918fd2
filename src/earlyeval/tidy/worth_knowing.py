"""What is odd without being impossible, seen only when all returns lie side by side. Nothing is changed or left out."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import RESPONSES, FormsPart, Tables
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.odd_answers import odd_answers
from earlyeval.tidy.odd_figures import odd_figures
from earlyeval.tidy.odd_ids import odd_ids
from earlyeval.tidy.odd_rows import odd_rows
from earlyeval.tidy.texts import is_among

FEWEST_ITEMS = 5  # of fewer questions, the same answer to all is no surprise


def worth_knowing(tables: Tables, lists: Lists) -> Iterator[Finding]:
    """Yield findings about forms and visits that do not fit together: counts only, never whose they are."""
    forms = _forms(tables)
    if len(forms):
        yield from _after_without_before(forms, lists)
        yield from _other_versions(forms)
        yield from _days_out_of_order(forms, lists)
    yield from _all_alike(tables, lists)
    yield from _visits_outside(tables)
    yield from odd_answers(tables, lists)
    yield from odd_ids(tables)
    yield from odd_rows(tables, lists)
    yield from odd_figures(tables)


def _forms(tables: Tables) -> pd.DataFrame:
    """Return one row for each form: person, instrument, version, time point, day."""
    columns = ["person_id", "time_point", "completed_on", "instrument", "version"]
    totals = tables["totals"][columns]
    if tables.forms is not None:
        heads = [
            part.head[columns[:3]].assign(instrument=part.instrument, version=part.version)
            for part in tables.forms.parts
        ]
    else:
        heads = [tables[RESPONSES.name][columns]]
    together = heads[0] if len(heads) == 1 and not len(totals) else pd.concat([*heads, totals], ignore_index=True)
    forms = together.dropna(subset=["person_id", "time_point"])
    if tables.forms is None or len(totals):
        forms = forms.drop_duplicates(["person_id", "time_point", "instrument", "version"])
    return forms


def _after_without_before(forms: pd.DataFrame, lists: Lists) -> Iterator[Finding]:
    points = {point.role: point.id for point in lists.programme.time_points if not point.retrospective_of}
    before, after = points.get("baseline"), points.get("endpoint")
    if before is None or after is None:
        return
    for instrument, own in forms.groupby("instrument", sort=True, observed=True):
        first = own.loc[own["time_point"] == before, "person_id"]
        last = own.loc[own["time_point"] == after, "person_id"]
        alone = int((~is_among(last, first)).sum()) if len(first) else 0
        if alone:
            sentence = f"{counted(alone, 'form')} of {instrument} after the programme from people who have none before."
            yield Finding("responses", "", 0, "", "after_without_before", "note", alone, sentence)


def _other_versions(forms: pd.DataFrame) -> Iterator[Finding]:
    for instrument, own in forms.groupby("instrument", sort=True, observed=True):
        if own["version"].nunique() < 2:
            continue
        switched = int((own.groupby("person_id")["version"].nunique() > 1).sum())
        if switched:
            people = "1 person" if switched == 1 else f"{switched} people"
            sentence = f"{people} answered different versions of {instrument}: their scores are not compared."
            yield Finding("responses", "", 0, "version", "version_switch", "note", switched, sentence)


def _days_out_of_order(forms: pd.DataFrame, lists: Lists) -> Iterator[Finding]:
    order = {point.id: point.order for point in lists.programme.time_points if not point.retrospective_of}
    dated = forms[forms["completed_on"].notna() & forms["time_point"].isin(list(order))]
    if not len(dated):
        return
    sorted_forms = dated.assign(order=dated["time_point"].map(order)).sort_values(["person_id", "instrument", "order"])
    same = sorted_forms[["person_id", "instrument"]].eq(sorted_forms[["person_id", "instrument"]].shift()).all(axis=1)
    later = sorted_forms["order"] > sorted_forms["order"].shift()
    n_odd = int((same & later & (sorted_forms["completed_on"] < sorted_forms["completed_on"].shift())).sum())
    if n_odd:
        sentence = f"{counted(n_odd, 'form')} dated before the same person's form of an earlier time point."
        yield Finding("responses", "", 0, "completed_on", "days_out_of_order", "note", n_odd, sentence)


def _all_alike(tables: Tables, lists: Lists) -> Iterator[Finding]:
    """Yield forms in which every question has the same answer, where some are worded the other way round."""
    for part in tables.forms.parts if tables.forms is not None else ():
        version = lists.version(part.instrument, part.version)
        reversed_items = {item.id for item in version.items if item.reversed} if version else set()
        asked = reversed_items & set(part.items)
        if len(part.items) < FEWEST_ITEMS or not asked or len(asked) == len(part.items):
            continue
        alike = int(_is_alike(part).sum())
        if alike:
            sentence = (
                f"{counted(alike, 'form')} of {part.instrument} with one answer to every question, also reversed ones."
            )
            yield Finding("responses", part.file, 0, "", "all_alike", "note", alike, sentence)


def _is_alike(part: FormsPart) -> np.ndarray:
    n_answers = np.isfinite(part.values).sum(axis=1)
    low = np.where(np.isfinite(part.values), part.values, np.inf).min(axis=1)
    high = np.where(np.isfinite(part.values), part.values, -np.inf).max(axis=1)
    return (n_answers >= FEWEST_ITEMS) & (low == high)


def _visits_outside(tables: Tables) -> Iterator[Finding]:
    """Yield visits to sessions held before somebody began or after they ended."""
    attendance, sessions, people = tables["attendance"], tables["sessions"], tables["people"]
    if not len(attendance) or not len(sessions) or "started_on" not in people:
        return
    came = attendance[attendance["status"].isin(["attended", "late", "left_early"])]
    held_on = came["session_id"].map(sessions.drop_duplicates("session_id").set_index("session_id")["held_on"])
    known = people.drop_duplicates("person_id").set_index("person_id")
    for column, rule, words in (
        ("started_on", "visit_before_start", "before the day on which the person started"),
        ("ended_on", "visit_after_end", "after the day on which the person ended"),
    ):
        day = came["person_id"].map(known[column])
        outside = held_on < day if column == "started_on" else held_on > day
        n_odd = int(outside.fillna(False).sum())
        if n_odd:
            sentence = f"{counted(n_odd, 'visit')} to sessions held {words}."
            yield Finding("attendance", "", 0, column, rule, "note", n_odd, sentence)
