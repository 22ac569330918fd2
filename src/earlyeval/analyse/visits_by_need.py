"""How many visits did families have, and did those with more need have more? One-to-one visits, by level of need."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.counted import share_row, unanswered
from earlyeval.analyse.givers import shares_of
from earlyeval.analyse.kept import once
from earlyeval.analyse.members import attendance_by_visit, families_taking_part
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.programmes import SessionKind
from earlyeval.statistics import counts, summaries
from earlyeval.study import Study

DAYS_OF_A_YEAR = 365.25
# Bands of visits whose edges do not depend on any programme; the last is open.
BANDS = ((0, 0), (1, 4), (5, 8), (9, 12), (13, 20), (21, 30), (31, None))
NO_LEVELS = "Levels of need were not returned for families that were visited."
NO_VISITS = "No visits to single families were returned."
NO_TIME = "It was not returned when families started, so no rate can be worked out."


@question("visits-by-need")
def visits_by_need(study: Study) -> Iterator[Row]:
    """Return visits per family: their distribution, and rates by level of need.

    Rows
    ----
    Per kind of visit to one family: median, quartiles and the share of families in each band (``subgroup``) over all
    families that took part, those never visited included; median and quartiles by level (``comparison`` "by-need");
    ``visit_rate`` per family and year; ``rate_ratio`` of each level against the first declared, from a negative
    binomial regression with the time each family was in the service as exposure (Poisson where counts vary no more
    than Poisson's, and ``method`` says so). A family's level is that of its accepted referral.
    """
    for kind in study.programme.session_kinds:
        if not kind.one_to_one or kind.strand != "family":
            continue
        base = {
            "strand": "family", "outcome": kind.id, "label": kind.label, "unit": "families",
            "source_table": "attendance",
        }  # fmt: skip
        families = visits_by_family(study, kind)
        if families["visits"].sum() == 0:
            yield unanswered(base, NO_VISITS, estimand="median")
            continue
        yield from _spread(families, base)
        yield from _bands(study, families, base)
        yield from _by_level(study, families, base)


@once
def visits_by_family(study: Study, kind: SessionKind) -> pd.DataFrame:
    """Return one row per family that took part: ``visits`` of a kind, ``need_level``, ``years`` in the service.

    Time runs from the day the first of the family started to the day the last of it ended, or to the last session of
    the return. Index: family_id.
    """
    listed = attendance_by_visit(study)
    last_day = study.table("sessions")["held_on"].max()
    came = listed[(listed["kind"] == kind.id) & listed["came"]]
    families = families_taking_part(study)
    of_family = came["family_id"].fillna(came["person_id"])
    visits = came["session_id"].groupby(of_family).nunique().reindex(families, fill_value=0)
    people = study.people[study.people["role"] != "staff"]
    by_family = people.groupby(people["family_id"].fillna(people["person_id"]))
    started = by_family["started_on"].min().reindex(families)
    ended = by_family["ended_on"].max().reindex(families).fillna(last_day)
    years = (ended.clip(upper=last_day) - started).dt.days / DAYS_OF_A_YEAR
    found = pd.DataFrame({"visits": visits, "years": years.where(years > 0)}, index=families)
    return found.assign(need_level=need_by_family(study).reindex(families))


def need_by_family(study: Study) -> pd.Series:
    """Return the level of need of each family's accepted referral; else that of its children's contacts."""
    referrals = study.table("referrals")
    accepted = referrals[(referrals["decision"] == "accepted") & referrals["need_level"].notna()]
    level = accepted.drop_duplicates("family_id").set_index("family_id")["need_level"]
    contacts = study.table("contacts")
    known = contacts[contacts["need_level"].notna()].drop_duplicates("person_id", keep="last")
    family = known["person_id"].map(study.people.set_index("person_id")["family_id"])
    of_children = known.assign(family_id=family).dropna(subset=["family_id"]).drop_duplicates("family_id")
    return level.combine_first(of_children.set_index("family_id")["need_level"])


def _spread(families: pd.DataFrame, base: Row) -> Iterator[Row]:
    visits = families["visits"].to_numpy(dtype="float64")
    for statistic in (summaries.median, summaries.quartile_1, summaries.quartile_3):
        yield base | statistic(visits).as_row()


def _bands(study: Study, families: pd.DataFrame, base: Row) -> Iterator[Row]:
    visits = families["visits"]
    for low, high in BANDS:
        words = f"{low} or more" if high is None else "none" if high == 0 else f"{low} to {high}"
        n = int(((visits >= low) & (visits <= (np.inf if high is None else high))).sum())
        yield share_row(base | {"subgroup": words}, n, len(families), conf_level=study.plan.conf_level)


def _by_level(study: Study, families: pd.DataFrame, base: Row) -> Iterator[Row]:
    row = base | {"comparison": "by-need"}
    levels = [level for level in study.programme.need_levels if (families["need_level"] == level.id).any()]
    if not levels:
        yield unanswered(row, NO_LEVELS, estimand="rate_ratio")
        return
    for level in levels:
        here = families[families["need_level"] == level.id]
        planned = str(level.planned_visits or "")
        of_level = row | {"subgroup": level.id, "label": level.label, "note": planned}
        yield from _spread(here, of_level)
        timed = here.dropna(subset=["years"])
        if timed.empty:
            yield unanswered(of_level, NO_TIME, estimand="visit_rate")
            continue
        rate = counts.rate(int(timed["visits"].sum()), float(timed["years"].sum()), conf_level=study.plan.conf_level)
        kept = {
            name: cell for name, cell in rate.as_row().items() if name not in ("conf_low", "conf_high", "conf_level")
        }
        yield (
            of_level
            | kept
            | shares_of(timed["visits"])
            | {"estimand": "visit_rate", "n": len(timed), "method": "visits over years in the service"}
        )
    yield from _ratios(study, families, [level.id for level in levels], row)


def _ratios(study: Study, families: pd.DataFrame, levels: list[str], row: Row) -> Iterator[Row]:
    timed = families.dropna(subset=["years"])
    timed = timed[timed["need_level"].isin(levels)]
    sizes = timed["need_level"].value_counts()
    if len(levels) < 2 or timed.empty:
        return
    columns = [np.ones(len(timed)), *((timed["need_level"] == level).to_numpy(dtype="float64") for level in levels[1:])]
    asked = {"exposure": timed["years"].to_numpy(), "names": levels, "conf_level": study.plan.conf_level}
    visits, design = timed["visits"].to_numpy(dtype="float64"), np.column_stack(columns)
    fit = counts.negative_binomial_regression(visits, design, **asked)
    if not fit.estimable and fit.reason == counts.NO_EXTRA:
        fit = counts.poisson_regression(visits, design, **asked)
    labels = {level.id: level.label for level in study.programme.need_levels}
    for level in levels[1:]:
        smallest = int(min(sizes.get(level, 0), sizes.get(levels[0], 0)))
        compared = row | {"subgroup": level, "label": labels[level], "comparison": f"{level} - {levels[0]}"}
        yield compared | fit.ratios[level].as_row() | {"estimand": "rate_ratio", "n_smallest": smallest}
