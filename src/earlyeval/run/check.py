"""``earlyeval check``: read what a place sent as a report would and say what was found. Only a page is written.

A return of many places is divided beforehand, and the rows of a database are asked for; both are kept like the stages
of a report.
"""

from collections.abc import Sequence

from earlyeval.foundations.errors import EarlyevalError, ReturnsRefusedError
from earlyeval.registry.load import load_registry
from earlyeval.registry.whole import Registry
from earlyeval.report.check_page import DONE, CheckedPart, write_check_page
from earlyeval.run.ending import say
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

MOST_FINDINGS = 12  # the page and the report's chapter on data quality list them all
FOLDER = "checks"
NOTHING_CHANGED = "Nothing was changed. Mend the returns and check again."


def check_all(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Check the returns of some (site, programme) pairs; return the exit code of the first that was refused."""
    from earlyeval.score.worked_examples import check_own_examples

    registry, screen, code = load_registry(request.paths), Screen(), 0
    check_own_examples(registry, request.paths)
    parts: dict[str, list[CheckedPart]] = {}
    for site, programme in pairs:
        part, own_code = _checked(request, registry, screen, site=site, programme=programme)
        parts.setdefault(site, []).append(part)
        code = code or own_code
    if request.html:
        for site, own in parts.items():
            target = request.paths.data / FOLDER / f"{site}.html"
            write_check_page(target, own, site_name=registry.site(site).name)
            screen.line(f"To be sent to the site: {target}")
    return code


def _checked(
    request: Request, registry: Registry, screen: Screen, *, site: str, programme: str
) -> tuple[CheckedPart, int]:
    from earlyeval.study.scanned import refuse_named
    from earlyeval.study.supplied import with_supplied_totals
    from earlyeval.tidy.arrive import read_returns
    from earlyeval.tidy.findings import counted
    from earlyeval.tidy.from_database import ask_databases

    name, data = registry.programme(programme).name, request.checked_data
    try:
        if data != "synthetic":
            ask_databases(registry, request.paths, [(site, programme)])
        returns = read_returns(registry, request.paths, site=site, programme=programme, data=data)
        refuse_named(returns.tables)
    except EarlyevalError as error:
        return _refused(error, name, screen, site=site, programme=programme), error.exit_code
    found = with_supplied_totals(registry, returns.tables, returns.findings)
    rows = sum(returns.tables.n_rows(table) for table in returns.tables)
    n_files = len(returns.files)
    told = f"{counted(n_files, 'file')}, {counted(rows, 'row')}: nothing is refused"
    screen.line(f"{site} · {programme} · {returns.data} data")
    screen.line(f"  {told}")
    for line in finding_lines(found):
        screen.line(f"  {line}")
    findings = _told(found)
    verdict = f"{told}." if findings else f"{told}, and nothing is worth noting."
    return CheckedPart(name, verdict, findings=findings), 0


def _refused(error: EarlyevalError, name: str, screen: Screen, *, site: str, programme: str) -> CheckedPart:
    """Say what is to be mended, then what is worth knowing beside; nothing of either was changed."""
    screen.line(f"{site} · {programme}")
    verdict, *problems = str(error).splitlines()
    found = getattr(error, "findings", None)
    findings = () if found is None or not len(found) else _told(found)
    lines = ["Worth knowing beside:", *(f"  {line}" for line in finding_lines(found))] if findings else []
    ending = [NOTHING_CHANGED] if isinstance(error, ReturnsRefusedError) else []
    say("\n".join([str(error), *lines, *ending]))
    cut = next((place for place, line in enumerate(problems) if not line.startswith(" ")), len(problems))
    told, rest = ([line.strip() for line in half] for half in (problems[:cut], problems[cut:]))
    return CheckedPart(name, verdict, tuple(told), findings, rest[0] if rest else "", tuple(rest[1:]))


def _told(findings: object) -> tuple[tuple[str, str, str], ...]:
    return tuple((DONE[row["severity"]], _where(row), row["sentence"]) for row in _ordered(findings))


def _where(row: dict[str, str]) -> str:
    place = [row["file"] or row["table"], f"column {row['column']}" if row["column"] else ""]
    return ", ".join(part for part in place if part)


def _ordered(findings: object) -> list[dict[str, str]]:
    """Return the findings, what was set aside first."""
    rows = findings.to_dict("records")  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: row["severity"] != "set_aside")


def finding_lines(findings: object) -> list[str]:
    """Return the findings as lines: what was set aside first, then notes, the first dozen of them."""
    rows = _ordered(findings)
    if not rows:
        return ["nothing to note"]
    words = {"set_aside": "set aside", "note": "note"}
    lines = [f"{words[row['severity']]}: {_where(row)}: {row['sentence']}" for row in rows[:MOST_FINDINGS]]
    if len(rows) > MOST_FINDINGS:
        lines.append(f"... and {len(rows) - MOST_FINDINGS} more; --html writes them all, and so does the report")
    return lines
