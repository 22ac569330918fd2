"""Run by Taguette's own Python: make a project with its models and code, export it every way, and say what it holds.

Usage: python real_taguette.py FOLDER. It is no test, and nothing of earlyeval is imported here.
"""

import json
import random
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from taguette import convert, export, extract
from taguette.database import Command, Document, Highlight, Project, Tag, TextDirection, User, connect, copy_project

PAGES = (
    "<html><body><h1>Sgwrs \U0001f377</h1>\r\n<p>I: Sut wyt ti?</p><p>P1: Caf\u00e9 <b>&amp; cake</b>, ma\u2019e\u2019n"
    " iawn \U0001f9c1.</p><ul><li>un</li><li>dau</li></ul><pre>\n  a &lt; b\n  c</pre><table><tr><td>x\u00e9</td>"
    "<td>y &copy; &#8217;</td></tr></table><script>alert(1)</script></body></html>",
    "<p>  Leading. </p>\n\n<div>One<br>two <img src='x.png'> three</div>"
    "<p>\u65e5\u672c\u8a9e and e\u0301 \u00a0 end</p>",
    "No paragraph at all, <a href='http://example.org/?a=1&b=2' title='>'>a link</a> and 1 < 2 > 0 &notanentity;",
)


def text_of(html):
    return "".join(str(piece) for piece in BeautifulSoup(html, "html5lib").strings)


def fill(db, folder):
    rng = random.Random(7)
    project = Project(name="Talks", description="Made up.")
    db.add(project)
    if db.query(User).get("admin") is None:
        db.add(User(login="admin"))
    db.flush()
    tags, told = [], {"texts": {}, "quotes": []}
    for number, page in enumerate(PAGES, start=1):
        contents = convert.get_html_body(page)
        document = Document(
            name=f"talk{number}.html", description="", filename="talk.html", project=project,
            text_direction=TextDirection.LEFT_TO_RIGHT, contents=contents,
        )  # fmt: skip
        db.add(document)
        db.flush()
        db.add(Command.document_add("admin", document))
        for path in (f"t{number}.a", f"t{number}.b", f"t{number}"):
            tags.append(Tag(project=project, path=path, description=f"About {path}."))
            db.add(tags[-1])
            db.flush()
            db.add(Command.tag_add("admin", tags[-1]))
        text = text_of(contents)
        told["texts"][document.name] = text
        for _ in range(80):
            first, last = sorted(rng.sample(range(len(text) + 1), 2))
            start, end = len(text[:first].encode()), len(text[:last].encode())
            snippet = extract.extract(contents, start, end)
            highlight = Highlight(document=document, start_offset=start, end_offset=end, snippet=snippet)
            own = rng.sample(tags, rng.choice((1, 1, 2)))
            highlight.tags.extend(own)
            db.add(highlight)
            db.flush()
            db.add(Command.highlight_add("admin", document, highlight, sorted(tag.id for tag in own)))
            told["quotes"].append([document.name, first, last, text[first:last]])
    db.commit()
    merge(db, project, tags[1], tags[0])
    told["pairs"] = sum(len(highlight.tags) for one in project.documents for highlight in one.highlights)
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    return project


def merge(db, project, source, target):
    """Merge two tags as Taguette's web/api.py does."""
    for highlight in list(source.highlights):
        highlight.tags.remove(source)
        if target not in highlight.tags:
            highlight.tags.append(target)
    db.flush()
    numbers = source.id, target.id
    db.delete(source)
    db.add(Command.tag_merge("admin", project.id, *numbers))
    db.commit()


def main(folder):
    db = connect(f"sqlite:///{folder / 'working.sqlite3'}")()
    project = fill(db, folder)
    exported = connect(f"sqlite:///{folder / 'exported.sqlite3'}")()
    if exported.query(User).get("admin") is None:
        exported.add(User(login="admin"))
        exported.commit()
    copy_project(db, exported, project.id, "admin")
    with (folder / "highlights.csv").open("w", newline="", encoding="utf-8") as file:
        export.highlights_csv(db, project.id, "", file)
    export.highlights_xslx(db, project.id, "", str(folder / "highlights.xlsx"))
    export.codebook_csv(project.tags, str(folder / "codebook.csv"))
    export.codebook_xlsx(project.tags, str(folder / "codebook.xlsx"))
    export.codebook_xml(project.tags, str(folder / "codebook.qdc"))


main(Path(sys.argv[1]))
