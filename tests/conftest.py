"""What tests of several layers need: a disclosure profile, a tally of trials, and a browser to open pages in."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import hypothesis
import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.registry.profiles import (
    ClassDisclosureRule,
    CountRule,
    FigureRule,
    ModelRule,
    PercentRule,
    Profile,
    QuantileRule,
    QuoteRule,
    SummaryRule,
)

# `make test` tries the same examples every time, however slow the machine; `make test-full` looks for others.
hypothesis.settings.register_profile("the-same-examples", derandomize=True, deadline=None)
if os.environ.get("EARLYEVAL_FULL") != "1":
    hypothesis.settings.load_profile("the-same-examples")

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


def profile_with(**changes) -> Profile:
    """Return a profile with the thresholds of the shipped default; ``changes`` replaces whole rules."""
    rules = {
        "id": "test-profile",
        "name": "Test profile",
        "provider": "nobody",
        "symbol_words": "hidden",
        "count": CountRule(hide_from=1, hide_to=7, zero="show", round_to=5, symbol="*"),
        "percent": PercentRule(min_denominator=20, decimals=0),
        "summary": SummaryRule(min_n=8, decimals=1),
        "item_summary": SummaryRule(min_n=20, decimals=1, sd=False),
        "quantile": QuantileRule(quartiles_min_n=20),
        "model": ModelRule(min_residual_df=10, min_level_n=8),
        "test_min_n_per_arm": 8,
        "agreement_min_n": 8,
        "class_disclosure": ClassDisclosureRule(min_n=8),
        "figure": FigureRule(min_n=20, min_bin=8, points="never"),
        "quote": QuoteRule(min_role_by_site=8, max_per_person=2),
        "sources": ("test",),
    }
    return Profile(**(rules | changes))


@pytest.fixture(scope="session")
def make_profile():
    return profile_with


@pytest.fixture(scope="session")
def spoilt():
    """What stands in the place of a function that fails in one of three ways (tests that the gate fails closed)."""

    def stand_in(way, *, is_method=False):
        def link(*given, **named):
            if way == "raises":
                raise RuntimeError("spoilt")
            if way == "answers nothing":
                return None
            values = [*given[is_method and len(given) > 1 :], *named.values()]
            return values[0] if values else None

        return link

    return stand_in


@pytest.fixture(scope="session")
def copy_of_shipped():
    """Copy the shipped study into a folder of its own, so that the clone's reports stay as they are."""

    def copy(folder):
        shutil.copytree(CLONE / "data" / "synthetic", folder / "synthetic")
        for name in ("programmes", "sites", "outcomes", "plan", "criteria"):
            shutil.copytree(CLONE / "data" / "registry" / name, folder / "registry" / name)
        shutil.copy(CLONE / "data" / "registry" / "study.yaml", folder / "registry" / "study.yaml")
        return folder

    return copy


class Tally:
    """The trials of one figure of docs/trust.md: a sample of them, all with EARLYEVAL_FULL=1, or a part of all.

    EARLYEVAL_PART=2/5 takes the second fifth, so that a long figure can be had piece by piece
    (tools/trust_figures.py). Every trial has a number, which is to be its seed: what a part tries does not depend on
    what was tried before. One that fails does not stop the others; all failures are told at the end.
    """

    def __init__(self):
        self.tried, self.failures = 0, []

    def of(self, full, *, sample):
        """Yield the numbers of the trials; raise at the end if any failed."""
        if os.environ.get("EARLYEVAL_FULL") == "1":
            part, parts = map(int, os.environ.get("EARLYEVAL_PART", "1/1").split("/"))
            yield from range(full * (part - 1) // parts, full * part // parts)
        else:
            yield from range(sample)
        assert not self.failures, f"{len(self.failures)} of {self.tried} trials failed: {self.failures[:5]}"

    @contextlib.contextmanager
    def trial(self, *what):
        """Try one thing; ``what`` names it should it fail."""
        self.tried += 1
        try:
            yield
        except Exception as error:
            self.failures.append((*what, f"{type(error).__name__}: {error}"[:2000]))


@pytest.fixture
def tally(record_property):
    """Count trials and failures, for the record of the run."""
    made = Tally()
    yield made
    record_property("tried", made.tried)
    record_property("failed", len(made.failures))


@pytest.fixture(scope="session")
def browser():
    """Return Debian's chromium, headless. Absent, tests are skipped by name, but fail where CI=true."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed, and CI asks for the browser tests.")
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    switches = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=switches)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser):
    """Return a function that opens a file and notes what the page asked for and complained of."""
    contexts = []

    def open_page(path: Path, *, width=1200):
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        address = path.resolve().as_uri()
        page.on("request", lambda request: None if request.url == address else page.asked.append(request.url[:80]))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_timeout(100)  # what a script or a picture would ask for, it asks for at once
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of our own on a socket in a temporary folder; skipped by name where none is installed."""
    if not PROGRAMS:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folder: every other run of pytest closes that to all but its owner again.
    folder, programs = Path(tempfile.mkdtemp(prefix="ee-pg-", dir="/tmp")), PROGRAMS[-1]
    as_owner = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    run = lambda *words: subprocess.run([*as_owner, *map(str, words)], check=True, capture_output=True, cwd="/")  # noqa: E731
    run(programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "reader", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run(programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
    yield f"postgresql+psycopg://reader@/postgres?host={folder}"
    stop = [*as_owner, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
    subprocess.run(stop, check=False, capture_output=True, cwd="/")
    shutil.rmtree(folder, ignore_errors=True)
