"""Sockets have short paths, so their folder lies where a path is short."""

import shutil
import tempfile

import pytest

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.run.warm import socket_folder as module
from earlyeval.run.warm.socket_folder import LONGEST, LONGEST_NAME, socket_folder

pytestmark = pytest.mark.unit


@pytest.fixture
def made():
    folders = []
    yield folders
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def long_place(tmp_path, monkeypatch):
    place = tmp_path / ("x" * 100)
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_it_lies_with_other_temporary_files(made, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    made.append(socket_folder())
    assert made[0].parent.as_posix() == "/tmp"
    assert made[0].stat().st_mode & 0o777 == 0o700


def test_where_their_path_is_too_long_it_lies_in_a_usual_place(made, long_place):
    made.append(socket_folder())
    assert len(str(made[0])) + LONGEST_NAME <= LONGEST
    assert made[0].stat().st_mode & 0o777 == 0o700
    assert list(long_place.iterdir()) == []


def test_where_there_is_none_it_is_said_what_to_do(long_place, monkeypatch):
    monkeypatch.setattr(module, "SHORT", ("/nowhere/at/all",))
    with pytest.raises(SurroundingsError, match="Set TMPDIR to a folder with a short path"):
        socket_folder()
