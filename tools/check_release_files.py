"""What check_release.py asks of each kind of file: that it runs, fetches, hides and names nothing, and tells no more.

Each function returns what is wrong with a file and the words that its reader meets. ``shown`` is what was seen so far:
the rows and pictures of the notebooks, which a page may show again, and the figures of the ledger's rows, each of which
a workbook may hold once. Only what earlyeval writes is let through; whatever else a file may hold is not.
"""

import base64
import hashlib
import html
import json
import re
import zipfile

LARGEST = 200_000_000  # bytes of a workbook, unpacked
UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|<!(?:ENTITY|DOCTYPE (?!html>))")  # no text; new words of XML
TOKEN = re.compile(r'<!DOCTYPE html>|<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:="[^"]*")?)*)\s*/?>|[^<]+')
ATTRIBUTE = re.compile(r'([a-z][a-z-]*)(?:="([^"]*)")?')
WORDS = re.compile(r"\S+")
TAGS = WORDS.findall(
    "html head meta title style link body header main nav footer section aside div p span a abbr b blockquote br "
    "caption code col colgroup dd details dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol pre s small "
    "strong sub summary sup table tbody td tfoot th thead tr ul"
)
PLAIN = WORDS.findall(
    "class id scope lang dir alt title role tabindex colspan rowspan headers span abbr open start rel"
)
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
ABOUT = (
    "utf-8",
    "Content-Security-Policy",
    POLICY,
    "width=device-width, initial-scale=1",
    "no-referrer",
    "viewport",
    "referrer",
)
PICTURE = re.compile(r"data:image/(?:svg\+xml|png);base64,([A-Za-z0-9+/=\s]+)")
PICTURES = ("image/svg+xml", "image/png")
OF_NOTEBOOK = {"cells", "metadata", "nbformat", "nbformat_minor", "kernelspec", "language_info"}
OF_CELL = {"cell_type", "id", "metadata", "source", "outputs", "execution_count", "tags"}
PARTS = re.compile(
    r"(?:\[Content_Types\]|docProps/(?:app|core)|xl/(?:workbook|styles|sharedStrings|theme/theme1)|xl/tables/table\d+"
    r"|xl/worksheets/sheet\d+)\.xml|(?:|xl/|xl/worksheets/)_rels/[\w.]*\.rels"
)
LIVE = re.compile(r"<f[ >/]|TargetMode=|state=.(?:very)?[hH]idden|<(?:Company|Manager)>[^<]")
PERSON = re.compile(r"<(?:dc:creator|cp:lastModifiedBy)>(?!earlyeval<)")
CELL = re.compile(r"<c\b([^>]*)><v>([^<]*)<")
HEADS = ("Number", "Of", "Smallest group", "Value", "Interval from", "Interval to", "p value")


def said(path):
    """Return a text; refuse what is none."""
    text = path.read_text(encoding="utf-8")
    if UNSAID.search(text):
        raise ValueError
    return text


def read(path):
    """Return what a JSON file holds; no name may come twice."""

    def once(pairs):
        if len(dict(pairs)) < len(pairs):
            raise ValueError
        return dict(pairs)

    return json.loads(said(path), object_pairs_hook=once)


def walked(text, near=()):
    """Return what is wrong with HTML, what its reader meets, the rows of its tables, and its pictures."""
    wrong, words, rows, pictures, place, style = [], [], [[]], [], 0, False
    while place < len(text):
        token = TOKEN.match(text, place)
        place, closing, tag = token.end(), token[1], token[2]
        if tag == "style":
            style = not closing
        elif not tag and not style:
            words.append(token[0])
            rows[-1].append(token[0].strip())
        elif not tag and re.search(r"url\(|@import", token[0]):
            wrong.append("its style asks for something")
        if tag and tag not in TAGS:
            wrong.append(f"it holds an element that no page has: {tag}")
        if tag == "tr":
            rows.append([])
        rows[-1].append("|" if tag else "")
        for name, value in ATTRIBUTE.findall(token[3] or ""):
            picture = PICTURE.fullmatch(value) if name == "src" else None
            leads = name == "href" and (value[:1] == "#" or value == "data:," or value in near)
            about = name in ("charset", "http-equiv", "name", "content") and html.unescape(value) in ABOUT
            if not (picture or leads or about or name in PLAIN or name.startswith("aria-")):
                wrong.append(f"something in it runs or leads away: {name}")
            words += [value] if name in ("alt", "title", "aria-label") else []
            pictures += [_hash(base64.b64decode(picture[1]))] if picture else []
    return wrong, html.unescape(" ".join(words)), {html.unescape("".join(row)) for row in rows[1::2]}, set(pictures)


