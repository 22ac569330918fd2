"""Checks of the figures of an area that births are held beside."""

from collections.abc import Iterator

from earlyeval.registry.births import BirthComparator
from earlyeval.registry.checks_items import Finding
from earlyeval.registry.draft import not_declared
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Delivery


def check_birth_comparators(delivery: Delivery, programme: Programme, place: str) -> Iterator[Finding]:
    """Yield what contradicts itself in the figures of an area: counts, kinds of mothers, an indicator given twice."""
    values = {known.id: list(known.values) for known in programme.characteristics}
    by_indicator: dict[str, list[BirthComparator]] = {}
    for comparator in delivery.birth_comparators:
        key = f"{place}.birth_comparators[{comparator.indicator}]"
        by_indicator.setdefault(comparator.indicator, []).append(comparator)
        if not 0 <= comparator.n <= comparator.births or comparator.births < 1:
            yield f"{key}.n", f"found {comparator.n} of {comparator.births}. Allowed: from 0 to the number of births."
        if (comparator.characteristic is None) != (comparator.value is None):
            yield f"{key}.value", "found one of 'characteristic' and 'value'. Give both, or neither."
        elif comparator.characteristic is not None:
            if sentence := not_declared(comparator.characteristic, values):
                yield f"{key}.characteristic", sentence
            elif sentence := not_declared(str(comparator.value), values[comparator.characteristic]):
                yield f"{key}.value", sentence
    for indicator, given in by_indicator.items():
        kinds = [(one.characteristic, one.value) for one in given]
        if len(set(kinds)) < len(kinds) or len({kind for kind, _ in kinds}) > 1:
            yield (
                f"{place}.birth_comparators[{indicator}]",
                "is given twice, or in two ways. Give it once as a whole, or by the values of one characteristic.",
            )
