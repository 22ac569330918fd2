"""The page RESULTS.md: each mark with what was measured, and the figures behind it."""

from collections.abc import Mapping
from typing import Any

HEAD = """# Measured

Every figure was measured beside its honest alternative in the same run, on the same machine, the two alternating;
medians of the rounds. "CPU" is what the system counted for all processes. Walls vary by a quarter on this machine.
`make bench` makes this page again from `RESULTS.json`; the rows can be run one by one.

"""


def page(kept: Mapping[str, Any]) -> str:
    """Return the page for the results that are kept; a row that was not measured says so."""
    rows = {name: row["found"] for name, row in kept["rows"].items()}
    machine = kept["machine"]
    lines = [
        HEAD,
        f"Machine: {machine['processor']}; {machine['system']}; {machine['versions']}.\n\n",
        "| work | ours | honest alternative | mark | met? |\n|---|---|---|---|---|\n",
    ]
    for name, line in LINES.items():
        needed = name.split(", ")
        lines.append(line(*(rows[one] for one in needed)) if all(one in rows for one in needed) else "")
    lines.append(LIMITS)
    lines.append(_plan(rows.get("cluster")))
    lines.append("\n## What was run\n\n| command | date | load before | took |\n|---|---|---|---|\n")
    for row in kept["rows"].values():
        lines.append(f"| `{row['command']}` | {row['date']} | {row['load_before']} | {row['took_s']} s |\n")
    lines.append("\nAll that the scripts printed is in RESULTS.json.\n")
    return "".join(lines)


def _line(work: str, ours: str, other: str, mark: str, *, met: bool, note: str = "") -> str:
    return f"| {work} | {ours} | {other} | {mark} | {'yes' if met else 'no'}{': ' + note if note else ''} |\n"


def _warm(found: dict) -> str:
    warm, ordinary, command = found["warm"], found["ordinary"], found["papermill command"]
    return _line(
        "one warm notebook, overhead over its own cells", f"{warm['overhead']:.2f} s",
        f"ordinary kernel {ordinary['overhead']:.2f} s, papermill's command {command['overhead']:.2f} s",
        "at most 0.4 s", met=warm["overhead"] <= 0.4,
    )  # fmt: skip


def _one(found: dict) -> str:
    ours, other = found["ours"], found["commands"]
    times = other["wall_s"] / ours["wall_s"]
    return _line(
        "one report, everything changed",
        f"{ours['wall_s']:.1f} s (CPU {ours['cpu_s']:.1f} s, {ours['peak_mib']:.0f} MiB)",
        f"{other['wall_s']:.1f} s (CPU {other['cpu_s']:.1f} s): commands of papermill and nbconvert one after another",
        "6 times faster and under 15 s", met=times >= 6 and ours["wall_s"] < 15, note=f"{times:.1f} times",
    )  # fmt: skip


def _unchanged(found: dict) -> str:
    wall = found["ours"]["wall_s"]
    return _line(
        "nothing changed", f"{wall:.2f} s", "doit 0.13 s, snakemake 0.98 s (measured elsewhere, without our checks)",
        "at most 0.3 s", met=wall <= 0.3,
    )  # fmt: skip


def _many(found: dict) -> str:
    ours, other = found["ours"], found["commands_in_proportion_s"]
    times = other / ours["wall_s"]
    return _line(
        f"{found['reports']} reports, two jobs",
        f"{ours['wall_s']:.0f} s ({ours['wall_s'] / found['reports']:.1f} s each; {ours['peak_mib']:.0f} MiB at most)",
        f"{other:.0f} s, in proportion from 2 reports before and 2 after, make -j2", "8 times faster, memory flat",
        met=times >= 8, note=f"{times:.1f} times",
    )  # fmt: skip


def _validation(found: dict) -> str:
    best = max((way for way in found["times faster"] if way != "plain"), key=lambda way: found["times faster"][way])
    times = found["times faster"][best]
    return _line(
        "nbval of all notebooks", f"{found[best]['wall']:.1f} s ({best})",
        f"{found['plain']['wall']:.1f} s: plain nbval",
        "4 times faster, same verdicts", met=times >= 4 and found["same verdicts"],
        note=f"{times:.1f} times; {found['cells']} cells, verdicts "
        f"{'the same' if found['same verdicts'] else 'differ'}, "
        f"a changed digit {'seen by all' if found['changed digit seen'] else 'missed'}",
    )  # fmt: skip


def _national(found: list) -> str:
    ours, other, families = found[0]["ours"], found[0]["honest"], found[0]["families"]
    within = ours["wall_s"] <= 15 and ours["peak_rss_mb"] <= 2048
    is_marked = families == 1_000_000
    return _line(
        f"{families:,} families at 150 places in one CSV: check, tidy, score, change, mixed model",
        f"{ours['wall_s']:.1f} s, CPU {ours['cpu_s']:.1f} s, {ours['peak_rss_mb']:.0f} MB",
        f"{other['wall_s']:.1f} s, CPU {other['cpu_s']:.1f} s, {other['peak_rss_mb']:.0f} MB: pandas, pingouin, "
        "statsmodels, one check", "at most 15 s and 2 GB" if is_marked else "linear from 10,000 on", met=within,
        note="" if is_marked else f"{ours['wall_s'] / other['wall_s']:.1f} of the alternative's time, see below",
    )  # fmt: skip


