"""Where scores stand when a study measured once: no change can be said, only the level."""

from collections.abc import Iterator

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import people_of_strand, scores_by_person_and_time, with_person
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.statistics import reliability, summaries
from earlyeval.study import Study


@question("levels")
def levels(study: Study) -> Iterator[Row]:
    """Return mean, SD and median of each outcome that was measured once, over all and in each cluster."""
    changing = {outcome.id for strand in ("family", "staff") for outcome in outcomes_that_change(study, strand)}
    for outcome in study.outcomes:
        if outcome.id in changing or outcome.status_only:
            continue
        people = with_person(scores_by_person_and_time(study, outcome), study, columns=("cluster",))
        for time_point in outcome.time_points:
            row = outcome_row(study, outcome) | {"time_point": time_point}
            taking_part = people_of_strand(study, outcome.strand)
            groups = [("", "all", people, len(taking_part))]
            groups += [
                (cluster.id, cluster.label, people[people["cluster"] == cluster.id],
                 int((taking_part["cluster"] == cluster.id).sum()))
                for cluster in study.delivery.clusters
            ]  # fmt: skip
            for cluster, label, rows, expected in groups:
                named = row | {"cluster": cluster, "subgroup": label, "n_expected": expected}
                values = rows[time_point].to_numpy()
                yield named | summaries.mean(values, conf_level=study.plan.conf_level).as_row()
                yield named | summaries.sd(values).as_row()
                yield named | summaries.median(values).as_row()


@question("internal-consistency")
def internal_consistency(study: Study) -> Iterator[Row]:
    """Return Cronbach's alpha of each outcome scored from items, at the first time point it was asked."""
    for outcome in study.outcomes:
        version = study.registry.version(outcome.instrument, outcome.version)
        scale = next(known for known in version.subscales if known.id == outcome.subscale)
        if outcome.source != "scores" or len(scale.items) < 2:
            continue
        responses = study.table("responses")
        first = outcome.time_points[0]
        wanted = responses[
            (responses["instrument"] == outcome.instrument)
            & (responses["version"] == outcome.version)
            & (responses["time_point"] == first)
            & responses["item"].isin(scale.items)
        ]
        items = wanted.pivot(index="person_id", columns="item", values="value").reindex(columns=list(scale.items))
        keyed = items.assign(
            **{item.id: -items[item.id] for item in version.items if item.reversed and item.id in items}
        )
        row = outcome_row(study, outcome) | {"time_point": first, "unit": "people", "n_expected": len(items)}
        yield row | reliability.alpha(keyed.to_numpy(dtype="float64"), conf_level=study.plan.conf_level).as_row()
