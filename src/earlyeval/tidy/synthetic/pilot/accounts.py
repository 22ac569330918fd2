"""Made-up interviews with parents, groups with staff and notes of supervision of the pilot."""

from datetime import date, timedelta

import pandas as pd

from earlyeval.tidy.synthetic.corpora.declared import Planned
from earlyeval.tidy.synthetic.corpora.sheets import corpus_sheets
from earlyeval.tidy.synthetic.corpora.spread import codes_heard
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.pilot import planted, spoken
from earlyeval.tidy.synthetic.pilot.families import person_of
from earlyeval.tidy.synthetic.pilot.staff import staff_ids, staff_session_rows
from earlyeval.tidy.synthetic.sheets import Sheet

_FIRST_INTERVIEW, _GROUPS = date(2015, 5, 12), date(2015, 6, 10)


def draw_accounts(random: Generator, second: Generator, families: pd.DataFrame) -> tuple[list[Sheet], dict[str, str]]:
    """Return the sheets of the qualitative strand and the transcripts by path."""
    return corpus_sheets(random, second, spoken.CORPUS, [*_interviews(random, families), *_groups(), *_notes()])


def _interviews(random: Generator, families: pd.DataFrame) -> list[Planned]:
    """Return talks with parents who came again, as many referred as not; one of the talks is with both parents."""
    stayed = (families["stay"] >= planted.INTERVIEWED_AFTER_WEEKS).to_numpy()
    referred = families["is_referred"].to_numpy()
    half = planted.INTERVIEWS // 2
    picked = chosen(random, stayed & referred, n=half) | chosen(random, stayed & ~referred, n=half)
    asked = families[picked]
    routes = ["referred" if one else "universal" for one in asked["is_referred"]]
    heard = codes_heard(random, routes, spoken.HEARD)
    return [
        Planned(
            f"L-INT-{number:02d}", "interview", "parent", _FIRST_INTERVIEW + timedelta(days=3 * number),
            spoken.PARENTS, codes, participant_id=person_of(family),
            speakers=(person_of(family), f"{family}-B") if number == planted.BOTH_PARENTS_IN else (person_of(family),),
            consent="paraphrase" if number % 4 == 0 else "verbatim", passages=2,
        )
        for number, (family, codes) in enumerate(zip(asked["family_id"], heard, strict=True), start=1)
    ]  # fmt: skip


def _groups() -> list[Planned]:
    """Return a group with those who lead the baby group, and one with others of the setting."""
    staff, lead = staff_ids(), planted.FACILITATORS
    voices = {"facilitators": staff[:lead], "rest-of-setting": staff[lead : lead + planted.OTHERS_IN_GROUP]}
    return [
        Planned(f"L-FG-{number:02d}", "focus_group", "practitioner", _GROUPS + timedelta(days=number), spoken.STAFF,
                spoken.OF_GROUPS, speakers=tuple(own), group_id=group, passages=3)
        for number, (group, own) in enumerate(voices.items(), start=1)
    ]  # fmt: skip


def _notes() -> list[Planned]:
    days = [row[3] for row in staff_session_rows() if row[1] == "supervision"]
    return [
        Planned(f"L-SUP-{number:02d}", "reflective_log", "practitioner", day, spoken.STAFF, codes,
                group_id="facilitators", time_point=None, passages=2)
        for number, (day, codes) in enumerate(zip(days, spoken.OF_NOTES, strict=True), start=1)
    ]  # fmt: skip
