"""Names as they are typed: a folder may be called in any alphabet, and nothing that a shell reads as more."""

import pytest

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.run.command_line import main
from earlyeval.run.request import Request

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "name", ["Étude pilote à l est", "E\u0301tude pilote a\u0300 l est", "研究-1", "Ünal_2", "my study"]
)
def test_a_study_may_be_called_in_any_alphabet(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    assert main(["new-study", name]) == 0
    (folder,) = tmp_path.iterdir()
    typed = f'"{folder.name}"' if " " in name else folder.name
    assert f"earlyeval sites --study {typed})" in " ".join(capsys.readouterr().out.split())
    assert main(["sites", "--study", folder.name]) == 0


@pytest.mark.parametrize(
    "name", ["a;b", "$(x)", "a\u200bb", "a\u202eb", "a'b", 'a"b', "a*b", "a\nb", "-x", "a\\b", "é&b", "😀"]
)
def test_a_name_that_is_more_than_a_name_is_refused(name):
    with pytest.raises(UnknownNameError, match="no plain folder name"):
        _ = Request(folder=name).checked_folder
