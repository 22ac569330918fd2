"""What a run will build: one job for each programme at each place, with everything it depends on. No pandas here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.terms import DataKind, Level
from earlyeval.registry.files import files_behind
from earlyeval.registry.whole import Registry
from earlyeval.run.manifest import inputs_of, is_current, read_manifest
from earlyeval.run.surroundings import Surroundings, surroundings_now
from earlyeval.tidy.locate import Arrivals, find_returns, is_readable_file, raw_folder


@dataclass(frozen=True)
class Job:
    """One report: of which programme at which place, from which returns, at which level.

    Plain data, so that it can be handed to another process or another machine.
    """

    registry: Registry
    paths: StudyPaths
    site: str
    programme: str
    level: Level
    data: DataKind
    returns: Mapping[Path, str]  # each with what it is read as, in words of the registry
    surroundings: Surroundings

    @property
    def place(self) -> tuple[str, str]:
        """Site and programme."""
        return self.site, self.programme

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
        return self._inputs_with(self.returns, self.surroundings)

    def inputs_now(self) -> Mapping[str, Any]:
        """Return everything the report depends on, by hash, as it is at this moment: files may come and go."""
        return self._inputs_with(
            _returns_of(
                find_returns(self.registry, self.paths, site=self.site, programme=self.programme, data=self.data)
            ),
            surroundings_now(),
        )

    def _inputs_with(self, returns: Mapping[Path, str], surroundings: Surroundings) -> Mapping[str, Any]:
        return inputs_of(
            self.paths,
            returns=returns,
            registry=self.registry_files,
            raw=raw_folder(self.registry, self.paths),
            parameters=self.parameters,
            surroundings=surroundings,
        )

    @property
    def registry_files(self) -> tuple[Path, ...]:
        """The files of the registry that this report depends on."""
        return files_behind(self.paths, site=self.site, programme=self.programme)

    @property
    def size_bytes(self) -> int:
        """The size of its returns: a measure of the work and of the memory that they take."""
        return sum(path.stat().st_size for path in self.returns if is_readable_file(path))

    @property
    def made(self) -> Mapping[str, Any]:
        """The manifest of the published report; empty where there is none."""
        return read_manifest(self.target)

    def is_done(self, *, protection: str = "") -> bool:
        """Say whether the published report was made from exactly this and is still as it was made.

        ``protection`` is the hash of its slice of the protection plan in force, if one lies there.
        """
        return is_current(self.target, self.inputs, protection=protection)


def planned(
    registry: Registry,
    paths: StudyPaths,
    *,
    site: str,
    programme: str,
    level: Level,
    data: str,
    surroundings: Surroundings,
) -> Job:
    """Return the job of one programme at one place.

    ``data`` "auto" is settled here, once: what arrived where anything did, else the synthetic returns. Files that
    nobody could read count as returns too: that they arrived is a finding of the report.

    Raises
    ------
    ReturnsRefusedError
        Nothing arrived.
    """
    arrivals = find_returns(registry, paths, site=site, programme=programme, data=data)
    return Job(registry, paths, site, programme, level, arrivals.data, _returns_of(arrivals), surroundings)


def _returns_of(arrivals: Arrivals) -> dict[Path, str]:
    words: dict[Path, list[str]] = {}
    for sheet in arrivals.sheets:
        words.setdefault(sheet.path, []).append(f"{sheet.kind} {sheet.name}".strip())
    return {path: ", ".join(said) for path, said in words.items()}
