"""The signature under a release: which reports, under which profile, read by which two people."""

from pathlib import Path

from earlyeval.foundations.errors import ProtectionError
from earlyeval.registry.entry import Entry, Name
from earlyeval.registry.reading import UnreadableYamlError, read_yaml

WORDS = """\
# Two people read the reports below as somebody would who wants to find out about one family: every page, table and
# figure, and what follows when they are put beside each other and beside earlier releases. docs/trust.md says what the
# tool has checked and what it cannot know. Then both write their names here, and `make release` is run again.
# A report that changes after it was read has to be read again: its line below is then another.
"""


class SignOff(Entry):
    """Who read what. ``reports`` gives to each programme the sha256 of its report's manifest."""

    site: Name
    profile: Name
    reports: dict[Name, str]
    first_reader: str = ""
    second_reader: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether two different names stand there."""
        names = {" ".join(name.split()).casefold() for name in (self.first_reader, self.second_reader)}
        return "" not in names and len(names) == 2

    def text(self) -> str:
        """Return it as the file that people write their names in."""
        reports = "".join(f"  {programme}: {sha}\n" for programme, sha in sorted(self.reports.items()))
        names = f"first_reader: {_quoted(self.first_reader)}\nsecond_reader: {_quoted(self.second_reader)}\n"
        return f"{WORDS}site: {self.site}\nprofile: {self.profile}\nreports:\n{reports}{names}"


def read_sign_off(path: Path) -> SignOff | None:
    """Return what a file says; None where there is no such file.

    Raises
    ------
    ProtectionError
        The file cannot be read as a signature. It names the file and what to do, never a name in it.
    """
    if not path.exists():
        return None
    try:
        return SignOff.model_validate(read_yaml(path))
    except (UnreadableYamlError, ValueError):
        raise ProtectionError(
            f"{path.name} cannot be read as a signature. Allowed: the lines that were in it, with a name in each of "
            "the last two. Nothing was released. Delete it and run `make release` again for an empty one."
        ) from None


def _quoted(name: str) -> str:
    kept = " ".join(name.replace("\\", " ").replace('"', " ").split())
    return f'"{kept}"'
