"""The benchmarks are no part of the package: they are found from the root of the clone."""

import sys

from earlyeval.foundations.paths import CLONE

sys.path.insert(0, str(CLONE))
