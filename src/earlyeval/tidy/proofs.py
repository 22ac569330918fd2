"""Columns looked at as a whole: cells that are certainly good, so that only the others need a second, exact look.

A proof never refuses anything. It clears a cell only where ``cells`` would return that very text.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from earlyeval.tidy.cells import LONGEST_ID
from earlyeval.tidy.texts import arrow_text

# Letters, digits and _ . - alone, with at least one letter, cannot be an e-mail address, a number, a date or a name of
# two words. They can be a postcode or a National Insurance number, which end with a letter and have nine characters at
# most. Digits alone can be a telephone or an NHS number, which have ten or eleven. Words for sums have nine letters.
_CLEAR_IDS = (
    "^(?:"
    "[A-Za-z_.][A-Za-z0-9_.-]*[0-9]"
    "|[0-9][0-9.-]*[A-Za-z_][A-Za-z0-9_.-]*[0-9]"
    "|[A-Za-z_.][A-Za-z0-9_.-]{9,}"
    "|[0-9][0-9.-]*[A-Za-z_][A-Za-z0-9_.-]{8,}"
    "|[0-9]{1,9}|[0-9]{12,}"
    ")$"
)
_DOUBTFUL_TEXT = r"[@#0-9]|\b[A-Z][A-Za-z'’-]* [A-Z]"


def clear_ids(texts: pd.Series) -> np.ndarray:
    """Return which cells are certainly pseudonyms as ``read_id`` wants them."""
    cells = arrow_text(texts)
    is_clear = pc.and_(pc.match_substring_regex(cells, _CLEAR_IDS), pc.less_equal(pc.binary_length(cells), LONGEST_ID))
    # How a workbook writes what is no letter, and what it makes of an id that looks like a day (1-Mar-21).
    is_clear = pc.and_not(is_clear, pc.match_substring_regex(cells, "_x|-[A-Za-z]{3,9}-"))
    return is_clear.to_numpy(zero_copy_only=False)


def clear_texts(texts: pd.Series) -> np.ndarray:
    """Return which cells hold text that certainly tells nobody who somebody is: no digit, no @, no two capitals."""
    cells = arrow_text(texts)
    is_clear = pc.and_(pc.not_equal(cells, ""), pc.invert(pc.match_substring_regex(cells, _DOUBTFUL_TEXT)))
    return is_clear.to_numpy(zero_copy_only=False)


PROOFS: dict[str, Callable[[pd.Series], np.ndarray]] = {"id": clear_ids, "text": clear_texts}
