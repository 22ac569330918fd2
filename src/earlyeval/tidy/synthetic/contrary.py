"""What the made-up evaluators searched against each theme, and what they found."""

from collections.abc import Mapping, Sequence

from earlyeval.tidy.codebook_tables import NONE_FOUND
from earlyeval.tidy.synthetic.sheets import Sheet

COLUMNS = ("theme_id", "coding_id", "search_done")
_MOST = 3
_CODE = 5


def negative_cases(searches: Sequence[tuple[str, str]], contrary: Mapping[str, str], codings: Sequence) -> Sheet:
    """Return the searches: theme and words, and by theme the code whose first passages speak against it."""
    rows = []
    for theme, words in searches:
        found = [row[0] for row in codings if row[_CODE] == contrary.get(theme)][:_MOST]
        rows += [[theme, coding, words] for coding in found or [NONE_FOUND]]
    return Sheet("qual/negative_cases.csv", COLUMNS, rows)
