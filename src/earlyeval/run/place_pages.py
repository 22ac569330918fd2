"""The pages that list reports: one for each place and one over all places, made from the manifests that lie there."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.terms import DATA_WORDS
from earlyeval.registry.across import PROGRAMMES
from earlyeval.registry.whole import Registry
from earlyeval.report.index import Entry, write_overview, write_place_page
from earlyeval.run.manifest import read_manifest
from earlyeval.run.not_renewed import WORDS, not_renewed
from earlyeval.run.place_sections import sections_of
from earlyeval.run.publish import publish_file, recover

DATA_IN_LIST = {"synthetic": "Synthetic demonstration data", "real": "Data as returned by the site"}


def write_place_pages(registry: Registry, paths: StudyPaths, *, sites: Iterable[str]) -> None:
    """Write the pages of some places and the overview, each whole or not at all.

    Whoever calls holds the lock of the pages. Only places and programmes that the registry declares are listed, in
    its order, and only reports that lie there.
    """
    old = not_renewed(paths)
    for site in sites:
        facts = _facts_of_site(registry, paths, site)
        words = {"site_name": registry.site(site).name, "banner": _banner(facts)}
        entries = [_programme_entry(fact, is_old=(site, fact["programme"]) in old) for fact in facts]
        words["sections"] = sections_of(registry, paths, facts)
        with tempfile.TemporaryDirectory() as folder:
            waiting = Path(folder) / "index.html"
            write_place_page(waiting, entries=entries, links=(("All places", "../index.html"),), **words)
            recover(paths.reports / site / "index.html")
            publish_file(paths.reports / site / "index.html", waiting.read_bytes())
    _write_overview(registry, paths)


def _write_overview(registry: Registry, paths: StudyPaths) -> None:
    old = {site for site, _ in not_renewed(paths)}
    by_site = {site: _facts_of_site(registry, paths, site) for site in sorted(registry.sites)}
    entries = [
        Entry(
            name=registry.site(site).name,
            href=f"{site}/index.html",
            summary=_said(", ".join(fact["programme_name"] for fact in facts) + ".", is_old=site in old),
        )
        for site, facts in by_site.items()
        if facts and (paths.reports / site / "index.html").is_file()
    ]
    across = _facts_of_syntheses(registry, paths)
    entries += [_synthesis_entry(fact) for fact in across]
    banner = _banner([*(fact for facts in by_site.values() for fact in facts), *across])
    with tempfile.TemporaryDirectory() as folder:
        waiting = Path(folder) / "index.html"
        write_overview(waiting, entries=entries, banner=banner, title=registry.facts.title)
        recover(paths.reports / "index.html")
        publish_file(paths.reports / "index.html", waiting.read_bytes())


def _facts_of_site(registry: Registry, paths: StudyPaths, site: str) -> list[dict[str, Any]]:
    """Return the facts of the reports that lie in a place's folder, in the order its programmes are declared."""
    found = [read_manifest(paths.reports / site / run.programme) for run in registry.site(site).programmes]
    return [manifest["facts"] for manifest in found if manifest]


def _facts_of_syntheses(registry: Registry, paths: StudyPaths) -> list[dict[str, Any]]:
    """Return the facts of the programmes that were brought together over their sites, in alphabetical order."""
    found = [read_manifest(paths.reports / PROGRAMMES / programme) for programme in sorted(registry.programmes)]
    return sorted((made["facts"] for made in found if made), key=lambda fact: fact["programme_name"].casefold())


def _synthesis_entry(fact: dict[str, Any]) -> Entry:
    folder = f"{PROGRAMMES}/{fact['programme']}"
    return Entry(
        name=f"{fact['programme_name']}: all sites",
        href=f"{folder}/index.html",
        summary=f"{DATA_IN_LIST[fact['data']]} of {len(fact['sites'])} sites, side by side and together.",
        links=(("All tables (Excel)", f"{folder}/tables.xlsx"),),
    )


def _said(summary: str, *, is_old: bool) -> str:
    return f"{summary} {WORDS}" if is_old else summary.removesuffix(".")


def _programme_entry(fact: dict[str, Any], *, is_old: bool) -> Entry:
    return Entry(
        name=fact["programme_name"],
        href=f"{fact['programme']}/index.html",
        summary=f"{DATA_IN_LIST[fact['data']]}. Disclosure profile: {fact['profile']}.{f' {WORDS}' if is_old else ''}",
        links=(("All tables (Excel)", f"{fact['programme']}/tables.xlsx"),),
    )


def _banner(facts: list[dict[str, Any]]) -> str:
    """Return the mark of made-up data as soon as one of the listed reports stands on them."""
    return DATA_WORDS["synthetic"] if any(fact["data"] == "synthetic" for fact in facts) else ""
