"""The road from coded projects into the tidy tables of a study."""

import pytest

pytestmark = pytest.mark.spec
