"""Was the programme delivered as intended? Components seen in observed sessions, adaptations, and who observed."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import count_row, plain_share_row, unanswered
from earlyeval.analyse.members import is_yes
from earlyeval.analyse.method_checks import HEADLINE, method_check
from earlyeval.analyse.questions import Row, question
from earlyeval.statistics import agreement, summaries
from earlyeval.study import Study

# From the most independent of the delivery to the least.
OBSERVERS = ("external", "supervisor", "peer", "self")
OBSERVER_WORDS = {
    "external": "An outside observer",
    "supervisor": "The supervisor",
    "peer": "A colleague",
    "self": "The practitioners themselves",
}
ADAPTATION_WORDS = {
    "tailored": "Tailored to the group",
    "added": "Something added",
    "dropped": "Left out",
    "reordered": "Done in another order",
}
WHY = (
    "Only the top of the rating scale counts as intended, which is strict; the mean rating of each component stands "
    "beside it. No interval is given, because sessions were not drawn at random and components of one go together."
)
METHOD = "share of the components observed, no interval"


@question("fidelity")
def fidelity(study: Study) -> Iterator[Row]:
    """Return how often each component was delivered as intended, and how it was adapted.

    Rows
    ----
    ``proportion`` of observed sessions in which a component was rated at the top of the fidelity scale, per
    component, for all core components together (outcome "all-core-components") and for each role of observer
    (``subgroup`` and ``respondent``); ``mean`` rating per component; adaptations by kind and by whether they were
    planned; sessions observed; exact agreement of the practitioners' own ratings with those of the most independent
    other observer of the same component in the same session (outcome "agreement"), and Cohen's kappa of the same with
    linear weights, its interval from drawing whole sessions again.

    Where several people observed the same session, the most independent of them counts (outside observer,
    supervisor, colleague, the practitioners themselves); the rows by role use all of them. A rating that is
    missing (the component could not be seen) counts for nothing. Nothing here has an interval: the components of
    one session are not independent, sessions were not drawn at random, and most ratings lie at the top of the scale.
    """
    base = {"strand": "delivery", "unit": "components", "source_table": "fidelity", "sensitivity": "open"}
    observed = study.table("fidelity")
    if observed.empty:
        row = base | {"outcome": "all-core-components", "label": "All core components"}
        yield unanswered(row, "No fidelity observations were returned.", estimand="proportion")
        return
    rated = observed[observed["rating"].notna()]
    independent = _most_independent(rated)
    sessions = base | {"outcome": "sessions-observed", "label": "Sessions observed", "unit": "sessions"}
    yield count_row(sessions, observed["session_id"].nunique())
    yield from _components(study, independent, base)
    yield _check(base)
    yield from _roles(study, rated, base)
    yield from _adaptations(_most_independent(observed[observed["adaptation"].notna()]), base)
    yield from _agreement(study, rated, base)


def _most_independent(observed: pd.DataFrame) -> pd.DataFrame:
    rank = observed["observer_role"].map({role: place for place, role in enumerate(OBSERVERS)})
    ordered = observed.assign(rank=rank).sort_values(["session_id", "component", "rank"], kind="stable")
    return ordered.drop_duplicates(["session_id", "component"]).drop(columns="rank")


def _as_intended(study: Study, rated: pd.DataFrame) -> int:
    return int((rated["rating"] == study.programme.fidelity_scale[1]).sum())


def _share(study: Study, rated: pd.DataFrame, row: Row) -> Row:
    return plain_share_row(row, _as_intended(study, rated), len(rated), method=METHOD)


def _components(study: Study, rated: pd.DataFrame, base: Row) -> Iterator[Row]:
    core = [component.id for component in study.programme.components if component.core]
    together = base | {"outcome": "all-core-components", "label": "All core components"}
    yield _share(study, rated[rated["component"].isin(core)], together)
    lowest, highest = study.programme.fidelity_scale
    for component in study.programme.components:
        seen = rated[rated["component"] == component.id]
        kind = "core" if component.core else "may be left out"
        row = base | {"outcome": component.id, "label": component.label, "note": kind}
        yield _share(study, seen, row)
        points = row | {"unit": "points", "note": f"{lowest} to {highest}, higher is closer to what was intended"}
        yield points | _without_interval(summaries.mean(seen["rating"].to_numpy(dtype="float64")).as_row())


def _check(base: Row) -> Row:
    together = base | {"outcome": "all-core-components", "label": "All core components"}
    return method_check(together, HEADLINE, method=METHOD, note=WHY)


def _without_interval(row: Row) -> Row:
    gone = ("conf_low", "conf_high", "conf_level", "df")
    return {name: cell for name, cell in row.items() if name not in gone} | {"method": "mean"}


def _roles(study: Study, rated: pd.DataFrame, base: Row) -> Iterator[Row]:
    core = [component.id for component in study.programme.components if component.core]
    for role in OBSERVERS:
        seen = rated[(rated["observer_role"] == role) & rated["component"].isin(core)]
        if seen.empty:
            continue
        row = base | {"outcome": "all-core-components", "label": OBSERVER_WORDS[role]}
        yield _share(study, seen, row | {"subgroup": role, "respondent": role})


def _adaptations(reported: pd.DataFrame, base: Row) -> Iterator[Row]:
    if reported.empty:
        row = base | {"outcome": "adaptation", "label": "Adaptations"}
        yield unanswered(row, "Adaptations were not recorded.", estimand="proportion")
        return
    planned = is_yes(reported["was_planned"])
    for kind, words in ADAPTATION_WORDS.items():
        of_kind = reported["adaptation"] == kind
        for is_planned, when in ((True, "planned"), (False, "not planned")):
            n = int((of_kind & (planned == is_planned)).sum())
            row = base | {"outcome": "adaptation", "label": words, "subgroup": kind, "comparison": when}
            yield plain_share_row(row, n, len(reported), method=METHOD)


def _agreement(study: Study, rated: pd.DataFrame, base: Row) -> Iterator[Row]:
    row = base | {
        "outcome": "agreement", "label": "Same rating by the practitioners and by another observer",
        "respondent": "self", "comparison": "another observer",
    }  # fmt: skip
    is_own = rated["observer_role"] == "self"
    sides = [
        ratings.set_index(["session_id", "component"])["rating"]
        for ratings in (rated[is_own], _most_independent(rated[~is_own]))
    ]
    both = pd.concat(sides, axis=1, keys=["own", "other"], join="inner")
    if both.empty:
        reason = "No session was rated both by the practitioners and by another observer."
        yield unanswered(row, reason, estimand="proportion")
        return
    yield plain_share_row(row, int((both["own"] == both["other"]).sum()), len(both), method=METHOD)
    places, _ = both.index.get_level_values("session_id").factorize(sort=True)
    kappa = agreement.kappa_by_documents(
        both["own"].to_numpy(dtype="float64"), both["other"].to_numpy(dtype="float64"), places,
        seed=study.registry.facts.seed, weights="linear", conf_level=study.plan.conf_level,
    )  # fmt: skip
    yield row | kappa.as_row()
