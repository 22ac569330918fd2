"""The law in small: some committed notebooks and canaries, in a random order, the same bytes warm and ordinary."""

import random

import pytest

from earlyeval.run.warm.prove import canary_task, every_task, proof

pytestmark = pytest.mark.end_to_end

NOTEBOOKS = 2


def test_warm_and_ordinary_kernels_give_the_same_bytes_in_any_order(tmp_path, record_property):
    seed = random.SystemRandom().randrange(10**6)
    record_property("seed", seed)
    real = [task for task in every_task(tmp_path) if not task.target.name.startswith("canary")]
    chosen = random.Random(seed).sample(real, NOTEBOOKS)
    tasks = [*chosen, *(canary_task(tmp_path, number=number) for number in range(2))]
    shown = proof(tasks, tmp_path, seed=seed)
    assert shown.different == [], f"seed {seed}"
    assert dict(shown.why_fresh) == {"": len(tasks)}


def test_every_notebook_of_every_place_would_be_compared(tmp_path):
    names = {task.target.name for task in every_task(tmp_path)}
    assert {name for name in names if name.startswith("canary")}
    assert {"wandsworth-think-baby-00-data-quality", "wandsworth-think-baby-08-summary"} <= names


def test_a_canary_that_finds_something_shows_it(tmp_path):
    first, second = canary_task(tmp_path, number=1), canary_task(tmp_path, number=2)
    shown = proof([first, second], tmp_path, seed=1)
    text = shown.warm[first.target].decode()
    assert "'globals': False" in text
    assert shown.warm[first.target] == shown.warm[second.target]
