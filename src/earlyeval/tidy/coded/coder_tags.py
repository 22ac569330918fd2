"""Who coded, where a team said it in the code itself: ``Ann/Sleep`` and ``Bea/Sleep`` are one code of two people."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from earlyeval.tidy.coded.project import CodedProject, frame_of

Row = dict[str, Any]


def coders_from_codes(project: CodedProject, pattern: str) -> CodedProject:
    """Return the project with coders taken from the names of codes, and one code where several differ in that alone.

    Parameters
    ----------
    project : CodedProject
    pattern : str
        A regular expression; of a code whose whole name it matches, its first group is the coder, its second the code.

    Notes
    -----
    Codes that it does not match stay as they are. A heading under which nothing is left is gone.
    """
    codes = project.frame("codes").to_dict("records")
    told = {row["code_id"]: found.groups()[:2] for row in codes if (found := re.fullmatch(pattern, row["code"]))}
    first: dict[str, str] = {}
    for row in codes:
        first.setdefault(told[row["code_id"]][1] if row["code_id"] in told else row["code"], row["code_id"])
    same = {code_id: first[name] for code_id, (_, name) in told.items()}
    frames = dict(project.frames)
    frames["codes"] = frame_of("codes", _codes(codes, told, same))
    codings = project.frame("codings")
    coders = codings["code_id"].map({code_id: coder for code_id, (coder, _) in told.items()})
    frames["codings"] = codings.assign(
        code_id=_mapped(codings["code_id"], same), coder=codings["coder"].where(coders.isna(), coders)
    )
    for name, columns in (("code_changes", ("code_id", "merged_into")), ("code_uses", ("code_id",))):
        frame = project.frame(name)
        frames[name] = frame.assign(**{column: _mapped(frame[column], same) for column in columns})
    for name, kind, column in (("memos", "subject", "subject_id"), ("groups", "member", "member_id")):
        frame = project.frame(name)
        frames[name] = frame.assign(
            **{column: frame[column].where(frame[kind] != "code", _mapped(frame[column], same))}
        )
    return replace(project, frames=frames)


def _codes(codes: list[Row], told: Mapping[str, tuple[str, ...]], same: Mapping[str, str]) -> list[Row]:
    kept = [row for row in codes if row["code_id"] not in told or same[row["code_id"]] == row["code_id"]]
    named = [
        row | {
            "code": told[row["code_id"]][1] if row["code_id"] in told else row["code"],
            "parent_id": same.get(row["parent_id"]) if row["code_id"] in told else row["parent_id"],
        }
        for row in kept
    ]  # fmt: skip
    used = {row["parent_id"] for row in named}
    emptied = {row["parent_id"] for row in codes if row["code_id"] in told} - used
    return [row for row in named if not (row["is_category"] is True and row["code_id"] in emptied)]


def _mapped(ids: pd.Series, same: Mapping[str, str]) -> pd.Series:
    return ids.map(lambda one: same.get(one, one), na_action="ignore").astype(ids.dtype)
