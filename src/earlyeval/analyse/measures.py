"""What each measure is, how it is scored and what nobody checked: the facts a result leans on."""

from collections.abc import Iterator

from earlyeval.analyse.outcome_row import outcome_row, scale_range, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study

DIRECTION_WORDS = {
    "higher_is_better": "higher is better",
    "lower_is_better": "lower is better",
    "neither": "neither end is better",
}


@question("measures")
def measures(study: Study) -> Iterator[Row]:
    """Return, per outcome, statements: what it measures, its range and direction, cautions, unverified facts."""
    for outcome in study.outcomes:
        instrument = study.registry.instrument(outcome.instrument)
        row = outcome_row(study, outcome) | {"estimand": "statement", "sensitivity": "open", "unit": ""}
        direction = DIRECTION_WORDS[subscale_of(study, outcome).direction]
        statements = {
            "what it tells": outcome.what_it_measures,
            "instrument": instrument.full_name,
            "scale": f"{scale_range(study, outcome)}; {direction}",
            "caution": instrument.caution,
            "facts not verified at the source": ", ".join(_unverified(study, outcome)),
        }
        for subgroup, note in statements.items():
            if note:
                yield row | {"subgroup": subgroup, "note": note}


def _unverified(study: Study, outcome: Outcome) -> tuple[str, ...]:
    return study.registry.unverified(outcome.instrument, version=outcome.version, subscale=outcome.subscale)
