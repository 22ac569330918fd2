"""Made-up interviews with mothers and visitors, and the supervision groups of the teams."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.corpora.declared import Planned
from earlyeval.tidy.synthetic.corpora.sheets import corpus_sheets
from earlyeval.tidy.synthetic.corpora.spread import codes_heard
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.health_visiting import planted, spoken
from earlyeval.tidy.synthetic.health_visiting.forms import EPDS_ITEMS
from earlyeval.tidy.synthetic.sheets import Sheet

_FIRST_INTERVIEW, _STAFF_INTERVIEWS, _GROUPS = date(2025, 9, 1), date(2025, 9, 22), date(2025, 10, 13)


def draw_accounts(
    random: Generator, second: Generator, families: pd.DataFrame, epds: Sheet, staff: Sequence[str]
) -> tuple[list[Sheet], dict[str, str]]:
    """Return the sheets of the qualitative strand and the transcripts by path."""
    planned = [*_mothers(random, families, moods(families, epds)), *_visitors(random, staff), *_teams(families, staff)]
    return corpus_sheets(random, second, spoken.CORPUS, planned)


def moods(families: pd.DataFrame, epds: Sheet) -> np.ndarray:
    """Return what became of each mother's mood: "improved", "others", "no second score", "" where there is none."""
    answers = pd.DataFrame(list(epds.rows), columns=list(epds.columns))
    totals = answers.assign(total=answers[list(EPDS_ITEMS)].astype(float).sum(axis=1, skipna=False))
    wide = totals.pivot(index="person_id", columns="time_point", values="total")
    people = (families["family_id"] + "-A").to_numpy()
    before, after = (wide[point].reindex(people).to_numpy() for point in ("six-weeks", "twelve-months"))
    both = np.where(before - after >= planted.EPDS_RELIABLE, "improved", "others")
    known = np.where(np.isnan(after), "no second score", both)
    return np.where(np.isnan(before), "", known)


def _mothers(random: Generator, families: pd.DataFrame, mood: np.ndarray) -> list[Planned]:
    """Return talks with as many mothers of each mood in every team."""
    picked = np.zeros(len(families), dtype=bool)
    teams = list(dict.fromkeys(families["cluster"].sort_values()))
    for team in teams:
        for kind, n in planted.MOTHERS_BY_MOOD.items():
            picked |= chosen(random, (families["cluster"] == team).to_numpy() & (mood == kind), n=n)
    asked, own = families[picked], mood[picked]
    by_mood = codes_heard(random, list(own), spoken.BY_MOOD)
    by_team = codes_heard(random, list(asked["cluster"]), spoken.BY_TEAM, needs_one=False)
    return [
        Planned(
            f"HV-INT-{number:02d}", "interview", "parent", _FIRST_INTERVIEW + timedelta(days=number), spoken.PARENTS,
            (*first, *rest), participant_id=f"{family}-A", speakers=(f"{family}-A",), cluster=team,
            time_point="twelve-months", consent="paraphrase" if number % 5 == 0 else "verbatim",
        )
        for number, (family, team, first, rest) in enumerate(
            zip(asked["family_id"], asked["cluster"], by_team, by_mood, strict=True), start=1
        )
    ]  # fmt: skip


def _visitors(random: Generator, staff: Sequence[str]) -> list[Planned]:
    visitors = list(staff[: planted.WORKERS])
    asked = sorted(random.choice(len(visitors), size=planted.VISITORS_ASKED, replace=False))
    heard = codes_heard(random, [""] * len(asked), spoken.BY_STAFF)
    return [
        Planned(f"HV-STF-{number:02d}", "interview", "practitioner", _STAFF_INTERVIEWS + timedelta(days=number),
                spoken.STAFF, codes, participant_id=visitors[place], speakers=(visitors[place],), time_point=None)
        for number, (place, codes) in enumerate(zip(asked, heard, strict=True), start=1)
    ]  # fmt: skip


def _teams(families: pd.DataFrame, staff: Sequence[str]) -> list[Planned]:
    """Return the supervision group of each team: every third visitor and every third nursery nurse."""
    teams = list(dict.fromkeys(families["cluster"].sort_values()))
    return [
        Planned(f"HV-FG-{number:02d}", "focus_group", "practitioner", _GROUPS + timedelta(days=number), spoken.STAFF,
                tuple(spoken.BY_STAFF), speakers=tuple(staff[number - 1 :: len(teams)]), group_id=f"team-{team}",
                cluster=team, time_point=None, passages=2)
        for number, team in enumerate(teams, start=1)
    ]  # fmt: skip
