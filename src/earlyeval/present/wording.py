"""Sentences made from released rows: numbers first, intervals in words, better or worse by the scale's own direction.

No sentence here says that a programme brought a change about. ``FORBIDDEN`` is the list that a test holds every
template to.
"""

import re

import pandas as pd

from earlyeval.present.numbers import count_text, is_missing, number_text, p_text, percent_in_brackets, percent_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row
from earlyeval.present.setting import Setting

TOO_FEW_ANSWERS = "Too few answers to report."
FORBIDDEN = (
    "prove", "proves", "proved", "proven", "cause", "caused", "causes", "effective", "effectiveness", "impact",
    "trend towards", "trending", "due to the programme", "thanks to",
)  # fmt: skip
NOT_EFFECT = (
    "This is change among people measured both times. Without a comparison group it cannot be said what brought it "
    "about."
)
_RATED = re.compile(r"(?:practitioner|independent rater) about the (?P<whom>\w+)$")
LIKELY = "Likely: the {level} interval, the range of true averages that would not be surprising with these data."


def people_of(row: Row) -> str:
    """Return who a row is about, in the plural: "parents", "staff", "people"."""
    word = row["respondent"] or (row["unit"] if row["unit"] not in ("", "points", "standard deviations") else "people")
    rated = _RATED.match(word)
    if rated:  # a worker rates somebody: those who are rated are counted
        word = {"child": "children", "family": "families"}.get(rated["whom"], rated["whom"])
    elif "rater" in word:  # those who rate a video are not those who are seen in it
        word = "staff" if row["strand"] == "staff" else "people"
    word = lower_first(word.split(" about ")[0])  # "parent about the baby"
    return word if word.endswith("s") or word in ("staff", "people", "children") else f"{word}s"


def how_many(row: Row, setting: Setting, *, who: str = "") -> str:
    """Return "about 50 of 105 parents"; "about" only where counts are rounded; too few where they are hidden."""
    if is_missing(row["n"]):
        return lower_first(TOO_FEW_ANSWERS.rstrip("."))
    rounded = row["status"] != "shown" and setting.rounding_note and row["n"] > 0
    whole = "" if is_missing(row["n_expected"]) else f" of {count_text(row['n_expected'])}"
    return f"{'about ' if rounded else ''}{count_text(row['n'])}{whole} {who or people_of(row)}"


def share_sentence(row: Row, setting: Setting) -> str:
    """Return "About 50 of 105 parents (48%): Came at least once."."""
    if is_missing(row["n"]):
        return f"{row['label']}: {TOO_FEW_ANSWERS}"
    return sentence(f"{row['label']}: {how_many(row, setting)}{percent_in_brackets(row)}")


def points(number: float) -> str:
    """Return a size in points: "2.3 points"; "1.0 point"."""
    text = number_text(abs(number), decimals=1)
    return f"{text} {'point' if text == '1.0' else 'points'}"


def higher_or_lower(number: float) -> str:
    """Return the direction of a difference on the scale."""
    return "higher" if number > 0 else "lower"


def judged(row: Row) -> str:
    """Return "better", "worse" or "unclear": what the interval of a change or difference leaves open.

    An interval that holds zero is unclear; otherwise the scale's own direction decides. "changed" where the scale
    has no better end.
    """
    low, high = row["conf_low"], row["conf_high"]
    if is_missing(low) or is_missing(high) or low <= 0 <= high:
        return "unclear"
    if row["direction"] not in ("higher_is_better", "lower_is_better"):
        return "changed"
    return "better" if (low > 0) == (row["direction"] == "higher_is_better") else "worse"


def interval_words(row: Row, *, noun: str = "average") -> str:
    """Return the interval of a change or difference in words, with its level left to a note."""
    low, high = row["conf_low"], row["conf_high"]
    if is_missing(low) or is_missing(high):
        return ""
    if low <= 0 <= high:
        return (
            f"The true {noun} could lie anywhere from {points(low)} lower to {points(high)} higher, "
            "so the direction is unclear."
        )
    small, large = sorted((abs(low), abs(high)))
    size = number_text(small, decimals=1)
    return f"The true {noun} is likely between {size} and {points(large)} {higher_or_lower(low)}."


