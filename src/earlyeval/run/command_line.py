"""The command line ``earlyeval``. Reads arguments; everything else happens in commands."""

import argparse
from collections.abc import Callable, Sequence

from earlyeval.run.ending import ended
from earlyeval.run.request import Request, request_from

# Command, its arguments, one line of help. `commands` holds a function of the same name for each.
SITE = ("site",)
STUDY = ("study",)
CLUSTER = ("scheduler", "inputs")
# Of a made-up study; each is an option there.
MADE_UP = ("families", "sites", "programmes", "seed", "format", "one-file", "--folder")
COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "sites": (STUDY, "list the places and programmes that are declared"),
    "check": (
        ("site", "all", "programme", "study", "data", "html"),
        "read and check what a place sent, or `all` of them, without a report",
    ),
    "safeguarding": (
        ("site", "programme", "study", "data"),
        "write the list of answers that a person at the service must see, under restricted/; never part of a report",
    ),
    "report": (
        ("site", "programme", "study", "level", "data", "jobs", "timeout", *CLUSTER),
        "build the report of a place: all its programmes, or one",
    ),
    "reports": (
        ("study", "level", "data", "jobs", "timeout", *CLUSTER),
        "build the reports of all places, and every programme across its sites",
    ),
    "release": (
        ("site", "programme", "study", "data", "jobs", "timeout"),
        "bundle the reports of a place under releases/, once two people have read and signed for them",
    ),
    "programme": (
        ("programme", "study", "level", "data", "jobs", "timeout"),
        "build one programme across its sites: how sites compare, and what is found together",
    ),
    "why": (
        ("site", "programme", "study", "level", "data"),
        "say what changed since a report (or, with --programme alone, a synthesis) was made",
    ),
    "template": (("site", "all", "programme", "study"), "make the Excel workbooks that a place fills in"),
    "map": (
        ("file", "site", "programme", "study"),
        "propose a declaration of a file in a shape of its own, for you to correct",
    ),
    "coded": (
        ("file", "to", "project", "separator", "study"),
        "say what a coded project holds, what of it can be taken, and whether its quotations are true",
    ),
    "new-study": (("folder",), "lay out a study folder of your own, with a commented example"),
    "doctor": (STUDY, "check that everything is in place, and say what to do where it is not"),
    "lab": (("site", "programme", "study", "level", "data"), "open working copies of the notebooks in JupyterLab"),
    "notebooks": (("jobs", "timeout"), "for maintainers: run the committed notebooks again on the synthetic data"),
    "synthesise": (
        ("site", "programme", "study", *MADE_UP, "jobs"),
        "lay out a made-up study of any size (or, for a place, make its synthetic returns again)",
    ),
}
ARGUMENTS: dict[str, str] = {
    "site": "name of a place, as `earlyeval sites` lists it",
    "all": "every place",
    "file": "a return in any format, such as raw/export.csv",
    "to": "also write the project there: NAME.qdpx, the codebook as NAME.qdc, else a new folder of CSV files",
    "project": "of a Taguette file with several projects: which one, from 1",
    "separator": "of Taguette tags: what divides the levels of a path, such as /",
    "folder": "where the new study shall lie; must not exist yet",
    "programme": "only this programme",
    "study": "another study folder (default: EARLYEVAL_DATA, else the study in this clone)",
    "level": "release (default) or restricted: unprotected, for the evaluators alone, under restricted/",
    "data": "auto (default: what arrived, else synthetic), real or synthetic",
    "jobs": "how many notebooks run, or places are written, at the same time (default: one a core)",
    "families": "of a made-up study: how many families take part in all",
    "sites": "of a made-up study: how many places, called site-001, site-002, ...",
    "programmes": "of a made-up study: open-door (every strand), two-waves (PHQ-9 and GAD-7 only), or both by a comma",
    "seed": "of a made-up study: the same seed gives the same bytes (default: 20240909)",
    "format": "of a made-up study: csv or parquet (default: parquet from 50000 families on)",
    "one-file": "of a made-up study: all places in one file with a column `site`",
    "--folder": "where a made-up study shall lie; must not exist yet",
    "scheduler": "address of a Dask scheduler whose workers make the reports, such as tcp://host:8786",
    "inputs": "for a scheduler: path (default: its workers see the same disk) or shipped",
    "html": "also write checks/PLACE.html, to be sent to the site",
    "timeout": "seconds after which a notebook counts as stuck (default: 600)",
}
POSITIONAL = ("site", "folder", "file")
FLAGS = ("one-file", "all", "html")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code: 0 done, 2 wrong name, 3 returns refused, 4 protection, 5 notebook, 6 disk.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``earlyeval``; those of the process when not given.
    """
    given = vars(_parser().parse_args(arguments))
    command = given.pop("command")
    if given.pop("all", None):
        given["site"] = "all"
    # argparse gives an empty list for `--level=--`: it takes the value for the end of the options.
    words = {name: value if isinstance(value, str) else "--" for name, value in given.items() if value is not None}
    request = request_from(words)
    return ended(lambda: command_function(command)(request))


def command_function(command: str) -> Callable[[Request], int]:
    """Return the function behind a command; imported only when it is asked for."""
    from earlyeval.run import commands

    return getattr(commands, command.replace("-", "_"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="earlyeval", description="Evaluation reports of early-years programmes, from what a place sent."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command, (arguments, words) in COMMANDS.items():
        subparser = subparsers.add_parser(command, help=words, description=f"{words[0].upper()}{words[1:]}.")
        for argument in arguments:
            is_option = argument == "site" and "file" in arguments
            if (argument in POSITIONAL and not is_option) or argument == command:
                words = "name of a programme" if argument == command else ARGUMENTS[argument]
                subparser.add_argument(argument, nargs="?", metavar=argument.upper(), help=words)
            elif argument in FLAGS:
                subparser.add_argument(f"--{argument}", action="store_const", const="yes", help=ARGUMENTS[argument])
            else:
                name = argument.removeprefix("--")
                subparser.add_argument(f"--{name}", metavar=name.upper(), help=ARGUMENTS[argument])
    return parser
