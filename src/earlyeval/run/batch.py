"""What one command is about to make: which reports, which are there already, which failed."""

from dataclasses import dataclass, field

from earlyeval.run.ending import say
from earlyeval.run.plan import Job
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

MOST_IN_DETAIL = 3  # more reports than this get a line each, so that a run stays readable


@dataclass
class Batch:
    """The reports of one command: what is to be made, what is there, what failed."""

    request: Request
    screen: Screen
    several: bool
    to_make: list[Job] = field(default_factory=list)
    there: list[Job] = field(default_factory=list)
    code: int = 0

    def failed(self, name: str, error: Exception) -> None:
        """Say what went wrong with one report; the exit code is that of the first."""
        if self.several:
            say(f"{name} failed; its last report, if there is one, is untouched.")
        say(str(error))
        self.code = self.code or getattr(error, "exit_code", 1)
