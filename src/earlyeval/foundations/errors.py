"""One small error tree. Each branch is shown to the user as one paragraph and ends with its own exit code.

A message says where, what was found, what is allowed and what to do next. It never holds a participant's
identifier, a date of an event or the words of a text cell.
"""


class EarlyevalError(Exception):
    """A problem the user can mend. The command line prints the message alone, without a traceback."""

    exit_code = 1


class UnknownNameError(EarlyevalError):
    """A site, programme, parameter or option that nobody declared."""

    exit_code = 2


class UnusableArgumentError(EarlyevalError):
    """An argument that names something that cannot be used: a folder that is taken, a file where a folder belongs."""

    exit_code = 2


class RegistryError(EarlyevalError):
    """The registry of a study contradicts itself or its schema."""

    exit_code = 2


class ReturnsRefusedError(EarlyevalError):
    """What a site sent cannot be believed as it stands. ``findings``: the frame of what is worth knowing."""

    exit_code = 3

    def __init__(self, message: str, *, findings: object = None) -> None:
        super().__init__(message)
        self.findings = findings


class ProtectionError(EarlyevalError):
    """Something asked to be shown that the disclosure profile does not let pass."""

    exit_code = 4


class NotebookFailedError(EarlyevalError):
    """A notebook stopped before its end."""

    exit_code = 5


class PageRefusedError(NotebookFailedError):
    """A notebook ran to its end, but what it shows may not become a page."""


class SurroundingsError(EarlyevalError):
    """The machine, the environment or the disk stands in the way."""

    exit_code = 6
