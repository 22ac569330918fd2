"""The walk over clean HTML that fits a notebook's fragment into the page: headings, ids, tables, links."""

from html import escape
from html.parser import HTMLParser

from earlyeval.foundations.errors import PageRefusedError
from earlyeval.report.anchors import Anchors, Heading
from earlyeval.report.sanitise import HEADINGS, clean_html, is_web_address

VOID = frozenset({"br", "col", "hr", "img"})
REFERENCES = ("headers", "aria-labelledby", "aria-describedby")
LOWEST_HEADING = 6
Attributes = list[tuple[str, str | None]]


def fitted(html: str, *, notebook: str, anchors: Anchors, outline: list[Heading]) -> str:
    """Return a fragment fitted into the page; its headings are added to its notebook's outline.

    Headings go one level down (the page has the only h1) and never skip a level; ids get the notebook's
    name; each table comes to stand in a region that scrolls and can be reached by keyboard; captions get
    their number. Links are left for `linked`, when all places are known.

    Raises
    ------
    PageRefusedError
        A picture without a description.
    """
    fitter = _Fitter(notebook, anchors, outline)
    fitter.feed(clean_html(html, keep_addresses=True))
    fitter.close()
    return "".join(fitter.written)


def linked(html: str, *, notebook: str, anchors: Anchors) -> str:
    """Return a fitted fragment with its links resolved, cleaned once more.

    A link to a place on the page becomes that place's id. A link to a notebook or a place that is not on
    the page loses its target and keeps its words. A web address is written out in brackets: a printed
    page needs it, and nothing in a report may lead out of it by a click.
    """
    if "<a" not in html:
        return clean_html(html)
    linker = _Linker(notebook, anchors)
    linker.feed(html)
    linker.close()
    return clean_html("".join(linker.written))


class _Writer(HTMLParser):
    """Writes every event out again, escaped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write a start tag."""
        shown = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self.written.append(f"<{tag}{shown}>")

    def handle_endtag(self, tag: str) -> None:
        """Write an end tag."""
        if tag not in VOID:
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.written.append(escape(data))


class _Fitter(_Writer):
    def __init__(self, notebook: str, anchors: Anchors, outline: list[Heading]) -> None:
        super().__init__()
        self.notebook, self.anchors, self.outline = notebook, anchors, outline
        self.renamed: dict[str, str] = {}
        self.level, self.heading_id = 0, ""  # of the heading being read
        self.heard: list[str] = []  # words of the heading or caption being read
        self.opened = 0  # where in `written` the heading, or the outermost table, began
        self.tables, self.caption, self.table_id, self.figure_id = 0, "", "", ""
        self.divisions: list[bool] = []  # the open divs: is it a region of its own?

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write a start tag, fitted."""
        attributes = dict(attrs)
        if tag == "img" and not attributes.get("src"):
            return
        if tag == "img" and not (attributes.get("alt") or "").strip():
            stem = self.anchors.stem(self.notebook)
            raise PageRefusedError(f"Notebook {stem}: a picture has no description. Give it an alt text.")
        own_id = attributes.get("id") or ""
        if attributes.get("id") and tag not in HEADINGS:
            attributes["id"] = self._renamed(attributes["id"] or "")
        for name in REFERENCES:
            if attributes.get(name):
                attributes[name] = " ".join(self._renamed(part) for part in (attributes[name] or "").split())
        if tag in HEADINGS:
            self.level, self.heard, self.opened = self._level(tag), [], len(self.written)
            self.heading_id = own_id
            return
        if tag == "table":
            self._open_table(own_id)
        if tag == "div":
            self.divisions.append(attributes.get("role") == "region")
        super().handle_starttag(tag, list(attributes.items()))
        if tag in ("caption", "figcaption"):
            self.heard = []
            self._write_number("Table" if tag == "caption" else "Figure")
        if tag == "figure":
            self.figure_id = own_id

    def handle_endtag(self, tag: str) -> None:
        """Write an end tag, fitted."""
        if tag in HEADINGS:
            self._close_heading()
            return
        super().handle_endtag(tag)
        if tag == "caption":
            self.caption = _one_line(self.heard)
        if tag == "table":
            self.tables -= 1
            if self.tables == 0 and not any(self.divisions):
                self._wrap_table()
        if tag == "div":
            self.divisions.pop()

    def handle_data(self, data: str) -> None:
        """Write text, and remember it for the heading or caption it stands in."""
        self.heard.append(data)
        super().handle_data(data)

    def _renamed(self, wanted: str) -> str:
        if wanted not in self.renamed:
            self.renamed[wanted] = self.anchors.take(self.notebook, wanted)
        return self.renamed[wanted]

    def _level(self, tag: str) -> int:
        before = self.outline[-1].level if self.outline else 1
        return min(int(tag[1]) + 1, before + 1, LOWEST_HEADING)

    def _close_heading(self) -> None:
        inside = "".join(self.written[self.opened :])
        del self.written[self.opened :]
        words = _one_line(self.heard)
        if not words:
            return  # an empty heading would be read out as one
        anchor = self.anchors.take(self.notebook, self.heading_id or words)
        self.outline.append(Heading(self.level, words, anchor))
        self.written.append(f'<h{self.level} id="{escape(anchor)}">{inside}</h{self.level}>')

    def _open_table(self, own_id: str) -> None:
        self.tables += 1
        if self.tables == 1:
            self.opened, self.caption = len(self.written), ""
            self.table_id = own_id

    def _write_number(self, kind: str) -> None:
        own_id = self.table_id if kind == "Table" else self.figure_id
        self.written.append(f'<span class="number">{self.anchors.number(kind, own_id)}.</span> ')

    def _wrap_table(self) -> None:
        near = self.outline[-1].text if self.outline else ""
        label = self.anchors.label(self.caption or f"Table under {near}")
        self.written.insert(
            self.opened, f'<div class="table-scroll" role="region" aria-label="{escape(label)}" tabindex="0">'
        )
        self.written.append("</div>")


class _Linker(_Writer):
    def __init__(self, notebook: str, anchors: Anchors) -> None:
        super().__init__()
        self.notebook, self.anchors = notebook, anchors
        self.address = ""
        self.heard: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write a start tag, its link resolved."""
        attributes = dict(attrs)
        href = attributes.pop("href", None) or ""
        if tag == "a":
            self.address, self.heard = (href if is_web_address(href) else ""), []
            target = self._target(href)
            if target:
                attributes["href"] = target
        super().handle_starttag(tag, list(attributes.items()))

    def handle_endtag(self, tag: str) -> None:
        """Write an end tag; after a link to the web its address in words."""
        super().handle_endtag(tag)
        if tag == "a" and self.address:
            if self.address not in "".join(self.heard):
                self.written.append(escape(f" ({self.address})"))
            self.address = ""

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.heard.append(data)
        super().handle_data(data)

    def _target(self, href: str) -> str:
        file = href.partition("#")[0]
        if is_web_address(href) or not href:
            return ""
        if file and not file.endswith(".ipynb"):
            return href
        found = self.anchors.find(self.notebook, href)
        if not found:
            self.anchors.dead_links.append(f"{self.anchors.stem(self.notebook)}: {href}")
        return f"#{found}" if found else ""


def _one_line(heard: list[str]) -> str:
    return " ".join("".join(heard).split())
