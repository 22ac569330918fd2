"""``python -m earlyeval`` is the command line."""

import sys

from earlyeval.run.command_line import main

if __name__ == "__main__":
    sys.exit(main())
