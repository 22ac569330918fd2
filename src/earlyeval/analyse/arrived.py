"""What arrived and what of it could be used: returns, findings, missing forms, links between time points."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.applicable import not_applicable_at
from earlyeval.analyse.counted import count_row, share_row, unanswered
from earlyeval.analyse.members import everybody_asked, expected_at, is_yes, measured_ids, scores_of, unit_of_outcome
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.stages_of_flow import NOT_TWICE
from earlyeval.analyse.words_of_returns import (
    OF_THE_FILE,
    OPEN_TABLES,
    SELDOM_SENT,
    words_of_finding,
    words_of_table,
)
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

DOES_NOT_APPLY = "does-not-apply"
UNREAD = "Forms of an instrument, or of a version of it, that no outcome reads"


@question("returns")
def returns(study: Study) -> Iterator[Row]:
    """Return how many rows of each table arrived and passed every check. Nothing received is a row of nought.

    Tables that hardly any site sends have a row only where they arrived. ``outcome`` is the table, ``label`` what one
    row of it stands for. Rows about people are under the count rule; tables of which no row is about a person are open.
    """
    for name, table in study.tables.items():
        if name in SELDOM_SENT and not len(table):
            continue
        base = {
            "strand": "study", "outcome": name, "label": words_of_table(name), "source_table": name,
            "unit": OPEN_TABLES.get(name, "rows"), "sensitivity": "open" if name in OPEN_TABLES else "personal",
        }  # fmt: skip
        yield count_row(base, len(table))


@question("findings")
def findings(study: Study) -> Iterator[Row]:
    """Return what the checks found: one row per kind of finding and table, with how many rows it is about.

    ``label`` says it in words without a number; ``subgroup`` is "note" (kept as it is) or "set_aside" (left out of
    everything that follows). Forms that arrived and that no outcome or question about experience reads are a row of
    their own, counted in forms: a version that changed between two times would otherwise go unnoticed. What says only
    how a file was written has no row. No findings
    at all is a row of nought.
    """
    found = study.findings[~study.findings["rule"].isin(OF_THE_FILE)]
    n_unread = _forms_unread(study)
    base = {"strand": "study", "unit": "rows", "source_table": "findings"}
    if found.empty and not n_unread:
        yield count_row(base | {"label": "Nothing was found that had to be noted or set aside."}, 0)
        return
    for (table, rule, severity), same in found.groupby(["table", "rule", "severity"], sort=True):
        row = {"outcome": table, "label": words_of_finding(rule), "subgroup": severity, "note": severity}
        yield count_row(base | row, int(same["rows"].sum()))
    if n_unread:
        row = {"outcome": "scores", "label": UNREAD, "subgroup": "note", "note": "note", "source_table": "scores"}
        yield count_row(base | row, n_unread)


def _forms_unread(study: Study) -> int:
    """Return how many forms are of an instrument, or of a version of it, that nothing reads."""
    read = {(one.instrument, one.version) for one in (*study.outcomes, *study.plan.experience)}
    forms = study.scores[["person_id", "instrument", "version", "time_point"]].drop_duplicates()
    by_version = forms.groupby(["instrument", "version"], sort=False, dropna=False).size()
    return int(sum(count for named, count in by_version.items() if named not in read))


@question("missingness")
def missingness(study: Study) -> Iterator[Row]:
    """Return, per outcome and time point, what share of the forms came back and could be scored.

    Rows
    ----
    Four ``proportion`` rows by ``subgroup``: "" no usable score, of those of whom a form is expected;
    "returned" any answer, of the same; "scorable" of the returned; "prorated" (some items missing, scored all the
    same by the instrument's rule) of the scorable. Expected are the people of the strand who started and everybody
    who returned a form; where all forms are about children, the children on record. Nothing is expected of those to
    whom an outcome does not apply, and a form on which every item was answered "not applicable" counts for nothing;
    where there are such people, a ``count`` (subgroup "does-not-apply") says how many of those who took part they are.
    """
    if not study.outcomes:
        base = {"strand": "study", "label": "Forms", "source_table": "scores"}
        yield unanswered(base, "No outcome is declared.", estimand="proportion")
    for outcome in study.outcomes:
        scores = scores_of(study, outcome)
        for time_point in outcome.time_points:
            did_not_apply = not_applicable_at(study, outcome, (time_point,))
            here = scores[(scores["time_point"] == time_point) & ~is_among(scores["person_id"], did_not_apply)]
            n_expected = expected_at(study, outcome, time_point)
            yield from _forms(study, outcome, here, n_expected, time_point=time_point)
            if outcome.applicable_when is not None or len(did_not_apply):
                row = _of_outcome(study, outcome) | {"time_point": time_point, "subgroup": DOES_NOT_APPLY}
                yield count_row(row, everybody_asked(study, outcome) - n_expected)


def _forms(study: Study, outcome: Outcome, here: pd.DataFrame, n_expected: int, *, time_point: str) -> Iterator[Row]:
    base = _of_outcome(study, outcome) | {"time_point": time_point}
    scorable = here[is_yes(here["is_scorable"])]
    prorated = int(is_yes(scorable["is_prorated"]).sum())
    shares = (
        ("", n_expected - len(scorable), n_expected),
        ("returned", len(here), n_expected),
        ("scorable", len(scorable), len(here)),
        ("prorated", prorated, len(scorable)),
    )
    for subgroup, n, of in shares:
        yield share_row(base | {"subgroup": subgroup}, n, of, conf_level=study.plan.conf_level)


@question("linkage")
def linkage(study: Study) -> Iterator[Row]:
    """Return, per outcome, how many people have a usable score before and after, only before, only after.

    People are linked by their id alone, letter by letter; nothing is matched by likeness. Outcomes that were planned
    for only one of the two times have no row. Where there are such people, two further counts (``subgroup``) say how
    many of those measured once answered another version of the instrument at the other time ("other-version": never put
    together) and how many returned two versions at one of the two times ("duplicate"). The same form twice is in no
    row: returns that hold one are refused.
    """
    planned_twice = [outcome for outcome in study.outcomes if _is_planned_twice(study, outcome)]
    if not planned_twice:
        yield unanswered({"strand": "study", "label": "Links between before and after"}, NOT_TWICE)
    for outcome in planned_twice:
        base = _of_outcome(study, outcome)
        before = measured_ids(study, (outcome,), study.baseline.id)
        after = measured_ids(study, (outcome,), study.endpoint.id)
        yield count_row(base | {"subgroup": "both"}, is_among(before, after).sum())
        yield count_row(base | {"subgroup": "before-only"}, (~is_among(before, after)).sum())
        yield count_row(base | {"subgroup": "after-only"}, (~is_among(after, before)).sum())
        for subgroup, n in _other_versions(study, outcome, before, after):
            if n:
                yield count_row(base | {"subgroup": subgroup}, n)


def _other_versions(study: Study, outcome: Outcome, before: pd.Series, after: pd.Series) -> Iterator[tuple[str, int]]:
    """Yield how many people measured once answered another version at the other time, and who had two at one."""
    times = (study.baseline.id, study.endpoint.id)
    own = study.scores[(study.scores["instrument"] == outcome.instrument) & study.scores["time_point"].isin(times)]
    forms = own[["person_id", "version", "time_point"]].drop_duplicates()
    others = forms[forms["version"] != outcome.version]
    switched = 0
    for here, there, time_point in ((before, after, times[1]), (after, before, times[0])):
        once = here[~is_among(here, there)]
        switched += int(is_among(once, others.loc[others["time_point"] == time_point, "person_id"]).sum())
    yield "other-version", switched
    yield "duplicate", int(forms.loc[forms.duplicated(["person_id", "time_point"], keep=False), "person_id"].nunique())


def _is_planned_twice(study: Study, outcome: Outcome) -> bool:
    declared = {point.id for point in (study.baseline, study.endpoint) if point}
    return len(declared) == 2 and declared <= set(outcome.time_points)


def _of_outcome(study: Study, outcome: Outcome) -> Row:
    return {
        "strand": outcome.strand, "outcome": outcome.id, "label": outcome.label, "instrument": outcome.instrument,
        "version": outcome.version, "subscale": outcome.subscale, "unit": unit_of_outcome(study, outcome),
        "source_table": "scores",
    }  # fmt: skip
