"""How many of the families in the area whom a programme is above all for it reached."""

from collections.abc import Iterator

from earlyeval.analyse.counted import share_row
from earlyeval.analyse.groups import people_of_strand
from earlyeval.analyse.members import families_taking_part
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

MORE_THAN_ALL = (
    "More families came than the area is said to have: the count of the area is of another year or another area."
)


@question("captured")
def captured(study: Study) -> Iterator[Row]:
    """Return, per count of the area that is declared ``reachable``, the share of those families who took part.

    Families are counted once, by the characteristic of any adult of theirs who took part. Where more took part than
    the area is said to have, no share is given: the two counts are not of the same families.
    """
    words = {known.id: known for known in study.programme.characteristics}
    started = families_taking_part(study)
    for count in study.delivery.population:
        if not count.reachable or count.characteristic not in words:
            continue
        declared = words[count.characteristic]
        adults = people_of_strand(study, declared.strand)
        family = adults["family_id"].fillna(adults["person_id"])
        if declared.id not in adults:
            continue
        own = family[(adults[declared.id] == count.value) & is_among(family, started)]
        reached, words_of_value = own.nunique(), declared.values[count.value]
        label = f"Families of the area: {words_of_value[:1].lower()}{words_of_value[1:]}"
        row = {
            "strand": "family", "outcome": f"{declared.id}-{count.value}", "label": label,
            "unit": "families", "source_table": "people", "note": f"families counted in the area in {count.year}",
        }  # fmt: skip
        if reached > count.n:
            counted = {"estimand": "proportion", "n": count.n, "n_expected": count.n}
            yield not_estimable(row | counted, reason=MORE_THAN_ALL)
            continue
        yield share_row(row, reached, count.n, conf_level=study.plan.conf_level)
