"""One self-contained page of a report: the notebooks joined and exported once through our own template.

The same notebooks and words give the same bytes. A page loads nothing and runs nothing: its policy forbids
both, and the template holds no script.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from earlyeval.report.anchors import Heading
from earlyeval.report.joining import Joined, joined
from earlyeval.report.pieces import TEMPLATES, frame_words

CLOSING_TITLE = "How this report was made"
CHAPTER = 2  # the level that a notebook's title has on the page


def write_page(
    notebooks: list[Path] | Joined,
    target: Path,
    *,
    title: str,
    subtitle: str = "",
    banner: str = "",
    facts: Mapping[str, str] | None = None,
    links: Iterable[tuple[str, str]] = (),
    closing: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write the page of a report.

    Parameters
    ----------
    notebooks : list of paths, or what `joined` made of them
        Executed notebooks, in page order.
    target : path
        The HTML file; nothing is written when the page is refused.
    title, subtitle : str
        The programme and the site: the page's only first-level heading and the line under it.
    banner : str
        What must be read first, at top, bottom and head of each printed page; "" for real data.
    facts : mapping of label to text, optional
        Period, data cut, version, run, disclosure profile: what a reader quotes.
    links : iterable of (text, href)
        Neighbouring files by relative path; any other is a ValueError.
    closing : mapping of heading to lines, optional
        The last part of the page: methods, protection, versions.

    Raises
    ------
    PageRefusedError
        A notebook holds a traceback, printed text, a picture without description, or an output of a kind
        that a page cannot show.
    """
    made = notebooks if isinstance(notebooks, Joined) else joined(notebooks)
    closed = [(f"made-{place}", heading, list(lines)) for place, (heading, lines) in enumerate((closing or {}).items())]
    words = {
        **frame_words(title, subtitle=subtitle, banner=banner, facts=facts, links=links),
        "contents": [*nested(made.contents), *_closing_contents(closed)],
        "closing_title": CLOSING_TITLE,
        "closing": closed,
    }
    target.write_text(_exported(made, words), encoding="utf-8", newline="\n")


def nested(headings: Sequence[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """Return headings as a contents list: each chapter with the sections under it."""
    chapters: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == CHAPTER or not chapters:
            chapters.append((heading, []))
        else:
            chapters[-1][1].append(heading)
    return chapters


def _closing_contents(closed: list[tuple[str, str, list[str]]]) -> list[tuple[Heading, list[Heading]]]:
    if not closed:
        return []
    below = [Heading(level=CHAPTER + 1, anchor=anchor, text=heading) for anchor, heading, _ in closed]
    return [(Heading(level=CHAPTER, anchor="made", text=CLOSING_TITLE), below)]


def _exported(made: Joined, words: Mapping[str, Any]) -> str:
    """Return the page through nbconvert, with no template, filter, script or preprocessor but our own.

    HTMLExporter is this exporter with addresses of script libraries and a last pass that parses the whole
    page again to write placeholders where descriptions are missing. Here descriptions are never missing,
    and nothing may touch the page after it has been cleaned.
    """
    from nbconvert.exporters.templateexporter import TemplateExporter  # joining has cured its slow import

    exporter = TemplateExporter(
        template_file="index.html.j2",
        template_paths=[str(TEMPLATES)],
        default_preprocessors=[],
        filters={"on_page": lambda cell: Markup(made.html[cell["id"]])},  # noqa: S704 (clean_html made it)
    )
    exporter.environment.autoescape = True
    exporter.environment.trim_blocks = True
    exporter.environment.lstrip_blocks = True
    html, _ = exporter.from_notebook_node(made.notebook, resources={"page": dict(words)})
    return html.rstrip("\n") + "\n"
