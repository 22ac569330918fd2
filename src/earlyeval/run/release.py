"""``earlyeval release``: what formally leaves the house, read and signed by two people, never changed afterwards.

``make report`` never writes here and is never held up by it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from earlyeval.foundations.errors import ProtectionError, UnusableArgumentError
from earlyeval.foundations.paths import CLONE, StudyPaths
from earlyeval.registry.load import load_registry
from earlyeval.registry.sign_off import SignOff, read_sign_off
from earlyeval.run.lock import locked, shared_lock
from earlyeval.run.plan import Job, planned
from earlyeval.run.publish import publish_file, staged
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import file_hash, surroundings_now

SIGNATURES = "sign-off"  # in releases/: one file a place, waiting for names
SIGNOFF = "SIGNOFF.yaml"
CHECKER = CLONE / "tools" / "check_release.py"
WHOLE = "The bundle is whole, signed by two people, and keeps to the profile that it names."
MOST_SAID = 5  # sentences of the checker


def release(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Bring the reports of one place up to date; release them where two people have signed for just these.

    Returns
    -------
    int
        The exit code of the reports where one of them fails; 0 when the bundle is there.

    Raises
    ------
    UnusableArgumentError
        The restricted level was asked for: it never leaves the house.
    ProtectionError
        Not signed by two people yet, signed for other reports, something in it may not be released, or the checker
        that shares no code with what makes a bundle (tools/check_release.py) finds something wrong with it.
    """
    if request.checked_level != "release":
        raise UnusableArgumentError("Only the release level can be released. Leave LEVEL out.")
    from earlyeval.run.report import report_all

    if code := report_all(request, pairs):
        return code
    screen, paths = Screen(), request.paths
    registry, surroundings = load_registry(paths), surroundings_now()
    jobs = [
        planned(registry, paths, site=site, programme=programme, level="release", data=request.checked_data,
                surroundings=surroundings)
        for site, programme in pairs
    ]  # fmt: skip
    with locked(shared_lock(paths, "releases"), tell=screen.line):
        return _released(paths, jobs, profile=registry.profile.id, screen=screen)


def _released(paths: StudyPaths, jobs: Sequence[Job], *, profile: str, screen: Screen) -> int:
    site, made_at = jobs[0].site, moment()
    wanted = SignOff(site=site, profile=profile, reports={job.programme: _hash_of(job) for job in jobs})
    target = paths.releases / made_at.date().isoformat() / site
    if (target / SIGNOFF).exists():
        return _there_already(target, wanted, screen=screen)
    signed = signed_for(paths.releases / SIGNATURES / f"{site}.yaml", wanted)
    from earlyeval.run.release_bundle import write_bundle  # pandas, and the bill of materials

    with staged(target) as stage:
        write_bundle(stage, jobs, signed, made_at=made_at)
        (stage / SIGNOFF).write_text(signed.text(), encoding="utf-8")
        if (verdict := verdict_on(stage)) != WHOLE:
            found = verdict or "It came to no end."
            raise ProtectionError(f"Nothing was released. The checker of releases found: {found}")
    screen.line(f"Released: {target}")
    screen.line(f"It passes the profile {profile}. To check it by itself: python3 tools/check_release.py {target}")
    return 0


def verdict_on(bundle: Path) -> str:
    """Return what the checker that shares no code with us says of a finished bundle; "" where it says nothing."""
    asked = [sys.executable, "-I", "-S", str(CHECKER), str(bundle)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    said = " ".join(done.stdout.strip().split("\n")[:MOST_SAID])
    return said if done.returncode == 0 or said != WHOLE else ""


def moment() -> datetime:
    """Return the moment of a release: that of SOURCE_DATE_EPOCH where it is set, else now, to the second."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    if not (given.isascii() and given.isdigit() and len(given) <= 11):
        raise UnusableArgumentError("SOURCE_DATE_EPOCH must be a number of seconds since 1970.")
    return datetime.fromtimestamp(int(given), UTC)


def signed_for(waiting: Path, wanted: SignOff) -> SignOff:
    """Return the signature under just these reports.

    Raises
    ------
    ProtectionError
        There is none yet, it is for other reports, or it is not signed by two people. A file to sign is laid out.
    """
    found = read_sign_off(waiting)
    if found is not None and (found.site, found.profile, found.reports) == (
        wanted.site, wanted.profile, wanted.reports,
    ):  # fmt: skip
        if found.is_signed is True:
            return found
        why = "it has to be signed by two different people"
    else:
        publish_file(waiting, wanted.text().encode())
        why = "two people have to read these reports" if found is None else "the reports changed since they were read"
    raise ProtectionError(
        f"Nothing was released: {why}. The reports are there; read them, write both names in {waiting}, and run this "
        "again."
    )


def _hash_of(job: Job) -> str:
    return file_hash(job.target / "manifest.json")


def _there_already(target: Path, wanted: SignOff, *, screen: Screen) -> int:
    found = read_sign_off(target / SIGNOFF)
    if found is not None and found.reports == wanted.reports:
        screen.line(f"nothing changed: {target} holds these reports already")
        return 0
    raise ProtectionError(
        f"{target} was released today and is never changed: whoever has it could put the two beside each other. "
        "Release again on another day."
    )
