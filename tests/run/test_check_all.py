"""``earlyeval check all``: every place in one run, and the exit code of the first that is refused."""

import pytest

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.run.command_line import main
from earlyeval.run.places import asked_for_or_all
from earlyeval.run.request import Request

pytestmark = pytest.mark.end_to_end


@pytest.mark.parametrize("arguments", [["check", "all"], ["check", "--all"]])
def test_every_place_is_checked(arguments, capsys):
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "wandsworth · think-baby · synthetic data" in said
    assert "nothing is refused" in said


def test_a_place_and_a_programme_narrow_it():
    assert asked_for_or_all(Request(site="all")) == (("wandsworth", "think-baby"),)
    assert asked_for_or_all(Request(site="all", programme="think-baby")) == (("wandsworth", "think-baby"),)
    with pytest.raises(UnknownNameError, match="Did you mean 'think-baby'"):
        asked_for_or_all(Request(site="all", programme="think-babby"))
    with pytest.raises(UnknownNameError, match="Which place"):
        asked_for_or_all(Request())
