"""``earlyeval lab``: JupyterLab on working copies under restricted/scratch/. The committed notebooks stay as they are.

What a copy shows when it is run may be real data, so copies lie where nothing is ever published or committed from.
"""

import os
import sys
from pathlib import Path

from earlyeval.foundations.paths import CLONE, NOTEBOOKS
from earlyeval.report.notebooks import PARAMETERS, merged_parameters, notebook_format, read_notebook
from earlyeval.run.places import asked_for
from earlyeval.run.publish import make_folders
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

# Below notebooks/: notebooks of no report.
OWN = "lab"


def open_lab(request: Request) -> int:
    """Lay out the copies that are missing and become JupyterLab."""
    folder, copied = copies(request)
    screen = Screen()
    kept = len(sources()) - copied
    screen.line(f"{folder}: {copied} copied, {kept} of your own kept as they are. Kernel: earlyeval.")
    if request.paths.root != CLONE:
        os.environ["EARLYEVAL_DATA"] = str(request.paths.root)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    command = [sys.executable, "-P", "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    if os.geteuid() == 0:  # in a container there is often nobody else
        command.append("--ServerApp.allow_root=True")
    os.execv(sys.executable, command)  # noqa: S606


def copies(request: Request) -> tuple[Path, int]:
    """Return the folder of working copies and how many were newly laid out; a copy that is there is never changed.

    With a place named, the copies' parameters name it, and its returns are used as a report would use them;
    otherwise they are those of the committed notebooks: the synthetic ones.
    """
    values: dict[str, str] = {}
    folder = request.paths.restricted / "scratch"
    if request.site or request.programme:
        site, programme = asked_for(request)[0]
        data, level = request.checked_data, request.checked_level
        values = {"SITE": site, "PROGRAMME": programme, "DATA": data, "LEVEL": level}
        folder = folder / site / programme
    make_folders(folder, private=True)
    copied = 0
    for source in sources():
        target = folder / source.name
        if not target.exists():
            # A notebook made for the lab prints what people said: its own level stays.
            own = {name: value for name, value in values.items() if name != "LEVEL" or source.parent == NOTEBOOKS}
            target.write_text(_copy(source, own), encoding="utf-8")
            copied += 1
    return folder, copied


def sources() -> list[Path]:
    """Return the notebooks that are copied: those of the reports, then those made for the lab alone."""
    return [*sorted(NOTEBOOKS.glob("*.ipynb")), *sorted((NOTEBOOKS / OWN).glob("*.ipynb"))]


def _copy(source: Path, values: dict[str, str]) -> str:
    if not values:
        return source.read_text(encoding="utf-8")
    notebook = read_notebook(source)
    assignments = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    for cell in notebook["cells"]:
        if PARAMETERS in cell["metadata"].get("tags", []):
            cell["source"] = merged_parameters(cell["source"], assignments)
        if cell["cell_type"] == "code":  # what it shows is of the committed parameters
            cell["outputs"], cell["execution_count"] = [], None
    return notebook_format().writes(notebook) + "\n"
