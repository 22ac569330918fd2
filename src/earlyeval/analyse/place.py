"""Seen across the programmes of one place: families reached, overlap, measures that several use, one language."""

from collections.abc import Iterator, Sequence

import pandas as pd

from earlyeval.analyse.concern import concern_at, concern_words, outcomes_of_concern
from earlyeval.analyse.counted import count_row, share_row, unanswered
from earlyeval.analyse.experience import experience
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.members import families_taking_part, unit_of_outcome
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import results_frame
from earlyeval.registry.glossary import Term
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import summaries
from earlyeval.study import Study

NOT_SHARED = (
    "The programmes of this place do not know families by the same ids, so it cannot be known how many families were "
    "in several of them; adding the numbers up would count those families more than once."
)
EITHER, SEVERAL, ONLY = "any-programme", "several-programmes", "one-programme-alone"


def place_rows(studies: Sequence[Study]) -> pd.DataFrame:
    """Return the result rows of a place that runs several programmes, from the study of each, in the order given.

    Rows
    ----
    question "place-reach": families that took part in each programme (``outcome`` "reached"); where the site declares
    that ids are shared, families in any, in several, and in one alone. question "place-measures": each measure that two
    programmes or more use, for each of them and each of its own times: a mean, or a share of concern or of positive
    answers, never pooled. question "place-glossary": the terms that measures of the place speak of, with what each
    programme measures them by. ``programme`` names whose row it is; it is empty for rows of all.
    """
    if not studies:
        return results_frame([])
    rows = [*_reach(studies), *_shared_measures(studies), *_terms(studies)]
    return results_frame({"site": studies[0].site.id, **row} for row in rows)


def _reach(studies: Sequence[Study]) -> Iterator[Row]:
    base = {"question": "place-reach", "strand": "family", "unit": "families", "source_table": "people"}
    families = {study.programme.id: families_taking_part(study) for study in studies}
    for study in studies:
        delivery = study.delivery
        period = {"note": f"{delivery.start} to {delivery.end}", "label": study.programme.name}
        yield count_row(
            base | period | {"programme": study.programme.id, "outcome": "reached"}, len(families[study.programme.id])
        )
    if len(studies) < 2:
        return
    together = base | {"outcome": EITHER, "label": "In any of them, each family once"}
    if not studies[0].site.shared_family_ids:
        yield unanswered(together, NOT_SHARED)
        return
    in_how_many = pd.concat([pd.Series(1, index=ids) for ids in families.values()]).groupby(level=0).size()
    yield count_row(together, len(in_how_many))
    several = base | {"outcome": SEVERAL, "label": "In more than one of them"}
    yield count_row(several, int((in_how_many > 1).sum()))
    for study in studies:
        alone = families[study.programme.id]
        row = base | {"outcome": ONLY, "programme": study.programme.id, "label": f"In {study.programme.name} alone"}
        yield count_row(row, int((in_how_many[alone] == 1).sum()))


def _shared_measures(studies: Sequence[Study]) -> Iterator[Row]:
    users: dict[tuple[str, str, str], list[tuple[Study, Outcome]]] = {}
    for study in studies:
        for outcome in study.outcomes:
            users.setdefault((outcome.instrument, outcome.version, outcome.subscale), []).append((study, outcome))
    for used in users.values():
        if len({study.programme.id for study, _ in used}) > 1:
            for study, outcome in used:
                yield from _levels(study, outcome)
    yield from _shared_experience(studies)


def _levels(study: Study, outcome: Outcome) -> Iterator[Row]:
    """Yield where scores stand in one programme at each of its own times."""
    instrument = study.registry.instrument(outcome.instrument).name
    base = outcome_row(study, outcome) | _of_programme(study) | {"label": instrument}
    scores = scores_by_person_and_time(study, outcome)
    concerning = outcome in outcomes_of_concern(study)
    for point in scores.columns:
        time = study.time_points[point]
        row = base | {"time_point": point, "comparison": f"{time.label}, week {time.weeks:g}"}
        if outcome.status_only and concerning:
            found = concern_at(study, outcome, point)
            told = row | {"note": concern_words(study, outcome), "unit": unit_of_outcome(study, outcome)}
            yield share_row(told, int(found.sum()), len(found), conf_level=study.plan.conf_level)
        elif not outcome.status_only:
            yield row | summaries.mean(scores[point].to_numpy(), conf_level=study.plan.conf_level).as_row()


def _shared_experience(studies: Sequence[Study]) -> Iterator[Row]:
    asked = {
        (one.instrument, one.version, one.item): [] for study in studies for one in study.plan.experience
    }  # fmt: skip
    for study in studies:
        for one in study.plan.experience:
            asked[one.instrument, one.version, one.item].append((study, one))
    for used in asked.values():
        if len({study.programme.id for study, _ in used}) < 2:
            continue
        for study, one in used:
            answers = experience(study)
            found = answers[(answers["outcome"] == one.id) & (answers["subgroup"] == "positive")].iloc[0]
            row = {"strand": "family", "outcome": one.id, "unit": "people", "source_table": "responses"}
            named = {"label": study.registry.instrument(one.instrument).name, "instrument": one.instrument}
            kept = row | named | _of_programme(study) | {"comparison": "each person's latest answer", "note": one.label}
            counted = int(found["n"]), int(found["n_expected"])
            yield share_row(kept, *counted, conf_level=study.plan.conf_level)


def _of_programme(study: Study) -> Row:
    return {"question": "place-measures", "programme": study.programme.id, "subgroup": study.programme.name}


def _terms(studies: Sequence[Study]) -> Iterator[Row]:
    for term in studies[0].registry.glossary:
        spoken = [(study, outcome) for study in studies for outcome in study.outcomes if _speaks(term, outcome)]
        if not spoken:
            continue
        base = {
            "question": "place-glossary", "strand": "study", "outcome": term.id, "label": term.term,
            "estimand": "statement", "sensitivity": "open",
        }  # fmt: skip
        yield base | {"subgroup": "what it means", "note": term.words}
        for study in studies:
            names = [study.registry.instrument(outcome.instrument).name for own, outcome in spoken if own is study]
            measured = ", ".join(dict.fromkeys(names)) or "not measured"
            yield base | {"programme": study.programme.id, "subgroup": study.programme.name, "note": measured}


def _speaks(term: Term, outcome: Outcome) -> bool:
    return any((one.instrument, one.subscale) == (outcome.instrument, outcome.subscale) for one in term.measures)
