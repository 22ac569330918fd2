"""How many run at once: as many as asked for, as long as the memory is enough."""

import pytest

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.run import resources
from earlyeval.run.kernel_process import Kernels
from earlyeval.run.resources import LEFT_FREE, MEBIBYTE, NEEDED_BY_ONE, at_once, available_memory

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("free_for", "asked", "expected"), [(10, 4, 4), (3, 4, 3), (1, 4, 1), (0, 4, 1), (100, 64, 64)]
)
def test_no_more_than_fit_and_never_none(monkeypatch, free_for, asked, expected):
    monkeypatch.setattr(resources, "available_memory", lambda: LEFT_FREE + free_for * NEEDED_BY_ONE)
    assert at_once(asked) == expected


def test_large_returns_take_more(monkeypatch):
    monkeypatch.setattr(resources, "available_memory", lambda: LEFT_FREE + 4 * NEEDED_BY_ONE)
    assert at_once(4) == 4
    assert at_once(4, largest_bytes=200 * MEBIBYTE) == 1


def test_where_nothing_is_known_as_many_as_asked(monkeypatch):
    monkeypatch.setattr(resources, "available_memory", lambda: None)
    assert at_once(8) == 8


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    (tmp_path / "memory").write_text("MemTotal: 9 kB\nMemAvailable:    8000 kB\n")
    (tmp_path / "max").write_text("5000000\n")
    (tmp_path / "current").write_text("1000000\n")
    monkeypatch.setattr(resources, "_MEMORY", tmp_path / "memory")
    monkeypatch.setattr(resources, "_LIMITS", ((tmp_path / "max", tmp_path / "current"),))
    assert available_memory() == 4_000_000
    (tmp_path / "max").write_text("max\n")
    assert available_memory() == 8_192_000
    monkeypatch.setattr(resources, "_MEMORY", tmp_path / "none")
    assert available_memory() is None


class TestOpenFiles:
    """A kernel without a file left for a socket waits until it counts as stuck."""

    @pytest.fixture
    def limits(self, monkeypatch):
        """Return a function that sets this process's limits, and the list of what is asked of the machine."""
        state = {"now": (1024, 4096)}
        monkeypatch.setattr(resources.resource, "getrlimit", lambda _: state["now"])
        monkeypatch.setattr(resources.resource, "setrlimit", lambda _, both: state.update(now=both))
        return state

    @pytest.mark.parametrize(
        ("before", "after"),
        [((256, -1), (4096, -1)), ((64, 1024), (1024, 1024)), ((128, 128), (128, 128)), ((9999, -1), (9999, -1)),
         ((-1, -1), (-1, -1))],
    )  # fmt: skip
    def test_as_many_as_the_machine_allows(self, limits, before, after):
        limits["now"] = before
        resources.allow_open_files()
        assert limits["now"] == after

    def test_too_few_are_told_before_anything_is_made(self, limits):
        limits["now"] = (64, 64)
        with pytest.raises(SurroundingsError, match=r"Only 64 files may be open at once .* \(ulimit -n 1024\)"):
            Kernels()

    def test_a_machine_that_refuses_more_is_taken_as_it_is(self, limits, monkeypatch):
        def refuses(*_):
            raise OSError

        limits["now"] = (256, -1)
        monkeypatch.setattr(resources.resource, "setrlimit", refuses)
        resources.allow_open_files()
