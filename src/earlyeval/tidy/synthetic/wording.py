"""The sentences of made-up people, kept in text files beside this module: sections by name, one sentence a line."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def section(file: str, name: str) -> tuple[str, ...]:
    """Return the sentences of one section of a word file, in their order."""
    return _sections(file)[name]


@cache
def _sections(file: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_FOLDER / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            current = found.setdefault(line.removeprefix("==").strip(), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {name: tuple(sentences) for name, sentences in found.items()}
