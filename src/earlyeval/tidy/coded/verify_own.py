"""Codings that came in our own shape, compared with their transcripts; and the turns of those transcripts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.contract import unguarded
from earlyeval.tidy.coded.frames import part_of
from earlyeval.tidy.coded.project import project_of
from earlyeval.tidy.coded.quotations_found import anchoring_findings
from earlyeval.tidy.coded.told import TOOLS, elements_of, quotation_losses
from earlyeval.tidy.coded.transcripts import transcript_of, turns_in
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Part
from earlyeval.tidy.problems import Problem, Problems

Row = dict[str, Any]


def own_texts(documents: Part, folder: Path, problems: Problems, findings: list[Finding]) -> dict[str, str]:
    """Return the texts of documents.csv by document, and note those that are not there or are not what was coded."""
    texts, missing = {}, 0
    for row, place in zip(documents.frame.to_dict("records"), documents.rows, strict=True):
        if not isinstance(row["text_path"], str):
            continue
        try:
            text = transcript_of(folder, row["text_path"])
        except ReturnsRefusedError as error:
            problems.add(Problem(documents.file, int(place), "text_path", "transcript", str(error)))
            continue
        if text is None:
            missing += 1
            continue
        _note_hash(row, folder, documents.file, int(place), problems)
        texts[row["doc_id"]] = text
    if missing:
        sentence = f"{counted(missing, 'transcript')} that documents.csv names and that did not arrive."
        findings.append(
            Finding("documents", documents.file, 0, "text_path", "no_transcript", "note", missing, sentence)
        )
    return texts


def _note_hash(row: Mapping[str, Any], folder: Path, file: str, place: int, problems: Problems) -> None:
    said = row["sha256"]
    if isinstance(said, str) and said.strip().lower() != sha256((folder / row["text_path"]).read_bytes()).hexdigest():
        found, step = "the transcript is not the one that was coded", "Send the file that was coded, or code it again"
        problems.add(Problem(file, place, "sha256", "transcript_changed", found, "the hash of the file", step))


def verified(
    part: Part, texts: Mapping[str, str], lists: Lists, problems: Problems, findings: list[Finding]
) -> list[Part]:
    """Return codings with ``anchoring``, at the place where their words stand, and how many of them are true."""
    rows = [row | {"text": unguarded(_known(row["text"]))} for row in part.frame.to_dict("records")]
    lengths = {doc: len(text) for doc, text in texts.items()}
    outside = False
    for row, place in zip(rows, part.rows, strict=True):
        if row["doc_id"] in lengths and _known(row["end"]) is not None and row["end"] > lengths[row["doc_id"]]:
            outside = True
            found, step = "a coding ends after the end of its transcript", "Send the transcript that was coded"
            problems.add(Problem(part.file, int(place), "end", "past_the_end", found, "at most its length", step))
    if outside or any(_known(row["start"]) is not None and row["start"] > row["end"] for row in rows):
        return [part]
    documents = [{"doc_id": doc, "kind": "text", "text": text} for doc, text in texts.items()]
    codings = [
        {"coding_id": str(number), "doc_id": row["doc_id"], "medium": _known(row["medium"]) or "text",
         "text": row["text"], **{name: _whole(row[name]) for name in ("start", "end")}}
        for number, row in enumerate(rows)
    ]  # fmt: skip
    found = anchored(project_of("contract", "", {"documents": documents, "codings": codings}, ()))
    findings.extend(anchoring_findings(found.counts, part.file))
    places = found.codings
    is_text = places["text"].notna().to_numpy()
    frame = part.frame.assign(
        start=places["start"].astype("float64").to_numpy(),
        end=places["end"].astype("float64").to_numpy(),
        anchoring=places["anchoring"].astype(part.frame["anchoring"].dtype).to_numpy(),
        text=part.frame["text"].where(~is_text, places["text"].astype(part.frame["text"].dtype).to_numpy()),
    )
    rows_told = elements_of(quotation_losses(found), part.file, TOOLS["contract"])
    told = part_of("coded_elements", rows_told, file=part.file, lists=lists, findings=findings)
    return [replace(part, frame=frame), *([told] if told else [])]


def parts_of_texts(
    texts: Mapping[str, str], with_turns: Iterable[str], *, file: str, lists: Lists, findings: list[Finding]
) -> list[Part]:
    """Return transcripts as a part, and the turns that they mark, of documents whose turns were not sent."""
    told = set(with_turns)
    turns = [
        {"doc_id": doc, "turn": number, "speaker_id": speaker, "start": start, "end": end}
        for doc, text in texts.items()
        if doc not in told
        for number, (speaker, start, end) in enumerate(turns_in(text), start=1)
    ]
    rows: dict[str, list[Row]] = {
        "transcripts": [{"doc_id": doc, "text": text} for doc, text in texts.items()],
        "turns": turns,
    }
    parts = [part_of(table, own, file=file, lists=lists, findings=findings) for table, own in rows.items()]
    return [part for part in parts if part is not None]


def _known(cell: Any) -> Any:
    return None if cell is None or pd.isna(cell) else cell


def _whole(cell: Any) -> int | None:
    return None if _known(cell) is None else int(cell)
