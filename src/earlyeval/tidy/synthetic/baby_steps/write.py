"""Everything one site sends about Baby Steps."""

from datetime import timedelta

import numpy as np
import pandas as pd

from earlyeval.foundations.suggest import unknown_name
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Delivery
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.baby_steps import births, families, forms, planted, sessions
from earlyeval.tidy.synthetic.baby_steps.accounts import draw_accounts
from earlyeval.tidy.synthetic.draws import Seed, strand_generator
from earlyeval.tidy.synthetic.sheets import Sheet

_OWN_NUMBER = 4  # keeps the random numbers of this programme apart from those of others
_FIDELITY = ("session_id", "component", "observer_role", "rating", "adaptation", "was_planned")
_REFERRALS = ("referral_id", "family_id", "referred_on", "source", "in_specification", "decision")
_WHOLE_COURSE_WEEKS = 24
_WEEKS_FROM_FIRST_VISIT = 3  # to the first group; the visit is the start
_END = pd.Timestamp(2025, 12, 31).date()


def baby_steps_returns(
    registry: Registry, course: Programme, _delivery: Delivery, site: str, seed: int
) -> tuple[list[Sheet], dict[str, str]]:
    """Return every sheet of one site, and its transcripts by path; the same seed gives the same.

    Raises
    ------
    UnknownNameError
        A site for which nothing is planted.
    """
    if site not in planted.SITES:
        raise unknown_name("site with synthetic returns", site, planted.SITES, place=f"for {course.id}")
    own: Seed = (seed, _OWN_NUMBER, list(planted.SITES).index(site))
    drawn = planted.SITES[site]
    people_random, group_random, score_random, form_random, birth_random = (strand_generator(own, k) for k in range(5))
    parents = families.draw_parents(people_random, drawn)
    referrals = families.referral_rows(people_random, drawn, parents)
    groups = sessions.draw_groups(group_random, drawn, parents)
    attendance = sessions.draw_attendance(group_random, parents, groups)
    visits, there = sessions.draw_home_visits(group_random, drawn, parents)
    came = _came(parents, attendance)
    latent = forms.draw_latent(score_random, parents)
    ended = np.array([_weeks_left(start) for start in parents["started_on"]])
    returned = forms.draw_returned(score_random, parents, latent, came, ended=ended)
    accounts, transcripts = draw_accounts(strand_generator(own, 30), drawn, parents, came)
    held = pd.concat([visits, groups], ignore_index=True)
    sheets = [
        Sheet("referrals.csv", _REFERRALS, referrals),
        _sheet("people.csv", _people(parents, came, ended), families.COLUMNS),
        _sheet("sessions.csv", held, sessions.SESSION_COLUMNS),
        _sheet("attendance.csv", pd.concat([there, attendance]), ("session_id", "person_id", "status")),
        Sheet("fidelity.csv", _FIDELITY,
              sessions.fidelity_rows(group_random, drawn, course, groups)),
        *forms.form_sheets(form_random, registry, drawn, parents, latent, returned),
        Sheet("births.csv", births.COLUMNS, births.birth_rows(birth_random, parents)),
        *accounts,
    ]  # fmt: skip
    return sheets, transcripts


def _came(parents: pd.DataFrame, attendance: pd.DataFrame) -> np.ndarray:
    visits = attendance.loc[attendance["status"] == "attended", "person_id"].value_counts()
    return parents["person_id"].map(visits).fillna(0).to_numpy(dtype=float)


def _weeks_left(start) -> bool:
    return (_END - start).days >= 7 * _WHOLE_COURSE_WEEKS


def _people(parents: pd.DataFrame, came: np.ndarray, ended: np.ndarray) -> pd.DataFrame:
    status = np.where(~ended, "still_open", np.where(came >= 5, "completed", "disengaged"))
    first_visit = timedelta(weeks=_WEEKS_FROM_FIRST_VISIT)
    return parents.assign(
        started_on=[start - first_visit for start in parents["started_on"]],
        consented=np.where(parents["consented"], "yes", "no"),
        end_status=status,
        ended_on=[None] * len(parents),
    )


def _sheet(path: str, frame: pd.DataFrame, columns: tuple[str, ...]) -> Sheet:
    filled = frame.reindex(columns=list(columns)).astype(object)
    return Sheet(path, columns, [[_cell(value) for value in row] for row in filled.to_numpy().tolist()])


def _cell(value):
    if value is None or pd.isna(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
