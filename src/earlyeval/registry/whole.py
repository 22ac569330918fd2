"""A study's registry as one thing: every entry, by its id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from earlyeval.foundations.suggest import unknown_name
from earlyeval.registry.checklists import Checklist
from earlyeval.registry.criteria import Criterion
from earlyeval.registry.glossary import Term
from earlyeval.registry.instruments import Instrument, Subscale, Version
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.plan import Plan, StudyFacts
from earlyeval.registry.profiles import Profile
from earlyeval.registry.programmes import Programme
from earlyeval.registry.returns import Return
from earlyeval.registry.sites import Site
from earlyeval.registry.strictest import strictest
from earlyeval.registry.walk import unverified_facts

Found = TypeVar("Found")


@dataclass(frozen=True)
class Registry:
    """Everything a study declares, validated as a whole. Outcomes, plans, criteria and answers go by programme id."""

    facts: StudyFacts
    programmes: Mapping[str, Programme]
    sites: Mapping[str, Site]
    instruments: Mapping[str, Instrument]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    plans: Mapping[str, Plan]
    criteria: Mapping[str, tuple[Criterion, ...]]
    profiles: Mapping[str, Profile]
    returns: tuple[Return, ...]
    references: Mapping[str, str]
    glossary: tuple[Term, ...] = ()
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    @property
    def profile(self) -> Profile:
        """The disclosure profile that the study names; of several providers the strictest rules."""
        names = dict.fromkeys((self.facts.profile, *self.facts.further_profiles))
        return strictest([self.profiles[name] for name in names])

    def site(self, name: str) -> Site:
        """Return a site, or raise UnknownNameError with the nearest declared one."""
        return _found(self.sites, name, kind="site", place="the registry")

    def programme(self, name: str) -> Programme:
        """Return a programme, or raise UnknownNameError with the nearest declared one."""
        return _found(self.programmes, name, kind="programme", place="the registry")

    def instrument(self, name: str) -> Instrument:
        """Return an instrument, or raise UnknownNameError with the nearest declared one."""
        return _found(self.instruments, name, kind="instrument", place="the registry")

    def version(self, instrument: str, version: str) -> Version:
        """Return one version of an instrument."""
        versions = {declared.id: declared for declared in self.instrument(instrument).versions}
        return _found(versions, version, kind="version", place=instrument)

    def subscale(self, instrument: str, version: str, subscale: str) -> Subscale:
        """Return one subscale of an instrument's version."""
        subscales = {declared.id: declared for declared in self.version(instrument, version).subscales}
        return _found(subscales, subscale, kind="subscale", place=f"{instrument}, version {version}")

    def withheld_items(self, instrument: str) -> frozenset[str]:
        """Return the items of an instrument of which nothing may be shown by itself: those for safeguarding."""
        return frozenset(rule.item for rule in self.instrument(instrument).safeguarding)

    def unverified(self, instrument: str, *, version: str = "", subscale: str = "") -> tuple[str, ...]:
        """Return the facts of an instrument that nobody checked in their source, in words, to be printed as such.

        With ``version`` and ``subscale``: those that one score leans on.
        """
        return unverified_facts(self.instrument(instrument), version=version, subscale=subscale)


def _found(declared: Mapping[str, Found], name: str, *, kind: str, place: str) -> Found:
    if name not in declared:
        raise unknown_name(kind, name, declared, place=place)
    return declared[name]
