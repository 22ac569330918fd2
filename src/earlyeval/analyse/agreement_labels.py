"""Words that others have put on coefficients of agreement. Labels with their source, never a pass or a fail."""

from math import isnan

from earlyeval.analyse.questions import Row

# Landis and Koch 1977, doi:10.2307/2529310: the upper end of each band.
LANDIS_AND_KOCH = (
    (0.0, "poor"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"),
    (float("inf"), "almost perfect"),
)  # fmt: skip
# Krippendorff 2004, Human Communication Research 30, doi:10.1111/j.1468-2958.2004.tb00738.x.
KRIPPENDORFF = ((0.667, "below what carries tentative conclusions"), (0.8, "tentative conclusions only"),
                (float("inf"), "reliable"))  # fmt: skip
# Koo and Li 2016, doi:10.1016/j.jcm.2016.02.012; to be read off the ends of the interval.
KOO_AND_LI = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"), (float("inf"), "excellent"))
_LABELS = {
    "cohen_kappa": ("Landis and Koch 1977", LANDIS_AND_KOCH),
    "light_kappa": ("Landis and Koch 1977", LANDIS_AND_KOCH),
    "pooled_kappa": ("Landis and Koch 1977", LANDIS_AND_KOCH),
    "time_unit_kappa": ("Landis and Koch 1977", LANDIS_AND_KOCH),
    "krippendorff_alpha": ("Krippendorff 2004", KRIPPENDORFF),
    "icc_a1": ("Koo and Li 2016", KOO_AND_LI),
}
# How far the prevalence- and bias-adjusted kappa lies above kappa where prevalence or bias weighs heavily; how unevenly
# two coders use a code. Print has no such lines (Byrt, Bishop and Carlin 1993 give the indices); these are ours.
FAR_ABOVE = 0.3
UNEVEN = 0.1
AGREED = 0.6
RARE = "The code is rare, and what agrees is mostly where it is not. Where it was given, the coders agree much less: see agreement on yes."  # noqa: E501
EVERYWHERE = "Agreement is high and kappa is not: the code is nearly everywhere, and kappa falls for that alone. AC1 and agreement on yes tell more."  # noqa: E501
ONE_SIDED = "One coder gives the code clearly more often than the other: the definition may be read in two ways."


def labelled(row: Row) -> Row:
    """Return a row with the word that its source puts on the estimate and on the ends of its interval."""
    if not row.get("estimable", True) or row["estimand"] not in _LABELS:
        return row
    source, bands = _LABELS[row["estimand"]]
    ends = [row.get("conf_low", float("nan")), row.get("conf_high", float("nan"))]
    words = [_band(value, bands) for value in (row["estimate"], *ends) if not isnan(value)]
    reach = f" (interval: {words[1]} to {words[2]})" if len(words) == 3 and words[1] != words[2] else ""
    return row | {"note": f"{words[0]}{reach}; {source}"}


def paradoxes(found: dict[str, Row]) -> list[str]:
    """Return what to mind of the figures of one code: kappa far below its adjusted form, and uneven use."""
    told = []
    kappa, bias = found.get("cohen_kappa", found.get("light_kappa")), found.get("bias_index")
    adjusted, yes = found["pabak"], found["positive_agreement"]
    if kappa and kappa["estimable"] and adjusted["estimate"] - kappa["estimate"] >= FAR_ABOVE:
        told.append(EVERYWHERE if yes["estimable"] and yes["estimate"] >= AGREED else RARE)
    if bias and bias["estimable"] and abs(bias["estimate"]) >= UNEVEN:
        told.append(ONE_SIDED)
    return told


def _band(value: float, bands: tuple[tuple[float, str], ...]) -> str:
    # Landis and Koch close their bands above (.41-.60), the others below; a billionth forgives the arithmetic.
    slack = 1e-9 if bands is LANDIS_AND_KOCH else -1e-9
    return next(word for end, word in bands if value < end + slack)
