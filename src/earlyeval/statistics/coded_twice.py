"""One code, given or not by two or more coders: every figure of their agreement, each with an interval by documents.

All figures are functions of sums over units, so one set of draws serves them all. Sources: Cohen 1960,
doi:10.1177/001316446002000104; Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M; Byrt, Bishop and Carlin
1993, doi:10.1016/0895-4356(93)90018-V; Gwet 2008, doi:10.1348/000711006X126600; Hayes and Krippendorff 2007,
doi:10.1080/19312450709336664.
"""

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.document_bootstrap import divided, estimates_by_documents, sums_by_document
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

NOTHING = "Nothing was coded by a second person."
UNDEFINED = "All codings that can be compared are alike, so this cannot be told."
WORDS = {
    "percent_agreement": "share of pairs of coders who agree",
    "positive_agreement": "agreement on yes",
    "negative_agreement": "agreement on no",
    "cohen_kappa": "Cohen's kappa, unweighted",
    "pabak": "prevalence- and bias-adjusted kappa",
    "prevalence_index": "share of double yes less share of double no",
    "bias_index": "first coder's share of yes less the second's",
    "gwet_ac1": "gwet ac1, unweighted",
    "krippendorff_alpha": "Krippendorff's alpha, nominal",
}
_OF_TWO = ("bias_index",)


def code_agreement(
    codes: Any, documents: ArrayLike | None = None, *, seed: int | None = None, resamples: int = 2000,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:  # fmt: skip
    """Return every figure of agreement on one code by its estimand.

    Parameters
    ----------
    codes : two-dimensional
        One row per unit (a turn, a sentence, a document), one column per coder: 1 where the coder gave the code, 0
        where not, missing where the coder did not read the unit. A unit that one coder read counts only in the chance
        of AC1, as Gwet has it.
    documents : one-dimensional, optional
        The number of the document each unit is from; every unit is its own if not given.
    seed : int, optional
        Draws documents again for BCa intervals; without it there are none.

    Returns
    -------
    dict of str to Estimate
        percent_agreement, positive_agreement, negative_agreement, cohen_kappa (of more than two coders the mean over
        pairs, light_kappa), pabak, prevalence_index, bias_index (of two coders only), gwet_ac1, krippendorff_alpha.
        n counts the units that two or more coders read.

    Notes
    -----
    Of more than two coders positive, negative agreement and the indices add up the tables of all pairs.
    """
    level, given = checked_level(conf_level), table(codes, name="the codes")
    where = np.arange(given.shape[0], dtype=float) if documents is None else numbers(documents, name="the documents")
    if where.size != given.shape[0] or np.isnan(where).any():
        raise ValueError("Every unit needs the number of its document.")
    there = ~np.isnan(given)
    if not np.isin(given[there], (0.0, 1.0)).all():
        raise ValueError("A code is 1 where it was given and 0 where not.")
    read = there.any(axis=1)
    given, where = given[read], where[read]
    n, coders = int((there.sum(axis=1) >= 2).sum()), given.shape[1]
    names = _names(coders)
    if n == 0:
        return {name: not_estimable(name, NOTHING, n=0) for name in names}
    totals = sums_by_document(np.column_stack([_pair_cells(given), _unit_cells(given)]), where)
    draw = None if seed is None else (seed, resamples)
    return estimates_by_documents(
        names, totals, lambda sums: _figures(sums, coders), n=n, draw=draw, level=level, reason=UNDEFINED
    )


def table_agreement(
    tables: Any, *, seed: int | None = None, resamples: int = 2000, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return the same of two coders from one row per document: both, first only, second only, neither.

    Notes
    -----
    The cells may be counts of units or lengths (characters, milliseconds): n counts documents, since lengths are no
    things of their own. Krippendorff's alpha and AC1 are those of so many units.
    """
    level, cells = checked_level(conf_level), table(tables, name="the tables")
    if cells.shape[1:] != (4,) or np.isnan(cells).any() or (cells < 0).any():
        raise ValueError("A table is four numbers from 0 up: both, first only, second only, neither.")
    names, n = _names(2), int(cells.shape[0])
    if cells.sum() == 0:
        return {name: not_estimable(name, NOTHING, n=n) for name in names}
    both, first, second, neither = cells.T
    units = cells.sum(axis=1)
    yes = 2 * both + first + second
    sums = np.column_stack([cells, 2 * (first + second), 2 * units, yes, both + neither, units, yes / 2, units])
    draw = None if seed is None else (seed, resamples)
    return estimates_by_documents(
        names, sums, lambda drawn: _figures(drawn, 2), n=n, draw=draw, level=level, reason=UNDEFINED
    )


def _names(coders: int) -> dict[str, str]:
    if coders <= 2:
        return dict(WORDS)
    of_many = {name: words for name, words in WORDS.items() if name not in _OF_TWO}
    light = "Light's kappa, mean over pairs of coders"
    return {("light_kappa" if name == "cohen_kappa" else name): (light if name == "cohen_kappa" else words)
            for name, words in of_many.items()}  # fmt: skip


def _pair_cells(given: Numbers) -> Numbers:
    """Return for each unit and pair of coders: both, first only, second only, neither; all 0 where one has a gap."""
    cells = []
    for one, other in combinations(range(given.shape[1]), 2):
        first, second = given[:, one], given[:, other]
        cells += [(first == yes) & (second == no) for yes, no in ((1, 1), (1, 0), (0, 1), (0, 0))]
    return np.column_stack(cells).astype(float)


def _unit_cells(given: Numbers) -> Numbers:
    """Return what alpha and AC1 need of each unit.

    Of units read twice: disagreement, codings, yes, agreeing share of pairs, one. Of all: share of yes, one.
    """
    raters, yes = (~np.isnan(given)).sum(axis=1).astype(float), np.nansum(given, axis=1)
    twice = (raters >= 2).astype(float)
    apart = twice * 2 * yes * (raters - yes) / np.maximum(raters - 1, 1)
    agreed = twice - apart / raters
    return np.column_stack([apart, twice * raters, twice * yes, agreed, twice, yes / raters, np.ones(raters.size)])


def _figures(sums: Numbers, coders: int) -> Numbers:
    apart, codings, yes, agreed, units, of_yes, read = sums[:, -7:].T
    pairs = sums[:, :-7].reshape(sums.shape[0], -1, 4)
    kappas = np.array([_kappa(pairs[:, place]) for place in range(pairs.shape[1])])
    both, first, second, neither = pairs.sum(axis=1).T
    doubles = both + first + second + neither
    seen, share = divided(agreed, units), divided(of_yes, read)
    chance = 2 * share * (1 - share)
    by_chance = 2 * yes * (codings - yes) / np.maximum(codings - 1, 1)
    figures = [
        seen,
        divided(2 * both, 2 * both + first + second),
        divided(2 * neither, 2 * neither + first + second),
        kappas.mean(axis=0),
        2 * seen - 1,
        divided(both - neither, doubles),
        divided(first - second, doubles),
        divided(seen - chance, 1 - chance),
        1 - divided(apart, by_chance),
    ]
    return np.column_stack(figures if coders == 2 else [*figures[:6], *figures[7:]])


def _kappa(cells: Numbers) -> Numbers:
    both, first, second, neither = cells.T
    n = both + first + second + neither
    chance = (both + first) * (both + second) + (second + neither) * (first + neither)
    return divided(n * (both + neither) - chance, n**2 - chance)
