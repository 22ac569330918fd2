"""What of a failure may be shown."""

import pytest

from earlyeval.run.failure import cause_in_words, our_errors

pytestmark = pytest.mark.unit


def test_only_our_own_errors_are_shown_in_words():
    assert cause_in_words("ProtectionError", "Too few.\nMore.") == "Too few."
    assert "born" not in cause_in_words("KeyError", "'born 1990'")
    assert cause_in_words("KeyError", "'born 1990'").startswith("KeyError (")


def test_errors_below_a_branch_are_ours_too():
    assert {"EarlyevalError", "PageRefusedError", "UnknownNameError"} <= our_errors()


def test_colours_of_a_terminal_are_taken_out():
    assert cause_in_words("RegistryError", "\x1b[31mred\x1b[0m") == "red"
