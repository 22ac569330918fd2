"""A small release written by hand, and what covers up a change of it: every checksum and signature made again."""

import base64
import hashlib
import html
import json
import zipfile

PLACE, PROGRAMME = "here", "group"
COLUMNS = (
    "programme", "site", "cluster", "arm", "strand", "question", "outcome", "label", "instrument", "version",
    "subscale", "respondent", "time_point", "comparison", "subgroup", "unit", "estimand", "n", "n_expected",
    "n_smallest", "estimate", "conf_low", "conf_high", "conf_level", "p_value", "statistic", "df", "method",
    "direction", "estimable", "reason", "analysis", "planned", "source_table", "sensitivity", "note", "status",
    "mark", "rule", "hidden",
)  # fmt: skip
ROWS = (
    {"label": "Joined", "n": "40.0", "n_expected": "60.0", "estimate": "0.67", "status": "rounded"},
    {"label": "Left early", "n_expected": "60.0", "status": "hidden", "mark": "*", "hidden": "n estimate"},
    {"label": "Mood", "n": "25.0", "estimate": "-2.3", "conf_low": "-3.1", "conf_high": "-1.5", "status": "rounded"},
    {"label": "Sessions", "n": "6.0", "estimate": "6.0", "sensitivity": "open", "status": "shown"},
)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h4v4"/></svg>'
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
HEADS = ("Question", "What", "Number", "Of", "Smallest group", "Value", "Interval from", "Interval to", "p value")
FIELDS = ("n", "n_expected", "n_smallest", "estimate", "conf_low", "conf_high", "p_value")
TABLE = "<table>\n<thead><tr><th>What</th><th>Number</th></tr></thead>\n<tbody>{}</tbody>\n</table>".format(
    "\n".join(
        f'<tr><th scope="row">{row["label"]}</th><td class="number">{row.get("n", "*").removesuffix(".0")}</td></tr>'
        for row in ROWS
    )
)


def sha(content):
    return hashlib.sha256(content).hexdigest()


def write_bundle(folder):
    """Write a release that the checker accepts."""
    report = folder / PROGRAMME
    (report / "notebooks").mkdir(parents=True)
    outputs = [{"text/html": TABLE, "text/plain": "Joined 40 of 60"}, {"image/svg+xml": PICTURE, "text/plain": "A dot"}]
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {"tags": []}, "source": ["# Who came\n", "And who not?"]},
        {"cell_type": "code", "id": "b", "metadata": {"tags": []}, "execution_count": 1, "source": "show.flow(stages)",
         "outputs": [marked(data) for data in outputs]},
    ]  # fmt: skip
    metadata = {"kernelspec": {"name": "earlyeval"}, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (report / "notebooks" / "01-who.ipynb").write_text(json.dumps(notebook))
    picture = base64.b64encode(PICTURE.encode()).decode()
    (report / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}">\n<style>p > a {{ color: red; }}</style></head>\n<body><main id="main">\n'
        f'<h1>Group, Here</h1><p><a href="tables.xlsx">Tables</a>, Table 3 of 2026: 40 of 60 families.</p>\n{TABLE}\n'
        f'<img alt="A dot at 40" src="data:image/svg+xml;base64,{picture}"></main></body></html>\n'
    )
    write_book(report / "tables.xlsx")
    (report / "codebook.qdc").write_text('<?xml version="1.0" encoding="UTF-8"?>\n<CodeBook origin="earlyeval"/>\n')
    filled = [dict.fromkeys(COLUMNS, "") | {"programme": PROGRAMME, "site": PLACE, "sensitivity": "personal"} | row
              for row in ROWS]  # fmt: skip
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in filled)]
    (folder / "ledger.csv").write_text("\n".join(lines) + "\n")
    (folder / "licences.txt").write_text("pandas 3.1: BSD\n")
    (folder / "sbom.cdx.json").write_text('{"bomFormat": "CycloneDX"}\n')
    seal(folder)
    return folder


def marked(data):
    digest = sha(json.dumps(["release", data], sort_keys=True).encode())
    metadata = {"earlyeval": {"level": "release", "sha256": digest}}
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def write_book(path, *, rows=ROWS, creator="earlyeval", more=()):
    """Write a workbook of the results as a spreadsheet would."""
    lines = [HEADS, *(("who", row["label"], *(row.get(name, "[z]") for name in FIELDS)) for row in rows)]
    texts = sorted({cell for line in lines for cell in line if not _is_number(cell)})
    sheet = "".join(
        f'<row r="{number}">{"".join(_cell(cell, texts) for cell in line)}</row>'
        for number, line in enumerate(lines, 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>",
        "docProps/core.xml": f"<cp:coreProperties><dc:creator>{creator}</dc:creator></cp:coreProperties>",
        "docProps/app.xml": "<Properties><Company></Company></Properties>",
        "xl/workbook.xml": '<workbook><sheets><sheet name="all-results" r:id="rId1"/></sheets></workbook>',
        "xl/sharedStrings.xml": "<sst>" + "".join(f"<si><t>{html.escape(text)}</t></si>" for text in texts) + "</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in [*parts.items(), *more]:
            book.writestr(name, text)


def _is_number(cell):
    return cell.lstrip("-").replace(".", "").isdigit()


def _cell(cell, texts):
    return f"<c><v>{cell}</v></c>" if _is_number(cell) else f'<c t="s"><v>{texts.index(cell)}</v></c>'


def seal(folder, *, told=None, made=None, names=("Ada Reader", "Ben Reader")):
    """Make manifests and signature again for what lies there, as somebody would who does not want to be found out."""
    report = folder / PROGRAMME
    outputs = {name: digest for name, digest in files(report).items() if name != "manifest.json"}
    facts = {"site": PLACE, "level": "release", "profile": "nhs-hes-child"}
    (report / "manifest.json").write_text(
        json.dumps({"facts": facts, "protection": "plan", "outputs": outputs} | (made or {}))
    )
    count = {"hide_from": 1, "hide_to": 7, "round_to": 5}
    own = {name: digest for name, digest in files(folder).items() if name not in ("manifest.json", "SIGNOFF.yaml")}
    profile = {"id": "nhs-hes-child", "restricted_only": False, "count": count}
    bundle = {"site": PLACE, "profile": profile, "reports": {PROGRAMME: {"protection": "plan"}}, "files": own}
    (folder / "manifest.json").write_text(json.dumps(bundle | (told or {})))
    (folder / "SIGNOFF.yaml").write_text(
        f"# words: with a colon\nsite: {PLACE}\nprofile: nhs-hes-child\nreports:\n  {PROGRAMME}: "
        f'{sha((report / "manifest.json").read_bytes())}\nfirst_reader: "{names[0]}"\nsecond_reader: "{names[1]}"\n'
    )


def files(folder):
    """Return the checksum of every plain file by its place."""
    return {
        path.relative_to(folder).as_posix(): sha(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
