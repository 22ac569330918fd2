"""Made-up interviews with parents, and groups of key workers and of those who refer, at each project."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.case_work import planted, spoken
from earlyeval.tidy.synthetic.case_work.ratings import Rated
from earlyeval.tidy.synthetic.corpora.declared import Planned
from earlyeval.tidy.synthetic.corpora.sheets import corpus_sheets
from earlyeval.tidy.synthetic.corpora.spread import codes_heard
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.sheets import Sheet

_FIRST_INTERVIEW, _GROUPS = date(2024, 3, 4), date(2024, 4, 15)
_TOTAL = "afc-assessment-tool"


def draw_accounts(
    randoms: tuple[Generator, Generator],
    cases: pd.DataFrame,
    rated: Rated,
    joined: pd.Series,
    *,
    site: str,
    prefix: str,
) -> tuple[list[Sheet], dict[str, str]]:
    """Return the sheets of the qualitative strand and the transcripts by path. ``joined``: ids of who consented."""
    held = [*_parents(randoms[0], cases, courses(cases, rated, joined), site=site, prefix=prefix), *_groups(prefix)]
    return corpus_sheets(*randoms, spoken.corpus_of(prefix), held)


def courses(cases: pd.DataFrame, rated: Rated, joined: pd.Series) -> np.ndarray:
    """Return by case whether the worker's total "fell" clearly from first to last review; "others"; "" if not known.

    A family that declined, or of which there is a second case, is not asked.
    """
    columns = ("case_id", "review", "instrument", "version", "subscale", "rater", "score", "is_main")
    marks = pd.DataFrame(rated.ratings, columns=list(columns))
    totals = marks[(marks["instrument"] == _TOTAL) & (marks["is_main"] == "yes")]
    by_case = totals.sort_values("review", kind="stable").groupby("case_id")["score"]
    ends = pd.DataFrame({"change": by_case.last() - by_case.first(), "n": by_case.size()}).reindex(cases["case_id"])
    once = ~cases["family_id"].duplicated(keep=False).to_numpy()
    known = (ends["n"] > 1).to_numpy() & once & cases["parent_id"].isin(joined).to_numpy()
    fell = np.where(ends["change"].to_numpy() <= -planted.CLEAR_FALL, "fell", "others")
    return np.where(known, fell, "")


def _parents(random: Generator, cases: pd.DataFrame, course: np.ndarray, *, site: str, prefix: str) -> list[Planned]:
    picked = np.zeros(len(cases), dtype=bool)
    for kind in ("fell", "others"):
        picked |= chosen(random, course == kind, n=planted.PARENTS_ASKED // 2)
    own = list(course[picked])
    share = spoken.HANDS_ON_WHERE_RARE if site == spoken.RARE_AT else spoken.HANDS_ON
    heard = codes_heard(random, own, spoken.BY_COURSE | {"hands-on-help": {"fell": share, "others": share}})
    return [
        Planned(
            f"{prefix}-INT-{number:02d}", "interview", "parent", _FIRST_INTERVIEW + timedelta(days=2 * number),
            spoken.PARENTS, codes, participant_id=parent,
            speakers=(parent, f"{parent}2") if number in planted.BOTH_PARENTS_IN else (parent,),
            time_point="last-review", consent="paraphrase" if number % 5 == 0 else "verbatim",
        )
        for number, (parent, codes) in enumerate(zip(cases.loc[picked, "parent_id"], heard, strict=True), start=1)
    ]  # fmt: skip


def _groups(prefix: str) -> list[Planned]:
    """Return a group of key workers and one of those who refer; nobody of either is a person of the data."""
    return [
        Planned(f"{prefix}-FG-{number:02d}", "focus_group", role, _GROUPS + timedelta(days=number), words, codes,
                speakers=tuple(f"{prefix}-{role[:3].upper()}{voice}" for voice in range(1, voices + 1)),
                group_id=f"{prefix}-{role}s", time_point=None, passages=3)
        for number, (role, words, codes, voices) in enumerate((
            ("practitioner", spoken.STAFF, spoken.OF_WORKERS, planted.WORKERS_IN_GROUP),
            ("referrer", spoken.REFERRERS, spoken.OF_REFERRERS, planted.REFERRERS_IN_GROUP),
        ), start=1)
    ]  # fmt: skip
