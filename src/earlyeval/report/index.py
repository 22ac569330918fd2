"""The pages that list reports: one for each place, one over all places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from earlyeval.report.pieces import checked_links, frame_words, rendered
from earlyeval.report.sanitise import clean_html


@dataclass(frozen=True)
class Section:
    """A part of a page below its list: a heading, a paragraph, and HTML that ``present`` made of released rows."""

    heading: str
    intro: str
    pieces: tuple[str, ...]


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
    sections: Iterable[Section] = (),
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
    sections : iterable of Section
        What is seen across the programmes of the place.
    facts, links
        As in `write_page`.
    """
    words = {"title": site_name, "subtitle": "Evaluation reports", "banner": banner, "lead": lead}
    _write(target, words, entries=entries, sections=sections, facts=facts, links=links)


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
    words = {"title": title, "subtitle": "", "banner": banner, "lead": lead}
    _write(target, words, entries=entries, facts=facts)


def _write(
    target: Path,
    words: Mapping[str, str],
    *,
    entries: Iterable[Entry],
    sections: Iterable[Section] = (),
    facts: Mapping[str, str] | None = None,
    links: Iterable[tuple[str, str]] = (),
) -> None:
    kept = list(entries)
    for entry in kept:
        checked_links([(entry.name, entry.href), *entry.links])
    frame = frame_words(words["title"], subtitle=words["subtitle"], banner=words["banner"], facts=facts, links=links)
    told = [
        (one.heading, one.intro, [_scrolling(clean_html(piece), one.heading) for piece in one.pieces])
        for one in sections
    ]
    page = {**frame, "lead": words["lead"], "entries": kept, "sections": told, "listing": True}
    target.write_text(rendered("place.html.j2", page), encoding="utf-8", newline="\n")


def _scrolling(html: str, label: str) -> Markup:
    """Return clean HTML with each table in a region that scrolls and can be reached by keyboard, as in a report."""
    region = Markup('<div class="table-scroll" role="region" aria-label="%s" tabindex="0">') % label
    return Markup(html.replace("<table", f"{region}<table").replace("</table>", "</table></div>"))  # noqa: S704
