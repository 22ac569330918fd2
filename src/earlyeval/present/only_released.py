"""In a kernel at release level nothing is displayed but what passed the gate; anything else stops its cell."""

import sys
from typing import Any, NoReturn

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.marks import level_of
from earlyeval.foundations.terms import Level
from earlyeval.present.display import Shown

PAST_THE_GATE = (
    "At release level a notebook shows only what present makes of result rows. Show it through `show`, or open the "
    "notebook at the restricted level (LEVEL=restricted) to look at the data themselves."
)


def keep_to_released(level: Level) -> None:
    """Have the notebook that runs in this process display at its level only what passed the gate at that level.

    Outside a notebook, and at restricted level, nothing is changed.
    """
    # Where IPython was not imported there is no notebook, and importing it takes half a second.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None or level != "release" or getattr(shell, "keeps_to_released", False):
        return
    _guard(shell)
    shell.keeps_to_released = True


def _guard(shell: Any) -> None:
    publish, formatted = shell.display_pub.publish, shell.display_formatter.format

    def publish_marked(data: Any, metadata: Any = None, *others: Any, **options: Any) -> Any:
        return publish(data, metadata, *others, **options) if level_of(data, metadata or {}) == "release" else _refuse()

    def format_shown(shown: Any, *others: Any, **options: Any) -> Any:
        return formatted(shown, *others, **options) if isinstance(shown, Shown) else _refuse()

    shell.display_pub.publish = publish_marked
    shell.display_formatter.format = format_shown


def _refuse() -> NoReturn:
    raise ProtectionError(PAST_THE_GATE)
