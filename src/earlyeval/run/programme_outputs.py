"""The files of one synthesis, written into its stage: the page, the workbook, and at restricted level the rows."""

from pathlib import Path

import pandas as pd

from earlyeval import __version__
from earlyeval.present.workbook_tables import every_row
from earlyeval.protect.gate import Released
from earlyeval.report.joining import joined
from earlyeval.report.page import write_page
from earlyeval.report.workbook import write_workbook
from earlyeval.run.closing import HASH_CHARACTERS, NAMED_PACKAGES, methods_used, protection_words
from earlyeval.run.outputs import LINKS, RESTRICTED_BANNER, VERSION_CHARACTERS, write_results
from earlyeval.run.page_tables import tables_of_cells
from earlyeval.run.programme_plan import ProgrammeJob
from earlyeval.study import Synthesis

SUBMITTING = "Totals are of the submitting sites only."


def write_programme_outputs(
    job: ProgrammeJob,
    synthesis: Synthesis,
    results: pd.DataFrame,
    *,
    released: Released,
    notebooks: list[Path],
    folder: Path,
) -> list[str]:
    """Write every file of the synthesis beside its notebook; return their names.

    Parameters
    ----------
    results : DataFrame, one row per estimate
        As they were before the gate. Written at restricted level only.
    released : Released
        The same rows as they passed it.
    notebooks : list of paths
        Executed. The page and the workbook show what they show.
    """
    title = f"{synthesis.programme.name}: all sites"
    banner = " ".join([RESTRICTED_BANNER] * (job.level == "restricted") + [synthesis.banner] * bool(synthesis.banner))
    made, facts = joined(notebooks, level=job.level), facts_on_page(job, synthesis)
    write_page(
        made, folder / "index.html", title=title, subtitle=synthesis.registry.facts.title, banner=banner, facts=facts,
        links=LINKS, closing=_closing(job, synthesis, released),
    )  # fmt: skip
    write_workbook(
        [*tables_of_cells(made.notebook["cells"]), every_row(released)], folder / "tables.xlsx", title=title,
        banner=banner, facts=facts, notes=_notes(synthesis), table_numbers=made.table_numbers,
    )  # fmt: skip
    names = ["index.html", "tables.xlsx"]
    if job.level == "restricted":
        write_results(results, folder / "results.csv")
        names.append("results.csv")
    return names


def facts_of(synthesis: Synthesis) -> dict[str, object]:
    """Return what a reader wants to quote about a synthesis, for its manifest."""
    facts = synthesis.registry.facts
    return {
        "study": facts.id,
        "title": facts.title,
        "seed": facts.seed,
        "programme": synthesis.programme.id,
        "programme_name": synthesis.programme.name,
        "sites": [one.site.id for one in synthesis.sites],
        "sites_without_returns": dict(synthesis.absent),
        "profile": synthesis.profile.id,
        "level": synthesis.level,
        "data": synthesis.data,
        "earlyeval": __version__,
    }


def facts_on_page(job: ProgrammeJob, synthesis: Synthesis) -> dict[str, str]:
    """Return what a reader quotes, label to text."""
    declared = len(synthesis.declared)
    return {
        "Sites": f"{len(synthesis.sites)} of {declared} declared sites{absent_in_words(synthesis)}",
        "Data": "synthetic" if synthesis.data == "synthetic" else "as returned by the sites",
        "Disclosure profile": synthesis.profile.name,
        "earlyeval": f"{__version__}, code {job.inputs['code'][:VERSION_CHARACTERS]}",
    }


def absent_in_words(synthesis: Synthesis) -> str:
    """Return which sites are not in a synthesis, and why; empty where all are."""
    if not synthesis.absent:
        return ""
    return "; without " + ", ".join(f"{site} ({why})" for site, why in synthesis.absent.items())


def _notes(synthesis: Synthesis) -> list[str]:
    count = synthesis.profile.count
    notes = [
        "Each table is the one of the same number on the page, with its notes; the last sheet holds every result, "
        "with the pooled change without each site and each site's change drawn towards the others.",
        SUBMITTING,
    ]
    if synthesis.level == "release":
        notes.append(f"{count.symbol}: {synthesis.profile.symbol_words}")
    return notes


def _closing(job: ProgrammeJob, synthesis: Synthesis, released: Released) -> dict[str, list[str]]:
    packages, level = job.inputs["packages"], synthesis.level
    named = ", ".join(f"{name} {packages[name]}" for name in NAMED_PACKAGES if name in packages)
    code, lock = (job.inputs[name][:HASH_CHARACTERS] for name in ("code", "lock"))
    protected = [*protection_words(synthesis.profile, level=level)]
    if level == "release":
        protected.append(
            "Pooled changes, limits and totals are made from sites whose own number is shown. A total of births counts "
            "hidden sites too, and is shown only where subtracting leaves each of them open."
        )
    return {
        "Methods used": methods_used(released),
        "What protects the people": protected,
        "What it was made with": [
            f"earlyeval {__version__}, code {code}, lock {lock}, Python {job.inputs['python']}.",
            f"{named}.",
            f"Made from the result rows of {len(synthesis.sites)} sites; seed {synthesis.registry.facts.seed}. "
            "manifest.json lists what each site may show, and every output, by hash.",
            f"make programme PROGRAMME={job.programme} makes it again: the same input gives the same bytes.",
        ],
    }
