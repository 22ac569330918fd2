"""What every page of a report is made with: the template folder, the style sheet, checked links, the print mark."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from earlyeval.report.sanitise import is_safe_link

TEMPLATES = Path(__file__).parent / "templates" / "report"


def rendered(template: str, words: Mapping[str, Any]) -> str:
    """Return a page from one of our templates. Every word is escaped; an unknown name is an error."""
    return _environment().get_template(template).render(page=words)


@cache
def _environment() -> Environment:
    """Return the surroundings of our templates: each is compiled once, however many pages are made."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def frame_words(
    title: str,
    *,
    subtitle: str,
    banner: str,
    facts: Mapping[str, str] | None,
    links: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    """Return what the frame of every page is filled with; the links are checked."""
    return {
        "title": title,
        "subtitle": subtitle,
        "banner": banner,
        "facts": dict(facts or {}),
        "links": checked_links(links),
        "contents": (),
        "listing": False,
        "style": style_sheet(),
        "print_mark": print_mark(banner, title=title),
    }


def style_sheet() -> Markup:
    """Return our style sheet. It is ours alone: no word of a study ever stands in it."""
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # noqa: S704


def checked_links(links: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return links as (text, href), each a place on the page or a neighbouring file.

    Raises
    ------
    ValueError
        A link that leads elsewhere: a mistake in our own code.
    """
    kept = [(str(text), str(href)) for text, href in links]
    for text, href in kept:
        if not is_safe_link(href):
            raise ValueError(f"The link '{text}' does not lead to a neighbouring file by a plain relative path.")
    return kept


def print_mark(banner: str, *, title: str) -> Markup:
    """Return the style rule that repeats the banner, or else the title, at the head of each printed page."""
    words = _style_string(banner or title)
    weight = "font-weight: 700; color: #801650;" if banner else "color: #505a5f;"
    return Markup("@page { @top-left { content: %s; %s } }") % (words, weight)


def _style_string(text: str) -> Markup:
    """Return text as a string of a style sheet; all but letters, digits and blanks by code point and closing blank."""
    coded = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign == " ") else f"\\{ord(sign):06x} " for sign in text
    )
    return Markup(f'"{coded}"')  # noqa: S704
