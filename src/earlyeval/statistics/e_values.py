"""The E-value: how strong something unmeasured would have to be to explain an association away."""

from math import exp, log, sqrt
from typing import Literal

from earlyeval.statistics.estimate import Estimate

Kind = Literal["risk ratio", "odds ratio", "hazard ratio", "smd"]


def e_value(
    estimate: float,
    *,
    kind: Kind = "risk ratio",
    conf_low: float | None = None,
    conf_high: float | None = None,
    common: bool = True,
) -> Estimate:
    """Return the E-value of an association and of the end of its interval that lies nearer to no effect.

    Parameters
    ----------
    estimate, conf_low, conf_high : float
        The association and its interval: ratios above zero, or a standardised mean difference.
    kind : "risk ratio", "odds ratio", "hazard ratio" or "smd"
    common : bool
        Of odds and hazard ratios: the outcome is common (above 15 %), so that they are turned into risk ratios first
        (the root of an odds ratio). A standardised difference d counts as exp(0.91 d).

    Returns
    -------
    Estimate
        ``estimate`` is RR + sqrt(RR (RR - 1)); ``conf_low`` the same of the nearer end, 1 when the interval holds no
        effect. There is no upper end.

    Notes
    -----
    An unmeasured cause would need this risk ratio with both treatment and outcome, beyond what was adjusted for.
    Source: VanderWeele and Ding 2017, doi:10.7326/M16-2607.
    """
    if kind not in ("risk ratio", "odds ratio", "hazard ratio", "smd"):
        raise ValueError("kind is risk ratio, odds ratio, hazard ratio or smd.")
    if (conf_low is None) != (conf_high is None):
        raise ValueError("Give both ends of the interval, or none.")
    value = _as_risk_ratio(estimate, kind, common)
    answer = Estimate("e_value", _of(value), method=f"E-value of a {kind}", reason="An E-value has no upper end.")
    if conf_low is None or conf_high is None:
        return answer
    low, high = (_as_risk_ratio(end, kind, common) for end in (conf_low, conf_high))
    if not low <= value <= high:
        raise ValueError("The estimate must lie within its interval.")
    nearer = 1.0 if low <= 1 <= high else low if value > 1 else high
    return Estimate("e_value", _of(value), conf_low=_of(nearer), method=answer.method, reason=answer.reason)


def _as_risk_ratio(value: float, kind: Kind, common: bool) -> float:
    if kind == "smd":
        return exp(0.91 * value)
    if not value > 0:
        raise ValueError("A ratio must be above zero.")
    if kind == "odds ratio" and common:
        return sqrt(value)
    if kind == "hazard ratio" and common:
        return (1 - 0.5 ** sqrt(value)) / (1 - 0.5 ** sqrt(1 / value))
    return float(value)


def _of(ratio: float) -> float:
    away = exp(abs(log(ratio)))
    return away + sqrt(away * (away - 1))
