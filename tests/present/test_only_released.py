"""In a notebook at release level nothing is displayed but what passed the gate."""

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML, publish_display_data

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.marks import marked
from earlyeval.foundations.results import results_frame
from earlyeval.present import under
from earlyeval.present.display import Heading, Shown

pytestmark = pytest.mark.unit


@pytest.fixture
def shell(monkeypatch):
    """Return the shell of a notebook of its own, whose outputs are collected in ``shell.seen``."""
    shell = InteractiveShell()
    shell.seen = []
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, metadata=None, **_: shell.seen.append(data))
    monkeypatch.setattr(InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(InteractiveShell, "instance", lambda: shell)
    return shell


@pytest.fixture
def people():
    return pd.DataFrame({"person_id": ["P1"], "score": [27]})


def test_a_display_of_the_presenter_is_shown(shell, make_profile):
    show = under(make_profile())
    show.counts(results_frame([]), title="Nothing")._ipython_display_()
    assert shell.seen


@pytest.mark.parametrize("thing", [412, "Jane Doe", HTML("<b>Jane Doe</b>"), [1, 2]])
def test_anything_else_stops_its_cell(shell, make_profile, people, thing):
    under(make_profile())
    for shown in (thing, people):
        with pytest.raises(ProtectionError, match="only what present makes of result rows"):
            shell.display_formatter.format(shown)


def test_what_is_published_by_hand_stops_its_cell_too(shell, make_profile):
    under(make_profile())
    words = {"text/plain": "Jane Doe"}
    for metadata in (None, {}, marked(words, {}, level="restricted")):
        with pytest.raises(ProtectionError, match="only what present makes of result rows"):
            publish_display_data(words, metadata)
    assert not shell.seen


def test_a_display_that_nobody_passed_through_the_gate_is_refused(shell, make_profile):
    under(make_profile())
    with pytest.raises(ProtectionError, match="did not come from a presenter"):
        Shown((Heading("Jane Doe"),))._ipython_display_()


def test_at_restricted_level_the_evaluators_see_their_data(shell, make_profile, people):
    under(make_profile(restricted_only=True), level="restricted")
    assert "27" in shell.display_formatter.format(people)[0]["text/plain"]


def test_outside_a_notebook_nothing_is_changed(make_profile):
    assert under(make_profile()).setting.level == "release"