def page_looked(path, shown):
    """A page shows the tables and pictures of its notebooks; nothing in it runs or leads away."""
    text, near = said(path), [one.name for one in path.parent.iterdir()]
    wrong, words, rows, pictures = walked(text, near)
    wrong += [] if f'content="{POLICY}"' in text else ["it has no rule against what runs or asks"]
    # Other pages than the report's own are made of the ledger's rows in words, with no table or picture.
    if rows - shown["rows"] or pictures - shown["pictures"]:
        wrong.append("it shows a table or picture that its notebooks do not")
    return wrong, words


def notebook_looked(path, shown):
    """Every output passed the gate and was not changed since; nothing is kept beside."""
    made = read(path)
    wrong, words, kept = [], [], {*made, *made["metadata"]} - OF_NOTEBOOK
    for cell in made["cells"]:
        kept |= {*cell, *cell["metadata"]} - OF_CELL
        words += ["".join(cell["source"])] if cell["cell_type"] != "code" else []
        for output in cell.get("outputs", []):
            data = {kind: "".join(value).strip() for kind, value in output.get("data", {}).items()}
            digest = _hash(json.dumps(["release", data], sort_keys=True).encode())
            if output.get("metadata", {}).get("earlyeval") != {"level": "release", "sha256": digest}:
                wrong.append("an output did not pass the gate, or was changed since")
            kept |= set(data) - {"text/html", "text/plain", *PICTURES}
            bad, text, rows, _ = walked(data.get("text/html", ""))
            wrong, words = wrong + bad, [*words, text, data.get("text/plain", "")]
            shown["rows"] |= rows
            shown["pictures"] |= {_hash(data[PICTURES[0]].encode())} if PICTURES[0] in data else set()
            shown["pictures"] |= {_hash(base64.b64decode(data[PICTURES[1]]))} if PICTURES[1] in data else set()
    return wrong + (["it keeps something beside its cells"] if kept else []), " ".join(words)


def book_looked(path, shown):
    """A workbook names nobody, has no formula, link or hidden sheet, and its last sheet is rows of the ledger."""
    with zipfile.ZipFile(path) as book:
        entries = book.infolist()
        if sum(one.file_size for one in entries) > LARGEST:
            return ["it unpacks to more than any release holds"], ""
        parts = {one.filename: book.read(one).decode() for one in entries if PARTS.fullmatch(one.filename)}
        plain = len(parts) == len(entries) and not any([book.comment, *(one.comment or one.extra for one in entries)])
    everything = "".join(parts.values())
    wrong = [] if plain else ["it holds a part that no workbook of ours has"]
    wrong += ["it holds a formula, a link or a hidden sheet"] if LIVE.search(everything) else []
    wrong += ["its properties name somebody"] if PERSON.search(everything) else []
    wrong += ["it holds what is no text"] if UNSAID.search(everything) else []
    texts = [re.sub("<[^>]*>", "", one) for one in parts["xl/sharedStrings.xml"].split("<si>")[1:]]
    sheets = [CELL.findall(parts[name]) for name in sorted(parts) if name.startswith("xl/worksheets/sheet")]
    numbers = [value for cells in sheets for about, value in cells if 't="s"' not in about]
    last = parts[f"xl/worksheets/sheet{len(sheets)}.xml"].split("<row ")
    lines = [[texts[int(value)] if 't="s"' in about else value for about, value in CELL.findall(row)] for row in last]
    head = next(line for line in lines if set(HEADS) <= set(line))
    for line in lines[lines.index(head) + 1 :]:
        figures = repr([_number(line[head.index(name)]) for name in HEADS])
        shown["figures"][figures] -= 1
        wrong += ["its last sheet holds a row that is not in the ledger"] if shown["figures"][figures] < 0 else []
    return wrong, html.unescape(" ".join([*numbers, *texts]))


def text_looked(path, _):
    """Any other file is text, and the tables of the ledger are beside it."""
    return [] if said(path) else ["it is empty"], ""


def _hash(content):
    return hashlib.sha256(content.strip()).hexdigest()


def _number(cell):
    return float(cell) if re.fullmatch(r"-?\d[\d.]*(?:[eE][-+]?\d+)?", cell) else float("nan")


LOOKS = {".html": page_looked, ".ipynb": notebook_looked, ".xlsx": book_looked, "": text_looked}
