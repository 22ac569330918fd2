"""The programmes that made-up studies are laid out from."""

import pytest

from earlyeval.tidy.synthetic.studies.registry_files import template_registry


@pytest.fixture(scope="session")
def template():
    return template_registry()
