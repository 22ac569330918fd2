"""The number that QualCoder calls Cohen's kappa, worked out as it does: to be shown beside the right one.

``report_compare_coder_file.py`` (read at QualCoder c3204641, August 2026) leaves out every character that neither coder
marked, then multiplies, instead of adding, the two ways to agree by chance, of which only one is left. What remains is
near the share of marked characters that both marked; it is not 0 for coders who agree by chance alone.
"""

from typing import Any

import numpy as np

from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.spans import spans_of

NO_NUMBER = "The tool prints no number here: it would divide by nothing."
NO_INTERVAL = "The tool has no interval."


def qualcoder_kappa(first: Any, second: Any, *, length: int) -> Estimate:
    """Return what QualCoder prints as kappa for one code, one file and two coders.

    Parameters
    ----------
    first, second : spans x (start, end)
        What each coder marked, end-exclusive. A stretch that a coder marked twice counts twice, as it does there.
    length : int
        Characters of the file.

    Returns
    -------
    Estimate
        qualcoder_kappa, to four decimals as printed; n counts the characters that anybody marked, in the tool's count.
    """
    layers = [spans_of(first), spans_of(second)]
    marked = [float((layer[:, 1] - layer[:, 0]).sum()) for layer in layers]
    times = np.zeros(length + 1, dtype=int)
    for layer in layers:
        np.add.at(times, layer[:, 0].astype(int), 1)
        np.add.at(times, layer[:, 1].astype(int), -1)
    # The tool calls a character marked by both where two marks meet, be they of one coder.
    dual = int((np.cumsum(times)[:length] == 2).sum())
    whole = sum(marked) - dual
    n = max(int(whole), 0)
    if whole == 0:
        return not_estimable("qualcoder_kappa", NO_NUMBER, n=n)
    chance = (marked[0] * marked[1] / whole**2) * ((whole - marked[0]) * (whole - marked[1]) / whole**2)
    if chance == 1:
        return not_estimable("qualcoder_kappa", NO_NUMBER, n=n)
    value = round((dual / whole - chance) / (1 - chance), 4)
    return Estimate("qualcoder_kappa", value, n=n, method="as QualCoder prints it", reason=NO_INTERVAL)
