"""Check a release from its folder alone: python3 tools/check_release.py releases/2026-11-22/wandsworth.

It shares no code with earlyeval and needs nothing but Python. It says what it finds wrong, one line each, and ends with
1; with 0 where it finds nothing. That is no proof of safety: it checks that the bundle is whole and signed, that the
ledger keeps to the thresholds that the manifest names, and that every number a reader meets is in the ledger.
"""

import csv
import hashlib
import html
import json
import re
import sys
import zipfile
from pathlib import Path

NUMBER = re.compile(r"(?<![\w.,/])\d[\d,]*(?:\.\d+)?(?![\w/])")
NUMBERED = re.compile(
    r"(?:[Tt]able|Figure|Part)[ -]\d+|\d+ tables|\b(?:19|20)\d\d\b|\d+(?:\.\d+){2,}"
)  # places on the page, years, versions
COUNTS = ("n", "n_expected", "n_smallest")


def check(folder):
    """Return what is wrong with a release, one sentence each."""
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with (folder / "ledger.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wrong = [*files_wrong(folder, told), *signature_wrong(folder, told)]
    for number, row in enumerate(rows, start=2):
        wrong += [f"ledger.csv, line {number}: {reason}" for reason in row_wrong(row, told["profile"])]
    known = numbers_known(rows, told)
    for page in sorted([*folder.rglob("*.html"), *folder.rglob("*.xlsx")]):
        text = NUMBERED.sub(" ", text_of(page))
        said = {found.replace(",", "") for found in NUMBER.findall(text)}
        strange = sorted(found for found in said - known if f"{float(found):.9g}" not in known)
        wrong += [f"{page.relative_to(folder)}: not in the ledger: {', '.join(strange[:9])}"] if strange else []
    return wrong


def files_wrong(folder, told):
    """Every file is the one that the manifest names, and there is no other."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    expected = dict(told["files"])
    for name in sorted({*there, *expected} - {"manifest.json", "SIGNOFF.yaml"}):
        if name not in there or name not in expected:
            yield f"{name}: {'missing' if name in expected else 'not in the manifest'}"
        elif there[name].is_symlink() or hashlib.sha256(there[name].read_bytes()).hexdigest() != expected[name]:
            yield f"{name}: changed since the release"


def signature_wrong(folder, told):
    """Two different people signed for just these reports under this profile."""
    path = folder / "SIGNOFF.yaml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    said = dict(line.strip().split(": ", 1) for line in lines if ": " in line and not line.startswith("#"))
    names = {said.get(f"{place}_reader", "").strip('" ').casefold() for place in ("first", "second")}
    if "" in names or len(names) < 2:
        yield "SIGNOFF.yaml: not signed by two different people"
    if said.get("profile") != told["profile"]["id"]:
        yield "SIGNOFF.yaml: signed for another profile"
    for programme in told["reports"]:
        if said.get(programme) != told["files"].get(f"{programme}/manifest.json"):
            yield f"SIGNOFF.yaml: signed for another report of {programme}"


def row_wrong(row, profile):
    """A released row keeps to the profile: what is hidden is gone, counts are rounded, small ones are not there."""
    if row["status"] not in ("shown", "rounded", "hidden", "refused", "not_estimable"):
        yield "its status is unknown"
    if row["statistic"] or row["df"]:
        yield "it holds a test statistic or degrees of freedom"
    if any(row[name] for name in row["hidden"].split()):
        yield "a number that is said to be hidden is there"
    if row["status"] in ("hidden", "refused") and any(row[name] for name in ("estimate", "conf_low", "conf_high")):
        yield "it is hidden or refused, and holds an estimate"
    if row["sensitivity"] == "open":
        return
    rule = profile["count"]
    for name in COUNTS:
        count = float(row[name]) if row[name] else 0.0
        if rule["hide_from"] <= count <= rule["hide_to"]:
            yield f"{name} is a small number"
        if count % (rule["round_to"] or 1):
            yield f"{name} is not rounded"


def numbers_known(rows, told):
    """Return every number that a page may say, as it may be written."""
    # Years, thresholds and versions of the manifest, and the figures of the coverage study, are numbers of nobody.
    known = {found.replace(",", "") for found in NUMBER.findall(json.dumps(told, ensure_ascii=False))}
    for row in rows:
        for cell in row.values():
            try:
                value = abs(float(cell))
            except ValueError:
                known |= {found.replace(",", "") for found in NUMBER.findall(cell)}
                continue
            known |= {f"{size:.{decimals}f}" for size in (value, 100 * value) for decimals in range(5)} | {
                f"{value:.9g}"
            }
    return known


def text_of(page):
    """Return all that a reader of a page or workbook meets, descriptions of pictures with it."""
    if page.suffix == ".xlsx":
        with zipfile.ZipFile(page) as book:
            names = [name for name in book.namelist() if re.search(r"(sheet\d+|sharedStrings)\.xml$", name)]
            parts = " ".join(book.read(name).decode() for name in names)
        cells = [value for about, value in re.findall(r"<c\b([^>]*)><v>([^<]*)<", parts) if 't="s"' not in about]
        return html.unescape(" ".join([*cells, *re.findall(r"<t\b[^>]*>([^<]*)<", parts)]))
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    described = " ".join(re.findall(r'\balt="([^"]*)"', text))
    return html.unescape(re.sub(r"<[^>]*>", " ", text) + " " + described)


if __name__ == "__main__":
    found = check(Path(sys.argv[1])) if len(sys.argv) == 2 else ["usage: python3 tools/check_release.py FOLDER"]
    print("\n".join(found) or "The bundle is whole, signed by two people, and keeps to the profile that it names.")
    sys.exit(1 if found else 0)
