"""Which quotations of the register may be printed, whose they are said to be, and why the others are set aside."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from earlyeval.analyse.kept import once
from earlyeval.analyse.speakers import people_heard, speaker_at
from earlyeval.analyse.verbatim import cut_a_negation, is_verbatim, unknown_replacement
from earlyeval.study import Study
from earlyeval.tidy.scan.flags import FLAG_WORDS, flags_of

WIDE_ATTRIBUTIONS = ("a parent", "a participant", "a practitioner", "a member of staff", "somebody")
WIDEST = "somebody who was listened to"


@dataclass(frozen=True)
class Quotation:
    """One quotation of the register after every check. ``why_not`` is empty where it may be printed.

    ``key`` is what a released row carries: given anew for each report, in an order that follows from the words alone.
    ``n`` is how many people of the role that the attribution names were listened to.
    """

    quote_id: str
    coding_id: str
    doc_id: str
    person_id: str
    role: str
    theme_id: str
    text: str
    attribution: str
    n: int
    why_not: str
    open_flags: tuple[str, ...]
    key: str
    trace: str


@once
def register(study: Study) -> tuple[Quotation, ...]:
    """Return every quotation of the register, checked: theme by theme, within a theme by the hash of its words."""
    checked = list(_checked(study))
    order = {theme: place for place, theme in enumerate(study.table("themes")["theme_id"])}
    checked.sort(key=lambda one: (order.get(one.theme_id, len(order)), _hash(one.text)))
    numbered, printed = [], 0
    for one in checked:
        printed += not one.why_not
        numbered.append(Quotation(**{**vars(one), "key": "" if one.why_not else f"Q{printed}"}))
    return tuple(numbered)


def printable(study: Study) -> list[Quotation]:
    """Return the quotations that may be printed, in order."""
    return [one for one in register(study) if not one.why_not]


def _checked(study: Study) -> Iterator[Quotation]:
    strands = study.table("themes").set_index("theme_id")["strand"].to_dict()
    printed: dict[str, int] = {}
    for row in _with_segments(study).itertuples(index=False):
        flags = _open_flags(row)
        person = row.participant_id if isinstance(row.participant_id, str) else ""
        why_not = _set_aside(row, flags)
        voice = person or f"{row.doc_id} {speaker_at(study, str(row.doc_id), row.start)}"
        if not why_not and printed.get(voice, 0) >= study.profile.quote.max_per_person:
            why_not = "Set aside: the same speaker is quoted often enough."
        printed[voice] = printed.get(voice, 0) + (not why_not)
        attribution, n = _attributed(study, row.attribution, row.role, strands.get(row.theme_id, ""))
        yield Quotation(
            row.quote_id, row.coding_id, str(row.doc_id), person, str(row.role), row.theme_id, str(row.printed_text),
            attribution, n, why_not, flags, "", _trace(row),
        )  # fmt: skip


def _with_segments(study: Study) -> pd.DataFrame:
    """Return the register, each with the coded segment and the conversation it comes from."""
    codings, documents = study.table("codings"), study.table("documents")
    segments = codings[["coding_id", "doc_id", "start", "end", "text"]].assign(coded_by=codings["coder"])
    conversations = documents[["doc_id", "participant_id", "role", "consent_quote"]]
    rows = study.table("quotations").merge(segments, on="coding_id", how="left")
    return rows.merge(conversations, on="doc_id", how="left")


def _open_flags(row) -> tuple[str, ...]:
    """Return the kinds of flags that nobody but the coder has looked at."""
    scanned = row.flags.split() if hasattr(row, "flags") and isinstance(row.flags, str) else flags_of(row.printed_text)
    raised = [*scanned, *(["cut-negation"] if cut_a_negation(row.printed_text, row.text) else [])]
    by_other = not (_same(row.cleared_by, row.coder) or _same(row.cleared_by, row.coded_by))
    is_cleared = _words(row.cleared_by) and _words(row.cleared_why) and by_other
    cleared = _words(row.cleared_flags).split() if is_cleared else []
    return tuple(kind for kind in FLAG_WORDS if kind in raised and kind not in cleared)


def _set_aside(row, flags: tuple[str, ...]) -> str:
    """Return why a quotation may not be printed, in words that hold none of its own; empty where it may."""
    if row.consent != "verbatim" or _words(row.consent_quote) not in ("", "verbatim"):
        return "Set aside: the speaker did not agree to be quoted word for word."
    if _same(row.coder, row.checked_by) or _same(row.coded_by, row.checked_by):
        return "Set aside: it was not checked by a second person."
    if not is_verbatim(row.printed_text, row.text):
        return "Set aside: its words are not those of the coded segment."
    if unknown_replacement(row.printed_text, row.text):
        return "Set aside: square brackets stand for something else than a removed identifier."
    if getattr(row, "stands_in_transcript", "") == "no":
        return "Set aside: the coded segment does not stand at its place in the transcript."
    if _has_changed(row):
        return "Set aside: the transcript or the segment has changed since it was checked."
    if flags:
        return "Set aside: the scan raised a flag that nobody has cleared."
    if not _is_wide(row.attribution, row.role):
        return "Set aside: the attribution says more than the speaker's role."
    return ""


def _has_changed(row) -> bool:
    now = getattr(row, "transcript_now", "")
    told, of_span = _words(row.transcript_sha256), _words(row.span_sha256)
    return bool((told and told.lower() != now) or (of_span and of_span.lower() != _hash(_words(row.text))))


def _attributed(study: Study, attribution: object, role: object, strand: str) -> tuple[str, int]:
    """Return the attribution and how many people it may mean; widened where they are too few, if the theme lets it."""
    of_role = people_heard(study, (str(role),))
    if of_role >= study.profile.quote.min_role_by_site or strand != "all":
        return _words(attribution), of_role
    return WIDEST, people_heard(study)


def _is_wide(attribution: object, role: object) -> bool:
    """Say whether an attribution names nothing but the role: "a parent", "a member of staff"."""
    return _words(attribution).strip().lower() in {f"a {role}", *WIDE_ATTRIBUTIONS}


def _trace(row) -> str:
    """Return where a quotation comes from: for the restricted view only."""
    place = f"{int(row.start)} to {int(row.end)}" if pd.notna(row.start) and pd.notna(row.end) else "place not known"
    hashed = _words(getattr(row, "transcript_now", ""))
    kept = [row.quote_id, f"coding {row.coding_id}", f"document {row.doc_id}", f"characters {place}"]
    kept += [f"sha256 of the segment {_hash(_words(row.text))[:16]}"]
    kept += [f"of the transcript {hashed[:16]}"] if hashed else []
    return "; ".join(str(part) for part in kept)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _words(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _same(one: object, other: object) -> bool:
    return str(one).strip().casefold() == str(other).strip().casefold()
