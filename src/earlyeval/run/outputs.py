"""The files of one report, written into its stage: page, workbook, and at restricted level the results themselves."""

from pathlib import Path

import pandas as pd

from earlyeval import __version__
from earlyeval.present.newsletter import newsletter_parts
from earlyeval.present.setting import Setting
from earlyeval.present.workbook_tables import every_row
from earlyeval.protect.gate import Released
from earlyeval.report.coded_files import CODEBOOK, write_coded_files
from earlyeval.report.joining import joined
from earlyeval.report.newsletter import write_newsletter
from earlyeval.report.page import write_page
from earlyeval.report.workbook import write_workbook
from earlyeval.run.closing import closing_words
from earlyeval.run.page_tables import tables_of_cells
from earlyeval.run.plan import Job
from earlyeval.study import Study

RESTRICTED_BANNER = "RESTRICTED: not protected, for the evaluators alone. Do not pass on."
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins so for a formula
DIGITS = "%.12g"
LINKS = (("All tables (Excel)", "tables.xlsx"), ("How it was made, by hash", "manifest.json"))
NEWSLETTER = ("Newsletter, one page", "newsletter.html")
VERSION_CHARACTERS = 12


def write_outputs(
    job: Job, study: Study, results: pd.DataFrame, *, released: Released, notebooks: list[Path], folder: Path
) -> list[str]:
    """Write every file of the report beside its notebooks; return their names.

    Parameters
    ----------
    results : DataFrame, one row per estimate
        As they were before the gate. Written at restricted level only, each number at 12 significant digits.
    released : Released
        The same rows as they passed it: the last sheet of the workbook, and the list of methods on the page.
    notebooks : list of paths
        Executed, in page order. The page and the workbook's other sheets show what they show.
    """
    title = f"{study.programme.name}, {study.site.name}"
    made = joined(notebooks, level=job.level)
    write_page(
        made, folder / "index.html", title=title, subtitle=study.registry.facts.title, banner=banner_of(study),
        facts=facts_on_page(job, study), links=_links(study), closing=closing_words(job, study, released),
    )  # fmt: skip
    write_workbook(
        [*tables_of_cells(made.notebook["cells"]), every_row(released)], folder / "tables.xlsx", title=title,
        banner=banner_of(study), facts=facts_on_page(job, study), notes=notes_of(study),
        table_numbers=made.table_numbers,
    )  # fmt: skip
    names = ["index.html", "tables.xlsx"]
    if study.programme.newsletter is not None:
        _write_newsletter(study, released, folder)
        names.append(NEWSLETTER[1])
    names += write_coded_files(study.tables, folder, level=job.level, name=f"{study.programme.id}/{study.site.id}")
    if job.level == "restricted":
        write_results(results, folder / "results.csv")
        names.append("results.csv")
    return names


def _links(study: Study) -> tuple[tuple[str, str], ...]:
    links = (NEWSLETTER, *LINKS) if study.programme.newsletter is not None else LINKS
    return (*links, ("Codebook, for programs for coding (REFI-QDA)", CODEBOOK)) if study.has("codes") else links


def _write_newsletter(study: Study, released: Released, folder: Path) -> None:
    declared = study.programme.newsletter
    # Names as the setting has them, by keyword: the same that every display of the report is made under.
    setting = Setting(profile=study.profile, **study.setting)
    parts = newsletter_parts(released, setting, what_next=declared.what_next, thanks=declared.thanks)
    write_newsletter(
        folder / NEWSLETTER[1], parts, title=declared.title, subtitle=study.site.name, banner=banner_of(study)
    )


def banner_of(study: Study) -> str:
    """Return what must be read first: that data are made up, that a page is not for others."""
    parts = [RESTRICTED_BANNER] if study.level == "restricted" else []
    return " ".join([*parts, *([study.banner] if study.banner else [])])


def facts_on_page(job: Job, study: Study) -> dict[str, str]:
    """Return what a reader quotes about a report, label to text."""
    delivery = study.delivery
    return {
        "Period": f"{delivery.start} to {delivery.end}",
        "Data": "synthetic" if study.data == "synthetic" else "as returned by the site",
        "Disclosure profile": study.profile.name,
        "earlyeval": f"{__version__}, code {job.inputs['code'][:VERSION_CHARACTERS]}",
    }


def notes_of(study: Study) -> list[str]:
    """Return what holds for all tables of a workbook."""
    count = study.profile.count
    notes = ["Each table is the one of the same number on the page, with its notes; the last sheet holds every result."]
    if study.level == "release":
        notes.append(f"{count.symbol}: {study.profile.symbol_words}")
    return notes


def write_results(results: pd.DataFrame, target: Path) -> None:
    """Write the results table as CSV at 12 significant digits; no text of it can become a formula."""
    safe = results.copy()
    for column in safe.columns[safe.dtypes.map(pd.api.types.is_string_dtype)]:
        risky = safe[column].str.startswith(FORMULA_SIGNS, na=False)
        safe[column] = safe[column].where(~risky, "'" + safe[column])
    safe.to_csv(target, index=False, float_format=DIGITS, lineterminator="\n", encoding="utf-8")
