"""The gate's own trial: nothing is otherwise as it stands, and what is otherwise is said."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect import gate, known_answers, primary
from earlyeval.protect.known_answers import answers_wrong
from earlyeval.protect.known_rows import LINKED
from earlyeval.protect.plan import Proof
from earlyeval.protect.second_look import Looked

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


def refusing(monkeypatch, name, answer):
    """Return what is said where one function of the trial answers so."""
    known_answers._tried.clear()
    monkeypatch.setattr(known_answers, name, lambda *_, **__: answer)
    said = list(answers_wrong())
    monkeypatch.undo()
    return said


def test_each_thing_that_is_otherwise_is_said(monkeypatch):
    assert "which code" in refusing(monkeypatch, "_code_in_force", None)[0]
    assert "which code" in refusing(monkeypatch, "_code_in_force", ())[0]
    assert "row 1." in refusing(monkeypatch, "told", "otherwise")[0]
    real = known_answers.withheld_of
    more = {known_answers.row_key(known_answers.known_row(cells)): frozenset({"n"}) for cells in LINKED[0][0]}
    monkeypatch.setattr(known_answers, "proven", lambda *_, **__: Proof(2, 1))
    assert "what is withheld" in refusing(monkeypatch, "withheld_of", more)[0]
    assert known_answers.withheld_of is real
    assert "what interval 1 tells" in refusing(monkeypatch, "between", (33, 33))[0]
    assert "what intervals tell together" in refusing(monkeypatch, "together", (0, 9))[0]
    believed = refusing(monkeypatch, "_is_refused", False)
    assert {"what can be worked out.", "what does not add up."} <= {said.partition(": ")[2] for said in believed}
    assert "should not believe, 1" in believed[0]
    assert "what is proven" in refusing(monkeypatch, "proven", Proof(99, 1))[0]
    known_answers._tried.clear()


@pytest.mark.parametrize(("name", "answer", "words"), [
    ("_passed", None, "no end"), ("_judged_twice", (None, None), "no end"), ("looked_at", Looked(7), "no end"),
    ("_made_elsewhere", ("Anybody can.",), "Anybody can"), ("typed", [], "no released rows"),
])  # fmt: skip
def test_the_gate_lets_no_silence_and_no_odd_answer_pass(profile, monkeypatch, name, answer, words):
    monkeypatch.setattr(gate, name, lambda *_, **__: answer)
    with pytest.raises(ProtectionError, match=words):
        gate.release(results_frame([{"estimand": "count", "n": 48, "estimate": 48}]), profile)


def test_released_rows_that_anybody_could_make_are_no_released_rows(profile, monkeypatch):
    monkeypatch.setattr(gate.Released, "__post_init__", lambda *_: None)
    with pytest.raises(ProtectionError, match="without the gate"):
        gate.release(results_frame([{"estimand": "count", "n": 48, "estimate": 48}]), profile)


def test_the_words_of_an_error_in_the_gate_are_not_told(profile, monkeypatch):
    def broken(*_):
        raise ValueError("Anna, born 3 May")

    monkeypatch.setattr(gate, "protected_row", broken)
    with pytest.raises(ProtectionError, match=r"failed \(ValueError\)") as refused:
        gate.release(results_frame([{"estimand": "count", "n": 48, "estimate": 48}]), profile)
    assert "Anna" not in str(refused.value)
    assert refused.value.__cause__ is None
