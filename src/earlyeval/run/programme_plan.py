"""The node of a programme over its sites: what its synthesis would be made of, and whether it is there. No pandas."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import ReturnsRefusedError, UnknownNameError
from earlyeval.foundations.paths import CLONE, StudyPaths
from earlyeval.foundations.suggest import unknown_name
from earlyeval.foundations.terms import DataKind, Level
from earlyeval.registry.across import FEWEST_SITES, PROGRAMMES, refuse_few, refuse_one_site, sites_of
from earlyeval.registry.files import files_behind
from earlyeval.registry.whole import Registry
from earlyeval.run.manifest import FORMAT, hashes, outputs_of, read_manifest
from earlyeval.run.plan import Job, planned
from earlyeval.run.publish import publish_file
from earlyeval.run.surroundings import Surroundings, surroundings_now


@dataclass(frozen=True)
class ProgrammeJob:
    """One synthesis: of which programme, over the sites that sent returns, at which level. Plain data."""

    registry: Registry
    paths: StudyPaths
    programme: str
    level: Level
    data: DataKind
    sites: tuple[Job, ...]
    surroundings: Surroundings

    @property
    def place(self) -> tuple[str, str]:
        """Its name in the protection plan, where every report has two."""
        return PROGRAMMES, self.programme

    @property
    def name(self) -> str:
        """The words that name this synthesis on the screen."""
        restricted = " · RESTRICTED, unprotected: for the evaluators alone" if self.level == "restricted" else ""
        return f"{self.programme} · across {len(self.sites)} sites · {self.data} data{restricted}"

    @property
    def target(self) -> Path:
        """The folder that is published."""
        place = self.paths.restricted if self.level == "restricted" else self.paths.reports
        return place / PROGRAMMES / self.programme

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.target / "index.html"

    @property
    def lock(self) -> Path:
        """The lock file of both levels."""
        return self.paths.data / "tidy" / ".locks" / f"{PROGRAMMES}.{self.programme}.lock"

    @property
    def logs(self) -> Path:
        """Where a failed notebook leaves its private log."""
        return self.paths.restricted / "logs" / PROGRAMMES / self.programme

    @property
    def stage(self) -> Path:
        """A private folder for what is made on the way."""
        return self.paths.stage("analysed", PROGRAMMES, self.programme)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the notebook. The study reaches it as a setting."""
        return {"PROGRAMME": self.programme, "STUDY": "", "LEVEL": self.level, "DATA": self.data}

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """Everything but the sites' rows that the synthesis depends on, by hash, as it was when the run began."""
        return {
            "format": FORMAT,
            **self.surroundings.told,
            "parameters": self.parameters,
            "registry": hashes(self.registry_files, roots=(self.paths.root, CLONE)),
        }

    @property
    def registry_files(self) -> tuple[Path, ...]:
        """The files of the registry that it depends on: those of every site that is declared."""
        declared = [site.id for site in sites_of(self.registry, self.programme)]
        behind = [files_behind(self.paths, site=site, programme=self.programme) for site in declared]
        return tuple(dict.fromkeys(path for files in behind for path in files))

    @cached_property
    def known(self) -> str:
        """One sha256 over all that decides the sites' rows and the page: returns, registry, code."""
        returns = {job.site: job.inputs["returns_sha256"] for job in self.sites}
        return hashlib.sha256(json.dumps([self.inputs, returns], sort_keys=True).encode()).hexdigest()

    @property
    def made(self) -> Mapping[str, Any]:
        """The manifest of the published synthesis; empty where there is none."""
        return read_manifest(self.target)

    def is_done(self, *, protection: str = "") -> bool:
        """Say whether it was made from exactly this and lies as it was made.

        ``protection`` is the hash of its slice of the protection plan in force, if one lies there.
        """
        made = self.made
        return (
            bool(made)
            and protection in ("", made.get("protection"))
            and self.noted == {"known": self.known, "manifest": _hash_of(made)}
            and made.get("outputs") == outputs_of(self.target)
        )

    @property
    def noted(self) -> Mapping[str, Any]:
        """What the last run noted of what it had made the synthesis from; empty where nothing is noted."""
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def note(self) -> None:
        """Note that the published synthesis stands on exactly this; it is private, for it stands for real returns."""
        self.stage.mkdir(parents=True, exist_ok=True)
        self.stage.chmod(0o700)
        publish_file(self._note, json.dumps({"known": self.known, "manifest": _hash_of(self.made)}).encode())

    @property
    def _note(self) -> Path:
        return self.stage / f"made-{self.level}.json"

    def is_as_it_was(self) -> bool:
        """Say whether returns, registry and code are still those that the run began with."""
        now = surroundings_now()
        try:
            sites = tuple(job.inputs_now()["returns_sha256"] for job in self.sites)
        except (OSError, ReturnsRefusedError):
            return False
        registry = hashes(self.registry_files, roots=(self.paths.root, CLONE))
        return (
            sites == tuple(job.inputs["returns_sha256"] for job in self.sites)
            and registry == self.inputs["registry"]
            and now.version == self.surroundings.version
            and now.packages == self.surroundings.packages
        )


def programme_job(
    registry: Registry, paths: StudyPaths, *, programme: str, level: Level, data: str, surroundings: Surroundings
) -> ProgrammeJob:
    """Return the node of one programme over its sites.

    ``data`` "auto" is settled here: real returns as soon as one site sent any, else the synthetic ones.

    Raises
    ------
    UnknownNameError
        The programme is not declared, or runs at one site only.
    ReturnsRefusedError
        Fewer than two sites sent returns.
    """
    if programme not in registry.programmes:
        raise unknown_name("programme", programme, registry.programmes)
    declared = refuse_one_site(registry, programme)
    jobs: list[Job] = []
    for kind in ("real", "synthetic") if data == "auto" else (data,):
        jobs = []
        for site in declared:
            try:
                jobs.append(
                    planned(registry, paths, site=site.id, programme=programme, level=level, data=kind,
                            surroundings=surroundings)
                )  # fmt: skip
            except ReturnsRefusedError:
                continue
        if jobs:
            break
    refuse_few(registry, programme, usable=[job.site for job in jobs], data=data)
    return ProgrammeJob(registry, paths, programme, level, jobs[0].data, tuple(jobs), surroundings)


def programmes_of_several_sites(
    registry: Registry, paths: StudyPaths, *, level: Level, data: str, surroundings: Surroundings
) -> list[str]:
    """Return the programmes of which two sites or more sent returns, in alphabetical order."""
    found = []
    for programme in sorted(registry.programmes):
        if len(sites_of(registry, programme)) < FEWEST_SITES:
            continue
        try:
            programme_job(registry, paths, programme=programme, level=level, data=data, surroundings=surroundings)
        except (UnknownNameError, ReturnsRefusedError):
            continue
        found.append(programme)
    return found


def _hash_of(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
