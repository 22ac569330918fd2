"""Who took part, beside whom the place could reach; and whether they were the families the programme is for."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all, count_row, plain_share_row, share_row, unanswered
from earlyeval.analyse.groups import people_of_strand, taking_part
from earlyeval.analyse.members import unit_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.programmes import Characteristic
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

MISSING = "missing"


@question("reach")
def reach(study: Study) -> Iterator[Row]:
    """Return, per declared characteristic, the share of those who started with each of its values.

    Rows
    ----
    ``outcome`` is the characteristic, ``subgroup`` the value, ``label`` its words. The denominator is everybody
    who started; those whose value was not returned are a row of their own (subgroup "missing"). Where the site
    declares its population, a second row per value (``comparison`` "population") gives the share there, without
    an interval: it is a count of everybody, and its denominator is the sum of the values declared.
    """
    for characteristic in study.programme.characteristics:
        base = {
            "strand": characteristic.strand, "outcome": characteristic.id, "label": characteristic.label,
            "unit": unit_of(study, characteristic.strand), "source_table": "people", "note": characteristic.label,
        }  # fmt: skip
        values = _values_of(study, characteristic)
        if values is None or values.isna().all():
            yield unanswered(base, "This was not returned for anybody.", estimand="proportion")
            continue
        yield from _shares_of_values(study, characteristic, values, base)


@question("specification")
def specification(study: Study) -> Iterator[Row]:
    """Return the share of accepted families who meet the service specification, overall and by cluster.

    Families are counted once, by their accepted referral; the denominator is the accepted families for which it
    was said whether they meet it. ``overridden`` counts the families taken in knowingly from outside it; their
    number is known where the table of people says so.
    """
    referrals = study.table("referrals")
    label = "Accepted families who meet the service specification"
    base = {"strand": "family", "unit": "families", "source_table": "referrals"}
    accepted = referrals[(referrals["decision"] == "accepted") & referrals["in_specification"].notna()]
    accepted = accepted.drop_duplicates("family_id")
    if accepted.empty:
        reason = "No referrals were returned." if referrals.empty else "This was not said of any accepted family."
        yield unanswered(base | {"outcome": "in-specification", "label": label}, reason, estimand="proportion")
        return
    overridden = study.people.loc[study.people["in_specification"] == "override", "family_id"]
    for cluster, is_here in clusters_with_all(study, accepted["cluster"]):
        here = accepted[is_here]
        row = base | {"cluster": cluster, "subgroup": cluster}
        fits = int((here["in_specification"] == "yes").sum())
        fitting = row | {"outcome": "in-specification", "label": label}
        yield count_row(fitting, fits)
        yield share_row(fitting, fits, len(here), conf_level=study.plan.conf_level)
        if not overridden.empty:
            words = {"outcome": "overridden", "label": "Accepted knowingly from outside the specification"}
            yield count_row(row | words, int(here["family_id"].isin(overridden).sum()))


def _values_of(study: Study, characteristic: Characteristic) -> pd.Series | None:
    """Return the characteristic of each person of its strand who started, or None where no table has it."""
    started = taking_part(study, characteristic.strand)
    people = people_of_strand(study, characteristic.strand)
    here = people[is_among(people["person_id"], started)]
    if characteristic.id in here:
        return here[characteristic.id]
    referrals = study.table("referrals")
    if characteristic.id not in referrals:
        return None
    accepted = referrals[referrals["decision"] == "accepted"].drop_duplicates("family_id").set_index("family_id")
    return here["family_id"].map(accepted[characteristic.id])


def _shares_of_values(study: Study, characteristic: Characteristic, values: pd.Series, base: Row) -> Iterator[Row]:
    population = {
        count.value: count.n for count in study.delivery.population if count.characteristic == characteristic.id
    }
    level = study.plan.conf_level
    for value, words in characteristic.values.items():
        row = base | {"label": words, "subgroup": value}
        yield share_row(row, int((values == value).sum()), len(values), conf_level=level)
        if value in population:
            everybody = row | {"comparison": "population", "unit": "people in the area", "source_table": "sites"}
            total = sum(population.values())
            yield plain_share_row(everybody, population[value], total, method="share of the population declared")
    missing = base | {"label": "Not returned", "subgroup": MISSING}
    yield share_row(missing, int(values.isna().sum()), len(values), conf_level=level)
