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
    assert ("wandsworth", "think-baby") in asked_for_or_all(Request(site="all"))
    assert asked_for_or_all(Request(site="all", programme="think-baby")) == (("wandsworth", "think-baby"),)
    with pytest.raises(UnknownNameError, match="Did you mean 'think-baby'"):
        asked_for_or_all(Request(site="all", programme="think-babby"))
    with pytest.raises(UnknownNameError, match="Which place"):
        asked_for_or_all(Request())


def test_a_page_for_the_site_is_written_when_it_is_asked_for(tmp_path, capsys):
    study = tmp_path / "study"
    assert main(["new-study", str(study)]) == 0
    assert main(["check", "riverside", "--study", str(study)]) == 0
    assert not (study / "checks").exists()
    forms = study / "raw" / "riverside" / "parent-group" / "phq-9.csv"
    forms.write_text(
        forms.read_text().replace("E-02,before,2025-09-08,1", "E-02,before,2025-09-08,<b>7"), encoding="utf-8"
    )
    assert main(["check", "riverside", "--study", str(study), "--html"]) == 3
    assert "To be sent to the site" in capsys.readouterr().out
    page = (study / "checks" / "riverside.html").read_text(encoding="utf-8")
    assert "phq-9.csv, line 4, column interest: found &#39;&lt;b&gt;7&#39;" in page
    assert "E-02" not in page
    assert "2025" not in page
