"""What every row about one outcome has in common: its names, its instrument, its direction, its range."""

from earlyeval.analyse.questions import Row
from earlyeval.registry.instruments import Subscale
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study


def subscale_of(study: Study, outcome: Outcome) -> Subscale:
    """Return the registry's entry of the score that an outcome reads."""
    return study.registry.subscale(outcome.instrument, outcome.version, outcome.subscale)


def better_sign(study: Study, outcome: Outcome) -> int:
    """Return +1 where a higher score is better, -1 where a lower one is."""
    return -1 if subscale_of(study, outcome).direction == "lower_is_better" else 1


def scale_range(study: Study, outcome: Outcome) -> str:
    """Return the range of the scale in words, such as "0 to 27"."""
    scale = subscale_of(study, outcome)
    return f"{scale.lowest:g} to {scale.highest:g}"


def outcome_row(study: Study, outcome: Outcome) -> Row:
    """Return the columns that every row about this outcome carries."""
    return {
        "strand": outcome.strand,
        "outcome": outcome.id,
        "label": outcome.label,
        "instrument": outcome.instrument,
        "version": outcome.version,
        "subscale": outcome.subscale,
        "respondent": outcome.respondent,
        "direction": subscale_of(study, outcome).direction,
        "unit": "points",
        "analysis": outcome.analysis,
        "planned": outcome.planned,
        "source_table": outcome.source,
        "note": scale_range(study, outcome),
    }
