"""Load one programme at one site: registry, tidy tables, scores, and the result rows if they are already made."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ProtectionError, ReturnsRefusedError, UnknownNameError
from earlyeval.foundations.paths import StudyPaths, study_paths
from earlyeval.foundations.suggest import unknown_name
from earlyeval.foundations.terms import LEVELS, DataKind, Level
from earlyeval.foundations.withheld import read_withheld
from earlyeval.registry.criteria import Criterion
from earlyeval.registry.load import Registry, load_registry
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.plan import Plan
from earlyeval.registry.programmes import Programme, TimePoint
from earlyeval.registry.sites import Delivery, Site
from earlyeval.score.reviews import with_reviews
from earlyeval.score.scales import score_people
from earlyeval.score.worked_examples import check_own_examples
from earlyeval.study import stages
from earlyeval.study.consent import with_consent
from earlyeval.study.level import AtLevel
from earlyeval.study.scanned import refuse_named, with_flags
from earlyeval.study.supplied import with_supplied_totals
from earlyeval.tidy.arrive import read_returns, return_files
from earlyeval.tidy.locate import find_returns

# Set for the kernels of a report: the key of the study that the report is made from.
EXPECTED_KEY = "EARLYEVAL_KEY"
NO_PLAN = "What this place may show cannot be read, so nothing of it is shown. Build the report again."
CHANGED = "The returns or the registry changed while the report was made. Nothing was published; run it again."


@dataclass(frozen=True)
class Study(AtLevel):
    """One programme at one site, ready to be asked questions. Nothing in it is ever changed.

    ``tables`` holds every tidy table (empty where nothing arrived); ``scores`` has one row per person,
    instrument, subscale and time point; ``findings`` is what reading the returns found; ``stored`` holds
    the result rows already made for exactly these data by exactly this code, or None; ``key`` stands for both.
    """

    registry: Registry
    paths: StudyPaths
    site: Site
    programme: Programme
    level: Level
    data: DataKind
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    findings: pd.DataFrame = field(repr=False)
    files: tuple[Path, ...] = ()
    stored: pd.DataFrame | None = field(default=None, repr=False)
    key: str = ""

    def table(self, name: str) -> pd.DataFrame:
        """Return one tidy table; a table that nothing arrived for has its columns and no rows."""
        return self.tables[name]

    def has(self, name: str) -> bool:
        """Return whether anything arrived for a tidy table."""
        return len(self.tables[name]) > 0

    @property
    def people(self) -> pd.DataFrame:
        """One row per person."""
        return self.tables["people"]

    @property
    def delivery(self) -> Delivery:
        """What the site declares about this programme."""
        return self.site.delivery(self.programme.id)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The programme's outcomes, in reporting order."""
        return self.registry.outcomes.get(self.programme.id, ())

    @property
    def plan(self) -> Plan:
        """The analysis plan; the defaults of Plan where the study declares none."""
        return self.registry.plans.get(self.programme.id) or Plan(programme=self.programme.id)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The progression criteria, in reporting order; empty where none were declared."""
        return self.registry.criteria.get(self.programme.id, ())

    @cached_property
    def time_points(self) -> dict[str, TimePoint]:
        """The programme's time points by id, in order."""
        return {point.id: point for point in sorted(self.programme.time_points, key=lambda point: point.order)}

    @property
    def baseline(self) -> TimePoint | None:
        """The time point before the programme, if one is declared."""
        return next((point for point in self.time_points.values() if point.role == "baseline"), None)

    @property
    def endpoint(self) -> TimePoint | None:
        """The time point at which outcomes are judged, if one is declared."""
        return next((point for point in self.time_points.values() if point.role == "endpoint"), None)

    @property
    def setting(self) -> dict[str, Any]:
        """What a display is made under, beside the profile: ``present.under(study.profile, **study.setting)``."""
        programme = self.programme
        labels = [
            *((point.id, point.label) for point in programme.time_points),
            *((arm.id, arm.label) for arm in programme.arms),
            *((kind.id, kind.label) for kind in programme.session_kinds),
            *((cluster.id, cluster.label) for cluster in self.delivery.clusters),
            *((f"{known.id}: ", known.label) for known in programme.characteristics),
            *(
                (f"{known.id}: {code}", words)
                for known in programme.characteristics
                for code, words in known.values.items()
            ),
        ]
        return {
            "level": self.level,
            "data": self.data,
            "programme_name": programme.name,
            "site_name": self.site.name,
            "names": dict(labels),
            "withheld": self.withheld,
        }

    @property
    def withheld(self) -> dict[str, frozenset[str]] | None:
        """What the runner's plan of this place withholds, while a report is made; None where no report is made.

        Raises
        ------
        ProtectionError
            The plan cannot be read: planned each by itself, the displays of a page could tell of one another.
        """
        if EXPECTED_KEY not in os.environ or self.level != "release":
            return None
        plan = read_withheld(self.paths, site=self.site.id, programme=self.programme.id)
        if not isinstance(plan, dict):
            raise ProtectionError(NO_PLAN)
        return plan

    def cluster_label(self, cluster: str) -> str:
        """Return a cluster's name for readers."""
        return next((known.label for known in self.delivery.clusters if known.id == cluster), cluster)


