"""No module that makes, protects, shows or ships a result knows of safeguarding items."""

import pytest

from earlyeval.foundations.paths import CLONE, NOTEBOOKS

pytestmark = pytest.mark.architecture

SOURCE = CLONE / "src" / "earlyeval"
# Who may know: the registry that declares the items and checks that nothing reports them, the list, its command.
MAY_KNOW = {
    "registry/instruments.py", "registry/walk.py", "registry/whole.py",
    "registry/checks_safeguarding.py", "registry/checks_scales.py",
    "registry/checks_outcomes.py", "score/safeguarding.py", "run/safeguarding.py", "run/command_line.py",
    "run/commands.py",
}  # fmt: skip


def test_only_the_list_and_its_declaration_know_of_safeguarding() -> None:
    knowing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "safeguarding" in path.read_text(encoding="utf-8")
    }
    assert knowing == MAY_KNOW


def test_no_notebook_asks_for_the_list() -> None:
    for path in NOTEBOOKS.glob("*.ipynb"):
        assert "score.safeguarding" not in path.read_text(encoding="utf-8")
        assert "to_be_seen" not in path.read_text(encoding="utf-8")


def test_whoever_shows_single_items_asks_which_are_withheld() -> None:
    """An analysis that goes through the items of an outcome either asks, or makes one number of all of them."""
    one_number = {"applicable.py", "consistency.py"}  # whole forms that do not apply; alpha
    experience = {"experience.py"}  # the registry refuses a question about such an item
    ratings = {"rating_agreement.py"}  # coded clips, agreement over all items
    touching = {
        path.name
        for path in (SOURCE / "analyse").glob("*.py")
        if '"item"' in path.read_text(encoding="utf-8") and "withheld_items" not in path.read_text(encoding="utf-8")
    }
    assert touching <= one_number | experience | ratings
