"""Try the promises of docs/trust.md at their full figures, keep a record of each, and make the page's table from it.

    .venv/bin/python -P tools/trust_figures.py run tables 1/5    # one fifth of one figure
    .venv/bin/python -P tools/trust_figures.py run tables        # all of it
    .venv/bin/python -P tools/trust_figures.py page              # the table again, from the record

The record is docs/trust_figures.json. A figure of which a part was not run says so in the table. Processor time is
that of the tests and of every process that they started, also of those that were killed.
"""

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

CLONE = Path(__file__).resolve().parents[1]
PAGE = CLONE / "docs" / "trust.md"
RECORD = CLONE / "docs" / "trust_figures.json"
START, END = "<!-- figures: made by tools/trust_figures.py -->", "<!-- end of figures -->"
HEADINGS = ("promise", "what is tried", "asked", "tried", "failed", "processor time", "when", "command")
HEIR_SECONDS = 10.0  # in which what was left behind has ended by itself
SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER: what a killed process leaves behind is ours to count


@dataclass(frozen=True)
class Figure:
    """One line of the table: a promise of trust, what one trial is, how many are asked for, and the tests that try."""

    promise: str
    words: str
    asked: int
    tests: tuple[str, ...]


PUBLISHED = "tests/battery/test_published_or_untouched.py"
LEAKS = "tests/battery/test_no_person_leaks.py"
MARKS = "tests/protect/test_marks_of_trust.py"
FIGURES = {
    "tables": Figure(
        "P12", "random tables of one to three sides, 2,000 under each of five profiles: a hidden count with fewer "
        "than three possible values", 10_000, (f"{MARKS}::test_no_small_number_of_a_table_can_be_worked_out",),
    ),
    "large-tables": Figure(
        "P12", "tables of 12 by 10, a minute for all", 50, (f"{MARKS}::test_a_large_table_takes_a_second",),
    ),
    "studies": Figure(
        "P13", "made-up studies of several sites, arms and levels, 500 under each of five profiles: a hidden count "
        "given away by subtraction", 2500,
        (f"{MARKS}::test_sites_arms_and_groups_give_nothing_away_by_subtraction",),
    ),
    "kills": Figure(
        "P5", "a run killed at any moment, its whole group: a report that is torn, mixed or not verified by its "
        "checksums, more than one stage left, a next run that needs cleaning", 200,
        (f"{PUBLISHED}::test_killed_at_any_moment_a_report_is_whole",),
    ),
    "kernel-kills": Figure(
        "P5", "its kernel alone killed: published all the same, a kernel left", 40,
        (f"{PUBLISHED}::test_with_its_kernel_killed_a_report_stays_as_it_was",),
    ),
    "disks": Figure(
        "P6", "a disk from nothing free to just enough: no cause in one line, a published path changed", 12,
        (f"{PUBLISHED}::test_a_disk_that_is_full_leaves_the_report_as_it_was",),
    ),
    "races": Figure(
        "P7", "two runs of one report at once: not one report, whole, by one of them", 20,
        (f"{PUBLISHED}::test_two_runs_at_once_both_end_well",),
    ),
    "surroundings": Figure(
        "P10", "combinations of threads, kernel type of the linear algebra, hash seed, time zone, locale, umask, path, "
        "order of rows and columns, clock, SOURCE_DATE_EPOCH, warm or ordinary kernel: a file of other bytes",
        60, ("tests/battery/test_same_bytes.py::test_a_report_is_the_same_bytes_whatever_surrounds_it",),
    ),
    "good-runs": Figure(
        "P15", "40 planted ids, names, numbers, addresses and words in a run that ends well: one found in a screen, "
        "file, name, archive, picture, property, notebook or log", 30, (f"{LEAKS}::test_good_runs_leak_nobody",),
    ),
    "failing-runs": Figure(
        "P15", "the same in runs that fail, in ten ways", 30, (f"{LEAKS}::test_failing_runs_leak_nobody",),
    ),
    "endings": Figure(
        "P9", "a cell that never ends, a kernel that dies, memory that is used up, in eight ways: not told in time, "
        "something published, a process left", 40,
        ("tests/battery/test_stuck_or_dead.py::test_what_does_not_end_well_is_told_and_nothing_is_published",),
    ),
    "parameters": Figure(
        "P18", "hostile values, each through make (argument, environment), six options, a new folder's name, name and "
        "value of a notebook's parameter, YAML: something done, not refused, no names listed", 60,
        ("tests/battery/test_hostile_parameters.py",),
    ),
}  # fmt: skip


