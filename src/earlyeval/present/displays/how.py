"""How a result was worked out: which method, why, what a sensible alternative gives, and what to be careful of.

Rows: ``method_check`` with ``subgroup`` "headline", "alternative" or "caution", ``note`` in words and ``method`` that
of the row they are about (same outcome and comparison). All that is said here is in those rows and the rows they name.
"""

from dataclasses import dataclass, replace

import pandas as pd

from earlyeval.foundations.cautions import cautions_of
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Sentences
from earlyeval.present.numbers import is_missing, number_text, with_interval
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import how_many, sentence, significance, upper_first

CHECK = "method_check"
SAME = "It leads to the same conclusion."
OTHER = "It leads to another conclusion, so this result hangs on the method and should be read with care."
NOT_SHOWN = "Its answer cannot be shown here."
# A test that belongs to an estimate without one of its own.
TEST_OF = {"hodges_lehmann": "signed_rank"}


@dataclass(frozen=True)
class Told:
    """What is to be said of how one outcome was worked out; what is not known is empty."""

    label: str
    how: str
    on: str
    why: str
    other: str = ""
    because: str = ""
    answer: str = ""
    verdict: str = ""


def how_lines(rows: pd.DataFrame, setting: Setting, *, named: bool = False) -> list[Sentences]:
    """Return one paragraph per outcome that has a ``method_check``.

    With ``named`` the outcomes are named, and those that were worked out in the same way share a paragraph.
    """
    told: dict[tuple[str, ...], list[Told]] = {}
    for (outcome, label), checks in groups(where(rows, estimand=CHECK), "outcome", "label"):
        found = _told(checks, where(rows, outcome=outcome, label=label), setting)
        if found is not None:
            shared = (found.how, found.why, found.other, found.because) if named else (outcome, label)
            told.setdefault(shared, []).append(found)
    return [Sentences(tuple(_paragraph(alike, named=named))) for alike in told.values()]


def _paragraph(alike: list[Told], *, named: bool) -> list[str]:
    one = alike[0]
    whose = f"{', '.join(found.label for found in alike)}: " if named else ""
    on = one.on if len(alike) == 1 else ""
    said = [f"{whose}How this was worked out: {one.how}{on}.", one.why]
    answered = [found for found in alike if found.answer]
    if len(alike) > 1:
        said[0] += "".join(f" {found.label}{found.on}." for found in alike if found.on.startswith(": "))
    if answered:
        gives = [f"{found.label} {found.answer}" if len(alike) > 1 else found.answer for found in answered]
        said.append(f"Another sensible method ({one.other}) gives {'; '.join(gives)}; {one.because}.")
        said.extend(_verdicts(answered))
        hidden = [found.label for found in alike if found.other and not found.answer]
        said.extend([f"For {', '.join(hidden)} its answer cannot be shown here."] if hidden else [])
    elif one.other:
        said.append(f"Another sensible method is: {one.other}; {one.because}. {NOT_SHOWN}")
    return [part for part in said if part]


def _verdicts(answered: list[Told]) -> list[str]:
    if any(not found.verdict for found in answered):
        return []
    others = [found.label for found in answered if found.verdict == OTHER]
    if not others or len(answered) == 1:
        return [answered[0].verdict]
    return [
        f"For {', '.join(others)}: {lower_first(OTHER)}"
        + (" For the others it is the same." if len(others) < len(answered) else "")
    ]


def caution_lines(rows: pd.DataFrame, setting: Setting) -> list[Sentences]:
    """Return what to be careful of, each caution once with the outcomes that it holds for (none named: for all).

    To those of the rows are added the cautions that the coverage study has of the intervals shown.
    """
    checks = where(rows, estimand=CHECK)
    everything = set(checks["outcome"])
    told = []
    for (note,), cautions in groups(where(checks, subgroup="caution"), "note"):
        labels = [row["label"] or setting.name(row["outcome"]) for row in records(cautions)]
        whose = "" if set(cautions["outcome"]) == everything else f"{', '.join(dict.fromkeys(labels))}: "
        told.append(f"{whose}{sentence(note)}")
    told.extend(_of_intervals(checks, rows))
    return [Sentences(("To be careful of:", *told))] if told else []


