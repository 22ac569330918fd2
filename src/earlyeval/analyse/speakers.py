"""Who spoke in a group: how many people of a role were heard, at the least, and who spoke at a place of a transcript.

How wide an attribution is ("a practitioner") depends on how many people it may mean, so everything here errs towards
fewer: whoever asked is nobody of them, and nobody counts twice whose ids tell that it is the same person.
"""

import pandas as pd

from earlyeval.analyse.conversations import GROUP, with_voices
from earlyeval.analyse.kept import once
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

# What transcripts call whoever asks, without the number behind it; and what they call nobody in particular.
ASKING = (
    "i", "int", "interviewer", "mod", "moderator", "fac", "facilitator", "researcher", "chair", "q", "question",
)  # fmt: skip
NOBODY = (
    "all", "everyone", "everybody", "several", "various", "many", "both", "some", "group", "groups", "unknown",
    "unclear", "unidentified", "crosstalk", "laughter", "note", "notes", "x",
)  # fmt: skip


def people_heard(study: Study, roles: tuple[str, ...] = ()) -> int:
    """Return how many different people of these roles (none: of all) were listened to, at the least.

    People who were interviewed; and of groups those who speak in ``turns`` beside whoever asks. A speaker with an id of
    the register is one person wherever it speaks. Labels such as P1 mean somebody else in each group, but may mean
    somebody who was interviewed too: of the two numbers the larger one is taken, not their sum. Speakers of groups are
    never more than the staff on record, where the role is one of staff and staff are on record.
    """
    documents = with_voices(study.table("documents"))
    own = documents[documents["role"].isin(roles)] if roles else documents
    named = own.loc[own["unit"] != GROUP, "participant_id"].dropna()
    spoken = _of_groups(study).merge(own.loc[own["unit"] == GROUP, ["doc_id", "voice"]], on="doc_id")
    is_known = is_among(spoken["speaker_id"], study.people["person_id"])
    known = pd.concat([named, spoken.loc[is_known, "speaker_id"]]).nunique()
    labelled = len(spoken.loc[~is_known, ["voice", "speaker_id"]].drop_duplicates())
    staff = int((study.people["role"] == "staff").sum())
    if staff and roles and not set(roles) & {"parent", "participant", "referrer"}:
        labelled = min(labelled, staff)
    return max(known, labelled)


@once
def _of_groups(study: Study) -> pd.DataFrame:
    """Return who spoke in each document beside whoever asked: doc_id, speaker_id, once each.

    Where no label is known to be that of whoever asked, one of the speakers may be: one is taken off.
    """
    turns = study.table("turns")[["doc_id", "speaker_id"]].dropna().drop_duplicates()
    stem = turns["speaker_id"].str.strip().str.lower().str.replace(r"[\s_-]*\d*$", "", regex=True)
    turns = turns[~stem.isin(NOBODY)]
    asks = stem.reindex(turns.index).isin(ASKING)
    has_asking = asks.groupby(turns["doc_id"]).transform("any")
    is_first = ~turns["doc_id"].duplicated()
    return turns[~asks & (has_asking | ~is_first)].reset_index(drop=True)


def speaker_at(study: Study, doc_id: str, start: object) -> str:
    """Return who speaks at a place of a document, "" where no turn tells."""
    if pd.isna(start):
        return ""
    turns = study.table("turns")
    here = turns[(turns["doc_id"] == doc_id) & (turns["start"] <= start) & (turns["end"] > start)]
    return str(here["speaker_id"].iloc[0]) if len(here) and pd.notna(here["speaker_id"].iloc[0]) else ""
