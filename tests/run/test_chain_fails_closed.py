"""What comes after the gate fails closed as well: each link is made to raise, answer nothing, give back its input.

Nothing may be released then, and no page may show more.

``make test`` tries the links one by one; with EARLYEVAL_FULL=1 each function of a release is spoilt in a whole one.
"""

import functools
import os
import re
import shutil
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat import v4, writes

from earlyeval import present
from earlyeval.analyse import across_births, sites
from earlyeval.foundations.errors import EarlyevalError, PageRefusedError, ProtectionError
from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.protect.ledger import Ledger
from earlyeval.protect.sites import SiteGate
from earlyeval.registry.load import load_registry
from earlyeval.report import joining
from earlyeval.run import commands, earlier_releases, place_sections, release, release_bundle
from earlyeval.run.request import Request
from earlyeval.study import door, load_study

pytestmark = pytest.mark.unit

WAYS = ("raises", "answers nothing", "gives back its input")
FULL = os.environ.get("EARLYEVAL_FULL") == "1"


@pytest.fixture(scope="module")
def profile():
    return load_registry(study_paths()).profiles["nhs-hes-child"]


def overlap(both):
    counts = [("reached", 70), ("reached", 600), ("any-programme", 670 - both), ("several-programmes", both),
              ("one-programme-alone", 70 - both), ("one-programme-alone", 600 - both)]  # fmt: skip
    shared = {"question": "place-reach", "strand": "family", "unit": "families", "estimand": "count"}
    return results_frame(
        {**shared, "outcome": outcome, "label": f"Line {place}", "n": n, "estimate": n}
        for place, (outcome, n) in enumerate(counts)
    )


@pytest.fixture
def place(monkeypatch):
    """Return a function that asks for the sections of a place whose programmes share three families."""
    here = SimpleNamespace(data="synthetic", site=SimpleNamespace(name="Here"))
    monkeypatch.setattr(place_sections, "load_study", lambda *_, **__: here)
    monkeypatch.setattr(place_sections, "place_rows", lambda _: overlap(3))
    facts = [{"site": "wandsworth", "programme": "think-baby", "data": "synthetic"}] * 2
    return functools.partial(place_sections.sections_of, load_registry(study_paths()), study_paths(), facts)


def test_a_small_overlap_is_not_on_the_page_of_a_place(place):
    words = " ".join(piece for section in place() for piece in section.pieces)
    assert "70" in words
    assert not re.search(r"<td[^>]*>6[67]0", words)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("link", ["overlap_withheld", "overlap_closed", "release"])
def test_without_each_link_no_overlap_is_shown(spoilt, place, monkeypatch, way, link):
    monkeypatch.setattr(place_sections, link, spoilt(way))
    with pytest.raises((ProtectionError, RuntimeError, AttributeError)):
        place()


@pytest.mark.parametrize("way", WAYS)
def test_without_the_plan_of_its_place_a_report_shows_nothing(spoilt, monkeypatch, way):
    study = load_study("wandsworth", "think-baby")
    rows = results_frame([{"estimand": "count", "n": 40, "estimate": 40, "unit": "families", "label": "Reached"}])
    monkeypatch.setenv(door.EXPECTED_KEY, "any")
    monkeypatch.setattr(door, "read_withheld", spoilt(way))
    with pytest.raises((ProtectionError, RuntimeError)):
        present.under(study.profile, **study.setting).counts(rows, title="Reached")


@pytest.mark.parametrize("way", WAYS)
def test_without_the_gate_of_sites_no_site_is_seen_across_them(spoilt, monkeypatch, profile, way):
    monkeypatch.setattr(SiteGate, "__call__", spoilt(way, is_method=True))
    with pytest.raises((RuntimeError, TypeError, KeyError)):
        sites.with_status(overlap(3), SiteGate(profile))


@pytest.mark.parametrize("way", WAYS)
def test_without_what_is_hidden_for_others_no_site_is_told_across_them(spoilt, monkeypatch, profile, way):
    assert sites.with_status(overlap(3), SiteGate(profile))["may_show"].any()
    monkeypatch.setattr(SiteGate, "_beside", spoilt(way, is_method=True))
    try:
        assert not sites.with_status(overlap(3), SiteGate(profile))["may_show"].any()
    except (RuntimeError, TypeError):
        assert way != "gives back its input"


@pytest.mark.parametrize("way", WAYS)
def test_without_a_judge_no_total_over_hidden_sites_is_given(spoilt, monkeypatch, profile, way):
    known = pd.DataFrame({"n": [20.0, 20.0, 9.0], "n_shown": [20.0, 20.0, 10.0]})
    assert across_births._stays_open(known, "n", SiteGate(profile)) is True
    monkeypatch.setattr(SiteGate, "leaves_open", spoilt(way, is_method=True))
    try:
        assert across_births._stays_open(known, "n", SiteGate(profile)) is False
    except RuntimeError:
        assert way == "raises"


