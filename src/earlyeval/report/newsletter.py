"""The one-page newsletter of a programme that declares one: plain words, one printed page, no pictures, no scripts."""

from collections.abc import Sequence
from pathlib import Path

from earlyeval.report.pieces import frame_words, rendered


def write_newsletter(
    target: Path,
    parts: Sequence[tuple[str, Sequence[str]]],
    *,
    title: str,
    subtitle: str,
    banner: str,
) -> None:
    """Write the newsletter.

    Parameters
    ----------
    target : path
        The HTML file, beside the report.
    parts : sequence of (heading, sentences)
        As ``present.newsletter.newsletter_parts`` makes them: released numbers only.
    title, subtitle, banner : str
        As on the report.
    """
    links = (("The whole report", "index.html"),)
    frame = frame_words(title, subtitle=subtitle, banner=banner, facts=None, links=links)
    words = {**frame, "parts": [(heading, list(sentences)) for heading, sentences in parts]}
    target.write_text(rendered("newsletter.html.j2", words), encoding="utf-8", newline="\n")
