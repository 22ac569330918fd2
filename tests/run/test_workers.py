"""Tasks on several processes: order, errors, a process that dies, and an end that leaves nothing behind."""

import importlib
import os
import sys
import time

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError, SurroundingsError
from earlyeval.run.workers import Call, ProcessWorkers, Watcher, process_workers, run_all

pytestmark = pytest.mark.end_to_end


CHORES = """
import os, signal, time
from earlyeval.foundations.errors import ReturnsRefusedError

def double(number):
    return 2 * number


def refuse():
    raise ReturnsRefusedError("people.csv, row 2")


def stumble():
    raise ZeroDivisionError


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark):
    if not mark.exists():
        mark.write_text("")
        die()
    return "alive"


def sleep_long(mark):
    mark.write_text(str(os.getpid()))
    try:
        time.sleep(600)
    finally:
        mark.with_suffix(".cleaned").write_text("")
"""


@pytest.fixture(scope="module")
def chores(tmp_path_factory):
    """Return a module that the processes can import too."""
    folder = tmp_path_factory.mktemp("chores")
    (folder / "chores_of_tests.py").write_text(CHORES)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("chores_of_tests")
    sys.path.remove(str(folder))


def call(function, *arguments):
    return Call(function.__name__, function, lambda: arguments)


@pytest.fixture(scope="module")
def workers(chores):
    with process_workers(2) as made:
        yield made


def test_results_come_in_the_order_of_the_calls(chores, workers):
    seen, ended = [], []
    calls = [call(chores.double, number) for number in range(5)]
    watcher = Watcher(lambda names: seen.append(len(names)), lambda one: ended.append(one.result))
    assert [done.result for done in run_all(calls, workers, watcher=watcher)] == [0, 2, 4, 6, 8]
    assert max(seen) == 2, "no more are handed out than there are workers"
    assert sorted(ended) == [0, 2, 4, 6, 8]


def test_an_error_of_ours_is_the_calls_own_and_stops_nobody(chores, workers):
    refused, fine = run_all([call(chores.refuse), call(chores.double, 1)], workers)
    assert isinstance(refused.error, ReturnsRefusedError)
    assert "row 2" in str(refused.error)
    assert fine.result == 2


def test_arguments_that_cannot_be_had_are_the_calls_own_error(chores, workers):
    def none():
        raise SurroundingsError("they lie elsewhere")

    wrong, fine = run_all([Call("wrong", chores.double, none), call(chores.double, 1)], workers)
    assert isinstance(wrong.error, SurroundingsError)
    assert fine.result == 2


def test_what_nobody_foresees_is_raised(chores, workers):
    with pytest.raises(ZeroDivisionError):
        run_all([call(chores.stumble)], workers)


def test_only_the_call_that_kills_its_process_fails(chores, workers):
    made = run_all([call(chores.double, 1), call(chores.die), call(chores.double, 2), call(chores.double, 3)], workers)
    assert [one.result for one in made] == [2, None, 4, 6]
    assert "process died" in str(made[1].error)


def test_a_call_whose_process_died_by_chance_is_tried_again(chores, workers, tmp_path):
    assert run_all([call(chores.die_once, tmp_path / "mark")], workers)[0].result == "alive"


def test_stopping_lets_a_task_clean_up_and_leaves_no_process(chores, tmp_path):
    workers, mark = ProcessWorkers(1), tmp_path / "mark"
    future = workers.submit(chores.sleep_long, mark)
    give_up = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < give_up:
        time.sleep(0.05)
    workers.stop()
    assert mark.with_suffix(".cleaned").exists()
    assert future.done()
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
