"""The door to a programme over all its sites: each site's result rows where they are kept, else its whole study."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import EarlyevalError, ProtectionError, ReturnsRefusedError
from earlyeval.foundations.paths import StudyPaths, study_paths
from earlyeval.foundations.suggest import unknown_name
from earlyeval.foundations.terms import LEVELS, DataKind, Level
from earlyeval.foundations.withheld import read_withheld
from earlyeval.registry.across import refuse_few, refuse_one_site, sites_of
from earlyeval.registry.load import Registry, load_registry
from earlyeval.registry.plan import Plan
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Delivery, Site
from earlyeval.study import stages
from earlyeval.study.door import CHANGED, Study, load_study
from earlyeval.study.level import AtLevel
from earlyeval.tidy.locate import find_returns

# Set for the kernel of a synthesis: the keys of all the sites that it is made from, as one.
EXPECTED_KEYS = "EARLYEVAL_KEYS"
NOT_SENT = "no returns yet"
NOT_USABLE = "returned, but the returns cannot be used as they stand"
NO_PLAN = (
    "What {site} may show cannot be read, so nothing is shown across sites. Build its report first: "
    "make report SITE={site}   (or: earlyeval report {site})"
)


@dataclass(frozen=True)
class SiteOfProgramme:
    """One site that sent returns. ``stored`` holds its result rows, where they were made for exactly these returns."""

    site: Site
    programme: str
    paths: StudyPaths
    level: Level
    data: DataKind
    key: str
    stored: pd.DataFrame | None = field(default=None, repr=False)

    @cached_property
    def study(self) -> Study:
        """The site's whole study, read only when its result rows are not kept."""
        return load_study(self.site.id, self.programme, study=self.paths.root, level=self.level, data=self.data)

    @property
    def delivery(self) -> Delivery:
        """What the site declares about this programme."""
        return self.site.delivery(self.programme)


@dataclass(frozen=True)
class Synthesis(AtLevel):
    """One programme over all its sites, ready to be asked questions. Nothing in it is ever changed.

    ``sites`` sent returns that can be read; ``absent`` are declared without (site id to why); both in alphabetical
    order of the sites' names, which is no order of merit.
    """

    registry: Registry
    paths: StudyPaths
    programme: Programme
    level: Level
    data: DataKind
    sites: tuple[SiteOfProgramme, ...]
    absent: Mapping[str, str]
    key: str

    @property
    def plan(self) -> Plan:
        """The analysis plan; the defaults of Plan where the study declares none."""
        return self.registry.plans.get(self.programme.id) or Plan(programme=self.programme.id)

    @property
    def declared(self) -> tuple[Site, ...]:
        """Every site that is declared to run the programme, in alphabetical order."""
        return sites_of(self.registry, self.programme.id)

    @property
    def setting(self) -> dict[str, Any]:
        """What a display is made under, beside the profile: ``present.under(profile, **setting)``."""
        programme = self.programme
        labels = [
            *((point.id, point.label) for point in programme.time_points),
            *((arm.id, arm.label) for arm in programme.arms),
            *((kind.id, kind.label) for kind in programme.session_kinds),
            *((f"site/{site.id}", site.name) for site in self.declared),
        ]
        return {
            "level": self.level,
            "data": self.data,
            "programme_name": programme.name,
            "site_name": "all sites",
            "names": dict(labels),
            "withheld": self.withheld if EXPECTED_KEYS in os.environ else None,
        }

    @property
    def withheld(self) -> dict[str, frozenset[str]] | None:
        """What the runner's plans of the sites withhold, as one; None where nothing is protected.

        Raises
        ------
        ProtectionError
            A site's plan cannot be read: planned anew, it could be shown what its own report hides.
        """
        if self.level != "release":
            return None
        together: dict[str, frozenset[str]] = {}
        for one in self.sites:
            plan = read_withheld(self.paths, site=one.site.id, programme=one.programme)
            if not isinstance(plan, dict):
                raise ProtectionError(NO_PLAN.format(site=one.site.id))
            together |= plan
        return together


def load_programme(programme: str, *, study: str | Path = "", level: str = "release", data: str = "auto") -> Synthesis:
    """Return one programme over all the sites that sent returns.

    Parameters
    ----------
    programme : str
        A name that the study's registry declares.
    study, level, data
        As for ``load_study``. "auto" takes real returns alone as soon as one site sent any: made-up and real sites
        never stand in one synthesis.

    Raises
    ------
    UnknownNameError
        A programme, level or kind of data that does not exist, or a programme that runs at one site only.
    ReturnsRefusedError
        Fewer than two sites have returns that can be read, or they changed while a synthesis is made of them.
    RegistryError
        The registry cannot be used as it stands.
    """
    if level not in LEVELS:
        raise unknown_name("level", level, LEVELS)
    if data not in ("auto", "real", "synthetic"):
        raise unknown_name("kind of data", data, ("auto", "real", "synthetic"))
    paths = study_paths(study)
    registry = load_registry(paths)
    course = registry.programme(programme)
    declared = refuse_one_site(registry, programme)
    wanted, arrived = settled(registry, paths, programme=programme, data=data)
    found, absent = [], {}
    for site in declared:
        if site.id not in arrived:
            absent[site.id] = NOT_SENT
            continue
        try:
            found.append(_site(registry, paths, site, programme=programme, level=level, data=wanted))
        except EarlyevalError:
            absent[site.id] = NOT_USABLE
    refuse_few(registry, programme, usable=[one.site.id for one in found], data=data)
    key = keys_together({one.site.id: one.key for one in found})
    if os.environ.get(EXPECTED_KEYS, key) != key:
        raise ReturnsRefusedError(CHANGED)
    return Synthesis(registry, paths, course, level, found[0].data, tuple(found), absent, key)


def settled(
    registry: Registry, paths: StudyPaths, *, programme: str, data: str
) -> tuple[DataKind | str, tuple[str, ...]]:
    """Return which kind of returns a synthesis stands on, and the sites that sent such returns.

    Real returns where one site sent any; else synthetic ones.
    """
    sites = [site.id for site in sites_of(registry, programme)]
    for kind in ("real", "synthetic") if data == "auto" else (data,):
        arrived = []
        for site in sites:
            try:
                find_returns(registry, paths, site=site, programme=programme, data=kind)
            except ReturnsRefusedError:
                continue
            arrived.append(site)
        if arrived:
            return kind, tuple(arrived)
    return ("synthetic" if data == "auto" else data), ()


def keys_together(keys: Mapping[str, str]) -> str:
    """Return one sha256 over the keys of several sites."""
    return hashlib.sha256("\n".join(f"{site} {keys[site]}" for site in sorted(keys)).encode()).hexdigest()


def _site(
    registry: Registry, paths: StudyPaths, site: Site, *, programme: str, level: Level, data: str
) -> SiteOfProgramme:
    """Return one site by its kept rows; where there are none, its returns are read now, so that refusal shows."""
    arrived = find_returns(registry, paths, site=site.id, programme=programme, data=data)
    files = dict.fromkeys(sheet.path for sheet in arrived.sheets)
    key = stages.key_of(paths, files, site=site.id, programme=programme, data=arrived.data)
    stored = stages.read_results(paths, key, site=site.id, programme=programme)
    one = SiteOfProgramme(site, programme, paths, level, arrived.data, key, stored)
    if stored is None:
        one.study  # noqa: B018  (read now: what cannot be used is told as absent)
    return one
