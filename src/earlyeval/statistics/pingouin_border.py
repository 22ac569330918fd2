"""The one place where pingouin is called. Its rounding is switched off here, for the call alone.

pingouin 0.7.0 rounds intervals to two or three decimals, names its columns anew between versions, leaves people out
pair by pair unless told otherwise, and warns about pandas: all of that stays on its side of this border.
"""

import warnings

import pandas as pd

from earlyeval.statistics.arrays import Numbers


def cronbach_alpha_of(items: Numbers) -> float:
    """Return pingouin's Cronbach alpha of complete answers."""
    import pingouin

    with warnings.catch_warnings():
        # pingouin 0.7.0 on pandas 3.1; to be removed with the first pingouin that no longer passes `inplace`.
        warnings.filterwarnings(
            "ignore", message="The inplace keyword in DataFrame.dropna is deprecated", module=r"pingouin\.reliability"
        )
        value, _ = pingouin.cronbach_alpha(data=pd.DataFrame(items), nan_policy="listwise")
    return float(value)
