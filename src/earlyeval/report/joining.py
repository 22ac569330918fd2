"""Several executed notebooks as one: cells in page order, each with its HTML, every place named once."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earlyeval.foundations.terms import Level
from earlyeval.report.anchors import Anchors, Heading
from earlyeval.report.notebooks import (
    canonical,
    notebook_format,
    read_notebook,
    refuse_errors,
    refuse_streams,
    refuse_unprotected,
    short_name,
)
from earlyeval.report.outputs import outputs_html, prose_html
from earlyeval.report.rewrite import fitted, linked

DEEPEST_IN_CONTENTS = 3
EMPTY_PART = "Nothing of this kind was planned or returned, so this part of the evaluation is empty."
# What presentation makes of a display without anything to show: one paragraph of this class.
ONLY_A_REASON = re.compile(r'(?:<div[^>]*>\s*)*<p class="reason">[^<]*</p>(?:\s*</div>)*')
NOTHING_RETURNED = re.compile(r'<p class="reason">[^<]* (?:planned or returned|(?:was|were) returned)\.</p>')
Shown = tuple[Any, str]  # a cell, and the HTML of what it shows, not yet clean


@dataclass(frozen=True)
class Joined:
    """One notebook made of many.

    ``html`` holds the clean HTML of each cell by the cell's id, ``contents`` the headings for the contents
    list, ``table_numbers`` the page's number of each table ("Table 3") by the id present gave it,
    ``dead_links`` the links in prose that lead to no place on the page (their words stay).
    """

    notebook: Any
    html: dict[str, str]
    contents: tuple[Heading, ...]
    table_numbers: dict[str, str]
    dead_links: tuple[str, ...]


def joined(paths: list[Path], *, level: Level = "release") -> Joined:
    """Join executed notebooks in the order given; every output must have passed the gate at ``level``.

    Raises
    ------
    PageRefusedError
        A notebook holds a traceback, printed text, a picture without description or an output of a kind
        that a page cannot show, or an output that did not come through present at this level.
    """
    names = {path.stem: short_name(path, position=place) for place, path in enumerate(paths, start=1)}
    if len(set(names.values())) < len(paths):
        raise ValueError("Two notebooks of one page have the same number.")
    anchors = Anchors(by_stem=names)
    cells: list[Any] = []
    contents: list[Heading] = []
    for path in paths:
        name = names[path.stem]
        notebook = read_notebook(path)
        refuse_errors(notebook, name=path.stem)
        refuse_streams(notebook, name=path.stem)
        refuse_unprotected(notebook, name=path.stem, level=level)
        notebook = canonical(notebook, name=name)
        outline: list[Heading] = []
        shown = [(cell, _raw_html(cell, path.stem)) for cell in notebook["cells"]]
        for cell, raw in _without_words_on_nothing(shown):
            cell["metadata"]["notebook"] = name
            cell["metadata"]["html"] = fitted(raw, notebook=name, anchors=anchors, outline=outline)
            cells.append(cell)
        contents.extend(heading for heading in outline if heading.level <= DEEPEST_IN_CONTENTS)
    html = {
        cell["id"]: linked(cell["metadata"].pop("html"), notebook=cell["metadata"]["notebook"], anchors=anchors)
        for cell in cells
    }
    notebook = notebook_format().v4.new_notebook()
    notebook["cells"] = [cell for cell in cells if html[cell["id"]].strip()]
    return Joined(notebook, html, tuple(contents), anchors.table_numbers, tuple(anchors.dead_links))


def _without_words_on_nothing(cells: list[Shown]) -> list[Shown]:
    """Return the cells without the paragraph that explains a display where the display had nothing to show.

    A strand that a programme does not have says so in one line; how to read what is not there helps nobody.
    """
    if _is_empty(cells):
        return [*cells[:1], _line(EMPTY_PART, cells[0][0])]
    kept, nothing = [], False
    for cell, raw in _without_the_same_reason(cells):
        if cell["cell_type"] == "code":
            nothing = ONLY_A_REASON.fullmatch(raw.strip()) is not None if raw.strip() else nothing
        elif nothing and not cell["source"].lstrip().startswith("#"):
            continue
        else:
            nothing = False
        kept.append((cell, raw))
    return kept


def _without_the_same_reason(cells: list[Shown]) -> list[Shown]:
    """Return the cells without a line on nothing that stands in the same section already.

    Where none of a section's displays was planned or returned, the first line says it for all of them.
    """
    kept: list[Shown] = []
    for section in _sections(cells):
        displays = [raw.strip() for cell, raw in section if cell["cell_type"] == "code" and raw.strip()]
        all_nothing = bool(displays) and all(NOTHING_RETURNED.fullmatch(raw) for raw in displays)
        told: list[str] = []
        for cell, raw in section:
            line = raw.strip() if cell["cell_type"] == "code" and ONLY_A_REASON.fullmatch(raw.strip()) else ""
            if not line or (line not in told and not (all_nothing and told)):
                kept.append((cell, raw))
            told += [line] if line else []
    return kept


def _sections(cells: list[Shown]) -> list[list[Shown]]:
    """Return the cells by section: a heading begins one."""
    sections: list[list[Shown]] = [[]]
    for cell, raw in cells:
        if cell["cell_type"] == "markdown" and cell["source"].lstrip().startswith("#"):
            sections.append([])
        sections[-1].append((cell, raw))
    return sections


def _is_empty(cells: list[Shown]) -> bool:
    """Say whether every display of a notebook says only that nothing of the kind was planned or returned."""
    displays = [raw.strip() for cell, raw in cells if cell["cell_type"] == "code" and raw.strip()]
    return bool(displays) and all(NOTHING_RETURNED.fullmatch(html) for html in displays)


def _line(words: str, title: Any) -> Shown:
    """Return a cell with one line, placed under the title of an empty part."""
    return notebook_format().v4.new_markdown_cell(words, id=f"{title['id']}-empty"), prose_html(words)


def _raw_html(cell: Any, notebook: str) -> str:
    if cell["cell_type"] == "markdown":
        return prose_html(cell["source"])
    return outputs_html(cell, notebook=notebook) if cell["cell_type"] == "code" else ""
