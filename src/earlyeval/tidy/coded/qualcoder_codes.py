"""The codes of a QualCoder project: categories, codes under them, codes under codes, and codes that name speakers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from earlyeval.tidy.coded.project_database import ProjectDatabase

Row = dict[str, Any]
CATEGORY = "catid:"
PIN = "\N{PUSHPIN}"


@dataclass(frozen=True)
class Codebook:
    """``kept``: rows of the codebook. ``names``: every code by number, those of speakers too."""

    kept: tuple[Row, ...] = field(repr=False)
    names: Mapping[int, str] = field(repr=False)
    n_codes: int = 0
    n_categories: int = 0
    n_of_speakers: int = 0
    n_homeless: int = 0


def codebook_of(database: ProjectDatabase, marked: Sequence[Row], *, speakers: str) -> Codebook:
    """Return the codebook without the codes that only name who is speaking.

    Parameters
    ----------
    marked : rows of codings, with ``code_id`` as a number and ``coder``
    speakers : the owner under whom speakers are marked

    Raises
    ------
    ReturnsRefusedError
        Codes or categories stand under each other in a ring.
    """
    codes = database.rows(
        "code_name", whole=("cid",), words=("name",), maybe_words=("memo",), maybe_whole=("catid", "supercid"),
        order="cid",
    )  # fmt: skip
    categories = database.rows(
        "code_cat", whole=("catid",), words=("name",), maybe_words=("memo",), maybe_whole=("supercatid",),
        order="catid",
    )  # fmt: skip
    speaking = _of_speakers(codes, categories, marked, speakers)
    kept = [code for code in codes if code["cid"] not in speaking]
    filled = {code["catid"] for code in kept} | {one["supercatid"] for one in categories}
    headings = [one for one in categories if not one["name"].startswith(PIN) or one["catid"] in filled]
    known = {str(code["cid"]) for code in kept} | {_heading(one["catid"]) for one in headings}
    rows, n_homeless = [], 0
    for code in kept:
        above = str(code["supercid"]) if code["supercid"] is not None else _heading(code["catid"])
        rows.append(_row(str(code["cid"]), code, above if above in known else None, is_category=False))
        n_homeless += above is not None and above not in known
    for one in headings:
        above = _heading(one["supercatid"])
        rows.append(_row(_heading(one["catid"]), one, above if above in known else None, is_category=True))
        n_homeless += above is not None and above not in known
    if _in_ring({row["code_id"]: row["parent_id"] for row in rows}):
        raise database.refused("codes or categories stand under each other in a ring")
    names = {code["cid"]: code["name"] for code in codes}
    return Codebook(tuple(rows), names, len(codes), len(categories), len(speaking), n_homeless)


def _of_speakers(codes: Sequence[Row], categories: Sequence[Row], marked: Sequence[Row], speakers: str) -> set[int]:
    """Return the codes that were given by the owner of speakers alone, or stand unused in its category."""
    given: dict[int, set[str | None]] = {}
    for row in marked:
        given.setdefault(row["code_id"], set()).add(row["coder"])
    pinned = {one["catid"] for one in categories if one["name"].startswith(PIN)}
    return {
        code["cid"]
        for code in codes
        if given.get(code["cid"], {speakers} if code["catid"] in pinned else set()) == {speakers}
    }


def _heading(number: int | None) -> str | None:
    return None if number is None else f"{CATEGORY}{number}"


def _row(code_id: str | None, said: Row, parent: str | None, *, is_category: bool) -> Row:
    memo = (said["memo"] or "").strip() or None
    return {
        "code_id": code_id, "code": said["name"], "parent_id": parent, "definition": memo, "is_category": is_category,
    }  # fmt: skip


def _in_ring(parents: Mapping[str, str | None]) -> bool:
    done: set[str | None] = {None}
    for code in parents:
        walked, place = set(), code
        while place not in done:
            if place in walked:
                return True
            walked.add(place)
            place = parents.get(place) if place is not None else None
        done |= walked
    return False
