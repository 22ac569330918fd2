"""The pages that list reports: one for each place, one over all places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from earlyeval.report.pieces import checked_links, frame_words, rendered


@dataclass(frozen=True)
class Entry:
    """One line of a list: a programme at a place, or a place. Words are plain text."""

    name: str
    href: str
    summary: str = ""
    links: tuple[tuple[str, str], ...] = ()


def write_place_page(
    target: Path,
    *,
    site_name: str,
    entries: Iterable[Entry],
    banner: str = "",
    lead: str = "",
    facts: Mapping[str, str] | None = None,
    links: Iterable[tuple[str, str]] = (),
) -> None:
    """Write the page of a place: its programmes in the order given, each with one line and its files.

    Parameters
    ----------
    target : path
        ``reports/<site>/index.html``.
    site_name : str
        The place as people call it.
    entries : iterable of Entry
        One for each programme that has a report.
    banner : str
        As on the reports; "" only where every report listed stands on real data.
    lead : str
        What a reader should know before opening one.
    facts, links
        As in `write_page`.
    """
    _write(
        target,
        title=site_name,
        subtitle="Evaluation reports",
        entries=entries,
        banner=banner,
        lead=lead,
        facts=facts,
        links=links,
    )


def write_overview(
    target: Path,
    *,
    entries: Iterable[Entry],
    banner: str = "",
    lead: str = "",
    facts: Mapping[str, str] | None = None,
    title: str = "Evaluation reports",
) -> None:
    """Write ``reports/index.html``: the places in the order given. The list never ranks them."""
    _write(target, title=title, subtitle="", entries=entries, banner=banner, lead=lead, facts=facts, links=())


def _write(
    target: Path,
    *,
    title: str,
    subtitle: str,
    entries: Iterable[Entry],
    banner: str,
    lead: str,
    facts: Mapping[str, str] | None,
    links: Iterable[tuple[str, str]],
) -> None:
    kept = list(entries)
    for entry in kept:
        checked_links([(entry.name, entry.href), *entry.links])
    frame = frame_words(title, subtitle=subtitle, banner=banner, facts=facts, links=links)
    words = {**frame, "lead": lead, "entries": kept, "listing": True}
    target.write_text(rendered("place.html.j2", words), encoding="utf-8", newline="\n")
