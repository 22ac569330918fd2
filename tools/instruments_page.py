"""Make docs/instruments.md from data/registry/instruments: every shipped instrument, how it is scored, who checked it.

Run: python tools/instruments_page.py. A test holds the page to the registry.
"""

from pathlib import Path

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.walk import unverified_facts

PAGE = CLONE / "docs" / "instruments.md"
CLASSES = {"A": "scored from items", "B": "scored from item codes, wording not shipped", "C": "supplied totals only"}
METHODS = {
    "sum": "sum of {n} items",
    "mean": "mean of {n} items",
    "sum_of_scores": "sum of {n} scores",
    "algorithm": "algorithm over {n} items",
    "supplied": "supplied",
}
DIRECTIONS = {"lower_is_better": "lower", "higher_is_better": "higher", "neither": "neither"}
INTRODUCTION = """# The instruments that are shipped

This page is made by `tools/instruments_page.py` from `data/registry/instruments/`; a test holds it to them.
[registry.md](registry.md) says how such a file is written, and how a study declares an instrument of its own.

{instruments} instruments in {versions} versions. Licence class A: scored from items. B: scored from item codes, wording
never shipped. C: supplied totals only. "Not checked" names what nobody has read in its source yet: a report that leans
on it says so. A made-up sum is the mean of the answered items times their number.

"""
HEADER = "| version | score | how | range | better | missing | cut-offs and bands | reliable change | not checked |\n"


def page():
    """Return the whole page as text."""
    instruments = load_registry(study_paths(CLONE)).instruments
    versions = sum(len(known.versions) for known in instruments.values())
    parts = [INTRODUCTION.format(instruments=len(instruments), versions=versions)]
    parts.append("| instrument | what it measures | who answers | class | versions |\n|---|---|---|---|---|\n")
    for name in sorted(instruments):
        known = instruments[name]
        ids = ", ".join(f"`{version.id}`" for version in known.versions)
        link = f"[{known.name}](#{anchor(known.name)})"
        who = ", ".join(known.respondents)
        parts.append(f"| {link} | {known.construct_measured} | {who} | {known.licence.licence_class} | {ids} |\n")
    parts.extend(section(instruments[name]) for name in sorted(instruments))
    return "".join(parts)


def section(instrument):
    """Return one instrument: its name, terms, warnings and a row for each score of each version."""
    licence = instrument.licence
    lines = [
        f"\n## {instrument.name}\n\n",
        f"`{instrument.id}`: {instrument.full_name}. {instrument.recall_period.capitalize()}. "
        f"Class {licence.licence_class}, {CLASSES[licence.licence_class]}. {licence.terms}\n\n",
    ]
    lines.extend(f"- `{version.id}`: {version.note}\n" for version in instrument.versions if version.note)
    if instrument.safeguarding:
        items = ", ".join(f"`{rule.item}` from {rule.at_least:g}" for rule in instrument.safeguarding)
        lines.append(f"- For a person at the service to see ([safeguarding.md](safeguarding.md)): {items}.\n")
    if instrument.caution:
        lines.append(f"- Beware: {instrument.caution}\n")
    if any(version.subscales for version in instrument.versions):
        lines.append("\n" + HEADER + "|" + "---|" * (HEADER.count("|") - 1) + "\n")
        lines.extend(row(instrument, version, scale) for version in instrument.versions for scale in version.subscales)
    else:
        lines.append("\nIt has no score: results are shares of answers.\n")
    return "".join(lines)


def row(instrument, version, scale):
    """Return one score of one version as a line of the table."""
    open_facts = unverified_facts(instrument, version=version.id, subscale=scale.id)
    cells = (
        f"`{version.id}`", f"`{scale.id}` {scale.label}", how(scale), f"{scale.lowest:g} to {scale.highest:g}",
        DIRECTIONS[scale.direction], missing(scale.missing), readings(scale),
        "; ".join(change(route) for route in scale.reliable_change), ", ".join(open_facts),
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |\n"


def how(scale):
    """Return how a score is put together."""
    words = METHODS[scale.method].format(n=len(scale.items) or len(scale.subscales))
    words += f", times {scale.multiplied_by:g}" if scale.multiplied_by != 1 else ""
    return words + (", then converted" if scale.conversion else "")


def missing(rule):
    """Return when a score is made with items missing."""
    if rule is None:
        return ""
    if rule.rule == "decided":
        return "where the others decide"
    rounded = ", made up and rounded" if rule.rounded else ""
    return "none" if rule.rule == "all" else f"up to {rule.at_most_missing}{rounded}"


def readings(scale):
    """Return bands, cut-offs and age forms in words."""
    parts = [f"{band.label} from {band.lowest:g}" for band in scale.bands]
    for cut_off in scale.cut_offs:
        value = f"{cut_off.at_least:g} or more" if cut_off.at_least is not None else f"{cut_off.at_most:g} or less"
        parts.append(f"{cut_off.label}: {value}")
    if scale.form_cut_offs:
        parts.append(f"{len(scale.form_cut_offs)} age forms, each with its own")
    return "; ".join(parts)


def change(route):
    """Return one route to the smallest reliable change."""
    if route.route == "published":
        return f"{route.threshold:g}"
    if route.route == "sem":
        return f"SEM {route.sem:g}"
    return f"SD {route.sd:g}, r {route.reliability:g}"


def anchor(heading):
    """Return the link of a heading, as pages of code hosts make it."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -")
    return kept.replace(" ", "-")


if __name__ == "__main__":
    Path(PAGE).write_text(page(), encoding="utf-8")
