"""Names of places on a joined page: every id once, stable from run to run, found again by links between notebooks."""

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import unquote

LONGEST_SLUG = 60


@dataclass(frozen=True)
class Heading:
    """One line of the contents list."""

    level: int
    text: str
    anchor: str


@dataclass
class Anchors:
    """What one page has named so far. Notebook ``05-...`` names its places ``nb05-...``.

    ``by_stem`` maps the file stem of each notebook on the page to its short name, so that a link written
    for JupyterLab (``02-attendance.ipynb#Dose``) finds its place on the page.
    """

    by_stem: dict[str, str]
    taken: dict[str, None] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    table_numbers: dict[str, str] = field(default_factory=dict)
    dead_links: list[str] = field(default_factory=list)

    def take(self, notebook: str, wanted: str) -> str:
        """Return a new id on the page for a place in a notebook: its slug, with a number when it is not the first."""
        base = f"{notebook}-{slug(wanted)}"
        found, count = base, 1
        while found in self.taken:
            count += 1
            found = f"{base}-{count}"
        self.taken[found] = None
        return found

    def find(self, notebook: str, href: str) -> str | None:
        """Return the id that a link means (``#place``, ``other.ipynb``, ``other.ipynb#place``), if on the page."""
        file, _, place = href.partition("#")
        if file:
            stem = file.rsplit("/", 1)[-1].removesuffix(".ipynb")
            if stem not in self.by_stem:
                return None
            notebook = self.by_stem[stem]
        if not place:
            return notebook
        wanted = f"{notebook}-{slug(unquote(place))}"
        return wanted if wanted in self.taken else None

    def label(self, text: str) -> str:
        """Return a region's name that no other region on the page has."""
        self.labels[text] = self.labels.get(text, 0) + 1
        count = self.labels[text]
        return text if count == 1 else f"{text} ({count})"

    def number(self, kind: str, own_id: str) -> str:
        """Return the next number of its kind: "Figure 1", "Table 3"; a table's is kept under its own id."""
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        words = f"{kind} {self.numbers[kind]}"
        if kind == "Table" and own_id:
            self.table_numbers.setdefault(own_id, words)
        return words

    def stem(self, notebook: str) -> str:
        """Return the file name, without its ending, of the notebook with this short name."""
        return next(stem for stem, name in self.by_stem.items() if name == notebook)


def slug(text: str) -> str:
    """Return text as a short lower-case id of letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-") or "section"
