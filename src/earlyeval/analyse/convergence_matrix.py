"""How numbers and accounts fit, domain by domain, as two raters read it, beside what follows from the data by rule.

Sort, rate apart, compare, assess: Farmer et al. 2006, doi:10.1177/1049732305285708. The computed reading is no third
rater: it knows the direction of each side and nothing of meaning.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.joint_display import joint_display
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics.chance_corrected import gwet_ac1, percent_agreement
from earlyeval.statistics.kappa import cohen_kappa
from earlyeval.study import Study

RATERS = {"rating_a": "first rater", "rating_b": "second rater", "agreed_rating": "agreed"}
COMPUTED = "computed"
ONE_RATER = "No domain was rated twice."


@question("convergence-matrix")
def convergence_matrix(study: Study) -> Iterator[Row]:
    """Return each reading of each domain, how far the two raters agree, and how many domains each source speaks to.

    Rows
    ----
    ``convergence`` per domain (``label``) and reader (``subgroup``: first rater, second rater, agreed, computed), with
    ``direction`` the reading; where both raters are in, but did not settle a difference, the agreed one is missing.
    ``percent_agreement``, ``gwet_ac1`` and ``cohen_kappa`` of the two raters over domains (unit "domains": nobody).
    ``count`` of the domains for which numbers, accounts and both are named.
    """
    domains, computed = study.table("convergence"), joint_display(study)
    verdicts = computed[computed["estimand"] == "convergence"].set_index("outcome")
    for domain in domains.itertuples(index=False):
        row = _row(domain)
        for column, reader in RATERS.items():
            reading = getattr(domain, column)
            if isinstance(reading, str):
                raters = domain.rated_by if isinstance(domain.rated_by, str) else ""
                yield row | {"subgroup": reader, "direction": reading, "method": f"rated by {raters}" if raters else ""}
        verdict = verdicts.loc[domain.domain_id]
        yield row | {"subgroup": COMPUTED, "direction": verdict["direction"], "reason": verdict["reason"]}
        if isinstance(domain.action, str):
            yield row | {"estimand": "statement", "subgroup": "action", "note": domain.action}
    if len(domains):
        yield from _agreement(study, domains)
        yield from _completeness(domains)


def _row(domain) -> Row:
    return {
        "strand": "qualitative",
        "outcome": domain.domain_id,
        "label": domain.domain,
        "estimand": "convergence",
        "source_table": "convergence",
        "sensitivity": "open",
    }


def _agreement(study: Study, domains: pd.DataFrame) -> Iterator[Row]:
    row = {
        "strand": "qualitative", "outcome": "convergence", "label": "Two raters of the convergence matrix",
        "unit": "domains", "source_table": "convergence", "sensitivity": "open", "n_expected": len(domains),
    }  # fmt: skip
    both = domains[["rating_a", "rating_b"]].dropna()
    if both.empty:
        yield not_estimable(row | {"estimand": "cohen_kappa", "n": 0}, reason=ONE_RATER)
        return
    ratings, level = both.astype("str").to_numpy(dtype=str), study.plan.conf_level
    yield row | percent_agreement(ratings, conf_level=level).as_row()
    # Where one reading is rare, kappa misleads; the caution beside it sends the reader here.
    yield row | gwet_ac1(ratings, conf_level=level).as_row()
    kappa = cohen_kappa(ratings[:, 0], ratings[:, 1], conf_level=level).as_row()
    kept = {name: kappa[name] for name in kappa if name not in ("p_value", "statistic")}  # a test of chance alone
    yield row | kept


def _completeness(domains: pd.DataFrame) -> Iterator[Row]:
    """Yield how many domains numbers, accounts and both speak to."""
    has = {
        "numbers are named": domains["outcome_ids"].notna(),
        "accounts are named": domains["theme_ids"].notna(),
        "both are named": domains["outcome_ids"].notna() & domains["theme_ids"].notna(),
    }
    for words, is_named in has.items():
        yield {
            "strand": "qualitative", "outcome": "completeness", "label": f"Domains for which {words}",
            "subgroup": words, "unit": "domains", "estimand": "count", "n": int(is_named.sum()),
            "n_expected": len(domains), "estimate": int(is_named.sum()), "source_table": "convergence",
            "sensitivity": "open",
        }  # fmt: skip
