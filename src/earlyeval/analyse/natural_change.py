"""How scores are known to move without any programme, beside how they moved here."""

from collections.abc import Iterator

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.method_checks import FEWEST_TO_JUDGE, words_of
from earlyeval.analyse.outcome_row import outcome_row, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.instruments import NaturalChange
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import paired
from earlyeval.study import Study

# Where the whole interval of the change here lies, against what was seen without a programme.
WHERE = {"above": "higher", "below": "lower", "across": "not told apart"}


@question("natural-change")
def natural_change(study: Study) -> Iterator[Row]:
    """Return, per outcome whose instrument has a known change without a programme, that change beside the one here.

    Rows
    ----
    ``mean_change`` of the pairs here; then one ``natural_change`` for every figure of the registry, in words
    (``note``: whose change, how much, over how long, and whether somebody checked it at its source). Its
    ``direction`` says whether the interval here lies "higher" or "lower" than the figure, or can be "not told apart"
    from it; it is empty with fewer than eight pairs. The figure is never taken off the change: it was seen in other
    people, at another place and time.
    """
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            known = subscale_of(study, outcome).natural_changes
            if known:
                yield from _beside(study, outcome, known)


def _beside(study: Study, outcome: Outcome, known: tuple[NaturalChange, ...]) -> Iterator[Row]:
    before, after = study.baseline.id, study.endpoint.id
    pairs = scores_by_person_and_time(study, outcome)[[before, after]].dropna()
    change = paired.mean_change(pairs[before].to_numpy(), pairs[after].to_numpy(), conf_level=study.plan.conf_level)
    named = {"comparison": f"{after} - {before}", "time_point": after, "subgroup": "pairs"}
    row = outcome_row(study, outcome) | named | change.as_row()
    yield row
    for figure in known:
        where = ""
        if change.estimable and change.n >= FEWEST_TO_JUDGE:
            side = _side(change.conf_low, change.conf_high, figure)
            where = WHERE[side]
        yield words_of(row) | {
            "estimand": "natural_change", "subgroup": figure.label, "unit": "", "direction": where,
            "note": words_of_figure(figure), "method": "as published" if figure.verified else "not verified at source",
            "source_table": "",
        }  # fmt: skip


def words_of_figure(figure: NaturalChange) -> str:
    """Return a figure of the registry in words: "0.7 to 1.6 points higher over 26 weeks"."""
    low, high = figure.lowest, figure.highest
    over = f" over {figure.weeks:g} weeks" if figure.weeks is not None else ""
    if low < 0 < high:
        return f"from {-low:g} lower to {high:g} points higher{over}"
    small, large = sorted((abs(low), abs(high)))
    size = f"{small:g}" if small == large else f"{small:g} to {large:g}"
    way = "" if large == 0 else " higher" if high > 0 else " lower"
    return f"{size} {'point' if size == '1' else 'points'}{way}{over}"


def _side(low: float, high: float, figure: NaturalChange) -> str:
    return "above" if low > figure.highest else "below" if high < figure.lowest else "across"
