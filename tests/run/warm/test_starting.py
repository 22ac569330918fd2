"""The parents of a process: one that is asked no more goes on for its kernels, and none outlives the process."""

import os

import pytest

from earlyeval.run.warm import starting
from earlyeval.run.warm.starting import Parents

pytestmark = pytest.mark.unit


class Started:
    """A parent that notes whether it was ended."""

    def __init__(self, environment):
        self.process_id, self.is_ended = os.getpid(), False

    def is_alive(self):
        return not self.is_ended

    def close(self):
        self.is_ended = True


@pytest.fixture
def parents(monkeypatch):
    monkeypatch.setattr(starting, "StartedParent", Started)
    return Parents()


def test_a_parent_of_old_code_goes_on_for_the_kernels_that_it_has(parents):
    """What changes on the disk while notebooks run ends none of them: a package is compiled, a file is saved."""
    old = parents.get({})
    parents.drop(old)
    assert parents.get({}) is not old
    assert not old.is_ended


def test_dropped_by_two_threads_at_once_it_is_replaced_once(parents):
    old = parents.get({})
    parents.drop(old)
    new = parents.get({})
    parents.drop(old)
    assert parents.get({}) is new
    assert not old.is_ended


def test_of_dropped_ones_the_last_goes_on(parents):
    old = parents.get({})
    parents.drop(old)
    newer = parents.get({})
    parents.drop(newer)
    assert (old.is_ended, newer.is_ended) == (True, False)


def test_all_end_with_the_process(parents):
    old = parents.get({})
    parents.drop(old)
    new = parents.get({})
    parents.close()
    assert old.is_ended
    assert new.is_ended
