"""The page of the study: for each estimator one table a family, and what it means for a small study."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.coverage.claims import ALTERNATIVES
from benchmarks.coverage.families import FAMILIES
from benchmarks.coverage.verdicts import rows_of, verdict_of
from benchmarks.coverage.words import OPENING, WORDS

MARKS = {"holds": "", "short": " **too short**", "wide": " wide", "none": ""}
Row = tuple[Mapping[str, Any], Mapping[str, Any]]


def page_of(record: Mapping[str, Any]) -> str:
    """Return the whole page."""
    found: dict[tuple[str, str], list[Row]] = {}
    for family, estimator, situation, result in rows_of(record):
        found.setdefault((family, estimator), []).append((situation, result))
    order = [family.name for family in FAMILIES]
    kept = {key: found[key] for key in sorted(found, key=lambda key: order.index(key[0]))}
    parts = [OPENING.strip(), _summary(kept)]
    for family in FAMILIES:
        places = {str(list(situation.values())): place for place, situation in enumerate(family.situations)}
        here = {estimator: rows for (name, estimator), rows in kept.items() if name == family.name}
        if here:
            parts.append(f"## {family.title}")
        for estimator, rows in here.items():
            ordered = sorted(rows, key=lambda row: places.get(str(_plain(row[0])), len(places)))
            parts.append(_section(estimator, ordered, family.name))
    return "\n\n".join(parts) + "\n"


def _plain(situation: Mapping[str, Any]) -> list[Any]:
    return [tuple(value) if isinstance(value, list) else value for value in situation.values()]


def _summary(kept: Mapping[tuple[str, str], Sequence[Row]]) -> str:
    """Return one line an estimator: how many situations, where it falls short and how far."""
    lines = [
        "## At a glance",
        "| estimator | offered | situations | hold | too short | wide | lowest | highest |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for estimator in dict.fromkeys(name for _, name in kept):
        results = [result for (_, name), rows in kept.items() if name == estimator for _, result in rows]
        seen = [result for result in results if "coverage" in result]
        if not seen:
            continue
        verdicts = [verdict_of(result) for result in seen]
        counts = " | ".join(str(verdicts.count(kind)) for kind in ("holds", "short", "wide"))
        ends = (min(seen, key=_coverage), max(seen, key=_coverage))
        lowest, highest = (f"{100 * end['coverage']:.1f}" for end in ends)
        offered = "by name" if estimator in ALTERNATIVES else "default"
        lines.append(f"| `{estimator}` | {offered} | {len(seen)} | {counts} | {lowest} | {highest} |")
    return lines[0] + "\n\n" + "\n".join(lines[1:])


def _coverage(result: Mapping[str, Any]) -> float:
    return result["coverage"]


def _section(estimator: str, rows: Sequence[Row], family: str) -> str:
    names = list(rows[0][0])
    head = [*names, "covers", "misses below", "misses above", "mean width", "error", "has an interval"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [_line(situation, result) for situation, result in rows]
    words = WORDS.get((family, estimator), WORDS.get(estimator, ""))
    return "\n\n".join(
        part for part in (f"### `{estimator}`", f"{_finding(rows)} {words}".strip(), "\n".join(lines)) if part
    )


def _finding(rows: Sequence[Row]) -> str:
    """Return in a sentence where the estimator holds here."""
    seen = [(situation, result) for situation, result in rows if "coverage" in result]
    if not seen:
        return "Too few studies have an interval."
    kinds = [verdict_of(result) for _, result in seen]
    if "short" not in kinds:
        wide = f"; wide in {kinds.count('wide')}" if "wide" in kinds else ""
        return f"Never too short in {len(seen)} situations{wide}."
    situation, worst = min(seen, key=lambda row: row[1]["coverage"])
    told = ", ".join(f"{name} {_words(value)}" for name, value in situation.items())
    return (
        f"Too short in {kinds.count('short')} of {len(seen)} situations; at worst {_share(worst['coverage'])} ({told})."
    )


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _line(situation: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    told = [_words(value) for value in situation.values()]
    if "coverage" not in result:
        return f"| {' | '.join([*told, 'too few intervals', '', '', '', '', _share(result['with_interval'])])} |"
    exact = result["error"] == 0
    numbers = [
        f"{_share(result['coverage'])}{MARKS[verdict_of(result)]}",
        _share(result["interval_below"]),
        _share(result["interval_above"]),
        "no end" if result["width"] is None else f"{result['width']:.3g}",
        "counted" if exact else f"{100 * result['error']:.2f}",
        _share(result["with_interval"]),
    ]
    return f"| {' | '.join([*told, *numbers])} |"


def _share(value: float) -> str:
    return f"{100 * value:.1f}"