def _of_intervals(checks: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Return what simulated studies say of the intervals of the checks, where those are too short: once a method."""
    told: dict[str, str] = {}
    for check in records(where(checks, subgroup=("headline", "alternative"))):
        about = _row_of(check, where(rows, outcome=check["outcome"], label=check["label"]))
        if about is not None and is_shown(about) and not is_missing(about["conf_low"]):
            found = cautions_of(about["estimand"], about["method"], n=about["n"], n_smallest=about["n_smallest"])
            if found:
                told.setdefault(about["method"], " ".join(lower_first(said) for said in found))
    return [f"{upper_first(method)}: {said}" for method, said in told.items()]


def _told(checks: pd.DataFrame, rows: pd.DataFrame, setting: Setting) -> Told | None:
    """Return what is to be said of one outcome; None where its result is not shown."""
    head, other = first(where(checks, subgroup="headline")), first(where(checks, subgroup="alternative"))
    if head is None:
        return None
    main = _row_of(head, rows)
    if main is None and _is_held_back(head, rows):
        return None
    if main is not None and not any(_is_answered(row) for row in records(_rows_of(head, rows))):
        return None
    label = head["label"] or setting.name(head["outcome"])
    told = Told(label, head["method"], _on(head, main, rows, setting), sentence(head["note"]))
    if other is None:
        return told
    about, because = _row_of(other, rows), other["note"].rstrip(".")
    told = replace(told, other=other["method"], because=because)
    return told if about is None or not _is_answered(about) else replace(told, **_answer(about, main, rows))


def _row_of(check: Row, rows: pd.DataFrame) -> Row | None:
    """Return the first of the rows that a check is about."""
    return first(_rows_of(check, rows))


def _rows_of(check: Row, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a check is about: those of the same method, comparison, time and place."""
    return _beside(check, rows, method=check["method"])


def _is_held_back(check: Row, rows: pd.DataFrame) -> bool:
    """Say whether something there is hidden: then it does not say by which method it was worked out."""
    return bool(_beside(check, rows, method="")["status"].isin(["hidden", "refused"]).any())


def _beside(check: Row, rows: pd.DataFrame, *, method: str) -> pd.DataFrame:
    same = where(rows[rows["estimand"] != CHECK], method=method, comparison=check["comparison"])
    return where(same, **{column: check[column] for column in ("cluster", "arm", "time_point")})


def _is_answered(row: Row) -> bool:
    kind = ESTIMANDS[row["estimand"]].kind
    return not is_missing(row["p_value"]) if kind == "test" else is_shown(row)


def _on(check: Row, main: Row | None, rows: pd.DataFrame, setting: Setting) -> str:
    """Return what a result rests on: its people and the shape of their changes; of a test its p value."""
    if main is not None and ESTIMANDS[main["estimand"]].kind == "test":
        return f": {significance(main)}"
    on = ""
    if main is not None and not is_missing(main["n"]) and main["unit"] in ("points", "standard deviations"):
        on = f", on {how_many(main, setting)}"
    skew = first(where(rows, estimand="skewness", comparison=check["comparison"]))
    shape = f"; skewness of the changes {number_text(skew['estimate'], decimals=1)}" if skew and is_shown(skew) else ""
    return f"{on}{shape}"


def _answer(about: Row, main: Row | None, rows: pd.DataFrame) -> dict[str, str]:
    """Return the alternative's number in words, and whether it leads to the same conclusion."""
    kind = ESTIMANDS[about["estimand"]].kind
    test = first(where(rows, estimand=TEST_OF.get(about["estimand"], ""), comparison=about["comparison"]))
    p = significance(test) if test else significance(about)
    units = f" {about['unit']}" if about["unit"] in ("points", "standard deviations") and kind != "test" else ""
    value = "" if kind == "test" else f"{with_interval(about)}{units}"
    same = "" if main is None else _verdict(conclusion(main), conclusion(about, test=test))
    return {"answer": ", ".join(part for part in (value, p) if part), "verdict": same}


def _verdict(one: str, other: str) -> str:
    return "" if "" in (one, other) else SAME if one == other else OTHER


def conclusion(row: Row, *, test: Row | None = None) -> str:
    """Return "above", "below", "clear" (a test alone) or "unclear": what a row says about no change; "" if nothing.

    By the p value of the test that belongs to it, or of a test itself, at the level of its interval; otherwise by its
    interval as it is printed, so that it agrees with every other sentence about the row.
    """
    kind = ESTIMANDS[row["estimand"]].kind
    if kind not in ("change", "model", "test"):
        return ""
    p_value = row["p_value"] if test is None else test["p_value"]
    if not is_missing(p_value) and (test is not None or is_missing(row["conf_low"])):
        level = 0.95 if is_missing(row["conf_level"]) else row["conf_level"]
        if p_value >= 1 - level:
            return "unclear"
        return "clear" if kind == "test" else _side(row["estimate"])
    if is_missing(row["conf_low"]):
        return ""
    return "unclear" if row["conf_low"] <= 0 <= row["conf_high"] else _side(row["estimate"])


def _side(estimate: float) -> str:
    return "above" if estimate > 0 else "below"
