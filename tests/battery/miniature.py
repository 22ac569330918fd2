"""The command line on a report of one small notebook and two questions: python miniature.py NOTEBOOKS COMMAND ...

Promises that hold for every run hold for this one; with it they can be tried hundreds of times.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType


def prepare(notebooks: Path) -> None:
    """Let the command line know the one notebook and the two questions only."""
    sys.modules["earlyeval.analyse.everything"] = two_questions()
    from earlyeval.run import making

    making.NOTEBOOKS = notebooks


def two_questions() -> ModuleType:
    """Return what stands in for the list of all questions, without importing those of other strands."""
    module = ModuleType("earlyeval.analyse.everything")

    def all_results(study):
        from earlyeval.analyse import change, flow
        from earlyeval.foundations.results import stacked

        return stacked([flow.flow(study), change.family_change(study)])

    module.all_results = all_results
    return module


def ended(words: Sequence[str]) -> int:
    """Run a command to its end; return its exit code."""
    from earlyeval.run.command_line import main

    return main(words)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
    sys.exit(ended(sys.argv[2:]))
elif __name__ == "__mp_main__":  # a worker of several reports: what started it was this file
    prepare(Path(sys.argv[1]))
