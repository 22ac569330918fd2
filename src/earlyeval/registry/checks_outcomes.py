"""Checks of what is asked of a programme's data: outcomes and plan."""

from collections.abc import Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_comparisons import (
    check_associations,
    check_comparisons,
    check_contrasts,
    check_subgroups,
)
from earlyeval.registry.checks_contacts import check_alliance
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.checks_programmes import check_day
from earlyeval.registry.checks_safeguarding import check_outcome_is_reportable, check_question_is_reportable
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.instruments import Version
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.plan import ExperienceQuestion, Plan
from earlyeval.registry.programmes import Programme
from earlyeval.registry.ranges import fits, response_of


def check_outcomes(outcomes: tuple[Outcome, ...], programme: Programme, draft: Draft) -> Iterator[Finding]:
    """Yield what a programme's outcomes name that nobody declared: key and sentence."""
    yield from twice((outcome.id for outcome in outcomes), "outcomes")
    primary = [outcome.id for outcome in outcomes if outcome.analysis == "primary"]
    if len(primary) > 1:
        yield "outcomes", f"found {len(primary)} primary ones ({', '.join(primary)}). Allowed: one at most."
    for outcome in outcomes:
        yield from _check_outcome(outcome, programme, draft, f"outcomes[{outcome.id}]")
        yield from check_comparisons(outcome, outcomes, programme, f"outcomes[{outcome.id}]")
    roles = [point.role for point in programme.time_points]
    compared = [outcome.id for outcome in outcomes if len(outcome.time_points) > 1]
    for role in ("baseline", "endpoint"):
        if compared and role not in roles:
            sentence = f"is compared over time, but {programme.id} declares no time point with the role {role}."
            yield f"outcomes[{compared[0]}].time_points", sentence


def check_plan(plan: Plan, programme: Programme, draft: Draft) -> Iterator[Finding]:
    """Yield what a plan names that its programme or an instrument does not have: key and sentence."""
    if not 0.5 <= plan.conf_level < 1:
        yield "conf_level", f"found {plan.conf_level:g}. Allowed: 0.5 up to, not including, 1."
    if plan.comparison == "arms" and not programme.arms:
        yield "comparison", f"found 'arms', but {programme.id} declares no arms."
    if plan.cluster_as == "random":
        sentence = "which is not offered: with few clusters use fixed; say ignored to leave them out."
        yield "cluster_as", f"found 'random', {sentence}"
    for name in plan.adjust_for:
        if sentence := not_declared(name, [characteristic.id for characteristic in programme.characteristics]):
            yield "adjust_for", sentence
    yield from check_day(plan.registered_on, "registered_on")
    yield from check_contrasts(plan.contrasts, programme)
    declared = draft.entries["outcomes"].get(programme.id)
    if declared is not None:
        yield from check_associations(plan.associations, declared.outcomes)
        yield from check_alliance(plan, programme, tuple(outcome.id for outcome in declared.outcomes))
    yield from twice((asked.id for asked in plan.experience), "experience")
    for asked in plan.experience:
        yield from _check_experience(asked, draft, f"experience[{asked.id}]")


def version_of(draft: Draft, instrument: str, version: str) -> tuple[Version | None, str, str]:
    """Return a version, or None with the key that is wrong and a sentence (empty when its file is broken)."""
    if sentence := draft.unknown("instruments", instrument):
        return None, "instrument", sentence
    declared = draft.entries["instruments"].get(instrument)
    if declared is None:
        return None, "", ""
    versions = {part.id: part for part in declared.versions}
    if sentence := not_declared(version, versions):
        return None, "version", sentence
    return versions[version], "", ""


def _check_outcome(outcome: Outcome, programme: Programme, draft: Draft, key: str) -> Iterator[Finding]:
    if not outcome.time_points:
        yield f"{key}.time_points", "is empty. Name at least one time point."
    yield from twice(outcome.time_points, f"{key}.time_points")
    for name in outcome.time_points:
        if sentence := not_declared(name, [point.id for point in programme.time_points]):
            yield f"{key}.time_points", sentence
    if sentence := not_declared(outcome.strand, programme.strands):
        yield f"{key}.strand", sentence
    version, wrong, sentence = version_of(draft, outcome.instrument, outcome.version)
    if version is None:
        if sentence:
            yield f"{key}.{wrong}", sentence
        return
    scales = {scale.id: scale for scale in version.subscales}
    if sentence := not_declared(outcome.subscale, scales):
        yield f"{key}.subscale", sentence
        return
    yield from check_outcome_is_reportable(outcome, version, draft, key)
    scale = scales[outcome.subscale]
    yield from check_subgroups(outcome, scale, key)
    if outcome.cut_off is not None and (
        sentence := not_declared(outcome.cut_off, [cut_off.id for cut_off in scale.cut_offs])
    ):
        yield f"{key}.cut_off", sentence
    if outcome.status_only and not (scale.form_cut_offs or scale.bands or scale.cut_offs):
        yield (
            f"{key}.status_only",
            f"found true, but {outcome.instrument} gives no cut-off or band to read a status by.",
        )
    if scale.form_cut_offs and not outcome.status_only:
        sentence = "must be true: totals of different age forms cannot be averaged."
        yield f"{key}.status_only", sentence
    yield from _check_source(outcome, programme, key)
    if outcome.source == "ratings" and scale.method == "supplied":
        yield f"{key}.source", "found 'ratings', but the score is a supplied total. Allowed: 'scores'."


def _check_source(outcome: Outcome, programme: Programme, key: str) -> Iterator[Finding]:
    """Yield what an outcome's source needs and the programme does not declare."""
    if outcome.source == "reviews" and programme.cases is None:
        yield f"{key}.source", f"found 'reviews', but {programme.id} declares no 'cases'. Add them to the programme."
    if outcome.source == "observations" and outcome.strand != "delivery":
        yield f"{key}.strand", f"found {shown(outcome.strand)}. Allowed for a setting that is observed: 'delivery'."
    if outcome.ordinal and outcome.status_only:
        yield f"{key}.ordinal", "found true beside 'status_only: true'. An outcome is one or the other."


def _check_experience(asked: ExperienceQuestion, draft: Draft, key: str) -> Iterator[Finding]:
    version, wrong, sentence = version_of(draft, asked.instrument, asked.version)
    if version is None:
        if sentence:
            yield f"{key}.{wrong}", sentence
        return
    items = {item.id: item for item in version.items}
    if sentence := not_declared(asked.item, items):
        yield f"{key}.item", sentence
        return
    yield from check_question_is_reportable(asked, draft, key)
    response = response_of(items[asked.item], version)
    if not asked.positive:
        yield f"{key}.positive", "is empty. Name the codes that count as positive."
    for name in ("positive", "dont_know"):
        for code in getattr(asked, name):
            if response is not None and not fits(response, code):
                yield f"{key}.{name}", f"found {code}. Allowed: {response.lowest} to {response.highest}."
    both = [str(code) for code in asked.positive if code in asked.dont_know]
    if both:
        yield f"{key}.dont_know", f"{', '.join(both)} also counts as positive. A code is one or the other."
    if asked.denominator == "without_dont_know" and not asked.dont_know:
        yield f"{key}.dont_know", f"is empty, but the denominator is {shown(asked.denominator)}. Name its codes."
