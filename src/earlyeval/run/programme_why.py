"""``earlyeval why --programme``: what changed since a programme was brought together over its sites."""

from collections.abc import Iterator, Mapping
from typing import Any

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.registry.load import load_registry
from earlyeval.run.manifest import outputs_of
from earlyeval.run.plan_in_force import plan_in_force, slice_in_force
from earlyeval.run.programme_plan import ProgrammeJob, programme_job
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import surroundings_now
from earlyeval.run.why import listed, packages, parameters

UP_TO_DATE = "nothing changed: the synthesis is up to date"
RETURNS = "returns: those of a site changed; whether that changes what the sites may show is known once it is made"


def why_programme(request: Request, programme: str) -> int:
    """Say what changed since the synthesis was made; write nothing."""
    screen, paths, registry = Screen(), request.paths, load_registry(request.paths)
    level, data = request.checked_level, request.checked_data
    try:
        job = programme_job(
            registry, paths, programme=programme, level=level, data=data, surroundings=surroundings_now()
        )
    except EarlyevalError as error:
        screen.line(f"{programme}\n  {error}")
        return error.exit_code
    plan = plan_in_force(paths) if level == "release" else {}
    screen.line(job.name)
    for line in reasons(job, protection=slice_in_force(plan, job.place)):
        screen.line(f"  {line}")
    return 0


def reasons(job: ProgrammeJob, *, protection: str = "") -> list[str]:
    """Return a line for each thing that differs from what the published synthesis was made of."""
    made = job.made
    if not made:
        return ["no synthesis was made yet: make it with `earlyeval programme`"]
    found = [*_differences(made.get("inputs", {}), job)]
    if protection not in ("", made.get("protection")):
        found.append("protection plan: what the sites may show together changed")
    found += listed("synthesis, by hand:", made.get("outputs", {}), outputs_of(job.target))
    if not found and not job.is_done(protection=protection):
        found.append(RETURNS)
    return found or [UP_TO_DATE]


def _differences(then: Mapping[str, Any], job: ProgrammeJob) -> Iterator[str]:
    now = job.inputs
    yield from listed("registry", then.get("registry", {}), now["registry"])
    yield from parameters(then.get("parameters", {}), now["parameters"])
    if then.get("code") != now["code"]:
        yield "code: another version of earlyeval"
    yield from packages(then, now)
