"""What a notebook shows: figures, tables and sentences, each published as an output of its own.

Each part has HTML for the page and plain text for the terminal and for nbval. Nothing in them is random.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.marks import marked
from earlyeval.foundations.terms import Level

Bundle = tuple[dict[str, str], dict[str, Any]]


class Part(Protocol):
    """Something that can stand in an output."""

    def bundle(self) -> Bundle:
        """Return the data by mime type and their metadata."""

    def plain(self) -> str:
        """Return the same for a terminal."""


@dataclass(frozen=True)
class Figure:
    """A picture with its words. ``title`` says what to see in at most ten words; ``alt`` stands for the picture."""

    id: str
    title: str
    svg: str
    alt: str
    caption: str

    @property
    def full_caption(self) -> str:
        """Title and caption as one text."""
        return f"{self.title.rstrip('.')}. {self.caption}"

    def plain(self) -> str:
        """Return caption and description."""
        return f"Figure: {self.full_caption}\n{self.alt}"

    def bundle(self) -> Bundle:
        """Return the SVG, with the words that a page needs as metadata."""
        words = {"alt": self.alt, "caption": self.full_caption, "id": self.id}
        return {"image/svg+xml": self.svg, "text/plain": self.plain()}, {"image/svg+xml": words}


@dataclass(frozen=True)
class Heading:
    """The name of an outcome or another part of a display."""

    text: str
    level: int = 4

    def plain(self) -> str:
        """Return the words, underlined."""
        return f"{self.text}\n{'-' * len(self.text)}"

    def bundle(self) -> Bundle:
        """Return the heading as HTML."""
        return {"text/html": f"<h{self.level}>{escape(self.text)}</h{self.level}>", "text/plain": self.plain()}, {}


@dataclass(frozen=True)
class Sentences:
    """A paragraph, or with ``listed`` a list of points."""

    texts: tuple[str, ...]
    listed: bool = False
    css_class: str = "sentence"

    def plain(self) -> str:
        """Return the sentences, one a line where they are a list."""
        return "\n".join(f"- {text}" for text in self.texts) if self.listed else " ".join(self.texts)

    def bundle(self) -> Bundle:
        """Return the sentences as HTML, escaped."""
        if self.listed:
            points = "".join(f"<li>{escape(text)}</li>" for text in self.texts)
            html = f'<ul class="sentences">{points}</ul>'
        else:
            html = f'<p class="{self.css_class}">{escape(" ".join(self.texts))}</p>'
        return {"text/html": html, "text/plain": self.plain()}, {}


@dataclass(frozen=True)
class Shown:
    """The parts of one display, in order. A notebook publishes each as a separate output.

    ``level`` is that of the gate which its rows passed, set by the presenter; without it nothing is published.
    """

    parts: tuple[Part, ...]
    level: Level | None = None

    def plain(self) -> str:
        """Return the whole display for a terminal."""
        return "\n\n".join(part.plain() for part in self.parts)

    def __str__(self) -> str:
        return self.plain()

    def _ipython_display_(self) -> None:
        from IPython.display import publish_display_data

        if self.level is None:
            raise ProtectionError("This display did not come from a presenter: nothing says that it passed the gate.")
        for part in self.parts:
            data, metadata = part.bundle()
            publish_display_data(data, marked(data, metadata, level=self.level))


def together(*displays: Shown) -> Shown:
    """Return several displays as one; all of one level."""
    levels = {display.level for display in displays}
    if len(levels) > 1:
        raise ProtectionError("Displays of different levels cannot stand together.")
    return Shown(tuple(part for display in displays for part in display.parts), *levels)


def slug(words: str) -> str:
    """Return words as an id: lower case letters, digits and hyphens."""
    kept = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in words.lower())
    return "-".join(kept.split())


Row = Mapping[str, Any]
