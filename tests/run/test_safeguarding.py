"""``earlyeval safeguarding``: a list for one person's eyes, and nothing on the screen about who or how many."""

import os
import stat

import pytest

from earlyeval.registry.new_study import lay_out
from earlyeval.run.command_line import main

pytestmark = pytest.mark.end_to_end

RETURN = "raw/riverside/parent-group/phq-9.csv"


@pytest.fixture
def study(tmp_path):
    lay_out(tmp_path / "study")
    return tmp_path / "study"


def run(study, capsys):
    code = main(["safeguarding", "riverside", "--study", str(study)])
    said = capsys.readouterr()
    return code, said.out + said.err


def with_answers(study, answer):
    """Give every form the same answer to the last item before the mark of synthetic data."""
    path = study / RETURN
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [lines[0], *(",".join([*line.split(",")[:-2], answer, "yes"]) for line in lines[1:])]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    return len(changed) - 1


def test_only_the_owner_can_read_the_list(study, capsys):
    forms = with_answers(study, "1")
    before = os.umask(0)
    try:
        code, said = run(study, capsys)
    finally:
        os.umask(before)
    assert code == 0
    target = study / "restricted" / "safeguarding" / "riverside" / "parent-group.csv"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    for folder in (target.parent, target.parents[1], target.parents[2]):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(target.read_text(encoding="utf-8").splitlines()) == forms + 1
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert "restricted/safeguarding/riverside/parent-group.csv" in said


def test_the_screen_says_the_same_whoever_is_on_the_list(study, capsys):
    with_answers(study, "0")
    nobody = run(study, capsys)
    assert len((study / "restricted/safeguarding/riverside/parent-group.csv").read_text().splitlines()) == 1
    with_answers(study, "3")
    assert run(study, capsys) == nobody


def test_without_such_a_questionnaire_no_list_is_written(study, capsys):
    (study / RETURN).unlink()
    code, said = run(study, capsys)
    assert code == 0
    assert "no list" in said
    assert not (study / "restricted").exists()


def test_refused_returns_are_told_and_nothing_is_written(study, capsys):
    (study / RETURN).write_text("person_id,time_point,self-harm\nE-01,never,1\n", encoding="utf-8")
    code, said = run(study, capsys)
    assert code == 3
    assert "E-01" not in said
    assert not (study / "restricted").exists()


def test_a_place_must_be_named_and_known(study, capsys):
    assert main(["safeguarding", "rivrside", "--study", str(study)]) == 2
    assert "Did you mean 'riverside'" in capsys.readouterr().err


def test_what_stands_in_the_way_is_told(study, capsys):
    (study / "restricted").write_text("mine", encoding="utf-8")
    code, said = run(study, capsys)
    assert code == 6
    assert "restricted" in said
