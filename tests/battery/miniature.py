"""The command line on a report of one small notebook and two questions: python miniature.py NOTEBOOKS COMMAND ...

Promises that hold for every run hold for this one; with it they can be tried hundreds of times.
"""

import sys
from pathlib import Path
from types import ModuleType


def two_questions() -> ModuleType:
    """Return what stands in for the list of all questions, without importing those of other strands."""
    module = ModuleType("earlyeval.analyse.everything")

    def all_results(study):
        from earlyeval.analyse import change, flow
        from earlyeval.foundations.results import stacked

        return stacked([flow.flow(study), change.family_change(study)])

    module.all_results = all_results
    return module


if __name__ == "__main__":
    sys.modules["earlyeval.analyse.everything"] = two_questions()
    from earlyeval.run import making
    from earlyeval.run.command_line import main

    making.NOTEBOOKS = Path(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
