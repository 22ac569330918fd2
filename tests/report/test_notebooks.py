"""Notebooks stripped of what differs from run to run, and refused when they hold what nobody protected."""

import nbformat
import pytest
from nbformat import v4

from earlyeval.foundations.errors import PageRefusedError
from earlyeval.report.notebooks import (
    canonical,
    merged_parameters,
    read_notebook,
    refuse_streams,
    short_name,
    write_canonical,
)

pytestmark = pytest.mark.unit


def run_by_papermill(cell_id, when, make):
    """Return a notebook as papermill leaves it: times, paths, random ids, an injected cell."""
    cells = [
        make.prose("# Title"),
        v4.new_code_cell('site = "x"  # the place\nlimit = 10', metadata={"tags": ["parameters"]}, execution_count=1),
        v4.new_code_cell('# Parameters\nsite = "wandsworth"', metadata={"tags": ["injected-parameters"]}),
        make.code(make.shows(html="<p>a</p>"), count=3),
    ]
    cells[2]["execution_count"] = 2
    for place, cell in enumerate(cells):
        cell["id"] = f"{cell_id}{place}"
        cell["metadata"]["papermill"] = {"start_time": when, "status": "completed"}
        cell["metadata"]["execution"] = {"iopub.execute_input": when}
    metadata = {
        "papermill": {"start_time": when, "output_path": when},
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python", "path": when},
        "widgets": {"state": when},
        "language_info": {"name": "python", "version": when},
    }
    return v4.new_notebook(cells=cells, metadata=metadata)


def test_two_runs_give_the_same_notebook(make):
    one = canonical(run_by_papermill("abc", "2026-01-01T10:00", make), name="nb05")
    two = canonical(run_by_papermill("xyz", "2027-02-02T22:00", make), name="nb05")
    assert nbformat.writes(one) == nbformat.writes(two)
    assert "2026-01-01" not in nbformat.writes(one)
    nbformat.validate(one)


def test_cell_ids_say_notebook_and_place(make):
    made = canonical(run_by_papermill("abc", "now", make), name="nb05")
    assert [cell["id"] for cell in made["cells"]] == ["nb05-001", "nb05-002", "nb05-003"]


def test_parameters_stand_once_as_they_were_used(make):
    made = canonical(run_by_papermill("abc", "now", make), name="nb05")
    parameters = made["cells"][1]
    assert parameters["source"] == 'site = "wandsworth"  # the place\nlimit = 10'
    assert parameters["metadata"]["tags"] == ["parameters"]
    assert [cell["execution_count"] for cell in made["cells"] if cell["cell_type"] == "code"] == [1, 2]


def test_values_take_the_place_of_the_defaults_and_comments_stay():
    declared = 'site: str = "wörd"; level = "release"  # which\n# a line of its own\nyears = 3'
    injected = '# Parameters\nlevel = "restricted"\nsite = "luton"\nmore = (1, 2)'
    merged = merged_parameters(declared, injected)
    assert merged == 'site: str = "luton"; level = "restricted"  # which\n# a line of its own\nyears = 3\nmore = (1, 2)'


def test_cells_that_ran_out_of_order_keep_their_counts(make):
    notebook = v4.new_notebook(cells=[make.code(count=3), make.code(count=1)])
    assert [cell["execution_count"] for cell in canonical(notebook, name="nb01")["cells"]] == [3, 1]


def test_the_notebook_given_is_not_changed(make):
    notebook = run_by_papermill("abc", "now", make)
    before = nbformat.writes(notebook)
    canonical(notebook, name="nb05")
    assert nbformat.writes(notebook) == before


def test_a_traceback_is_refused_without_its_words(make):
    error = v4.new_output("error", ename="KeyError", evalue="Jane Doe", traceback=["Jane Doe 943 476 5919"])
    with pytest.raises(PageRefusedError, match=r"Notebook 05-x, cell 2") as refused:
        canonical(v4.new_notebook(cells=[make.prose("a"), make.code(error)]), name="05-x")
    assert "Jane" not in str(refused.value)
    assert refused.value.exit_code == 5


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_printed_text_is_refused_without_its_words(make, name):
    printed = v4.new_output("stream", name=name, text="Jane Doe")
    with pytest.raises(PageRefusedError, match=rf"Notebook 05-x, cell 1: .*{name}") as refused:
        refuse_streams(v4.new_notebook(cells=[make.code(printed)]), name="05-x")
    assert "Jane" not in str(refused.value)


@pytest.mark.parametrize(
    ("stem", "expected"), [("05-family-outcomes", "nb05"), ("00-x", "nb00"), ("scratch", "nbp03"), ("2026-x", "nbp03")]
)
def test_short_names(tmp_path, stem, expected):
    assert short_name(tmp_path / f"{stem}.ipynb", position=3) == expected


def test_a_written_notebook_reads_back_and_is_stable(make, write, tmp_path):
    source = write("05-x", make.prose("# A"), make.code(make.figure()))
    write_canonical(source, tmp_path / "one.ipynb")
    once = (tmp_path / "one.ipynb").read_bytes()
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "05-x.ipynb").write_bytes(once)
    write_canonical(tmp_path / "again" / "05-x.ipynb", tmp_path / "two.ipynb")
    assert (tmp_path / "two.ipynb").read_bytes() == once
    assert read_notebook(tmp_path / "one.ipynb")["cells"][1]["outputs"][0]["metadata"]["image/svg+xml"]["alt"]


def test_a_notebook_that_is_none_is_refused(make):
    broken = run_by_papermill("abc", "now", make)
    broken["cells"][3]["outputs"][0]["data"] = "no data by kind"
    with pytest.raises(nbformat.ValidationError):
        canonical(broken, name="nb05")


def test_the_notebook_that_was_run_is_not_changed(make):
    executed = run_by_papermill("abc", "now", make)
    before = nbformat.writes(executed)
    made = canonical(executed, name="nb05")
    made["cells"][2]["outputs"][0]["data"]["text/html"] = "changed"
    assert nbformat.writes(executed) == before