@pytest.mark.parametrize("way", WAYS)
def test_without_the_hook_of_a_notebook_its_page_is_refused(spoilt, monkeypatch, tmp_path, profile, way):
    shell = InteractiveShell()
    seen = []
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, metadata=None, **_: seen.append(data))
    monkeypatch.setattr(present, "keep_to_released", spoilt(way))
    try:
        present.under(profile)
    except RuntimeError:
        return
    shell.display_formatter.format(pd.DataFrame({"person_id": ["P1"]}))  # nobody stops it
    output = v4.new_output("execute_result", {"text/plain": "P1"}, execution_count=1)
    path = tmp_path / "01-a.ipynb"
    path.write_text(writes(v4.new_notebook(cells=[v4.new_code_cell("people", outputs=[output])])))
    with pytest.raises(PageRefusedError, match="did not come through present"):
        joining.joined([path])


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_held_against_earlier_releases_is_not_released(spoilt, monkeypatch, profile, way):
    rows = overlap(20)
    tell = functools.partial(
        earlier_releases.refuse_telling_changes, rows, rows, [Ledger("a", rows)], profile, freeze="a"
    )
    assert tell() == len(rows)
    monkeypatch.setattr(earlier_releases, "held", spoilt(way))
    with pytest.raises((ProtectionError, RuntimeError)):
        tell()


@pytest.mark.parametrize(
    ("code", "said", "verdict"),
    [(1, "it is short.", "it is short."), (0, "", ""), (-9, release.WHOLE, ""), (0, "?", "?"), (1, release.WHOLE, ""),
     (0, release.WHOLE, release.WHOLE)],
)  # fmt: skip
def test_the_checker_speaks_well_of_a_bundle_in_one_sentence_only(monkeypatch, tmp_path, code, said, verdict):
    checker = tmp_path / "checker.py"
    ending = "os.kill(os.getpid(), 9)" if code < 0 else f"sys.exit({code})"
    checker.write_text(f"import os, sys\nprint({said!r}, flush=True)\n{ending}\n")
    monkeypatch.setattr(release, "CHECKER", checker)
    assert release.verdict_on(tmp_path) == verdict


# Each function that stands between the reports and the bundle: where it is asked, and its name.
LINKS = [
    (release, "signed_for"), (release, "read_sign_off"), (release, "verdict_on"), (release, "_hash_of"),
    (release, "staged"), (release, "locked"), (release, "planned"), (release, "load_registry"),
    (release.SignOff, "is_signed"), (release.SignOff, "text"), (release_bundle, "write_bundle"),
    (release_bundle, "released_rows"), (release_bundle, "rows_hash"), (release_bundle, "read_manifest"),
    (release_bundle, "_held_against_earlier"), (release_bundle, "earlier_ledgers"), (earlier_releases, "held"),
    (release_bundle, "refuse_telling_changes"), (release_bundle, "file_hash"), (release_bundle, "write_results"),
    (release_bundle, "outputs_of"), (release_bundle, "facts_of_release"), (release_bundle, "load_study"),
    (release_bundle, "bill_of_materials"), (release_bundle, "licence_list"), (earlier_releases, "_rows"),
]  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A study of one place, released once and signed for, and then a day later ready to be released again."""
    folder = tmp_path_factory.mktemp("chain") / "study"
    shutil.copytree(CLONE / "data" / "synthetic" / "wandsworth", folder / "synthetic" / "wandsworth")
    for name in ("programmes", "sites", "outcomes", "plan", "criteria"):
        shutil.copytree(CLONE / "data" / "registry" / name, folder / "registry" / name)
    shutil.copy(CLONE / "data" / "registry" / "study.yaml", folder / "registry" / "study.yaml")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774000000")
        with pytest.raises(ProtectionError):
            released(folder)
        waiting = folder / "releases" / "sign-off" / "wandsworth.yaml"
        signed = waiting.read_text().replace('first_reader: ""', 'first_reader: "Ada Reader"')
        waiting.write_text(signed.replace('second_reader: ""', 'second_reader: "Ben Reader"'))
        assert released(folder) == 0
    return folder


def released(folder):
    return commands.release(Request(site="wandsworth", study=str(folder)))


@pytest.mark.skipif(not FULL, reason="minutes long: a part of make test-full")
@pytest.mark.parametrize("way", WAYS)
def test_without_each_link_nothing_is_released(spoilt, study, monkeypatch, way):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774100000")
    ledger = study / "releases" / "2026-03-20" / "wandsworth" / "ledger.csv"
    target, through = study / "releases" / "2026-03-21" / "wandsworth", []
    waiting = study / "releases" / "sign-off" / "wandsworth.yaml"
    kept, signed = ledger.read_bytes(), waiting.read_bytes()
    for owner, name in LINKS:
        waiting.write_bytes(signed)  # a spoilt one may have laid out another
        # What was released before tells of a few beside the new one: with every link in place it is refused.
        tells = name in ("held", "earlier_ledgers", "_held_against_earlier", "refuse_telling_changes", "_rows")
        ledger.write_bytes(kept.replace(b",105,", b",110,") if tells else kept)
        with pytest.MonkeyPatch.context() as inner:
            link = spoilt(way, is_method=isinstance(owner, type))
            inner.setattr(owner, name, property(link) if name == "is_signed" else link)
            try:
                code = released(study)
            except (EarlyevalError, Exception) as error:
                code = type(error).__name__
        if code == 0 or target.exists():
            through.append(name)
            shutil.rmtree(target, ignore_errors=True)
    ledger.write_bytes(kept)
    waiting.write_bytes(signed)
    assert through == []


@pytest.mark.skipif(not FULL, reason="minutes long: a part of make test-full")
def test_with_every_link_in_place_it_is_released(study, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774200000")
    assert released(study) == 0
