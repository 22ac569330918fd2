"""The same tasks on a cluster (here of processes of this machine): same bytes, lost workers, other versions."""

import dataclasses
import importlib
import os
import shutil
import sys

import pytest

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.run import report
from earlyeval.run.cluster import cluster_workers
from earlyeval.run.request import Request
from earlyeval.run.surroundings import surroundings_now
from earlyeval.run.warm.starting import parents
from earlyeval.run.workers import Call, run_all

pytestmark = pytest.mark.end_to_end

# One place is enough to see that the bytes are the same; `make test-full` takes two.
PLACES = (("hilltop", "parent-group"), ("seaside", "parent-group"))[: 2 if os.environ.get("EARLYEVAL_FULL") else 1]
CHORES = """
import os, pathlib, signal, time

def double(number):
    return 2 * number

def die_once(mark):
    path = pathlib.Path(mark)
    if not path.exists():
        path.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def sleep_a_little(seconds):
    time.sleep(seconds)
    return seconds
"""


@pytest.fixture(scope="module")
def chores(tmp_path_factory):
    """Return a module that workers can import too."""
    folder = tmp_path_factory.mktemp("chores")
    (folder / "chores_on_cluster.py").write_text(CHORES)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *([before] if before else [])])
    sys.path.insert(0, str(folder))
    yield importlib.import_module("chores_on_cluster")
    sys.path.remove(str(folder))
    parents.close()  # those started under the changed path
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


def started(workers):
    import dask
    from distributed import LocalCluster

    with dask.config.set({"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": 1}):
        return LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        )


@pytest.fixture(scope="module")
def cluster(chores):
    with started(2) as made:
        yield made


@pytest.fixture
def workers(cluster):
    said = []
    with cluster_workers(cluster.scheduler_address, surroundings=surroundings_now(), tell=said.append) as made:
        yield made


def call(function, *arguments):
    return Call(function.__name__, function, lambda: arguments)


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_uneven_tasks_come_back_in_order(chores, workers):
    calls = [call(chores.sleep_a_little, seconds) for seconds in (0.5, 0.0, 0.2, 0.0)]
    assert [one.result for one in run_all(calls, workers)] == [0.5, 0.0, 0.2, 0.0]


def test_a_task_whose_worker_died_is_given_to_another(chores, workers, tmp_path):
    calls = [call(chores.die_once, str(tmp_path / "mark")), call(chores.double, 4)]
    assert [one.result for one in run_all(calls, workers)] == ["alive", 8]


def test_a_task_that_kills_every_worker_fails_alone(chores, workers):
    killing, fine = run_all([call(chores.die), call(chores.double, 4)], workers)
    assert "Every worker that took it up died" in str(killing.error)
    assert fine.result == 8


def test_workers_with_other_code_or_packages_are_refused(cluster):
    with cluster.get_client() as client:
        client.wait_for_workers(1, timeout=60)  # those that the tests above killed are started again
    here = surroundings_now()
    for other, words in (({"code": {}}, "another version"), ({"packages": {**here.packages, "pandas": "9"}}, "pandas")):
        wrong = dataclasses.replace(here, **other)
        with (
            pytest.raises(SurroundingsError, match=words),
            cluster_workers(cluster.scheduler_address, surroundings=wrong, tell=print),
        ):
            pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://", "x://y:1"])
def test_no_scheduler_is_told_in_a_sentence(address, monkeypatch):
    monkeypatch.setattr("earlyeval.run.cluster.SECONDS_TO_ANSWER", 2)
    with (
        pytest.raises(SurroundingsError, match="No scheduler answers"),
        cluster_workers(address, surroundings=surroundings_now(), tell=print),
    ):
        pass


def test_a_scheduler_that_is_lost_is_told_in_a_sentence(chores):
    cluster = started(1)
    try:
        with cluster_workers(cluster.scheduler_address, surroundings=surroundings_now(), tell=print) as workers:
            calls = [call(chores.double, 1), call(chores.sleep_a_little, 600)]

            def lose(done):
                cluster.close(timeout=10)

            from earlyeval.run.workers import Watcher

            with pytest.raises(SurroundingsError, match="is gone"):
                run_all(calls, workers, watcher=Watcher(ended=lose))
    finally:
        cluster.close(timeout=10)


def test_the_same_bytes_from_this_process_from_a_cluster_and_shipped(cluster, study_of, capsys):
    study = study_of("hilltop", "seaside")
    made = {}
    for way, options in {
        "here": {"jobs": "2"},
        "one by one": {"jobs": "1"},
        "path": {"scheduler": cluster.scheduler_address},
        "shipped": {"scheduler": cluster.scheduler_address, "inputs": "shipped"},
    }.items():
        for name in ("reports", "tidy", "scored", "analysed", "protected"):
            shutil.rmtree(study / name, ignore_errors=True)
        assert report.report_all(Request(study=str(study), **options), PLACES) == 0, capsys.readouterr().err
        made[way] = files_of(study / "reports")
        assert report.report_all(Request(study=str(study)), PLACES) == 0
        assert "nothing changed" in capsys.readouterr().out
    assert len(made["here"]) > 10
    for way, files in made.items():
        assert files == made["here"], way