def time_words(name: str) -> str:
    """Return a time point as a sentence has it: "before", "after", "at 8 months"."""
    word = lower_first(name)
    return word if word.split(" ")[0].rstrip(",") in ("before", "after", "midway", "later") else f"at {word}"


def change_sentence(row: Row, setting: Setting) -> str:
    """Return what changed, in points, how sure that is, for better or worse, and on whom it rests."""
    if row["status"] in ("hidden", "refused"):
        return f"{row['label']}: {TOO_FEW_ANSWERS}"
    if row["status"] == "not_estimable" or is_missing(row["estimate"]):
        return f"{row['label']}: {row['reason']}"
    after, _, before = row["comparison"].partition(" - ")
    times = f"{time_words(setting.name(after))} than {time_words(setting.name(before))}"
    size = "the same" if row["estimate"] == 0 else f"{points(row['estimate'])} {higher_or_lower(row['estimate'])}"
    rater = ", rated by the worker who delivers the service" if row["respondent"].startswith("practitioner ab") else ""
    average = f"{row['label']}: on average, scores were {size} {times}{scale_words(row)}{rater}."
    verdict = {"better": " This is a change for the better.", "worse": " This is a change for the worse."}
    rests = f" It rests on {how_many(row, setting)} measured both times."
    return f"{average} {interval_words(row, noun='average change')}{verdict.get(judged(row), '')}{rests}"


def scale_words(row: Row) -> str:
    """Return ", on a scale of 0 to 27 where lower is better"."""
    direction = {"higher_is_better": "higher is better", "lower_is_better": "lower is better"}.get(row["direction"], "")
    if not row["note"] or not row["note"][:1].isdigit():
        return f" ({direction})" if direction else ""
    return f", on a scale of {row['note']}{' where ' + direction if direction else ''}"


def difference_sentence(row: Row, setting: Setting, *, first: str, second: str) -> str:
    """Return how two groups differ at a time, adjusted or not as the row's quantity says."""
    if row["status"] in ("hidden", "refused") or is_missing(row["estimate"]):
        return f"{row['label']}: {row['reason'] or TOO_FEW_ANSWERS}"
    when = time_words(setting.name(row["time_point"]))
    size = f"{points(row['estimate'])} {higher_or_lower(row['estimate'])}"
    lead = f"{row['label']}: {when}, scores in {first} were {size} on average than in {second}{scale_words(row)}."
    side = {"better": f" {upper_first(first)} did better.", "worse": f" {upper_first(second)} did better."}
    return f"{lead} {interval_words(row, noun='average difference')}{side.get(judged(row), '')}"


def change_title(row: Row) -> str:
    """Return an active title of at most ten words for a picture of a change."""
    label = row["label"].split(" (")[0]
    end = {
        "unclear": "no clear change",
        "better": "better after than before",
        "worse": "worse after than before",
        "changed": f"{higher_or_lower(row['estimate'])} after than before",
    }[judged(row)]
    return ten_words(label, end)


def ten_words(label: str, end: str) -> str:
    """Return "label: end", or the end alone where both together have more than ten words."""
    whole = f"{label}: {end}"
    return whole if len(whole.split()) <= 10 else upper_first(end)


def significance(row: Row) -> str:
    """Return a p value in words; never "significant" without "statistically"."""
    if is_missing(row["p_value"]):
        return ""
    p = p_text(row["p_value"])
    return f"p {p}" if p.startswith("<") else f"p = {p}"


def level_words(rows: pd.DataFrame) -> str:
    """Return the level of the rows' intervals, "95%"; the word "confidence" where they have none."""
    levels = rows["conf_level"].dropna()
    return percent_text(float(levels.iloc[0])) if len(levels) else "95%"


def upper_first(words: str) -> str:
    """Return words with a capital at the front."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """Return words as a sentence: a capital at the front and one full stop at the end."""
    return upper_first(words.rstrip(". ")) + "."
