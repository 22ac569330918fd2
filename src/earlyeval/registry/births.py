"""Figures of an area that the births of a programme are held beside."""

from typing import Literal

from earlyeval.registry.entry import Name, Sourced, Words

BirthIndicator = Literal["preterm", "low-birth-weight", "caesarean", "breastfed"]


class BirthComparator(Sourced):
    """Of how many births in an area how many were early, light, by caesarean section, or breastfed at six weeks.

    ``characteristic`` and ``value`` restrict it to one kind of mother (first babies, say): where an indicator is
    given so for several kinds, our births are compared with what each kind would have had in the area. An indicator
    is given either as a whole or by the values of one characteristic.
    """

    indicator: BirthIndicator
    characteristic: Name | None = None
    value: Words | None = None
    n: int
    births: int
    area: Words
    period: Words
