"""How sites compare and what is found when they are taken together: change pooled over sites, without any ranking.

Random effects by restricted maximum likelihood with the Hartung-Knapp interval. Sources: Viechtbauer 2005,
doi:10.3102/10769986030003261; Hartung and Knapp 2001, doi:10.1002/sim.791; prediction interval: Higgins, Thompson and
Spiegelhalter 2009, doi:10.1111/j.1467-985X.2008.00552.x; control limits: Spiegelhalter 2005, doi:10.1002/sim.1970.
"""

from collections.abc import Iterator

import numpy as np

from earlyeval.analyse.questions import Row
from earlyeval.analyse.site_effects import SiteEffects, rows_per_site, site_effects, site_effects_of_groups
from earlyeval.analyse.sites import Gate, across
from earlyeval.foundations.results import not_estimable, records
from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.meta_analysis import MetaAnalysis, funnel_limits, leave_one_out, pool, shrunken
from earlyeval.study import Synthesis

FEWEST_FOR_LIMITS = 3
NO_SITE = "At no site can a change of this outcome be shown, so nothing is pooled."
ONE_SITE = "No second site can show a change of this outcome, so nothing is pooled."
FEW_FOR_PREDICTION = "There are too few sites for a prediction interval."
_COUNTS = ("n", "n_expected", "n_smallest")  # of an estimate over sites: how many sites, which are no people
HOW = "random effects over sites (REML), Hartung-Knapp interval with guard"


@across("change-across-sites")
def changes(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return, per outcome, each site's change and, over the sites whose own change may be shown, the pooled one.

    Rows
    ----
    ``site`` set: the site's own row (``subgroup`` "site"). Without a site: ``pooled_change``, the number of sites
    (``count``, unit "sites"), ``prediction_interval``, ``between_site_sd``, ``share_between_sites`` and
    ``heterogeneity``. For each site shown: ``control_limits`` at two levels (estimate: the target), the pooled
    change without it (``subgroup`` "without this site") and its own change drawn towards the pooled one.

    Notes
    -----
    n of a pooled row is the sum of the sites' counts as released, so that it says no more than they do together.
    A site whose own row is hidden is in none of these rows.
    """
    level = synthesis.plan.conf_level
    for effects in site_effects(synthesis, gate):
        if not effects.rows["estimable"].any():
            continue  # no site measured it at both times: the matrix of measures says so
        yield from rows_per_site(effects)
        yield from _together(effects, level=level)


@across("groups-across-sites")
def groups(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return the same for mothers, fathers and other groups that an outcome tells apart, each group alone.

    Rows
    ----
    As those of ``changes``, but without control limits and without the sites' changes drawn together. That one
    group's pooled change differs from another's is no test of a difference: people of one family are alike.
    """
    for effects in site_effects_of_groups(synthesis, gate):
        if effects.rows["estimable"].any():
            yield from rows_per_site(effects)
            yield from _count_and_pool(effects, level=synthesis.plan.conf_level)


def _together(effects: SiteEffects, *, level: float) -> Iterator[Row]:
    yield from _count_and_pool(effects, level=level)
    shown = effects.shown
    if len(shown) < 2:
        return
    yield from _without_each(effects, level=level)
    if len(shown) >= FEWEST_FOR_LIMITS:
        yield from _limits(effects)
        synthesis = pool(shown["estimate"].to_numpy(), shown["variance"].to_numpy(), conf_level=level)
        yield from _drawn_together(effects, synthesis, level=level)


def _count_and_pool(effects: SiteEffects, *, level: float) -> Iterator[Row]:
    shown = effects.shown
    people = shown["n_shown"].sum() if len(shown) else 0
    base = effects.base | {"n": people, "method": HOW}
    yield effects.base | {
        "estimand": "count", "unit": "sites", "n": len(shown), "n_expected": len(effects.rows),
        "estimate": len(shown), "sensitivity": "open",
    }  # fmt: skip
    if len(shown) < 2:
        yield not_estimable(base | {"estimand": "pooled_change"}, reason=ONE_SITE if len(shown) else NO_SITE)
        return
    synthesis = pool(shown["estimate"].to_numpy(), shown["variance"].to_numpy(), conf_level=level)
    yield from _pooled(synthesis, base)


def _pooled(synthesis: MetaAnalysis, base: Row) -> Iterator[Row]:
    yield base | _numbers(synthesis.pooled, "pooled_change")
    prediction = _numbers(synthesis.prediction_hts, "prediction_interval")
    told = "interval for the true change at a further site, t with two degrees of freedom fewer than sites"
    yield base | {"method": told} | prediction | ({} if prediction["estimable"] else {"reason": FEW_FOR_PREDICTION})
    spread = base | {"method": "REML, Q-profile interval"}
    yield spread | _numbers(synthesis.tau, "between_site_sd")
    yield spread | _numbers(synthesis.i2, "share_between_sites")
    yield base | {"method": "Cochran's Q, inverse variance"} | _numbers(synthesis.q, "heterogeneity")


def _without_each(effects: SiteEffects, *, level: float) -> Iterator[Row]:
    shown = effects.shown
    left_out = leave_one_out(shown["estimate"].to_numpy(), shown["variance"].to_numpy(), conf_level=level)
    for row, rest in zip(records(shown), left_out, strict=True):
        others = shown.loc[shown["site"] != row["site"], "n_shown"].sum()
        base = effects.base | {"site": row["site"], "subgroup": "without this site", "n": others}
        if rest.k < 2:
            continue
        yield base | {"analysis": "sensitivity", "method": HOW} | _numbers(rest.pooled, "pooled_change")


def _limits(effects: SiteEffects) -> Iterator[Row]:
    """Yield within which limits each site would lie nearly always if all had the same true change."""
    shown = effects.shown
    limits = funnel_limits(shown["estimate"].to_numpy(), shown["variance"].to_numpy())
    for level in limits.low:
        for place, row in enumerate(records(shown)):
            yield effects.base | {
                "site": row["site"], "estimand": "control_limits", "n": row["n_shown"], "estimate": limits.target,
                "conf_low": float(limits.low[level][place]), "conf_high": float(limits.high[level][place]),
                "conf_level": level, "subgroup": "control limits",
                "method": f"{limits.method} around the inverse-variance mean of the sites shown",
            }  # fmt: skip


def _drawn_together(effects: SiteEffects, synthesis: MetaAnalysis, *, level: float) -> Iterator[Row]:
    for row, estimate in zip(records(effects.shown), shrunken(synthesis, conf_level=level), strict=True):
        base = effects.base | {"site": row["site"], "subgroup": "drawn towards the others", "n": row["n_shown"]}
        yield base | {"analysis": "exploratory"} | _numbers(estimate, "shrunken_change")


def _numbers(estimate: Estimate, estimand: str) -> Row:
    """Return what an estimate says, under the name of the results table, without the count of sites as its n."""
    kept = {name: value for name, value in estimate.as_row().items() if name not in (*_COUNTS, "method")}
    if not np.isfinite(estimate.estimate) and estimate.estimable:
        kept.pop("estimate", None)
    return kept | {"estimand": estimand}
