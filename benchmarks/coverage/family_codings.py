"""A code given by two people to passages of documents, and the passages that they marked, drawn by documents."""

import numpy as np
from benchmarks.coverage import fast_bootstrap
from benchmarks.coverage.cells import Family, Intervals
from benchmarks.coverage.family_codes import KINDS, PASSAGES, truths_of

# How often a document holds the code: half of the documents the one, half the other.
HELD = {"common code": (0.1, 0.5), "rare code": (0.02, 0.15)}
# Passages of the code in a document: half of the documents the one, half the other, on average.
MARKED = {"common code": (2.0, 6.0), "rare code": (0.3, 1.5)}
FOUND, SAME, STRAY = 0.8, 0.9, 0.15
BLOCK = 100
# Kappa stands in the family "documents".
FIGURES = ("gwet_ac1", "krippendorff_alpha", "positive_agreement")


def figures(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Return figures of agreement of sums of both, first only, second only, neither (last axis)."""
    both, first, second, neither = np.moveaxis(sums[..., :4], -1, 0)
    n, apart = both + first + second + neither, first + second
    with np.errstate(divide="ignore", invalid="ignore"):
        seen, yes = (both + neither) / n, (2 * both + apart) / (2 * n)
        gwet, by_chance = 2 * yes * (1 - yes), 2 * yes * (1 - yes) * 2 * n / (2 * n - 1)
        return {
            "gwet_ac1": np.where(1 - gwet > 1e-12, (seen - gwet) / (1 - gwet), np.nan),
            "krippendorff_alpha": np.where(by_chance > 1e-12, 1 - (apart / n) / by_chance, np.nan),
            "positive_agreement": np.where(2 * both + apart > 0, 2 * both / (2 * both + apart), np.nan),
        }


def totals_of(cells: np.ndarray) -> np.ndarray:
    """Return the cells with the sums that ``code_agreement`` keeps beside them: they decide the order of draws."""
    both, first, second, neither = np.moveaxis(cells, -1, 0)
    apart, units = first + second, cells.sum(axis=-1)
    yes, same = 2 * both + apart, both + neither
    return np.concatenate([cells, np.stack([2 * apart, 2 * units, yes, same, units, yes / 2, units], axis=-1)], axis=-1)


def f1(sums: np.ndarray) -> np.ndarray:
    """Return F1 of sums of matched, first's and second's passages (last axis)."""
    matched, first, second = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(first + second > 0, 2 * matched / (first + second), np.nan)


def by_documents(totals: np.ndarray, statistic) -> tuple[np.ndarray, np.ndarray]:
    """Return BCa intervals of all studies, each block with draws of its own."""
    ends = [
        fast_bootstrap.of_totals(totals[start : start + BLOCK], statistic, seed=1 + start)
        for start in range(0, len(totals), BLOCK)
    ]
    return tuple(np.concatenate([part[side] for part in ends]) for side in (0, 1))


def measure(situation, chance, studies):
    """Every headline figure of ``code_agreement``, and F1 of ``span_agreement``."""
    kind, documents = situation["code"], situation["documents"]
    said = KINDS["rare yes"][1]
    half = chance.random((studies, documents, 1)) < 0.5
    there = chance.random((studies, documents, PASSAGES)) < np.where(half, *HELD[kind])
    one, other = (chance.random(there.shape) < np.where(there, said[1, 1], said[0, 1]) for _ in "ab")
    cells = [((one == i) & (other == j)).sum(axis=2) for i, j in ((1, 1), (1, 0), (0, 1), (0, 0))]
    totals = totals_of(np.stack(cells, axis=-1).astype(float))
    shares = np.array([1 - np.mean(HELD[kind]), np.mean(HELD[kind])])
    joint = np.einsum("c,ci,cj->ij", shares, said, said)
    truths = truths_of(joint)
    truth = {
        "gwet_ac1": truths["gwet_ac1"],
        "krippendorff_alpha": truths["krippendorff_alpha nominal"],
        "positive_agreement": 2 * joint[1, 1] / (2 * joint[1, 1] + joint[0, 1] + joint[1, 0]),
    }
    found = {}
    for name in FIGURES:
        ends = by_documents(totals, lambda sums, name=name: figures(sums)[name])
        found[f"agreement.code_agreement {name}"] = Intervals(*ends, truth[name])
    ends = by_documents(_passages(kind, half[:, :, 0], chance), f1)
    value = 2 * FOUND**2 * SAME / (2 * (FOUND + STRAY))
    return found | {"agreement.span_agreement span_f1": Intervals(*ends, value)}


def _passages(kind: str, half: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return how many passages are matched, the first's and the second's, by study and document."""
    rate = np.where(half, *MARKED[kind])
    held = chance.poisson(rate)
    both = chance.binomial(held, FOUND**2)
    only = chance.binomial(held - both, FOUND * (1 - FOUND) / (1 - FOUND**2))
    rest = held - both - only
    late = chance.binomial(rest, FOUND * (1 - FOUND) / (1 - FOUND**2 - FOUND * (1 - FOUND)))
    matched = chance.binomial(both, SAME)
    first, second = (both + marked + chance.poisson(STRAY * rate) for marked in (only, late))
    return np.stack([matched, first, second], axis=-1).astype(float)


FAMILIES = (
    Family(
        "codings",
        "A code in passages of documents",
        measure,
        tuple({"code": kind, "documents": documents} for kind in HELD for documents in (6, 12, 20)),
    ),
)
