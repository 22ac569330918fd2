"""Lay out a study of one's own: a commented registry that is valid as it stands, and small made-up returns.

The example lies beside this module as plain files; they are copied as they are, so what is read there is what is got.
"""

from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError, UnusableArgumentError
from earlyeval.foundations.suggest import shown

EXAMPLE = Path(__file__).resolve().parent / "example"


def lay_out(folder: str | Path) -> list[Path]:
    """Copy the example study into a folder that is new or empty, and return the files written, in order.

    Parameters
    ----------
    folder : path
        Made when it is not there. Nothing that exists is ever written over.

    Raises
    ------
    UnusableArgumentError
        The folder holds something already, or is a file.
    SurroundingsError
        The folder cannot be made or written to.
    """
    target = Path(folder).expanduser()
    if target.exists() and not target.is_dir():
        raise UnusableArgumentError(f"{shown(target)} is a file. Name a folder that is new or empty.")
    try:
        if target.is_dir() and any(target.iterdir()):
            raise UnusableArgumentError(f"The folder {shown(target)} is not empty. Name one that is new or empty.")
        return [_copied(source, target) for source in example_files()]
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise SurroundingsError(f"The folder {shown(target)} cannot be written: {reason}.") from None


def example_files() -> tuple[Path, ...]:
    """Return the files of the example study, in alphabetical order."""
    hidden = (".", "__")
    return tuple(sorted(path for path in EXAMPLE.rglob("*") if path.is_file() and not path.name.startswith(hidden)))


def _copied(source: Path, target: Path) -> Path:
    written = target / source.relative_to(EXAMPLE)
    written.parent.mkdir(parents=True, exist_ok=True)
    with written.open("xb") as file:
        file.write(source.read_bytes())
    return written
