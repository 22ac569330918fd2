"""The closed lists of codes that a study declares, for one programme at one site."""

from collections.abc import Mapping
from dataclasses import dataclass

from earlyeval.registry.instruments import Item, Response, Subscale, Version
from earlyeval.registry.load import Registry
from earlyeval.registry.programmes import Characteristic, Programme
from earlyeval.tidy.tables import Column

# How a return says that there is no answer, beside leaving the cell blank.
MISSING_CODES: dict[str, str] = {
    "na": "not applicable",
    "nk": "not known",
    "refused": "refused",
    "not_asked": "not asked",
}


@dataclass(frozen=True)
class Lists:
    """Everything the registry says about what cells may hold, for one programme at one site."""

    registry: Registry
    programme: Programme
    codes: Mapping[str, tuple[str, ...]]
    site: str = ""

    @property
    def characteristics(self) -> dict[str, Characteristic]:
        """The declared characteristics by id: columns that people and referrals may carry."""
        return {declared.id: declared for declared in self.programme.characteristics}

    def allowed(self, column: Column) -> tuple[str, ...] | None:
        """Return the codes that a column may hold, or None when its list is open."""
        if column.allowed:
            return column.allowed
        return self.codes.get(column.declared_in) if column.declared_in else None

    def version(self, instrument: str, version: str) -> Version | None:
        """Return a version of an instrument, or None when it is not declared."""
        declared = self.registry.instruments.get(instrument)
        return next((known for known in declared.versions if known.id == version), None) if declared else None


def lists_of(registry: Registry, *, site: str, programme: str) -> Lists:
    """Return the closed lists of one programme at one site."""
    course = registry.programme(programme)
    delivery = registry.site(site).delivery(programme)
    codes = {
        "clusters": tuple(cluster.id for cluster in delivery.clusters),
        "arms": tuple(arm.id for arm in course.arms),
        "time_points": tuple(point.id for point in sorted(course.time_points, key=lambda point: point.order)),
        "session_kinds": tuple(kind.id for kind in course.session_kinds),
        "components": tuple(component.id for component in course.components),
        "contacts": tuple(contact.id for contact in course.contacts),
        "standards": tuple(standard.id for standard in course.standards),
        "instruments": tuple(sorted(registry.instruments)),
        **_codes_of_cases(course),
    }
    # Lists that a programme may leave open.
    levels, reasons = tuple(level.id for level in course.need_levels), tuple(course.override_reasons)
    codes |= {name: closed for name, closed in (("need_levels", levels), ("override_reasons", reasons)) if closed}
    return Lists(registry, course, codes, site)


def _codes_of_cases(course: Programme) -> dict[str, tuple[str, ...]]:
    """Return the needs, services and outcomes that workers may code; empty where no case work is declared."""
    parts = {"needs": "needs", "services": "services", "case_outcomes": "outcomes"}
    return {
        name: tuple(code.id for code in getattr(course.cases, part)) if course.cases else ()
        for name, part in parts.items()
    }


def response_of(version: Version, item: Item) -> Response | None:
    """Return the codes that an item may hold: its own, else the version's."""
    return item.response or version.response


def items_of(version: Version) -> dict[str, Item]:
    """Return a version's items by id."""
    return {item.id: item for item in version.items}


def subscales_of(version: Version) -> dict[str, Subscale]:
    """Return a version's subscales by id."""
    return {subscale.id: subscale for subscale in version.subscales}
