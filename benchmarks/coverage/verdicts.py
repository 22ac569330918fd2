"""Whether a cell keeps to its level, and what to call it."""

from collections.abc import Iterator, Mapping
from typing import Any

LOWEST, HIGHEST = 0.935, 0.965
# So many Monte Carlo errors beyond a bound are no accident.
BEYOND = 2.0


def verdict_of(cell: Mapping[str, Any]) -> str:
    """Return "holds", "short" (covers too little), "wide" (covers more than it says) or "none" (no intervals)."""
    if "coverage" not in cell:
        return "none"
    reach = BEYOND * cell["error"]
    if cell["coverage"] + reach < LOWEST:
        return "short"
    return "wide" if cell["coverage"] - reach > HIGHEST else "holds"


def rows_of(record: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """Yield family, estimator, situation and result of everything that was measured."""
    for cell in record["cells"].values():
        for estimator, result in cell["estimators"].items():
            yield cell["family"], estimator, cell["situation"], result
