"""Which intervals are offered without being asked for, what they claim, and where each falls short."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.coverage.verdicts import rows_of, verdict_of

Found = tuple[tuple[int, float | None], ...]
# Alternatives that were weighed; everything else is a default.
ALTERNATIVES = (
    "paired.bootstrap_change percentile", "paired.bootstrap_change studentised", "paired.rank_biserial null",
    "association.kendall bonett_wright", "proportions.clopper_pearson", "proportions.mid_p", "proportions.jeffreys",
    "proportions.agresti_coull", "meta_analysis.pool FE z", "meta_analysis.pool REML z", "meta_analysis.pool REML t",
    "meta_analysis.pool REML hartung_knapp", "meta_analysis.pool DL z", "meta_analysis.pool DL hartung_knapp",
    "meta_analysis.pool prediction_hts z", "meta_analysis.pool prediction_same_df z",
    "meta_analysis.pool prediction_same_df hartung_knapp_guarded", "groups.student_mean_difference",
    "counts.standardised_ratio_mid_p", "counts.rate_ratio_mid_p",
)  # fmt: skip
# A share jumps from one number of people to the next: no interval without chance of its own can hold at every true
# share. What is claimed is the mean over shares.
ON_AVERAGE = ("proportions.wilson", "agreement.exact_agreement", "agreement.pabak")
# Families in which an estimator is measured although it says that it does not hold there.
NOT_CLAIMED = (
    ("unequal arms", "groups.hedges_g"),  # equal spreads are supposed
    ("documents", "agreement.cohen_kappa"),  # passages are supposed to be unrelated
    ("gaps", "missing_data.completers"),  # who was lost is supposed to be like who stayed
    ("counts", "counts.poisson_regression"),  # no scatter beyond chance is supposed
)
# What a size counts, in the words of foundations.cautions.
COUNTED = {"n_per_group": "n_smallest", "n_1": "n_smallest", "things": "n"}
SIZES = ("n", "n_per_group", "n_1", "things", "documents", "clusters", "sites", "points", "expected")


def is_claimed(family: str, estimator: str) -> bool:
    """Return whether an estimator is a default that claims to hold in this family."""
    if estimator in ON_AVERAGE:
        return family == "shares on average"
    return estimator not in ALTERNATIVES and (family, estimator) not in NOT_CLAIMED


def shortfalls(record: Mapping[str, Any]) -> dict[tuple[str, str], Found]:
    """Return where each default falls short, by estimator and what its sizes count.

    Of each size the coverage in the worst situation, in per cent; None where it holds.
    """
    cells: dict[tuple[str, str], dict[int, list[Mapping[str, Any]]]] = {}
    for family, estimator, situation, result in rows_of(record):
        if is_claimed(family, estimator) and "coverage" in result:
            counted = next(name for name in SIZES if name in situation)
            sized = cells.setdefault((estimator, COUNTED.get(counted, counted)), {})
            sized.setdefault(situation[counted], []).append(result)
    found = {key: tuple((size, _lowest(sized[size])) for size in sorted(sized)) for key, sized in sorted(cells.items())}
    return {key: sizes for key, sizes in found.items() if any(lowest is not None for _, lowest in sizes)}


def _lowest(results: Sequence[Mapping[str, Any]]) -> float | None:
    short = [result["coverage"] for result in results if verdict_of(result) == "short"]
    return round(100 * min(short), 1) if short else None