def _million(found: list) -> str:
    lines = []
    for one in found:
        ours, other = one["ours"], one["pandas"]
        lines.append(
            _line(
                f"{one['rows']:,} rows of {one['columns']} columns as {one['form']} ({one['megabytes']:.0f} MB): check "
                "every cell, tidy",
                f"{ours['wall_s']:.1f} s, CPU {ours['cpu_s']:.1f} s, {ours['peak_mib']:.0f} MiB",
                f"{other['wall_s']:.1f} s, CPU {other['cpu_s']:.1f} s, {other['peak_mib']:.0f} MiB: pandas that only "
                "reads the file",
                "at most 8 s and 1.5 GB",
                met=ours["wall_s"] < 8 and ours["peak_mib"] < 1430,
                note=f"{one['ratio']:.1f} times pandas alone (CPU {one['ratio_cpu']:.1f} times)",
            )
        )
    return "".join(lines)


def _cluster(found: dict) -> str:
    one, two = found["measured_s"]["1"], found["measured_s"]["2"]
    return _line(
        f"{found['reports']} reports by 2 workers of a cluster", f"{two:.0f} s", f"{one:.0f} s: 1 worker",
        "1.8 times", met=found["ratio"] >= 1.8, note=f"{found['ratio']:.2f} times",
    )  # fmt: skip


def _rendering(found: dict) -> str:
    first, later, commands = (found[way]["wall"] for way in ("first", "later", "commands"))
    return _line(
        "one page of nine notebooks, in process",
        f"{later:.2f} s (the first of a process, with imports, {first:.2f} s)",
        f"{commands:.1f} s: nine commands of nbconvert", "at most 0.3 s", met=later <= 0.3,
    )  # fmt: skip


def _synthesis(found: list) -> str:
    largest = max(found, key=lambda one: (one["families"], -one["wall_s"]))
    return _line(
        f"a made-up study of {largest['families']:,} families at {largest['sites']} places ({largest['rows']:,} rows)",
        f"{largest['wall_s']:.1f} s, {largest['peak_rss_mb']} MB in the largest process", "none", "streams, linear",
        met=largest["peak_rss_mb"] < 1024,
    )  # fmt: skip


LINES = {
    "warm": _warm,
    "one": _one,
    "unchanged": _unchanged,
    "many": _many,
    "validation": _validation,
    "national": _national,
    "national at 100000": _national,
    "national at 10000": _national,
    "million": _million,
    "cluster": _cluster,
    "rendering": _rendering,
    "synthesis": _synthesis,
}

# Of a mark that is not met: what was tried, what the limit is.
LIMITS = """
## Where a mark is not met, and why

- **nbval**: what is left is the notebooks' own work. Of the processor time of one run, two thirds are the cells
  (reading returns, analysing and drawing, nine times from nothing, since nothing may be kept for a check), the
  rest the start of pytest and of the parent. Tried: one parent for all workers, the registry and the code's hash
  read before the fork, the grammar of addresses spared. Keeping the study's tables in the parent would bring more;
  Arrow leaves a thread in the process that reads them, and a process with threads must not fork.
- **Small national files**: starting Python, its libraries and 150 places cost about 3.5 s whatever the number of
  families; from 100,000 families to a million ours grows by half of what the alternative grows by. Every cell is
  checked and has its position, the alternative checks one range.
- **Two workers of a cluster on two cores**: each worker waits for the kernel of its notebook, and scheduler, client and
  the parent of the kernels take their part of the same two cores; on machines with cores for each worker the
  simulation applies.
"""


def _plan(found: dict | None) -> str:
    """Return the plan page: the simulation held against what was measured, then 10,000 reports."""
    if not found:
        return ""
    tasks = found["tasks_s"]
    lines = [
        "\n## A plan for 10,000 reports\n\n",
        f"Tasks as measured on one worker (medians): result rows {tasks['rows']:.2f} s, protection plan "
        f"{tasks['plan']:.3f} s a report in one process, report {tasks['report']:.2f} s. The simulation hands them "
        "out as the runner does. ",
        f"It says {found['simulated_s']['1']:.0f} s for 1 worker and {found['simulated_s']['2']:.0f} s for 2, where "
        f"{found['measured_s']['1']:.0f} s and {found['measured_s']['2']:.0f} s were measured (with the command's "
        "start, and two workers sharing two cores with the scheduler and each notebook's kernel).\n\n",
        "| workers | 10,000 reports take |\n|---|---|\n",
    ]
    for workers, seconds in found["plan"].items():
        lines.append(f"| {workers} | {seconds / 60:.0f} min |\n")
    lines.append("\nThe protection plan is not divided among workers, so it sets the floor for very many of them.\n")
    return "".join(lines)
