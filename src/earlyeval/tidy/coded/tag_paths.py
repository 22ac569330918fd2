"""Codes of a tool without a tree: a tag's path may still say that it stands under another."""

from collections.abc import Iterable, Mapping
from typing import Any

SEPARATORS = (" > ", "::", "/", ".")
HEADING = "heading:"


def codes_of_paths(tags: Iterable[Mapping[str, Any]], *, separator: str = "") -> list[dict[str, Any]]:
    """Return one code for each tag (``id``, ``path``, ``description``), with the code above it.

    With a separator, every level above a tag is a code; one that is no tag of its own is a heading. Without one, the
    longest other tag that is its beginning before a usual separator is above it: nothing is invented.
    """
    tags = list(tags)
    by_path = {tag["path"]: str(tag["id"]) for tag in tags}
    headings: dict[str, dict[str, Any]] = {}
    codes = [
        {
            "code_id": str(tag["id"]),
            "code": tag["path"],
            "parent_id": _parent(tag["path"], separator, by_path, headings)
            if separator
            else _found(tag["path"], by_path),
            "definition": (tag["description"] or "").strip() or None,
            "is_category": False,
        }
        for tag in tags
    ]
    return [*codes, *headings.values()]


def _parent(path: str, separator: str, by_path: Mapping[str, str], headings: dict[str, dict[str, Any]]) -> str | None:
    above, found, _ = path.rpartition(separator)
    above = above.strip()
    if not found or not above:
        return None
    if above in by_path:
        return by_path[above]
    if above not in headings:
        parent = _parent(above, separator, by_path, headings)
        headings[above] = {
            "code_id": f"{HEADING}{above}", "code": above, "parent_id": parent, "definition": None, "is_category": True,
        }  # fmt: skip
    return str(headings[above]["code_id"])


def _found(path: str, by_path: Mapping[str, str]) -> str | None:
    beginnings = [path[:place] for mark in SEPARATORS for place in _places(path, mark)]
    known = [one for one in beginnings if one in by_path]
    return by_path[max(known, key=len)] if known else None


def _places(path: str, mark: str) -> list[int]:
    return [place for place in range(1, len(path) - len(mark)) if path.startswith(mark, place)]
