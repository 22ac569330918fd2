"""Words of a results row: numbers of people must stand in its number columns, where the rules can see them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from earlyeval.foundations.estimands import ESTIMANDS

TOO_FEW = "Too few people to report."
NOT_TOLD = "It cannot be worked out from these answers."
OWN_WORDS = "a person's own words stay in the restricted view"
_PEOPLE = (
    r"(?:people|persons?|pairs?|participants?|respondents?|answers?|responses?|rows?|records?|interviews?|clips?|parents?"
    r"|mothers?|fathers?|families|family|children|child|babies|baby|staff|practitioners?|managers?|women|men)"
)
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# "n = 12", "df: 11", "t(11)", "12 of 40", "12 pairs"
_NUMBER_OF_PEOPLE = re.compile(
    rf"\bn\s*[=:]?\s*\d|\bdf\s*[=:]?\s*\d|\b[tFz]\(\d|\d\s+(?:out\s+of|of|in)\s+\d|(?<![\d/])\d+/\d+(?![\d/])"
    rf"|\b(?:\d+|{_SMALL})\s+(?:more\s+)?{_PEOPLE}\b|\ball\s+\d|\b(?:{_SMALL})\s+(?:of\s+them|said)\b",
    flags=re.IGNORECASE,
)
_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|single"
# A number that stands alone; the digits of "PHQ-9" and "ASQ:SE-2" belong to a name.
_ANY_NUMBER = re.compile(rf"(?<![\w:.-])\d+(?![\w-])|\b(?:{_NUMBER_WORDS})\b", flags=re.IGNORECASE)
# "All values are the same", "Everybody changed by the same amount": beside a mean that is everybody's answer.
_ALIKE = re.compile(r"\b(?:all|everybody|values)\b.*\b(?:the same|same amount|same answer|not differ)\b", re.IGNORECASE)


def tells_all_alike(reason: str) -> bool:
    """Say whether a reason tells that everybody answered alike."""
    return _ALIKE.search(reason) is not None


def released_reason(reason: str) -> str:
    """Return why a row could not be estimated, in words that hold no number of people and nothing of all of them.

    A reason with a number in it ("only 5 answered twice") is replaced as a whole, as is one that everybody is alike.
    """
    return TOO_FEW if _ANY_NUMBER.search(reason) else NOT_TOLD if tells_all_alike(reason) else reason


def words_wrong(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield each column whose words hold a number of people: 'n = 12', '12 of 40', '12 pairs'.

    Searched are method, note, label, comparison and subgroup. Labels of verdicts may hold thresholds that were agreed
    beforehand ('at least 50 people'), and open statements the published numbers of the registry. Words that were
    returned (they name their table) are searched like any other.
    """
    if row["estimand"] == "statement" and row["sensitivity"] == "open" and row["source_table"] == "":
        return  # facts of the registry, such as "norm from 580 people", are published
    if ESTIMANDS[row["estimand"]].kind == "quotation":
        return  # a person's own words may hold any number; they have a rule of their own
    verdict = ESTIMANDS[row["estimand"]].kind == "verdict"
    columns = ("method", "note") if verdict else ("method", "note", "label", "comparison", "subgroup")
    if row["estimand"] == "meta_inference":  # its label is somebody's conclusion, not a threshold
        columns = ("method", "note", "label")
    for column in columns:
        if _NUMBER_OF_PEOPLE.search(row[column]):
            yield (
                f"A row of question '{row['question']}' ({row['estimand']}) holds a number of people in the words of "
                f"its column '{column}'. Put it in n or n_expected, where the disclosure rules can see it."
            )
