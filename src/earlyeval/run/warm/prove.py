"""``make prove-kernel``: every notebook of every programme and place, in ordinary and in warm kernels, byte by byte.

The order is drawn from a seed that is printed; between the notebooks run canaries that spoil all that they can.

    python -m earlyeval.run.warm.prove [seed]
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from earlyeval.foundations.paths import NOTEBOOKS, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.report.notebooks import read_notebook
from earlyeval.run.execute import NotebookTask, execute_notebook
from earlyeval.run.kernel_process import Kernels
from earlyeval.run.parameters import declared_parameters
from earlyeval.run.warm.canary import write_canary

A_CANARY_EVERY = 4


@dataclass(frozen=True)
class Proof:
    """What two runs of the same notebooks gave: bytes by name, seconds, and why kernels were not warm, counted."""

    ordinary: dict[Path, bytes]
    warm: dict[Path, bytes]
    seconds: tuple[float, float]
    why_fresh: Mapping[str, int]

    @property
    def different(self) -> list[Path]:
        """The notebooks that were not the same bytes."""
        return [name for name, made in self.ordinary.items() if made != self.warm[name]]


def proof(tasks: Sequence[NotebookTask], folder: Path, *, seed: int) -> Proof:
    """Run notebooks in an order drawn from a seed, once in ordinary and once in warm kernels."""
    order = list(tasks)
    random.Random(seed).shuffle(order)  # noqa: S311
    ordinary, seconds_ordinary, _ = _run(order, folder / "ordinary", warm=False)
    warm, seconds_warm, why_fresh = _run(order, folder / "warm", warm=True)
    return Proof(ordinary, warm, (seconds_ordinary, seconds_warm), why_fresh)


def every_task(folder: Path) -> Iterator[NotebookTask]:
    """Yield a task for each notebook, place and programme, and canaries; the target is only a name, one for each."""
    registry = load_registry(study_paths())
    sites = Counter(delivery.programme for site in registry.sites.values() for delivery in site.programmes)
    number = 0
    for site in registry.sites.values():
        for delivery in site.programmes:
            place = {"SITE": site.id, "PROGRAMME": delivery.programme, "DATA": "synthetic"}
            for source in sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")):
                if number % A_CANARY_EVERY == 0:
                    yield canary_task(folder, number=number)
                number += 1
                declared = declared_parameters(read_notebook(source))
                if "SITE" not in declared and sites[delivery.programme] < 2:
                    continue  # what brings sites together says so, and ends
                parameters = {name: value for name, value in place.items() if name in declared}
                name = Path(f"{site.id}-{delivery.programme}-{source.stem}")
                yield NotebookTask(source, name, folder / "log", folder, parameters, _environment())


def canary_task(folder: Path, *, number: int) -> NotebookTask:
    """Return the task of a canary."""
    source = write_canary(folder / "canary.ipynb")
    return NotebookTask(source, Path(f"canary-{number:03d}"), folder / "log", folder, environment=_environment())


def main() -> int:
    """Compare and print one line each; return 1 if anything differed or any kernel was not warm."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)  # noqa: T201
    with tempfile.TemporaryDirectory(prefix="ee-prove-") as name:
        shown = proof(list(every_task(Path(name))), Path(name), seed=seed)
    for one, made in shown.ordinary.items():
        print(f"{'DIFFERENT' if one in shown.different else 'same':9} {one}  {len(made)} bytes")  # noqa: T201
    total, warm = len(shown.ordinary), shown.why_fresh.get("", 0)
    figures = "{:.1f} s in ordinary kernels, {:.1f} s in warm ones".format(*shown.seconds)
    print(f"{total - len(shown.different)} of {total} the same; {figures}; {warm} of {total} were warm")  # noqa: T201
    return 1 if shown.different or warm < total else 0


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "EARLYEVAL_DATA"}


def _run(
    tasks: Sequence[NotebookTask], folder: Path, *, warm: bool
) -> tuple[dict[Path, bytes], float, Mapping[str, int]]:
    made = {}
    began = time.monotonic()
    with Kernels(warm=warm) as kernels:
        for task in tasks:
            place = folder / task.target
            place.mkdir(parents=True)
            written = execute_notebook(replace(task, target=folder / "made.ipynb", cwd=place), kernels=kernels)
            made[task.target] = written.read_bytes()
    return made, time.monotonic() - began, kernels.why_fresh


if __name__ == "__main__":
    sys.exit(main())
