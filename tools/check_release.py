"""Check a release from its folder alone: python3 tools/check_release.py releases/2026-11-22/wandsworth.

It shares no code with earlyeval and needs nothing but Python, and check_release_files.py beside it, which opens each
kind of file. It says what it finds wrong, a sentence each, and ends with 1; with 0 where it finds nothing. That is no
proof of safety: it checks that the bundle is whole and signed, that the ledger keeps to the thresholds of the manifest,
that nothing in it runs, leads out or names somebody, and that every number a reader meets is in the ledger.
"""

import csv
import hashlib
import json
import re
import runpy
import sys
from collections import Counter
from pathlib import Path

FILES = runpy.run_path(str(Path(__file__).with_name("check_release_files.py")))
LOOKS, read, said = FILES["LOOKS"], FILES["read"], FILES["said"]
NUMBER = re.compile(r"(?<![\w.,/])\d[\d,]*(?:\.\d+)?(?![\w/])")
# Places on the page, years, versions.
NUMBERED = re.compile(r"(?:[Tt]able|Figure|Part)[ -]\d+|\d+ tables|\b(?:19|20)\d\d\b|\d+(?:\.\d+){2,}")
COUNTS = ("n", "n_expected", "n_smallest")
FIGURES = (*COUNTS, "estimate", "conf_low", "conf_high", "p_value")
LARGEST = 200_000_000  # bytes of a file
KINDS = {".html", ".xlsx", ".ipynb", ".json", ".csv", ".yaml", ".txt", ".qdc"}


def check(folder):
    """Return what is wrong with a release, one sentence each."""
    told = read(folder / "manifest.json")
    wrong = [*shape_wrong(folder, told["files"])]
    if wrong:
        return wrong
    with (folder / "ledger.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    wrong = [*signature_wrong(folder, told), *reports_wrong(folder, told)]
    for number, row in enumerate(rows, start=2):
        wrong += [f"ledger.csv, line {number}: {reason}." for reason in row_wrong(row, told)]
    known, shown = numbers_known(rows, told), {"rows": set(), "pictures": set(), "figures": Counter()}
    shown["figures"].update(repr([float(row[name] or "nan") for name in FIGURES]) for row in rows)
    for name in sorted(told["files"], key=lambda name: (not name.endswith(".ipynb"), name)):
        try:
            reasons, words = LOOKS.get(Path(name).suffix, LOOKS[""])(folder / name, shown)
        except Exception as error:  # a file may be made to break whatever opens it
            reasons, words = [f"not as earlyeval writes it ({type(error).__name__})"], ""
        found = {one.replace(",", "") for one in NUMBER.findall(NUMBERED.sub(" ", words))}
        strange = sorted(one for one in found - known if f"{float(one):.9g}" not in known)
        reasons += [f"not in the ledger: {', '.join(strange[:9])}"] if strange else []
        wrong += [f"{name}: {reason}." for reason in dict.fromkeys(reasons)]
    return wrong


def shape_wrong(folder, listed):
    """Every file is a plain one that the manifest names, and the one that it names; there is nothing else."""
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    for name, path in there.items():
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            yield f"{name}: no file of its own."
        elif not any(f"{one}/".startswith(f"{name}/") for one in (*listed, "manifest.json", "SIGNOFF.yaml")):
            yield f"{name}: not in the manifest."
        elif path.is_file() and (path.suffix not in KINDS or path.stat().st_size > LARGEST):
            yield f"{name}: of a kind or size that no release holds."
    for name, checksum in sorted(listed.items()):
        if name not in there or not there[name].is_file():
            yield f"{name}: missing."
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != checksum:
            yield f"{name}: changed since the release."


def signature_wrong(folder, told):
    """Two different people signed for just these reports under this profile."""
    path = folder / "SIGNOFF.yaml"
    lines = said(path).splitlines() if path.is_file() else []
    pairs = [line.strip().split(":", 1) for line in lines if ":" in line and not line.startswith("#")]
    signed = {name: " ".join(value.strip(' "').split()) for name, value in pairs}
    names = {signed.get(f"{place}_reader", "").casefold() for place in ("first", "second")}
    if len(names) < 2 or not all(any(letter.isalpha() for letter in name) for name in names):
        yield "SIGNOFF.yaml: not signed by two different people."
    if len(signed) < len(pairs) or (signed.get("site"), signed.get("profile")) != (told["site"], told["profile"]["id"]):
        yield "SIGNOFF.yaml: signed for another place or another profile, or a line is there twice."
    for programme in told["reports"]:
        if signed.get(programme) != told["files"].get(f"{programme}/manifest.json", ""):
            yield f"SIGNOFF.yaml: signed for another report of {programme}."


def reports_wrong(folder, told):
    """Each folder is a report at release level, whole, as it was signed for, under a profile that protects."""
    folders = {name.split("/")[0] for name in told["files"] if "/" in name}
    if not folders or folders != set(told["reports"]):
        yield "manifest.json: its reports are not the folders that are there."
    for programme in sorted(folders & set(told["reports"])):
        made, start = read(folder / programme / "manifest.json"), f"{programme}/"
        own = {name.removeprefix(start): sha for name, sha in told["files"].items() if name.startswith(start)}
        if {**made["outputs"], "manifest.json": own.get("manifest.json")} != own:
            yield f"{programme}: not the files that were signed for."
        facts = [made["facts"][name] for name in ("site", "level", "profile")] + [made["protection"]]
        if facts != [told["site"], "release", told["profile"]["id"], told["reports"][programme]["protection"]]:
            yield f"{programme}: made of another place, level, profile or plan."
    rule = told["profile"]["count"]
    if told["profile"]["restricted_only"] or not 0 <= rule["hide_from"] <= 1 < rule["hide_to"]:
        yield "manifest.json: its profile hides no small number."


def row_wrong(row, told):
    """A released row keeps to the profile: what is hidden is gone, counts are rounded, small ones are not there."""
    if None in row or None in row.values() or row["programme"] not in told["reports"] or row["site"] != told["site"]:
        yield "it is no row of these reports"
        return
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
    rule = told["profile"]["count"]
    for name in COUNTS:
        count = float(row[name] or 0)
        if rule["hide_from"] <= count <= rule["hide_to"] and count:
            yield f"{name} is a small number"
        if count % (rule["round_to"] or 1):
            yield f"{name} is not rounded"


def numbers_known(rows, told):
    """Return every number that a page may say, as it may be written."""
    # Years, thresholds and versions of the manifest, and the figures of the coverage study, are numbers of nobody.
    known = {found.replace(",", "") for found in NUMBER.findall(json.dumps(told, ensure_ascii=False))}
    for cell in {cell for row in rows for cell in row.values() if isinstance(cell, str)}:
        try:
            value = abs(float(cell))
        except ValueError:
            known |= {found.replace(",", "") for found in NUMBER.findall(cell)}
            continue
        known |= {f"{size:.{decimals}f}" for size in (value, 100 * value) for decimals in range(5)} | {f"{value:.9g}"}
    return known


def main(words):
    """Say what is wrong with the release in a folder; return an exit code."""
    try:
        wrong = check(Path(words[0])) if len(words) == 1 else ["usage: python3 tools/check_release.py FOLDER"]
    except Exception as error:  # whatever it is made of: what cannot be read is no release
        wrong = [f"This is no release that can be read ({type(error).__name__})."]
    told = "\n".join(wrong) or "The bundle is whole, signed by two people, and keeps to the profile that it names."
    print("".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in told))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
