"""One domain followed through every strand that the programme has: what each says of it, and which are silent.

After O'Cathain, Murphy and Nicholl 2010, doi:10.1136/bmj.c4587 (following a thread). Silence is a row like any other.
"""

from collections.abc import Iterator

from earlyeval.analyse.joint_display import named
from earlyeval.analyse.numbers_of_domains import numbers, rows_of
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.quotation_checks import printable
from earlyeval.analyse.quotations import quotation_row
from earlyeval.analyse.themes import ROLE_OF_STRAND, theme_reach
from earlyeval.study import Study

NOT_ASKED = "Nothing of this domain was asked or noted here."
NOT_RETURNED = "Declared, and nothing was returned."
ACCOUNTS = "accounts"
# Source of a thread, in reading order, with its words.
SOURCES = {
    "survey-family": "Questionnaires of families",
    "experience": "Experience in ticks",
    "attendance": "Attendance",
    "video": "Coded video",
    "survey-staff": "Questionnaires of staff",
    "reviews": "Case reviews",
    "observations": "The setting as it was observed",
    "other": "Other records",
    "interviews-family": "Interviews with families",
    "interviews-staff": "Interviews and groups with staff",
}
SPEAKS, SILENT = "speaks", "silent"


@question("threads")
def threads(study: Study) -> Iterator[Row]:
    """Return, per domain of the convergence table, a row for every strand and the rows of what it says.

    Rows
    ----
    ``thread`` per domain (``outcome``) and source (``label``): ``direction`` speaks or silent, ``note`` why it is
    silent. After it, with the same ``subgroup`` ("domain/source"), the result rows of that source: numbers, reach of
    themes, and one printable quotation of each theme.
    """
    if not study.has("convergence"):
        return
    known, reaches, declared = numbers(study), theme_reach(study), declared_sources(study)
    for domain in study.table("convergence").itertuples(index=False):
        spoken = _by_source(study, rows_of(known, domain.outcome_ids), rows_of(reaches, domain.theme_ids))
        for source, has_returns in declared.items():
            found = spoken.get(source, [])
            place = f"{domain.domain_id}/{source}"
            yield {
                "strand": "qualitative",
                "outcome": domain.domain_id,
                "label": SOURCES[source],
                "comparison": domain.domain,
                "subgroup": place,
                "estimand": "thread",
                "direction": SPEAKS if found else SILENT,
                "note": "" if found else NOT_ASKED if has_returns else NOT_RETURNED,
                "source_table": "convergence",
                "sensitivity": "open",
            }
            for row in found:
                yield row | {"subgroup": place, "label": named(row)}


def declared_sources(study: Study) -> dict[str, bool]:
    """Return the sources that the programme declares, in reading order, and whether anything was returned of each."""
    scored = set(study.scores["instrument"])
    answered = dict.fromkeys(SOURCES, False)
    declared: dict[str, bool] = {}
    for outcome in study.outcomes:
        source = _source_of_outcome(outcome.source, outcome.strand)
        answered[source] |= outcome.instrument in scored or study.has(outcome.source)
        declared[source] = answered[source]
    if study.plan.experience:
        declared["experience"] = bool({asked.instrument for asked in study.plan.experience} & _asked(study))
    if study.programme.session_kinds:
        declared["attendance"] = study.has("attendance")
    roles = set(study.table("documents")["role"])
    if "qualitative" in study.programme.strands:
        declared["interviews-family"] = bool(roles & set(ROLE_OF_STRAND["family"]))
        of_staff = bool(roles & set(ROLE_OF_STRAND["staff"]))
        if of_staff or "staff" in study.programme.strands:
            declared["interviews-staff"] = of_staff
    return {source: declared[source] for source in SOURCES if source in declared}


def _asked(study: Study) -> set[str]:
    return set(study.table("responses")["instrument"])


def _source_of_outcome(source: str, strand: str) -> str:
    if source == "ratings":
        return "video"
    if source == "scores":
        return "survey-staff" if strand == "staff" else "survey-family"
    return source if source in SOURCES else "other"


def _by_source(study: Study, measured: list[Row], accounts: list[Row]) -> dict[str, list[Row]]:
    """Return rows by source; a theme of both strands stands under each voice that it was heard from."""
    sources = {outcome.id: _source_of_outcome(outcome.source, outcome.strand) for outcome in study.outcomes}
    sources |= {asked.id: "experience" for asked in study.plan.experience}
    attended = (*study.programme.definitions, *study.programme.session_kinds)
    sources |= {one.id: "attendance" for one in attended}
    found: dict[str, list[Row]] = {}
    for row in measured:
        found.setdefault(sources[row["outcome"]], []).append(row)
    strands = study.table("themes").set_index("theme_id")["strand"].to_dict()
    for row in accounts:
        source = "interviews-staff" if strands.get(row["outcome"]) == "staff" else "interviews-family"
        said = found.setdefault(source, [])
        said.append(row | {"comparison": row["comparison"] or ACCOUNTS})
        quoted = [one for one in printable(study) if one.theme_id == row["outcome"]][:1]
        said += [quotation_row(one, subgroup="") | {"comparison": ACCOUNTS} for one in quoted]
    return found