def run(name: str, part: str) -> int:
    """Try one figure, or a part of it, note what came of it, and return the exit code of the tests."""
    figure = FIGURES[name]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        words = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        words += ["-o", "junit_family=xunit1"]  # the later form has no place for properties
        environment = {**os.environ, "EARLYEVAL_FULL": "1", "EARLYEVAL_PART": part}
        before = _processor_seconds()
        with _heir():
            code = subprocess.run([*words, *figure.tests], cwd=CLONE, env=environment, check=False).returncode
        seconds = _processor_seconds() - before
        tried, failed = counted(ElementTree.parse(report))
    if tried or code:
        note(name, part, tried=tried, failed=failed or int(code != 0), seconds=seconds)
    return code


def counted(report: ElementTree.ElementTree) -> tuple[int, int]:
    """Return how many trials a report of pytest counts, and how many failed."""
    properties = [(one.get("name"), int(one.get("value", "0"))) for one in report.iter("property")]
    return tuple(sum(number for name, number in properties if name == kind) for kind in ("tried", "failed"))


def note(name: str, part: str, *, tried: int, failed: int, seconds: float) -> None:
    """Put a run into the record, in place of an earlier one of the same part."""
    line = {
        "figure": name, "part": part, "tried": tried, "failed": failed, "seconds": round(seconds),
        "date": f"{datetime.now():%Y-%m-%d}",
    }  # fmt: skip
    kept = [one for one in recorded() if one["figure"] != name or _stays(one["part"], beside=part)]
    lines = sorted([*kept, line], key=lambda one: (one["figure"], int(one["part"].split("/")[0])))
    text = ",\n".join(json.dumps(one) for one in lines)
    waiting = RECORD.with_suffix(".waiting")
    waiting.write_text(f"[\n{text}\n]\n", encoding="utf-8")
    waiting.replace(RECORD)


def _stays(part: str, *, beside: str) -> bool:
    """Say whether the run of a part is still to be counted beside that of another: another part, of as many."""
    return part != beside and part.split("/")[1] == beside.split("/")[1]


def recorded() -> list[dict]:
    """Return the record: one line for each part that was run."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else []


def table() -> str:
    """Return the table of all figures."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS)]
    for name, figure in FIGURES.items():
        command = f"`python -P tools/trust_figures.py run {name}`"
        lines.append((figure.promise, figure.words, f"{figure.asked:,}", *_seen(name), command))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _seen(name: str) -> tuple[str, str, str, str]:
    """Return how many were tried and failed, the processor time and the dates."""
    runs = [one for one in recorded() if one["figure"] == name]
    if not runs:
        return "not run", "", "", ""
    tried, failed, seconds = (sum(one[what] for one in runs) for what in ("tried", "failed", "seconds"))
    dates = sorted({one["date"] for one in runs})
    return f"{tried:,}", str(failed), f"{seconds / 60:.1f} min", " to ".join(dates[:1] + dates[1:][-1:])


def page() -> str:
    """Return the page with the table made again."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    return f"{before}{START}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


@contextlib.contextmanager
def _heir() -> Iterator[None]:
    """Become the parent of whatever the tests leave without one, and wait for it: its time counts as well."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    yield
    until = time.monotonic() + HEIR_SECONDS
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.1)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(words: list[str]) -> int:
    """Run a figure or make the page; return an exit code."""
    code = 0
    if words[:1] == ["run"] and len(words) in (2, 3) and words[1] in FIGURES:
        code = run(words[1], words[2] if len(words) == 3 else "1/1")
    elif words != ["page"]:
        print(f"run NAME [PART/PARTS], or page. Names: {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
