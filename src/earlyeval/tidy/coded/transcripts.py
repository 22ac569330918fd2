"""Texts of transcripts: plain text files, kept letter by letter, since places are counted in them."""

import re
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError

TRANSCRIPTS = "transcripts"  # the folder beside a sheet of segments in which its texts lie
AT_MOST_BYTES = 16 * 2**20
_SPEAKER = re.compile(r"^[ \t]*([A-Za-z][A-Za-z0-9_-]{0,15}):[ \t]+", re.MULTILINE | re.ASCII)


def transcript_of(folder: Path, text_path: str) -> str | None:
    """Return the text of a file below a folder, or None where no such file is there.

    A byte order mark is no part of the text, and a line end of two characters counts as one.

    Raises
    ------
    ReturnsRefusedError
        The path leads out of the folder, the file is too large, or no text in UTF-8.
    """
    if not text_path:
        return None
    path = (folder / text_path).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ReturnsRefusedError("A text_path of documents.csv leads out of the folder. Put the transcript into it.")
    if not path.is_file():
        return None
    if path.stat().st_size > AT_MOST_BYTES:
        raise ReturnsRefusedError(f"A transcript is larger than {AT_MOST_BYTES // 2**20} MB, the most that is read.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReturnsRefusedError("A transcript is no text in UTF-8. Save it as plain text in UTF-8.") from None
    if "\x00" in text:
        raise ReturnsRefusedError("A transcript holds a NUL: it is no plain text. Save it as plain text in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def transcripts_in(folder: Path) -> dict[str, str]:
    """Return the texts of a folder by the names of their files; none where there is no such folder.

    Raises
    ------
    ReturnsRefusedError
        One of them is too large, or no text in UTF-8.
    """
    if not folder.is_dir():
        return {}
    names = sorted(file.name for file in folder.iterdir() if file.suffix.lower() == ".txt")
    read = {name: transcript_of(folder, name) for name in names}
    return {name: text for name, text in read.items() if text is not None}


def turns_in(text: str) -> list[tuple[str, int, int]]:
    """Return who speaks where in a transcript whose turns begin with an id and a colon: speaker, start, end.

    The words alone, without the id and the blanks around them. None where fewer than two lines begin so.
    """
    marks = list(_SPEAKER.finditer(text))
    if len(marks) < 2:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    spans = [(mark.group(1), mark.end(), mark.end() + len(text[mark.end() : end].rstrip()))
             for mark, end in zip(marks, ends, strict=True)]  # fmt: skip
    return [span for span in spans if span[2] > span[1]]


def conversation_in(text: str) -> list[tuple[str, int, int]]:
    """Return the turns of a text of another program; none unless most of its lines begin with one of several speakers.

    Where the moderator alone is marked, what others say would be taken for the moderator's.
    """
    turns = turns_in(text)
    lines = sum(1 for line in text.splitlines() if line.strip())
    return turns if len({speaker for speaker, *_ in turns}) > 1 and 2 * len(turns) > lines else []
