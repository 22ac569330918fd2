"""Coded video of whatever tool: found out by its contents, told in plain words, written in the shape of a study."""

from collections.abc import Callable
from pathlib import Path

from earlyeval.foundations.errors import UnusableArgumentError
from earlyeval.tidy.coded.boris import read_boris
from earlyeval.tidy.coded.boris_tables import is_boris_table, read_boris_table
from earlyeval.tidy.coded.elan import read_elan
from earlyeval.tidy.coded.event_file import EventFile
from earlyeval.tidy.coded.sheet_file import write_sheet
from earlyeval.tidy.coded.sniff import Kind, kind_of
from earlyeval.tidy.coded.study_ids import coder_ids, plain_ids, slug
from earlyeval.tidy.coded.told import loss_line, many
from earlyeval.tidy.findings import counted

_READERS: dict[Kind, Callable[[Path], EventFile]] = {"elan": read_elan, "boris": read_boris}
_TOOLS = {"elan": "ELAN", "boris": "BORIS"}
_CLIPS = ("clip_id", "person_id", "time_point", "length_s")
_EVENTS = (
    "event_id", "clip_id", "observation", "coder", "subject", "behaviour", "kind", "begin_ms", "end_ms", "modifiers",
)  # fmt: skip


def read_any_events(path: Path) -> EventFile | None:
    """Return the events of an ELAN file, a BORIS project or a table that BORIS exports; None for anything else.

    Raises
    ------
    ReturnsRefusedError
        It is one of these, and cannot be believed.
    """
    kind = kind_of(path)
    if kind == "sheet" and is_boris_table(path):
        return read_boris_table(path)
    return _READERS[kind](path) if kind in _READERS else None


def events_told(file: EventFile) -> tuple[str, ...]:
    """Return the report of coded video, line by line: what it held and what was taken. No name, id or word of it."""
    made_by = f" ({file.made_by})" if file.made_by else ""
    width = max((len(loss.element) for loss in file.losses), default=0)
    events, sittings = file.events, file.rows[file.rows["behaviour"].isna()]
    states = int((events["kind"] == "state").sum())
    lines = [f"Read as {_TOOLS[file.tool]}{made_by}.", "", "What the file held, and what was taken:"]
    lines += [loss_line(loss, width) for loss in file.losses]
    without_words = int((events["behaviour"] == "").sum())
    return (
        *lines, "",
        f"{counted(len(sittings), 'sitting')}, {int(sittings['length_s'].notna().sum())} with a known length.",
        f"{many(len(events), 'event')} of {many(events['behaviour'].nunique(), 'behaviour')}: "
        f"{many(states, 'state')}, {many(len(events) - states, 'point')}.",
        *([f"{many(without_words, 'event')} without a word."] if without_words else []),
        f"Who acts: {events['subject'].nunique()} named. Coders named: {events['coder'].nunique()}.",
    )  # fmt: skip


def write_events(file: EventFile, folder: Path) -> tuple[str, ...]:
    """Write sittings and events as clips.csv and events.csv into a new folder; return the names of the files.

    Behaviours and who acts become names in small letters and hyphens; coders whom the tool calls by a name become
    numbers. Who is filmed, and when, is an empty column of clips.csv. An event without a word is left out.

    Raises
    ------
    UnusableArgumentError
        The folder is there already.
    """
    if folder.exists():
        raise UnusableArgumentError(f"{folder.name} is there already. Name a folder that is not.")
    clips = plain_ids(file.rows["observation"], prefix="clip-")
    coders = coder_ids(file.events["coder"].dropna())
    named = file.events[file.events["behaviour"].map(slug) != ""]
    events = [
        row | {
            "clip_id": clips[row["observation"]], "observation": clips[row["observation"]],
            "coder": coders.get(row["coder"], ""), "behaviour": slug(row["behaviour"]),
            "subject": slug(row["subject"]) if isinstance(row["subject"], str) else "",
        }
        for row in named.to_dict("records")
    ]  # fmt: skip
    lengths = file.rows.groupby("observation", sort=False)["length_s"].first()
    sittings = [{"clip_id": clips[name], "length_s": length} for name, length in lengths.items()]
    folder.mkdir(parents=True)
    write_sheet(folder / "clips.csv", _CLIPS, sittings)
    write_sheet(folder / "events.csv", _EVENTS, events)
    return ("clips.csv", "events.csv")
