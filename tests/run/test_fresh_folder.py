"""A new folder is there as a whole or not at all, and nothing that exists is written over."""

import errno
import os

import pytest

from earlyeval.foundations.errors import SurroundingsError, UnusableArgumentError
from earlyeval.run.fresh_folder import fresh_folder

pytestmark = pytest.mark.unit


def fill(folder, name="file"):
    with fresh_folder(folder) as stage:
        (stage / name).write_text("words")


@pytest.mark.parametrize("before", ["nothing", "an empty folder", "no parent"])
def test_what_was_built_is_put_in_place(tmp_path, before):
    target = tmp_path / "above" / "study" if before == "no parent" else tmp_path / "study"
    if before == "an empty folder":
        target.mkdir()
    fill(target)
    assert (target / "file").read_text() == "words"
    assert [path.name for path in target.parent.iterdir()] == ["study"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_nothing_is_left_when_the_work_breaks_off(tmp_path, error):
    def break_off():
        with fresh_folder(tmp_path / "study") as stage:
            (stage / "half").write_text("words")
            raise error

    with pytest.raises(error):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_a_file_and_a_link_are_refused_and_kept(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept").write_text("kept")
    (tmp_path / "file").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name, words in (("full", "not empty"), ("file", "is a file"), ("link", "is a link")):
        with pytest.raises(UnusableArgumentError, match=words):
            fill(tmp_path / name)
    assert (tmp_path / "full" / "kept").read_text() == (tmp_path / "file").read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full", "link"]


def test_a_folder_that_was_filled_meanwhile_is_not_written_over(tmp_path):
    def be_late():
        with fresh_folder(tmp_path / "study") as stage:
            (stage / "mine").write_text("mine")
            (tmp_path / "study").mkdir()
            (tmp_path / "study" / "theirs").write_text("theirs")

    with pytest.raises(UnusableArgumentError, match="not empty"):
        be_late()
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["theirs"]
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    with pytest.raises(SurroundingsError, match="cannot be written"):
        fill(tmp_path / "file" / "study")

    def refused(**_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("earlyeval.run.fresh_folder.tempfile.mkdtemp", refused)
    with pytest.raises(SurroundingsError, match="Permission denied"):
        fill(tmp_path / "study")


def test_what_a_killed_run_left_is_swept_and_what_another_run_builds_is_not(tmp_path):
    abandoned = tmp_path / ".stage-study-abcdefgh"
    abandoned.mkdir()
    (abandoned / "half").write_text("words")

    def be_overtaken():
        with fresh_folder(tmp_path / "study") as stage:
            assert not abandoned.exists()
            (stage / "mine").write_text("words")
            fill(tmp_path / "study")  # another run for the same folder, which is quicker
            assert (stage / "mine").exists()

    with pytest.raises(UnusableArgumentError):
        be_overtaken()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["study"]
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["file"]
