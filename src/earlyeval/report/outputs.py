"""What the cells of a notebook show, as HTML: prose, figures, tables, sentences."""

import base64
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from earlyeval.foundations.errors import PageRefusedError
from earlyeval.report.notebooks import notebook_format

PICTURES = ("image/svg+xml", "image/png")
SHOWN = ("display_data", "execute_result")


def prose_html(source: str) -> str:
    """Return the HTML of a markdown cell, by the same reading of markdown as JupyterLab's export. Not yet clean."""
    return _markdown().render(source)


@cache
def _markdown() -> Any:
    """Return the reader of markdown: it holds rules and nothing of what it has read, so one serves all pages."""
    notebook_format()  # before nbconvert, which imports nbformat
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    return MarkdownWithMath(renderer=IPythonRenderer(escape=False, exclude_anchor_links=True))


def outputs_html(cell: Mapping[str, Any], *, notebook: str) -> str:
    """Return the HTML of everything a code cell shows. Not yet clean.

    Raises
    ------
    PageRefusedError
        A figure without a description, or an output of a kind that a page cannot show.
    """
    return "\n".join(output_html(output, notebook=notebook) for output in cell["outputs"])


def output_html(output: Mapping[str, Any], *, notebook: str) -> str:
    """Return the HTML of one output: a figure where there is a picture, else its HTML, markdown or plain text."""
    if output["output_type"] not in SHOWN:
        raise PageRefusedError(
            f"Notebook {notebook}: an output of type {output['output_type']} has no place on a page."
        )
    data = output["data"]
    for kind in PICTURES:
        if kind in data:
            return _figure(kind, data[kind], output["metadata"].get(kind, {}), notebook=notebook)
    if "text/html" in data:
        return _text(data["text/html"])
    if "text/markdown" in data:
        return prose_html(_text(data["text/markdown"]))
    if list(data) == ["text/plain"]:
        return f'<pre class="plain">{escape(_text(data["text/plain"]))}</pre>'
    raise PageRefusedError(f"Notebook {notebook}: an output of kind {', '.join(sorted(data))} has no place on a page.")


def _figure(kind: str, picture: Any, words: Mapping[str, Any], *, notebook: str) -> str:
    alt, caption, name = (str(words.get(key, "") or "").strip() for key in ("alt", "caption", "id"))
    if not alt or not caption:
        missing = "description (alt)" if not alt else "caption"
        raise PageRefusedError(f"Notebook {notebook}: a figure has no {missing}. Show it through present.")
    raw = _text(picture)
    coded = base64.b64encode(raw.encode()).decode() if kind == "image/svg+xml" else "".join(raw.split())
    place = f' id="{escape(name)}"' if name else ""
    return (
        f'<figure{place}><img alt="{escape(alt)}" src="data:{kind};base64,{coded}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _text(value: Any) -> str:
    """Return a mime value as text: notebook files may hold it as a list of lines."""
    return "".join(value) if isinstance(value, list) else str(value)
