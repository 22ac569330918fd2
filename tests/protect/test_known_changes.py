"""Two releases whose answer is known: nothing is otherwise as it stands, and a judge that answers so is named."""

import pytest

from earlyeval.protect import known_changes, later, ledger
from earlyeval.protect.known_changes import changes_wrong

pytestmark = pytest.mark.unit


def test_nothing_is_otherwise():
    assert list(changes_wrong()) == []


@pytest.mark.parametrize("answer", [None, frozenset(), frozenset({"any"}), [1, 2]])
def test_what_is_held_otherwise_is_said(monkeypatch, answer):
    monkeypatch.setattr(known_changes, "held", lambda *_, **__: answer)
    assert "what is held, " in next(changes_wrong())


@pytest.mark.parametrize("answer", [None, 0, 2, "2"])
def test_what_both_tell_otherwise_is_said(monkeypatch, answer):
    monkeypatch.setattr(known_changes, "told_by_both", lambda *_: answer)
    assert "what both tell, " in next(changes_wrong())


@pytest.mark.parametrize(("module", "name"), [(later, "_seen_then"), (ledger, "_tells")])
def test_a_part_of_a_judge_that_is_silent_is_noticed(monkeypatch, module, name):
    """A count of which nothing is known from then is an answer like any other, and no number tells by itself."""
    monkeypatch.setattr(module, name, lambda *_, **__: None)
    assert next(changes_wrong()).startswith(known_changes.OTHERWISE)
