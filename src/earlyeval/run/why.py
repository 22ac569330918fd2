"""``earlyeval why``: what changed since a report was made, and which parts of it would be made again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.registry.load import load_registry
from earlyeval.run.manifest import outputs_of
from earlyeval.run.plan import Job, planned
from earlyeval.run.plan_in_force import plan_in_force, slice_in_force
from earlyeval.run.record import read_record, returns_by_name
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import surroundings_now

MOST_FILES = 12
VERDICTS = {"changed": "changed", "added": "is new", "removed": "is gone"}


def why(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Say of each report what changed since it was made; write nothing."""
    screen, paths, registry = Screen(), request.paths, load_registry(request.paths)
    level, data, surroundings = request.checked_level, request.checked_data, surroundings_now()
    in_force = plan_in_force(paths) if level == "release" else {}
    code = 0
    for site, programme in pairs:
        try:
            job = planned(
                registry, paths, site=site, programme=programme, level=level, data=data, surroundings=surroundings
            )
        except EarlyevalError as error:
            screen.line(f"{site} · {programme}\n  {error}")
            code = code or error.exit_code
            continue
        screen.line(job.name)
        for line in reasons(job, protection=slice_in_force(in_force, job.place)):
            screen.line(f"  {line}")
    return code


def reasons(job: Job, *, protection: str = "") -> list[str]:
    """Return a line for each thing that differs from what the published report was made of.

    Returns are named as they are: this is for the eyes of whoever has them. Where the private record of the run is
    gone, it is said that they changed, but not which.
    """
    made = job.made
    if not made:
        return ["no report was made yet: make it with `earlyeval report`"]
    record = read_record(job)
    found = [
        *_returns(job, made["inputs"], record),
        *listed("registry", made["inputs"].get("registry", {}), job.inputs["registry"]),
        *parameters(made["inputs"].get("parameters", {}), job.inputs["parameters"]),
        *_code(job, made["inputs"], record),
        *packages(made["inputs"], job.inputs),
    ]
    if protection not in ("", made.get("protection")):
        found.append("protection plan: what this report may show changed with other reports of the study")
    edited = list(listed("report, by hand:", made.get("outputs", {}), outputs_of(job.target)))
    return [*found, *edited] or ["nothing changed: the report is up to date"]


def _returns(job: Job, then: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    if then.get("returns_sha256") == job.inputs["returns_sha256"]:
        return
    told = list(listed("return", record["returns"], returns_by_name(job))) if "returns" in record else []
    yield from told or ["returns: changed (which of them, nobody recorded)"]


def _code(job: Job, then: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    if then.get("code") == job.surroundings.version:
        return
    told = list(listed("code", record["code"], job.surroundings.code)) if "code" in record else []
    yield from told or ["code: another version of earlyeval"]


def parameters(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Tell each parameter that differs."""
    for name in sorted({*then, *now}):
        before, after = then.get(name, "not given"), now.get(name, "not given")
        if before != after:
            yield f"parameter {name}: {before or 'empty'}, now {after or 'empty'}"


def packages(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Tell the packages, the Python and the lock that differ."""
    before, after = then.get("packages", {}), now["packages"]
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"package {name}: {before.get(name, 'not there')}, now {after.get(name, 'not there')}"
    if then.get("python") != now["python"]:
        yield f"Python: {then.get('python')}, now {now['python']}"
    if then.get("lock") != now["lock"]:
        yield "requirements.lock changed"


def listed(kind: str, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Tell the files that differ, a dozen at most."""
    different = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
    for name in different[:MOST_FILES]:
        verdict = "added" if name not in then else "removed" if name not in now else "changed"
        yield f"{kind} {name} {VERDICTS[verdict]}"
    if len(different) > MOST_FILES:
        yield f"{kind} ... and {len(different) - MOST_FILES} more"
