"""What the programme is, and how it was meant to bring about change: statements of the registry, not findings."""

from collections.abc import Iterator

from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study

KINDS = {
    "parent_education": "parent education",
    "health_visiting": "health visiting",
    "intensive_family_support": "intensive family support",
    "drop_in_group": "drop-in group",
    "workforce": "workforce development",
    "trial": "trial",
    "survey": "survey",
}
APPROACHES = {
    "reflexive": "reflexive thematic analysis: themes are readings, and are not counted",
    "codebook": "codebook thematic analysis: themes from agreed codes; reach is counted in interviews",
    "framework": "framework analysis: a matrix of cases and themes",
    "coding_reliability": "coding-reliability thematic analysis: independent coders, agreement reported",
}


@question("programme")
def programme(study: Study) -> Iterator[Row]:
    """Return what the registry says of the programme, its place, its period and its analysis plan."""
    known, plan, delivery = study.programme, study.plan, study.delivery
    clusters = ", ".join(cluster.label for cluster in delivery.clusters)
    registered = (
        f"registered on {plan.registered_on}: {plan.registered_where}".rstrip(": ") if plan.registered_on else ""
    )
    said = {
        "Programme": f"{known.name}: {known.summary}",
        "Kind": KINDS[known.kind],
        "Provided by": known.provider,
        "Place": ", ".join(part for part in (study.site.name, study.site.place) if part),
        "Parts of the site": clusters,
        "Period": f"{delivery.start} to {delivery.end}",
        "Analysis plan": registered or "not registered in advance",
        "Changes from the plan": " ".join(plan.changes_from_plan) or "none declared",
        "Accounts were analysed by": APPROACHES.get(known.qualitative_approach, ""),
        "Sources": "; ".join(study.registry.references.get(key, key) for key in known.sources),
    }
    for place, (label, note) in enumerate(said.items(), start=1):
        if note:
            yield _statement(f"fact-{place:02}", label, "", note)


@question("theory-of-change")
def theory_of_change(study: Study) -> Iterator[Row]:
    """Return, step by step, what was done, which change it should bring, how that is measured and when."""
    for place, step in enumerate(study.programme.theory_of_change, start=1):
        parts = {"change looked for": step.change, "measured by": step.measured_by, "when": step.when}
        for subgroup, note in parts.items():
            yield _statement(f"step-{place:02}", step.activity, subgroup, note)


def _statement(outcome: str, label: str, subgroup: str, note: str) -> Row:
    return {
        "strand": "study",
        "outcome": outcome,
        "label": label,
        "subgroup": subgroup or "in this evaluation",
        "estimand": "statement",
        "note": note,
        "sensitivity": "open",
    }
