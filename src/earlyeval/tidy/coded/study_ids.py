"""Ids that a study can use, made from those of a tool: for documents, codes and codings."""

import re
import unicodedata
from collections.abc import Iterable

from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.identifiers import personal_detail

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,47}", re.ASCII)
_LONGEST = 48


def document_ids(project: CodedProject, *, prefix: str = "") -> dict[str, str]:
    """Return the study's id of every document: the tool's own where it is a plain name, else a number.

    Names of documents are never made into ids: they may be names of people.
    """
    own = list(project.frame("documents")["doc_id"])
    return {
        doc: prefix + (doc if _NAME.fullmatch(doc) else f"doc-{doc if doc.isdigit() and len(doc) < 12 else place}")
        for place, doc in enumerate(own, start=1)
    }


def code_ids(project: CodedProject) -> dict[str, str]:
    """Return the study's id of every code, of those in the history too: its name in small letters and hyphens.

    Codes with the same name get a number; one whose name has no Latin letter is "code-" and its number.
    """
    history = project.frame("code_changes")
    latest = dict(zip(history["code_id"], history["code"], strict=True))
    codes = project.frame("codes")
    named = dict(zip(codes["code_id"], codes["code"], strict=True))
    named |= {code: name for code, name in latest.items() if code not in named}
    made: dict[str, str] = {}
    taken: set[str] = set()
    for place, (code, name) in enumerate(named.items(), start=1):
        plain = slug(name if isinstance(name, str) else "") or f"code-{place}"
        made[code] = _free(plain, taken)
        taken.add(made[code])
    return made


def slug(name: str) -> str:
    """Return a name in small Latin letters and figures, with hyphens for all else; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")


def plain_ids(ids: Iterable[str], *, prefix: str) -> dict[str, str]:
    """Return the ids as they are where they are plain, else numbers with a prefix."""
    return {
        one: one if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:_.{}-]{0,60}", one) else f"{prefix}{place}"
        for place, one in enumerate(dict.fromkeys(ids), start=1)
    }


def coder_ids(names: Iterable[str]) -> dict[str, str]:
    """Return the study's id of every coder: the tool's where it is a pseudonym, else a number, in alphabetical order.

    Tools call coders by their names, and a coder is a person too.
    """
    return _people_ids(names, "coder")


def speaker_ids(names: Iterable[str]) -> dict[str, str]:
    """Return the study's id of every speaker of one document, as of coders."""
    return _people_ids(names, "speaker")


def _people_ids(names: Iterable[str], word: str) -> dict[str, str]:
    different = sorted(set(names))
    named = [name for name in different if personal_detail(name) or not _NAME.fullmatch(name)]
    numbers = {name: f"{word}-{place}" for place, name in enumerate(named, start=1)}
    return {name: numbers.get(name, name) for name in different}


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
