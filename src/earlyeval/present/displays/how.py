"""How a result was worked out: which method, why, what a sensible alternative gives, and what to be careful of.

Rows: ``method_check`` with ``subgroup`` "headline", "alternative" or "caution", ``note`` in words and ``method`` that
of the row they are about (same outcome and comparison). All that is said here is in those rows and the rows they name.
"""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Sentences
from earlyeval.present.numbers import is_missing, number_text, with_interval
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import how_many, sentence, significance

CHECK = "method_check"
SAME = "It leads to the same conclusion."
OTHER = "It leads to another conclusion, so this result hangs on the method and should be read with care."
# A test that belongs to an estimate without one of its own.
TEST_OF = {"hodges_lehmann": "signed_rank"}


def how_lines(rows: pd.DataFrame, setting: Setting, *, named: bool = False) -> list[Sentences]:
    """Return one paragraph per outcome that has a ``method_check``; ``named`` puts the outcome's name in front."""
    paragraphs = []
    for (outcome, label), checks in groups(where(rows, estimand=CHECK), "outcome", "label"):
        told = _told(checks, where(rows, outcome=outcome, label=label), setting)
        if told:
            words = label or setting.name(outcome)
            paragraphs.append(Sentences((f"{words}:", *told) if named else tuple(told), css_class="sentence"))
    return paragraphs


def caution_lines(rows: pd.DataFrame, setting: Setting) -> list[Sentences]:
    """Return what to be careful of, each caution once with the outcomes that it holds for (none named: for all)."""
    checks = where(rows, estimand=CHECK)
    everything = set(checks["outcome"])
    told = []
    for (note,), cautions in groups(where(checks, subgroup="caution"), "note"):
        labels = [row["label"] or setting.name(row["outcome"]) for row in records(cautions)]
        whose = "" if set(cautions["outcome"]) == everything else f"{', '.join(dict.fromkeys(labels))}: "
        told.append(f"{whose}{sentence(note)}")
    return [Sentences(("To be careful of:", *told))] if told else []


def _told(checks: pd.DataFrame, rows: pd.DataFrame, setting: Setting) -> list[str]:
    told: list[str] = []
    main = None
    for check in records(checks):
        about = _row_of(check, rows)
        if check["subgroup"] == "headline":
            main = about
            if about is not None and not _is_answered(about):
                return []
            told.append(_method(check, about, rows, setting))
            told.append(sentence(check["note"]))
        elif check["subgroup"] == "alternative":
            told.append(_alternative(check, about, main, rows))
    return [one for one in told if one]


def _row_of(check: Row, rows: pd.DataFrame) -> Row | None:
    """Return the row that a check is about: the first of the same method, comparison and place."""
    same = where(rows[rows["estimand"] != CHECK], method=check["method"], comparison=check["comparison"])
    return first(where(same, cluster=check["cluster"], arm=check["arm"]))


def _is_answered(row: Row) -> bool:
    kind = ESTIMANDS[row["estimand"]].kind
    return not is_missing(row["p_value"]) if kind == "test" else is_shown(row)


def _method(check: Row, about: Row | None, rows: pd.DataFrame, setting: Setting) -> str:
    on = ""
    if about is not None and not is_missing(about["n"]) and about["unit"] in ("points", "standard deviations"):
        on = f", on {how_many(about, setting)}"
    skew = first(where(rows, estimand="skewness", comparison=check["comparison"]))
    shape = f"; skewness of the changes {number_text(skew['estimate'], decimals=1)}" if skew and is_shown(skew) else ""
    return f"How this was worked out: {lower_first(check['method'])}{on}{shape}."


def _alternative(check: Row, about: Row | None, main: Row | None, rows: pd.DataFrame) -> str:
    because = check["note"].rstrip(".")
    if about is None or not _is_answered(about):
        return (
            f"Another sensible method is: {lower_first(check['method'])}; {because}. Its answer cannot be shown here."
        )
    kind = ESTIMANDS[about["estimand"]].kind
    test = first(where(rows, estimand=TEST_OF.get(about["estimand"], ""), comparison=check["comparison"]))
    p = significance(test) if test else significance(about)
    units = f" {about['unit']}" if about["unit"] in ("points", "standard deviations") and kind != "test" else ""
    value = "" if kind == "test" else f"{with_interval(about)}{units}"
    answer = ", ".join(part for part in (value, p) if part)
    same = "" if main is None else _verdict(conclusion(main), conclusion(about, test=test))
    return f"Another sensible method ({lower_first(check['method'])}) gives {answer}; {because}. {same}".rstrip()


def _verdict(one: str, other: str) -> str:
    return "" if "" in (one, other) else SAME if one == other else OTHER


def conclusion(row: Row, *, test: Row | None = None) -> str:
    """Return "above", "below", "clear" (a test alone) or "unclear": what a row says about no change; "" if nothing.

    By its p value where it has one (or that of its test), at the level of its interval; by its interval otherwise.
    """
    kind = ESTIMANDS[row["estimand"]].kind
    if kind not in ("change", "model", "test"):
        return ""
    p_value = row["p_value"] if test is None else test["p_value"]
    if not is_missing(p_value):
        level = 0.95 if is_missing(row["conf_level"]) else row["conf_level"]
        if p_value >= 1 - level:
            return "unclear"
        return "clear" if kind == "test" else _side(row["estimate"])
    if is_missing(row["conf_low"]):
        return ""
    return "unclear" if row["conf_low"] <= 0 <= row["conf_high"] else _side(row["estimate"])


def _side(estimate: float) -> str:
    return "above" if estimate > 0 else "below"
