"""How far can we trust this? The six pitfalls that most often spoil an evaluation, answered for this one.

After the Early Intervention Foundation, "Evaluating early intervention programmes: six common pitfalls, and how to
avoid them" (2018). The words hold no numbers of people: those stand in the row's own columns and pass the gate.
"""

from collections.abc import Iterator

from earlyeval.analyse.arms import arms
from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time, taking_part
from earlyeval.analyse.members import expected_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study

# Bounds of the level-2 self-audit; the guidebook's own figures are not verified (see references.yaml).
ENOUGH_PAIRS = 20
ENOUGH_KEPT = 0.60
LONG_FOLLOW_UP_WEEKS = 52
NOT_TWICE = "Nobody was measured before and after, so loss cannot be judged."
IN_THE_CHANGE = (
    "In the main change estimate, of all who took part. A mixed model, where one could be fitted, uses every score."
)
MEASURED_TWICE = "Measured both before and after on the main outcome."
INTERVALS = "The interval beside each result says how unsure it is."


@question("pitfalls")
def pitfalls(study: Study) -> Iterator[Row]:
    """Return one row per pitfall: what is so here (``note``) and what it does to confidence (``direction``)."""
    outcome = primary_outcome(study)
    yield _comparison(study)
    yield _lost(study, outcome)
    yield _left_out(study, outcome)
    yield _measures(study)
    yield _sample(study, outcome)
    yield _follow_up(study)


def primary_outcome(study: Study) -> Outcome | None:
    """Return the outcome planned as primary, or None where none of the outcomes is measured twice."""
    changing = [outcome for strand in ("family", "staff") for outcome in outcomes_that_change(study, strand)]
    return next((outcome for outcome in changing if outcome.analysis == "primary"), changing[0] if changing else None)


def _row(outcome: str, label: str, confidence: str, note: str) -> Row:
    return {
        "strand": "study", "outcome": outcome, "label": label, "estimand": "pitfall", "direction": confidence,
        "note": note, "unit": "people", "sensitivity": "open",
    }  # fmt: skip


def _comparison(study: Study) -> Row:
    label = "No robust comparison group"
    if study.plan.comparison == "arms":
        compared = arms(study)
        if compared.loc[compared["comparison"] != "", "estimable"].any():
            note = "Arms were compared. How people came into each is for the study's own protocol to say."
            return _row("comparison", label, "stronger", note)
        return _row(
            "comparison", label, "weaker", "Arms were planned, and no difference between them could be estimated."
        )
    if primary_outcome(study) is None:
        note = "There was no comparison group and nothing was measured before, so nothing can be said about change."
        return _row("comparison", label, "weaker", note)
    note = "There was no comparison group. Change may have come with time, with other help, or because people started at a low point."  # noqa: E501
    return _row("comparison", label, "weaker", note)


def _pairs(study: Study, outcome: Outcome | None) -> tuple[int, int, int]:
    """Return how many were measured twice (or at all, where once was planned), at baseline, and took part."""
    if outcome is None:
        return _measured_once(study)
    scores = scores_by_person_and_time(study, outcome)
    at_start = scores[study.baseline.id].notna()
    twice = at_start & scores[study.endpoint.id].notna()
    started = expected_of(study, outcome).union(scores.index, sort=False)
    return int(twice.sum()), int(at_start.sum()), len(started)


def _measured_once(study: Study) -> tuple[int, int, int]:
    averaged = [outcome for outcome in study.outcomes if outcome.is_averaged]
    if not averaged:
        return 0, 0, len(taking_part(study, "family"))
    scores = scores_by_person_and_time(study, averaged[0]).dropna(how="all")
    return len(scores), 0, len(expected_of(study, averaged[0]).union(scores.index, sort=False))


def _lost(study: Study, outcome: Outcome | None) -> Row:
    twice, at_start, _ = _pairs(study, outcome)
    label = "High drop-out"
    if at_start == 0:
        return _row("drop-out", label, "weaker", NOT_TWICE)
    kept = twice / at_start
    confidence = "stronger" if kept >= 0.8 else "moderate" if kept >= ENOUGH_KEPT else "weaker"
    note = (
        "Measured again at the end on the main outcome, of those measured on it at the start. People who leave often "
        "differ from those who stay."
    )
    return _row("drop-out", label, confidence, note) | {"n": twice, "n_expected": at_start}


def _left_out(study: Study, outcome: Outcome | None) -> Row:
    twice, _, taking_part = _pairs(study, outcome)
    label = "Leaving participants out of the analysis"
    note = "With a score on the main outcome, of all who took part." if outcome is None else IN_THE_CHANGE
    if taking_part == 0:
        return _row("left-out", label, "weaker", "Nobody took part in this strand.")
    share = twice / taking_part
    confidence = "stronger" if share >= 0.8 else "moderate" if share >= ENOUGH_KEPT else "weaker"
    return _row("left-out", label, confidence, note) | {"n": twice, "n_expected": taking_part}


def _measures(study: Study) -> Row:
    label = "Measures that are not right for the purpose"
    used = [study.registry.instrument(outcome.instrument) for outcome in study.outcomes]
    cautions = list(dict.fromkeys(known.name for known in used if known.caution))
    unverified = list(dict.fromkeys(known.name for known in used if study.registry.unverified(known.id)))
    words = []
    if cautions:
        words.append(f"With a caution in the registry: {', '.join(cautions)}.")
    if unverified:
        words.append(f"With facts that nobody has checked at the source yet: {', '.join(unverified)}.")
    if not words:
        return _row("measures", label, "stronger", "No measure carries a caution.")
    return _row("measures", label, "moderate", " ".join(words))


def _sample(study: Study, outcome: Outcome | None) -> Row:
    twice, _, _ = _pairs(study, outcome)
    label = "Small sample"
    confidence = "moderate" if twice >= ENOUGH_PAIRS else "weaker"
    confidence = "stronger" if twice >= 5 * ENOUGH_PAIRS else confidence
    note = f"{'With a score on the main outcome.' if outcome is None else MEASURED_TWICE} {INTERVALS}"
    return _row("sample", label, confidence, note) | {"n": twice}


def _follow_up(study: Study) -> Row:
    label = "No long-term follow-up"
    weeks = max((point.weeks for point in study.time_points.values()), default=0.0)
    confidence = "moderate" if weeks >= LONG_FOLLOW_UP_WEEKS else "weaker"
    last = f"The last measurement was planned {weeks:g} weeks after the start." if weeks else "It was measured once."
    note = f"{last} Nothing is known about later."
    return _row("follow-up", label, confidence, note)
