"""Units that may have several codes at once: Krippendorff's alpha where what is compared are sets of codes."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.document_bootstrap import divided, estimates_by_documents, sums_by_document
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

Distance = Literal["masi", "jaccard", "nominal"]
CodeSet = frozenset[str] | set[str] | None
TOO_FEW = "Nothing was coded by a second person, so nothing can be compared."
ONE_SET = "All units that can be compared have the same codes, so agreement beyond chance cannot be told."
_NAMES = {"masi": "alpha_masi", "jaccard": "alpha_jaccard", "nominal": "krippendorff_alpha"}


def set_alpha(
    sets: Sequence[Sequence[CodeSet]],
    distance: Distance = "masi",
    *,
    documents: ArrayLike | None = None,
    seed: int | None = None,
    resamples: int = 2000,
    conf_level: float = 0.95,
) -> Estimate:
    """Return Krippendorff's alpha of sets of codes.

    Parameters
    ----------
    sets : units x coders
        The set of codes that each coder gave each unit, empty where none; None where the coder did not read it.
    distance : "masi", "jaccard" or "nominal"
        How far two sets lie apart: 1 less Jaccard's overlap; or less the overlap weighted by 1 (equal), 2/3 (one
        within the other), 1/3 (some shared) or 0; or 1 unless they are equal. Two empty sets are equal.
    documents, seed, resamples
        As in ``code_agreement``; the disagreement by chance stays that of all units in every draw.

    Notes
    -----
    n counts the units that two or more coders read. NLTK's masi_distance has .67 and .33 for 2/3 and 1/3. Sources:
    Passonneau 2006, LREC; Krippendorff 2004, Content Analysis, chapter 11.
    """
    if distance not in _NAMES:
        raise ValueError("distance is masi, jaccard or nominal.")
    level, name = checked_level(conf_level), _NAMES[distance]
    where = np.arange(len(sets), dtype=float) if documents is None else numbers(documents, name="the documents")
    if where.size != len(sets) or np.isnan(where).any():
        raise ValueError("Every unit needs the number of its document.")
    kinds, placed = _placed(sets)
    twice = [place for place, unit in enumerate(placed) if len(unit) >= 2]
    if not twice:
        return not_estimable(name, TOO_FEW, n=0)
    apart = _distances(kinds, distance)
    pairable = np.bincount(np.concatenate([placed[place] for place in twice]), minlength=len(kinds)).astype(float)
    n_values = pairable.sum()
    by_chance = float(pairable @ apart @ pairable) / (n_values - 1)
    if by_chance == 0:
        return not_estimable(name, ONE_SET, n=len(twice))
    rows = [(apart[np.ix_(placed[p], placed[p])].sum() / (len(placed[p]) - 1), len(placed[p])) for p in twice]
    totals = sums_by_document(np.array(rows) / [by_chance / n_values, 1.0], where[twice])
    draw = None if seed is None else (seed, resamples)
    found = estimates_by_documents(
        {name: f"Krippendorff's alpha of sets, {distance} distance"}, totals,
        lambda sums: 1 - divided(sums[:, :1], sums[:, 1:]), n=len(twice), draw=draw, level=level, reason=ONE_SET,
    )  # fmt: skip
    return found[name]


def set_distance(
    one: frozenset[str] | set[str], other: frozenset[str] | set[str], distance: Distance = "masi"
) -> float:
    """Return how far two sets of codes lie apart, 0 (equal) to 1 (nothing shared)."""
    if one == other:
        return 0.0
    shared, whole = len(one & other), len(one | other)
    if distance == "nominal" or not shared:
        return 1.0
    if distance == "jaccard":
        return 1 - shared / whole
    return 1 - shared / whole * (2 / 3 if shared == min(len(one), len(other)) else 1 / 3)


def _placed(sets: Sequence[Sequence[CodeSet]]) -> tuple[list[frozenset[str]], list[np.ndarray]]:
    """Return the different sets, in order of first use, and where each unit's sets stand among them."""
    known: dict[frozenset[str], int] = {}
    placed = []
    for unit in sets:
        found = [frozenset(given) for given in unit if given is not None]
        placed.append(np.array([known.setdefault(given, len(known)) for given in found], dtype=int))
    return list(known), placed


def _distances(kinds: list[frozenset[str]], distance: Distance) -> Numbers:
    return np.array([[set_distance(one, other, distance) for other in kinds] for one in kinds])
