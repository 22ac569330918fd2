"""What a run will build: one job for each programme at each place, with everything it depends on. No pandas here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.terms import DataKind, Level
from earlyeval.registry.files import registry_files
from earlyeval.registry.whole import Registry
from earlyeval.run.manifest import inputs_of, is_current
from earlyeval.tidy.locate import Arrivals, find_returns, raw_folder


@dataclass(frozen=True)
class Job:
    """One report: of which programme at which place, from which returns, at which level."""

    registry: Registry
    paths: StudyPaths
    site: str
    programme: str
    level: Level
    data: DataKind
    returns: Mapping[Path, str]  # each with what it is read as, in words of the registry

    @property
    def name(self) -> str:
        """The words that name this report on the screen."""
        restricted = " · RESTRICTED, unprotected: for the evaluators alone" if self.level == "restricted" else ""
        return f"{self.site} · {self.programme} · {self.data} data{restricted}"

    @property
    def target(self) -> Path:
        """The folder that is published."""
        place = self.paths.restricted if self.level == "restricted" else self.paths.reports
        return place / self.site / self.programme

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.target / "index.html"

    @property
    def lock(self) -> Path:
        """The lock file: both levels share it, as they share the stages of tidy, scored and analysed tables."""
        return self.paths.data / "tidy" / ".locks" / f"{self.site}.{self.programme}.lock"

    @property
    def logs(self) -> Path:
        """Where a failed notebook leaves its private log."""
        return self.paths.restricted / "logs" / self.site / self.programme

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the notebooks. The study reaches them as a setting: no path of a machine in a report."""
        return {
            "SITE": self.site, "PROGRAMME": self.programme, "STUDY": "", "LEVEL": self.level, "DATA": self.data,
        }  # fmt: skip

    @cached_property
    def inputs(self) -> Mapping[str, Any]:
        """Everything the report depends on, by hash, as it was when the run began."""
        return self._inputs_with(self.returns)

    def inputs_now(self) -> Mapping[str, Any]:
        """Return everything the report depends on, by hash, as it is at this moment: files may come and go."""
        return self._inputs_with(
            _returns_of(
                find_returns(self.registry, self.paths, site=self.site, programme=self.programme, data=self.data)
            )
        )

    def _inputs_with(self, returns: Mapping[Path, str]) -> Mapping[str, Any]:
        return inputs_of(
            self.paths,
            returns=returns,
            registry=registry_files(self.paths),
            raw=raw_folder(self.registry, self.paths),
            parameters=self.parameters,
        )

    @property
    def is_done(self) -> bool:
        """Whether the published report was made from exactly this and is still as it was made."""
        return is_current(self.target, self.inputs)


def planned(registry: Registry, paths: StudyPaths, *, site: str, programme: str, level: Level, data: str) -> Job:
    """Return the job of one programme at one place.

    ``data`` "auto" is settled here, once: what arrived where anything did, else the synthetic returns. Files that
    nobody could read count as returns too: that they arrived is a finding of the report.

    Raises
    ------
    ReturnsRefusedError
        Nothing arrived.
    """
    arrivals = find_returns(registry, paths, site=site, programme=programme, data=data)
    return Job(registry, paths, site, programme, level, arrivals.data, _returns_of(arrivals))


def _returns_of(arrivals: Arrivals) -> dict[Path, str]:
    words: dict[Path, list[str]] = {}
    for sheet in arrivals.sheets:
        words.setdefault(sheet.path, []).append(f"{sheet.kind} {sheet.name}".strip())
    return {path: ", ".join(said) for path, said in words.items()}
