"""The road from coded projects into the tidy tables of a study."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec
