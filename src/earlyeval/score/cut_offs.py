"""How a score reads: its band, whether it is a case, its status on an age form."""

import numpy as np

from earlyeval.registry.instruments import CutOff, FormCutOff, Subscale

REFERRAL, MONITORING, TYPICAL = "referral", "monitoring", "typical"


def band_of(subscale: Subscale, score: float) -> str:
    """Return the label of the band a score lies in: the highest band that begins at or below it; "" when none does."""
    if np.isnan(score):
        return ""
    below = [band for band in subscale.bands if band.lowest <= score]
    return max(below, key=lambda band: band.lowest).label if below else ""


def is_case(cut_off: CutOff, score: float) -> bool | None:
    """Return whether a score reaches a cut-off (``at_least`` or ``at_most``, both inclusive); None for no score."""
    if np.isnan(score):
        return None
    if cut_off.at_least is not None and score < cut_off.at_least:
        return False
    return cut_off.at_most is None or score <= cut_off.at_most


def status_of_form(subscale: Subscale, form: str, score: float) -> str:
    """Return the status of a score on an age form: referral, monitoring or typical; "" when it cannot be told.

    Notes
    -----
    Where higher is worse: referral from the form's cut-off upward, monitoring from ``monitoring_from`` up to it.
    Where higher is better: referral from the cut-off downward, monitoring above it down from ``monitoring_from``.
    A score on a bound belongs to the more serious side.
    The raw score says nothing across forms, so only the status may be compared.
    """
    declared = next((known for known in subscale.form_cut_offs if known.form == form), None)
    if declared is None or np.isnan(score):
        return ""
    return (
        _status_when_lower_is_better(declared, score)
        if subscale.direction == "lower_is_better"
        else (_status_when_higher_is_better(declared, score))
    )


def _status_when_lower_is_better(declared: FormCutOff, score: float) -> str:
    if score >= declared.cut_off:
        return REFERRAL
    is_near = declared.monitoring_from is not None and score >= declared.monitoring_from
    return MONITORING if is_near else TYPICAL


def _status_when_higher_is_better(declared: FormCutOff, score: float) -> str:
    if score <= declared.cut_off:
        return REFERRAL
    is_near = declared.monitoring_from is not None and score <= declared.monitoring_from
    return MONITORING if is_near else TYPICAL
