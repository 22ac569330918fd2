"""The folder that leaves the house: reports, the ledger of every released number, what it was made with, checksums."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval import __version__
from earlyeval.foundations.caution_table import TABLE
from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.paths import CLONE
from earlyeval.registry.load import load_registry
from earlyeval.registry.sign_off import SignOff
from earlyeval.run.bill_of_materials import bill_of_materials, licence_list
from earlyeval.run.earlier_releases import earlier_ledgers, refuse_telling_changes
from earlyeval.run.manifest import outputs_of, read_manifest
from earlyeval.run.outputs import write_results
from earlyeval.run.plan import Job
from earlyeval.run.protection import rows_hash, without_private
from earlyeval.run.surroundings import file_hash
from earlyeval.study import load_study

LEDGER, MANIFEST, FORMAT = "ledger.csv", "manifest.json", 1


def write_bundle(stage: Path, jobs: Sequence[Job], signed: SignOff, *, made_at: datetime) -> None:
    """Write everything of a release but its signature into an empty folder.

    Raises
    ------
    ProtectionError
        A report is not the one that was signed for, or its rows are not those that its protection plan let pass.
    """
    ledgers = []
    for job in jobs:
        shutil.copytree(job.target, stage / job.programme)
        ledgers.append(released_rows(job, stage / job.programme))
        if _held_against_earlier(job, ledgers[-1]) != len(ledgers[-1]):
            raise ProtectionError("A report was not held against what was released before. Nothing was released.")
        if file_hash(stage / job.programme / MANIFEST) != signed.reports[job.programme]:
            raise ProtectionError("A report changed while it was released. Nothing was released; run this again.")
    write_results(without_private(pd.concat(ledgers, ignore_index=True)), stage / LEDGER)
    lock = jobs[0].surroundings.lock
    (stage / "sbom.cdx.json").write_text(bill_of_materials(made_at=made_at, lock=lock), encoding="utf-8")
    (stage / "licences.txt").write_text(licence_list(), encoding="utf-8")
    told = facts_of_release(jobs, made_at=made_at) | {"files": outputs_of(stage)}
    (stage / MANIFEST).write_text(json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def released_rows(job: Job, folder: Path) -> pd.DataFrame:
    """Return the rows that a report was made of, as they passed the gate.

    Raises
    ------
    ProtectionError
        They are not there, or not those that the report's manifest names.
    """
    path = job.paths.stage("protected", job.site, job.programme) / "released.parquet"
    profile = load_registry(job.paths).profile.id
    rows = pd.read_parquet(path) if path.is_file() else None
    found = None if rows is None else rows_hash(rows, profile=profile, level="release")
    if not isinstance(found, str) or found != read_manifest(folder).get("protection"):
        raise ProtectionError("The rows behind a report are not those that passed the gate. Build the report again.")
    return rows


def _held_against_earlier(job: Job, rows: pd.DataFrame) -> int:
    """Return how many rows were held against every earlier release: all of them, or it was not done."""
    profile = load_registry(job.paths).profile
    earlier = earlier_ledgers(job.paths.releases, site=job.site, programme=job.programme, profile=profile)
    if not isinstance(earlier, list):
        return 0
    if not earlier:
        return len(rows)
    study = load_study(job.site, job.programme, study=job.paths.root, data=job.data)
    if study.stored is None or len(study.stored) != len(rows):
        raise ProtectionError("The rows behind a report are not there any more. Build the report again.")
    freeze = read_manifest(job.target)["inputs"]["returns_sha256"]
    return refuse_telling_changes(rows, study.stored, earlier, study.profile, freeze=freeze)


def facts_of_release(jobs: Sequence[Job], *, made_at: datetime) -> dict[str, Any]:
    """Return what a reviewer asks of a release: thresholds, tool, commit, lock, inputs, who checked quotations."""
    first, reports = jobs[0], {}
    for job in jobs:
        made = read_manifest(job.target)
        study = load_study(job.site, job.programme, study=job.paths.root, data=job.data)
        signed = study.table("quotations")["checked_by"].dropna()
        reports[job.programme] = {
            "data": study.data,
            "returns_sha256": made["inputs"]["returns_sha256"],
            "registry": made["inputs"]["registry"],
            "protection": made["protection"],
            "seed": made["facts"]["seed"],  # said where something was drawn by chance
            "quotations_checked_by": sorted(signed.astype("str").unique()),
        }
    registry = load_registry(first.paths)
    return {
        "format": FORMAT,
        "site": first.site,
        "released_at": made_at.isoformat(),
        "profile": registry.profile.model_dump(mode="json"),
        "earlyeval": __version__,
        "commit": commit(),
        "code": first.surroundings.version,
        "lock": first.surroundings.lock,
        "python": first.surroundings.python,
        "packages": dict(first.surroundings.packages),
        "coverage_figures": sorted({str(figure) for row in TABLE for _, figure in row[2] if figure is not None}),
        "reports": reports,
    }


def commit() -> str:
    """Return the commit of the clone, with "+changes" where files differ from it; "" where there is none."""
    git = shutil.which("git")
    if git is None:
        return ""
    asked = [git, "-C", str(CLONE)]
    head = subprocess.run([*asked, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*asked, "status", "--porcelain"], capture_output=True, text=True, check=False)
    if head.returncode:
        return ""
    return head.stdout.strip() + ("+changes" if changed.stdout.strip() else "")
