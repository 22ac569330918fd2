"""Ids that are kept as they were sent and may yet not be meant: nothing is matched, joined or changed."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import Tables
from earlyeval.tidy.texts import arrow_text

_NOBODY = pa.array(
    ["none", "null", "nan", "n/a", "unknown", "not known", "tbc", "test", "anon", "anonymous", "missing"]
)
MOST_TYPED = 100_000  # ids of more people than that were not typed by hand
_DECIMAL = r"^[0-9]+\.0+$"


def odd_ids(tables: Tables) -> Iterator[Finding]:
    """Yield findings about ids of people: those that nearly are others, words for nobody, numbers with decimals."""
    ids = pc.drop_null(arrow_text(tables["people"]["person_id"]))
    if not len(ids):
        return
    alike = pc.count_distinct(ids).as_py() - pc.count_distinct(_skeleton(ids)).as_py() if len(ids) <= MOST_TYPED else 0
    if alike:
        differ = "differs" if alike == 1 else "differ"
        ways = "capitals, blanks, marks or noughts"
        sentence = f"{counted(alike, 'id')} that {differ} from another only by {ways}: taken for different people."
        yield _finding("near_ids", alike, sentence)
    words = pc.sum(pc.is_in(pc.utf8_lower(ids), value_set=_NOBODY.cast(ids.type))).as_py() or 0
    if words:
        yield _finding("id_of_nobody", words, f"{counted(words, 'id')} that often stand for nobody: kept as ids.")
    decimals = pc.sum(pc.match_substring_regex(ids, _DECIMAL)).as_py() or 0
    if decimals:
        sentence = f"{counted(decimals, 'id')} that end in .0, as programs write numbers: kept as they were sent."
        yield _finding("decimal_id", decimals, sentence)


def _skeleton(ids: pa.Array) -> pa.Array:
    """Return ids without what is easily mistyped: capitals, blanks, marks, noughts before a number, o for 0."""
    bare = pc.replace_substring_regex(pc.utf8_lower(ids), r"[\s_.\-/]+", "")
    digits = pc.replace_substring_regex(pc.replace_substring_regex(bare, "o", "0"), "[li]", "1")
    return pc.replace_substring_regex(digits, r"(^|[^0-9])0+([0-9])", r"\1\2")


def _finding(rule: str, count: int, sentence: str) -> Finding:
    return Finding("people", "", 0, "person_id", rule, "note", count, sentence)
