"""The door for the Makefile: the command's name as argument, everything from outside as data in EVAL_* variables.

Make hands SITE=... over raw and unexpanded. It is never part of a command line, so no text of it can become an
option, a shell command or code; here it is a text that is looked up among the declared names.
"""

import os
import sys
from dataclasses import fields

from earlyeval.run.command_line import command_function
from earlyeval.run.ending import ended
from earlyeval.run.request import Request, request_from

PREFIX = "EVAL_"


def request_from_environment() -> Request:
    """Return the request that make put into the environment, and take it out of there: children need none of it."""
    names = [field.name for field in fields(Request)]
    return request_from({name: os.environ.pop(PREFIX + name.upper(), "") for name in names})


def main() -> int:
    """Run the command that the Makefile names; return its exit code."""
    request = request_from_environment()
    return ended(lambda: command_function(sys.argv[1])(request))


if __name__ == "__main__":
    sys.exit(main())
