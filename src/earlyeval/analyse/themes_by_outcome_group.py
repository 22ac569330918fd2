"""Which themes were heard from people who recovered, improved, stayed as they were, got worse, or have no second score.

k of N of those listened to, with their quotations. A group of whom nobody was listened to is a row that says so, and
those without both scores stay in sight: they are often those for whom it went otherwise.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.quotation_checks import printable
from earlyeval.analyse.quotations import quotation_row
from earlyeval.analyse.reliable_change import CLASS_WORDS, classes_of_people
from earlyeval.analyse.side_by_theme import beside_adults, pairs_of
from earlyeval.analyse.spoken_of import Subject, counts_nothing, passages_by_person
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study

NO_DATA = "no_data"
GROUPS = (*CLASS_WORDS, NO_DATA)
SILENT = "Nobody of this group was listened to."


@question("themes-by-outcome-group")
def themes_by_outcome_group(study: Study) -> Iterator[Row]:
    """Return, per pair of theme and outcome and class of change, in how many of those listened to it was heard.

    Rows
    ----
    ``proportion`` with ``subgroup`` the class (by the registry's threshold of reliable change; "no_data": not measured
    both times; "recovered" only where the outcome has a cut-off), ``n`` who spoke of the theme, ``n_expected`` who were
    listened to; no percentage is meant. Then the
    printable ``quotation`` rows of the theme from people of that class, whose ``n`` is how many people of the class
    were listened to. Outcomes without a threshold have no groups and no rows.
    """
    if refusal := counts_nothing(study):
        if study.has("themes"):
            yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=refusal)
        return
    for subject, outcome in pairs_of(study):
        classes = _classes(study, outcome)
        if classes is not None and outcome.strand == "family":
            yield from _of_pair(study, subject, outcome, classes)


def _classes(study: Study, outcome: Outcome) -> pd.Series | None:
    if study.baseline is None or study.endpoint is None:
        return None
    if not {study.baseline.id, study.endpoint.id} <= set(outcome.time_points):
        return None
    classes = classes_of_people(study, outcome)
    return None if classes is None else beside_adults(study, outcome, classes)


def _of_pair(study: Study, subject: Subject, outcome: Outcome, classes: pd.Series) -> Iterator[Row]:
    counts = passages_by_person(study, subject)
    own = classes.reindex(counts.index).fillna(NO_DATA)
    row = outcome_row(study, outcome) | {
        "label": f"\N{LEFT DOUBLE QUOTATION MARK}{subject.label}\N{RIGHT DOUBLE QUOTATION MARK}: {outcome.label}",
        "comparison": f"{study.endpoint.id} - {study.baseline.id}",
        "unit": "people",
        "analysis": "exploratory",
        "source_table": "codings",
        "estimand": "proportion",
        "method": "heard at least once",
    }
    for group in GROUPS if outcome.cut_off else GROUPS[1:]:
        is_here = (own == group).to_numpy()
        k, n = int((counts[is_here] > 0).sum()), int(is_here.sum())
        counted = row | {"subgroup": group, "note": CLASS_WORDS.get(group, "not measured both times")}
        if n == 0:
            yield not_estimable(counted | {"n": 0, "n_expected": 0}, reason=SILENT)
            continue
        yield counted | {"n": k, "n_expected": n, "estimate": k / n}
        people = counts.index[is_here]
        for quotation in printable(study):
            if quotation.theme_id == subject.id and quotation.person_id in people:
                said = quotation_row(quotation, subgroup=group) | {"instrument": outcome.instrument, "n": n}
                yield said | {"outcome": outcome.id, "comparison": subject.label}