def load_study(
    site: str, programme: str, *, study: str | Path = "", level: str = "release", data: str = "auto"
) -> Study:
    """Return one programme at one site: checked, tidied and scored.

    Parameters
    ----------
    site, programme : str
        Names that the study's registry declares.
    study : path, optional
        A study folder. Empty: EARLYEVAL_DATA, else the clone's own study.
    level : "release" or "restricted"
        Which disclosure profile ``profile`` gives.
    data : "auto", "real" or "synthetic"
        Which returns; "auto" takes what a site sent and falls back on its synthetic returns.

    Raises
    ------
    UnknownNameError
        A site, programme, level or kind of data that does not exist, with the nearest that does.
    RegistryError, ReturnsRefusedError
        The registry or the returns cannot be used as they stand, or they changed while a report is made of them.
    """
    if level not in LEVELS:
        raise unknown_name("level", level, LEVELS)
    if data not in ("auto", "real", "synthetic"):
        raise unknown_name("kind of data", data, ("auto", "real", "synthetic"))
    paths = study_paths(study)
    registry = load_registry(paths)
    place = registry.site(site)
    course = registry.programme(programme)
    at_site = [delivery.programme for delivery in place.programmes]
    if course.id not in at_site:
        raise UnknownNameError(f"{course.name} does not run at {place.name}. There: {', '.join(at_site)}.")
    files = return_files(registry, paths, site=site, programme=programme, data=data)
    # Files that nobody could read count too: that they arrived is a finding, and findings are stored.
    arrived = find_returns(registry, paths, site=site, programme=programme, data=data).sheets
    paths_arrived = dict.fromkeys(sheet.path for sheet in arrived)

    def key_now() -> str:
        return stages.key_of(paths, paths_arrived, site=site, programme=programme, data=data)

    key = key_now()
    if os.environ.get(EXPECTED_KEY, key) != key:
        raise ReturnsRefusedError(CHANGED)
    stored = stages.read(paths, key, site=site, programme=programme)
    if stored is None:
        check_own_examples(registry, paths)
        returns = read_returns(registry, paths, site=site, programme=programme, data=data)
        refuse_named(returns.tables)
        tables, findings = with_consent(returns.tables, returns.findings)
        tables = with_flags(tables)
        if key_now() != key:  # the stages would keep them under a wrong key
            raise ReturnsRefusedError(CHANGED)
        findings = with_supplied_totals(registry, tables, findings)
        scores = with_reviews(score_people(registry, tables), registry, tables, course)
        stored = stages.Stored(tables, scores, findings, returns.data, None)
    return Study(
        registry=registry, paths=paths, site=place, programme=course, level=level, data=stored.data,
        tables=stored.tables, scores=stored.scores, findings=stored.findings, files=files,
        stored=stored.results, key=key,
    )  # fmt: skip
