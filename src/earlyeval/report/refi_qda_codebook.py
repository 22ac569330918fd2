"""Our codebook as a REFI-QDA codebook (.qdc), which other programs for coding open."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from earlyeval.foundations.errors import UnusableArgumentError
from earlyeval.report.refi_qda_elements import Guids, described, element, given
from earlyeval.tidy.coded.project import CodedProject, Loss

ORIGIN = "earlyeval"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "urn:QDA-XML:codebook:1.0"


def write_qdc(project: CodedProject, path: Path) -> tuple[Loss, ...]:
    """Write the codes of a project, with their headings, definitions and groups, as a codebook.

    Returns
    -------
    tuple of Loss
        What the form has no room for. Reading the file gives the same codes again; ids that are no GUIDs become some.

    Raises
    ------
    UnusableArgumentError
        The project has no code: a codebook needs one.
    """
    codes = project.frame("codes")
    path.write_bytes(codebook(codes, project.frame("groups"), name=path.stem))
    groups = project.frame("groups")
    others = int((groups["member"] != "code").sum())
    lines = [
        Loss("codes", len(codes), len(codes)),
        Loss("codes under a heading that is not there", homeless(codes), 0, "they stand at the top"),
        Loss("members of groups", len(groups), len(groups) - others, "a codebook groups codes alone" if others else ""),
    ]
    return tuple(line for line in lines if line.held)


def codebook(codes: pd.DataFrame, groups: pd.DataFrame | None = None, *, name: str) -> bytes:
    """Return a codebook as the bytes of a ``.qdc`` file that the standard's schema accepts.

    Parameters
    ----------
    codes : DataFrame, one row per code
        code_id, code, parent_id, definition; ``is_category`` where headings cannot be coded with.
    groups : DataFrame, one row per member, optional
        As in a coded project; only groups of codes are written.
    name : str
        The project's; it decides which GUIDs stand for ids that are none.
    """
    if codes.empty:
        raise UnusableArgumentError("There is no code: a REFI-QDA codebook needs at least one. Name the codes first.")
    guids = Guids(name)
    sets = _sets(groups, codes, guids) if groups is not None else ""
    inside = [
        element("Codes", None, *codes_as_elements(codes, guids)),
        *([element("Sets", None, sets)] if sets else []),
    ]
    return (_HEAD + element("CodeBook", {"xmlns": _SPACE, "origin": ORIGIN}, *inside) + "\n").encode()


def codes_as_elements(
    codes: pd.DataFrame, guids: Guids, *, notes: Mapping[str, Iterable[str]] | None = None
) -> list[str]:
    """Return the codes at the top, each with those below it; ``notes`` are references to notes by code.

    A code whose heading is not there, or that stands below itself, comes to the top: none is left out.
    """
    rows = {str(row["code_id"]): row for row in codes.to_dict("records")}
    below: dict[str, list[str]] = {}
    for code in rows:
        below.setdefault(_heading(code, rows) or "", []).append(code)
    written: dict[str, str] = {}
    waiting = [(code, False) for code in below.get("", ())]
    while waiting:
        code, is_ready = waiting.pop()
        if not is_ready:
            waiting += [(code, True), *((under, False) for under in below.get(code, ()))]
            continue
        inside = (*described(given(rows[code].get("definition"))), *((notes or {}).get(code, ())))
        children = [written[under] for under in below.get(code, ())]
        written[code] = element("Code", _attributes(code, rows[code], guids), *inside, *children)
    return [written[code] for code in below.get("", ())]


def homeless(codes: pd.DataFrame) -> int:
    """Return how many codes name a heading that is not there, or stand below themselves."""
    rows = {str(row["code_id"]): row for row in codes.to_dict("records")}
    return sum(1 for code, row in rows.items() if given(row.get("parent_id")) and _heading(code, rows) is None)


def _heading(code: str, rows: Mapping[str, Mapping[str, object]]) -> str | None:
    """Return the heading of a code; None at the top, where it is not there, and where it leads back to the code."""
    parent = given(rows[code].get("parent_id"))
    if not parent or parent not in rows:
        return None
    seen, above = {code}, parent
    while above and above in rows:
        if above in seen:
            return None if above == code else parent
        seen.add(above)
        above = given(rows[above].get("parent_id")) or ""
    return parent


def _attributes(code: str, row: Mapping[str, object], guids: Guids) -> dict[str, object]:
    is_category = row.get("is_category")
    codable = not (is_category is not None and not pd.isna(is_category) and bool(is_category))
    return {"guid": guids.of("code", code), "name": given(row.get("code")) or "", "isCodable": str(codable).lower()}


def _sets(groups: pd.DataFrame, codes: pd.DataFrame, guids: Guids) -> str:
    known = {str(code) for code in codes["code_id"]}
    of_codes = groups[(groups["member"] == "code") & groups["member_id"].isin(known)]
    written = []
    for group_id, members in of_codes.groupby("group_id", sort=False):
        inside = [element("MemberCode", {"guid": guids.of("code", member)}) for member in members["member_id"]]
        named = {"guid": guids.of("group", group_id), "name": given(members["group"].iloc[0]) or ""}
        written.append(element("Set", named, *inside))
    return "".join(written)
