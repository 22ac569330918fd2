"""``earlyeval check``: read what a place sent as a report would, say what was found, write nothing.

A return of many places is divided beforehand, and what was divided is kept like the stages of a report.
"""

from collections.abc import Sequence

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.registry.load import load_registry
from earlyeval.run.ending import say
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

MOST_FINDINGS = 12  # the report's chapter on data quality lists them all


def check_all(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Check the returns of some (site, programme) pairs; return the exit code of the first that was refused."""
    data = request.checked_data
    registry, screen, code = load_registry(request.paths), Screen(), 0
    from earlyeval.score.worked_examples import check_own_examples
    from earlyeval.tidy.arrive import read_returns
    from earlyeval.tidy.from_database import ask_databases

    check_own_examples(registry, request.paths)
    for site, programme in pairs:
        try:
            if data != "synthetic":
                ask_databases(registry, request.paths, [(site, programme)])
            returns = read_returns(registry, request.paths, site=site, programme=programme, data=data)
        except EarlyevalError as error:
            screen.line(f"{site} · {programme}")
            say(str(error))
            code = code or error.exit_code
            continue
        rows = sum(returns.tables.n_rows(name) for name in returns.tables)
        screen.line(f"{site} · {programme} · {returns.data} data")
        screen.line(f"  {len(returns.files)} files, {rows} rows: nothing is refused")
        for line in finding_lines(returns.findings):
            screen.line(f"  {line}")
    return code


def finding_lines(findings: object) -> list[str]:
    """Return the findings as lines: what was set aside first, then notes, the first dozen of them."""
    rows = sorted(findings.to_dict("records"), key=lambda row: row["severity"] != "set_aside")  # type: ignore[attr-defined]
    if not rows:
        return ["nothing to note"]
    words = {"set_aside": "set aside", "note": "note"}
    lines = [f"{words[row['severity']]}: {row['file']}: {row['sentence']}" for row in rows[:MOST_FINDINGS]]
    if len(rows) > MOST_FINDINGS:
        lines.append(f"... and {len(rows) - MOST_FINDINGS} more; the report's chapter on data quality lists them all")
    return lines
