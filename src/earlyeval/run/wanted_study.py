"""Which made-up study is asked for: its numbers checked, each refusal one sentence."""

import os
from dataclasses import dataclass
from pathlib import Path

from earlyeval.foundations.errors import UnknownNameError, UnusableArgumentError
from earlyeval.foundations.suggest import shown, unknown_name
from earlyeval.run.request import Request

MOST_FAMILIES = 10_000_000
MOST_SITES = 2_000
# From here on tables are written as Parquet unless CSV is asked for; one national file is CSV, as such files arrive.
COLUMNAR_FROM = 50_000
MOST_SEED = 999_999_999
DEFAULT_SEED = 20240909
FORMATS = ("csv", "parquet")
EXAMPLE = "for example: earlyeval synthesise --families 12000 --sites 200 --folder big-study"


@dataclass(frozen=True)
class WantedStudy:
    """What is to be laid out. ``one_file``: all places in one file, as a national collection sends them."""

    folder: Path
    families: int
    sites: int
    programmes: tuple[str, ...]
    seed: int
    ending: str
    one_file: bool
    jobs: int


def is_wanted(request: Request) -> bool:
    """Tell whether a whole study is asked for rather than the returns of a declared place."""
    own = (request.families, request.sites, request.programmes, request.seed, request.format, request.one_file)
    return any((*own, request.folder))


def wanted_study(request: Request) -> WantedStudy:
    """Return what is asked for, checked before anything is drawn.

    Raises
    ------
    UnknownNameError
        A number, programme or format that cannot be meant.
    UnusableArgumentError
        Numbers that do not go together.
    """
    if request.site or request.programme or request.study:
        raise UnusableArgumentError(
            "A made-up study is laid out as a whole, in a folder of its own: give no place, programme or study of "
            f"another; {EXAMPLE}"
        )
    families = whole_number(request.families, "families", highest=MOST_FAMILIES)
    sites = whole_number(request.sites, "sites", highest=MOST_SITES)
    from earlyeval.tidy.synthetic.studies.places import fewest_families, usual_programmes
    from earlyeval.tidy.synthetic.studies.planted import PROGRAMMES, TWO_WAVES

    named = tuple(dict.fromkeys(name.strip() for name in request.programmes.split(",") if name.strip()))
    for name in named:
        if name not in PROGRAMMES:
            raise unknown_name("programme with synthetic returns", name, PROGRAMMES)
    one_file = _yes(request.one_file)
    programmes = named or ((TWO_WAVES,) if one_file else usual_programmes(families, sites))
    if one_file and programmes != (TWO_WAVES,):
        raise UnusableArgumentError(f"One file holds two waves of questionnaires: with it, ask for {TWO_WAVES} alone.")
    fewest = fewest_families(sites, programmes)
    if families < fewest:
        raise UnusableArgumentError(
            f"{families} families are too few for {sites} sites of {' and '.join(programmes)}: at least {fewest} are "
            "needed. Ask for more families or fewer sites."
        )
    if request.format and request.format not in FORMATS:
        raise unknown_name("format", request.format, FORMATS)
    return WantedStudy(
        folder=_folder(request, families=families, sites=sites),
        families=families,
        sites=sites,
        programmes=programmes,
        seed=whole_number(request.seed, "seed", lowest=0, highest=MOST_SEED) if request.seed else DEFAULT_SEED,
        ending=request.format or ("parquet" if families >= COLUMNAR_FROM and not one_file else "csv"),
        one_file=one_file,
        jobs=request.checked_jobs(cores=os.cpu_count() or 1),
    )


def whole_number(text: str, name: str, *, lowest: int = 1, highest: int) -> int:
    """Return a number that was typed, or refuse it in one sentence."""
    if not text:
        raise UnknownNameError(f"How many {name}? {EXAMPLE[0].upper()}{EXAMPLE[1:]}")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(highest)) and lowest <= int(text) <= highest):
        raise UnknownNameError(f"{name} must be a whole number from {lowest} to {highest}; found {shown(text)}.")
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("", "yes", "no"):
        raise unknown_name("answer to 'one file'", text, ("yes", "no"))
    return text == "yes"


def _folder(request: Request, *, families: int, sites: int) -> Path:
    return request.checked_folder if request.folder else Path(f"synthetic-{families}-families-{sites}-sites")
