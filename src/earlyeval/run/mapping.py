"""``earlyeval map FILE``: propose a declaration of a file in a shape of its own, for a person to read and correct."""

import re
from dataclasses import dataclass
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError, UnknownNameError, UnusableArgumentError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.suggest import shown
from earlyeval.foundations.terms import NAME_MAX_CHARACTERS
from earlyeval.registry.load import load_registry
from earlyeval.registry.returns import Format
from earlyeval.registry.whole import Registry
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.tidy.locate import COLUMNAR, DATABASES, SPSS, WORKBOOKS, Arrived, raw_folder


@dataclass(frozen=True)
class Mapped:
    """The text of a proposal, its name, and how many lines a person has to look at."""

    name: str
    text: str
    n_columns: int
    n_ignored: int

    @property
    def n_checks(self) -> int:
        """How many lines are marked CHECK."""
        return sum("CHECK" in line for line in self.text.splitlines()[1:])


def propose_map(request: Request) -> int:
    """Write a proposed declaration into registry/returns, or onto the screen where its place is not yet known."""
    path = _file(request)
    registry, screen = load_registry(request.paths), Screen()
    site, programme = _place(request, registry, path)
    mapped = mapped_file(path, registry, request.paths, site=site, programme=programme)
    target = request.paths.registry / "returns" / f"{mapped.name}.yaml"
    summary = f"{mapped.n_columns} columns, {mapped.n_ignored} of them not recognised"
    if not site or not _inside(path, registry, request.paths):
        print(mapped.text, end="")  # noqa: T201  (to be sent into a file)
        screen.line(f"# {summary}. Save it as registry/returns/{mapped.name}.yaml of the study.")
        return 0
    if target.exists():
        raise UnusableArgumentError(
            f"registry/returns/{target.name} is there already. Correct it, or remove it and run this again."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(mapped.text, encoding="utf-8")
    screen.line(f"registry/returns/{target.name}: {summary}.")
    lines = f"{mapped.n_checks} line" + ("" if mapped.n_checks == 1 else "s")
    screen.line(f"Read it: {lines} marked CHECK. Then: earlyeval check {site}")
    return 0


def mapped_file(path: Path, registry: Registry, paths: StudyPaths, *, site: str, programme: str) -> Mapped:
    """Return the proposed declaration of a file.

    Raises
    ------
    ReturnsRefusedError
        The file cannot be read at all.
    """
    from earlyeval.tidy.lists import lists_of
    from earlyeval.tidy.proposal.declaration import declaration_text
    from earlyeval.tidy.proposal.propose import propose

    known_site = site or next(iter(registry.sites), "")
    known_programme = programme or next((one.programme for one in registry.site(known_site).programmes), "")
    sheet, form = _sheet(path)
    proposal = propose(
        sheet, lists_of(registry, site=known_site, programme=known_programme), format=form, called=path.stem
    )
    name = _name(path)
    text = declaration_text(
        proposal, name=name, path=_inside(path, registry, paths) or path.name, site=site, programme=programme,
        has_people=_has_people(registry, paths, site=site, programme=programme),
    )  # fmt: skip
    return Mapped(name, text, len(sheet.headers), len(proposal.ignored))


def _has_people(registry: Registry, paths: StudyPaths, *, site: str, programme: str) -> bool:
    """Tell whether the place sends a list of people of its own: then a form need not say again who there is."""
    from earlyeval.tidy.locate import find_returns

    try:
        arrivals = find_returns(registry, paths, site=site, programme=programme, data="real")
    except ReturnsRefusedError:
        return False
    return any(sheet.kind == "table" and sheet.name == "people" for sheet in arrivals.sheets)


def _sheet(path: Path) -> tuple["Sheet", Format]:  # type: ignore[name-defined]  # noqa: F821
    from earlyeval.tidy.problems import Problems
    from earlyeval.tidy.readers.any_format import read_sheet
    from earlyeval.tidy.readers.surveys import form_tool_of, is_qualtrics, of_qualtrics

    problems, findings = Problems(), []
    arrived = Arrived(path, path.name, "declared", "")
    sheet = read_sheet(arrived, None, problems, findings)
    problems.raise_if_any()
    if sheet is None or not sheet.headers or not len(sheet):
        raise ReturnsRefusedError(f"{shown(path.name)} has headers at most and no rows: there is nothing to look at.")
    if is_qualtrics(sheet):
        return of_qualtrics(sheet, problems, findings) or sheet, "qualtrics"
    if _is_redcap(sheet.headers):
        return sheet, "redcap"
    return sheet, form_tool_of(sheet.headers) or _format(path)


def _is_redcap(headers: tuple[str, ...]) -> bool:
    own = any(header.startswith("redcap_") for header in headers)
    own = own or ("Record ID" in headers and not {"Event Name", "Complete?"}.isdisjoint(headers))  # labels
    return own or ("record_id" in headers and any(header.endswith("_complete") for header in headers))


def _format(path: Path) -> Format:
    suffix = path.suffix.lower()
    formats: dict[Format, tuple[str, ...]] = {
        "workbook": WORKBOOKS, "parquet": (COLUMNAR,), "spss": SPSS, "sqlite": DATABASES,
    }  # fmt: skip
    return next((name for name, endings in formats.items() if suffix in endings), "delimited")


def _file(request: Request) -> Path:
    if not request.file:
        raise UnknownNameError("Which file? For example: earlyeval map raw/export.csv (make: FILE=raw/export.csv)")
    path = Path(request.file).expanduser()
    for candidate in (path, request.paths.data / path, request.paths.root / path):
        if candidate.is_file():
            return candidate
    raise UnusableArgumentError(f"There is no file {shown(path.name)} that can be read, here or in the study folder.")


def _place(request: Request, registry: Registry, path: Path) -> tuple[str, str]:
    """Return site and programme: those asked for, else those of the folder, else the only ones that there are."""
    raw = raw_folder(registry, request.paths)
    parts = path.resolve().relative_to(raw).parts if path.resolve().is_relative_to(raw) else ()
    site = request.site or (parts[0] if parts and parts[0] in registry.sites else "")
    if not site and len(registry.sites) == 1:
        site = next(iter(registry.sites))
    if not site:
        return "", request.programme
    running = [delivery.programme for delivery in registry.site(site).programmes]
    programme = request.programme or (parts[1] if len(parts) > 1 and parts[1] in running else "")
    programme = programme or (running[0] if len(running) == 1 else "")
    if not programme:
        raise UnknownNameError(f"Several programmes run at {site}: {', '.join(running)}. Say which: --programme NAME")
    registry.site(site).delivery(programme)
    return site, programme


def _inside(path: Path, registry: Registry, paths: StudyPaths) -> str:
    raw = raw_folder(registry, paths)
    return path.resolve().relative_to(raw).as_posix() if path.resolve().is_relative_to(raw) else ""


def _name(path: Path) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    named = plain if plain[:1].isalpha() else f"file-{plain}"
    return named[:NAME_MAX_CHARACTERS].strip("-")
