"""Ratings in categories by two raters: kappa and its relatives; and passages that lie in documents."""

import numpy as np
from benchmarks.coverage import fast_codes
from benchmarks.coverage.cells import Family, Intervals, each, ends_of
from benchmarks.coverage.shapes import SIZES

from earlyeval.statistics import agreement
from earlyeval.statistics.proportion_intervals import wilson

# Shares of the true categories; what a rater says (columns) of each (rows).
KINDS = {
    "three even": (np.array([0.4, 0.35, 0.25]), np.array([[0.85, 0.12, 0.03], [0.1, 0.8, 0.1], [0.03, 0.12, 0.85]])),
    "rare yes": (np.array([0.9, 0.1]), np.array([[0.97, 0.03], [0.2, 0.8]])),
}


def joint_of(kind: str) -> np.ndarray:
    """Return the chance of every pair of ratings."""
    shares, said = KINDS[kind]
    return np.einsum("c,ci,cj->ij", shares, said, said)


def distances(q: int) -> np.ndarray:
    """Return the squared distances of categories, the farthest being 1."""
    return np.subtract.outer(np.arange(q), np.arange(q)) ** 2 / (q - 1) ** 2


def _by_chance(joint: np.ndarray, weight: np.ndarray) -> float:
    return float(joint.sum(axis=1) @ weight @ joint.sum(axis=0))


def truths_of(joint: np.ndarray) -> dict[str, float]:
    """Return the true value of every coefficient."""
    q, same = len(joint), np.eye(len(joint))
    away = distances(q)
    seen, margin = float(np.trace(joint)), (joint.sum(axis=0) + joint.sum(axis=1)) / 2
    gwet = float((margin * (1 - margin)).sum()) / (q - 1)
    ranks = np.cumsum(margin) - margin / 2
    apart = float((joint * np.subtract.outer(ranks, ranks) ** 2).sum())
    scatter = float(margin @ (ranks - margin @ ranks) ** 2)
    fair = _by_chance(joint, same)
    pooled = float(margin @ margin)
    return {
        "cohen_kappa": (seen - fair) / (1 - fair),
        "cohen_kappa quadratic": 1 - float((joint * away).sum()) / _by_chance(joint, away),
        "fleiss_kappa": (seen - pooled) / (1 - pooled),
        "conger_kappa": (seen - fair) / (1 - fair),
        "brennan_prediger": (seen - 1 / q) / (1 - 1 / q),
        "pabak": (seen - 1 / q) / (1 - 1 / q),
        "gwet_ac1": (seen - gwet) / (1 - gwet),
        "percent_agreement": seen,
        "exact_agreement": seen,
        "krippendorff_alpha nominal": (seen - pooled) / (1 - pooled),
        "krippendorff_alpha ordinal": 1 - apart / (2 * scatter),
    }


def measure(situation, chance, studies):
    """Every coefficient of agreement of two raters."""
    kind, n = situation["ratings"], situation["things"]
    joint = joint_of(kind)
    q, truth = len(joint), truths_of(joint)
    drawn = chance.multinomial(n, joint.ravel(), size=studies)
    tables = drawn.reshape(-1, q, q).astype(float)
    agreed = np.einsum("sii->s", tables).astype(int)
    share = ends_of([wilson(k, n) for k in range(n + 1)])
    of_all = {
        **fast_codes.gwet_family(tables),
        "cohen_kappa": fast_codes.cohen(tables, np.eye(q)),
        "exact_agreement": tuple(end[agreed] for end in share),
        "pabak": tuple((q * end[agreed] - 1) / (q - 1) for end in share),
        "krippendorff_alpha nominal": fast_codes.krippendorff(tables, "nominal", seed=1),
    }
    if q > 2:
        of_all["cohen_kappa quadratic"] = fast_codes.cohen(tables, 1 - distances(q))
        of_all["krippendorff_alpha ordinal"] = fast_codes.krippendorff(tables, "ordinal", seed=1)
    found = {f"agreement.{name}": Intervals(*ends, truth[name]) for name, ends in of_all.items()}
    return found | (_of_yes(drawn, joint) if q == 2 else {})


def _of_yes(drawn, joint):
    drawn, back = np.unique(drawn, axis=0, return_inverse=True)
    back = back.ravel()
    truth = {
        "positive_agreement": 2 * joint[1, 1] / (2 * joint[1, 1] + joint[0, 1] + joint[1, 0]),
        "negative_agreement": 2 * joint[0, 0] / (2 * joint[0, 0] + joint[0, 1] + joint[1, 0]),
        "prevalence_index": joint[1, 1] - joint[0, 0],
        "bias_index": joint[1, 0] - joint[0, 1],
    }
    sides = [np.divmod(np.repeat(np.arange(4), table), 2) for table in drawn]
    found = {}
    for name, value in truth.items():
        low, high = each(lambda pair, name=name: getattr(agreement, name)(*pair), sides)
        found[f"agreement.{name}"] = Intervals(low[back], high[back], value)
    return found


PASSAGES = 8
PREVALENCES = (0.1, 0.5)


def measure_documents(situation, chance, studies):
    """Kappa of a code, and of five codes together, when documents differ in how often they hold it."""
    documents, codes = situation["documents"], 5
    where = np.repeat(np.arange(documents), PASSAGES)
    said = KINDS["rare yes"][1]
    half = chance.random((studies, documents, 1)) < 0.5
    there = chance.random((studies, documents, PASSAGES, codes)) < np.where(half, *PREVALENCES)[..., np.newaxis]
    heard = [
        (chance.random(there.shape) < np.where(there, said[1, 1], said[0, 1]))
        .reshape(studies, where.size, codes)
        .astype(float)
        for _ in "ab"
    ]
    shares = np.array([1 - np.mean(PREVALENCES), np.mean(PREVALENCES)])
    joint = np.einsum("c,ci,cj->ij", shares, said, said)
    truth = truths_of(joint)["cohen_kappa"]
    one, other = heard
    by_document = fast_codes.kappa_by_documents(one[:, :, :1], other[:, :, :1], documents, seed=1)
    first, second = one[:, :, 0], other[:, :, 0]
    cells = [((first == i) & (second == j)).sum(axis=1) for i in (0, 1) for j in (0, 1)]
    plain = fast_codes.cohen(np.stack(cells, axis=1).reshape(-1, 2, 2).astype(float), np.eye(2))
    pooled = fast_codes.kappa_by_documents(one, other, documents, seed=1)
    return {
        "agreement.kappa_by_documents": Intervals(*by_document, truth),
        "agreement.pooled_kappa": Intervals(*pooled, truth),
        "agreement.cohen_kappa": Intervals(*plain, truth),
    }


FAMILIES = (
    Family(
        "codes",
        "Agreement on categories",
        measure,
        tuple({"ratings": kind, "things": n} for kind in KINDS for n in SIZES),
    ),
    Family(
        "documents",
        "Agreement on passages of documents",
        measure_documents,
        tuple({"documents": documents} for documents in (3, 6, 12, 20)),
    ),
)
