"""The gate's own trial: nothing is otherwise as it stands, and what is otherwise is said."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect import gate, known_answers, primary
from earlyeval.protect.known_answers import answers_wrong

pytestmark = pytest.mark.unit


def test_nothing_is_otherwise():
    known_answers._tried.clear()
    assert list(answers_wrong()) == []


def test_it_is_asked_again_where_code_was_replaced(profile, monkeypatch):
    rows = results_frame([{"estimand": "count", "n": 48, "estimate": 48}])
    assert len(gate.release(rows, profile).rows) == 1
    monkeypatch.setattr(primary, "is_small", lambda count, profile: False)
    with pytest.raises(ProtectionError, match="on a row that it is tried on"):
        gate.release(rows, profile)
    monkeypatch.undo()
    assert len(gate.release(rows, profile).rows) == 1


def test_the_words_of_an_error_in_the_gate_are_not_told(profile, monkeypatch):
    def broken(*_):
        raise ValueError("Anna, born 3 May")

    monkeypatch.setattr(gate, "protected_row", broken)
    with pytest.raises(ProtectionError, match=r"failed \(ValueError\)") as refused:
        gate.release(results_frame([{"estimand": "count", "n": 48, "estimate": 48}]), profile)
    assert "Anna" not in str(refused.value)
    assert refused.value.__cause__ is None
