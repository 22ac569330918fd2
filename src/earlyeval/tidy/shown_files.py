"""How messages call a file or sheet whose name may tell of somebody, and files that somebody has open."""

from pathlib import Path

from earlyeval.tidy.identifiers import personal_detail_in


def opened_file(path: Path) -> Path | None:
    """Return the file that a lock of Excel or LibreOffice beside it says somebody has open; None for no lock."""
    for begins, ends in (("~$", ""), (".~lock.", "#")):
        if path.name.startswith(begins) and path.name.endswith(ends):
            opened = path.with_name(path.name.removeprefix(begins).removesuffix(ends))
            return opened if opened.is_file() else None
    return None


def shown_file(path: Path, base: Path) -> str:
    """Return how messages call a file: by its path, or by its number where its name may tell of somebody."""
    name = path.relative_to(base).as_posix()
    if not personal_detail_in(path.stem, dates=False) and name.isprintable():
        return name
    number = sorted(path.parent.iterdir()).index(path) + 1
    return f"{path.parent.relative_to(base).as_posix()}/ file {number} by name, which is not repeated here"


def shown_sheet(name: str, sheets: tuple[str, ...], sheet: str) -> str:
    """Return how messages call a sheet of a workbook: by its name, or by its number."""
    if not personal_detail_in(sheet, dates=False) and sheet.isprintable():
        return f"{name} [{sheet}]"
    return f"{name} [sheet {sheets.index(sheet) + 1}, whose name is not repeated here]"
