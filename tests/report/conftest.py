"""Little executed notebooks, made by hand."""

import nbformat
import pytest
from nbformat import v4

from earlyeval.foundations.marks import marked
from earlyeval.present.tables import Table

BARS = (
    '<rect x="130" y="40" width="432" height="40" fill="#12436D"/><text x="120" y="65" text-anchor="end">Before</text>'
    '<rect x="130" y="120" width="306" height="40" fill="#28A197"/><text x="120" y="145" text-anchor="end">After</text>'
    '<text x="570" y="65">10.2</text><text x="444" y="145">7.2</text>'
    '<text x="130" y="215">Mean PHQ-9 score (0 to 27, lower is better)</text>'
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="230" viewBox="0 0 640 230" '
    f'font-family="sans-serif" font-size="15"><rect width="640" height="230" fill="#fff"/>{BARS}</svg>'
)
CHANGES = Table(
    "phq-9",
    "Low mood fell between the first and the last form. Synthetic demonstration data.",
    ("Measure", "People", "Mean before", "Mean after", "Change in points", "95% interval"),
    (
        ("PHQ-9, low mood", "40", "10.2", "7.2", "−3.0", "−4.2 to −1.8"),
        ("GAD-7, worry", "35", "9.1", "7.4", "−1.7", "−2.9 to −0.5"),
        ("KPCS, confidence as a parent", "*", "*", "*", "*", "*"),
    ),
    ("* Too few people to report.",),
)
PITFALLS = Table("pitfalls", "Six pitfalls, looked at.", ("Pitfall", "Here"), (("Comparison group", "None"),))


def passed(data, metadata=None, level="release"):
    """Return an output that carries the mark of the gate."""
    return v4.new_output("display_data", data=data, metadata=marked(data, metadata or {}, level=level))


def shows(**data):
    """Return a display output; keywords are mime types with underscores for the slash."""
    kinds = {"html": "text/html", "plain": "text/plain", "svg": "image/svg+xml", "markdown": "text/markdown"}
    return passed({kinds[key]: value for key, value in data.items()})


def figure(alt="Bar chart of two means, where the second is lower.", caption="Low mood fell.", name="phq-9-means"):
    """Return a figure output as present publishes it."""
    words = {"alt": alt, "caption": caption, "id": name}
    return passed({"image/svg+xml": DRAWING, "text/plain": f"{caption}\n{alt}"}, {"image/svg+xml": words})


def code(*outputs, count=1, source="show.change(rows)"):
    """Return an executed code cell."""
    return v4.new_code_cell(source, outputs=list(outputs), execution_count=count)


def prose(text):
    """Return a markdown cell."""
    return v4.new_markdown_cell(text)


@pytest.fixture
def make():
    """Return the makers of cells: make.shows, make.figure, make.code, make.prose."""

    class Makers:
        pass

    for maker in (passed, shows, figure, code, prose):
        setattr(Makers, maker.__name__, staticmethod(maker))
    Makers.CHANGES, Makers.DRAWING, Makers.PITFALLS = CHANGES, DRAWING, PITFALLS
    return Makers


@pytest.fixture
def write(tmp_path):
    """Return a function that writes cells as a notebook file and returns its path."""

    def written(name, *cells):
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(v4.new_notebook(cells=list(cells)), path)
        return path

    return written


PARAGRAPH = (
    "Forty parents answered both times. Their low-mood scores fell by 3 points on average on a scale from 0 to 27; "
    "the true average is likely to lie between 1.8 and 4.2. There was no comparison group, so this is change, "
    "not effect: some of it would have come about without the programme."
)


LINK = "\n\nSee [the change in low mood](05-family-outcomes.ipynb#Low-mood)."
POINTS = "<ul><li>40 of 48 parents answered both times.</li><li>Low mood fell by 3.0 points.</li></ul>"


@pytest.fixture
def report_notebooks(write):
    """Three notebooks in page order: summary, outcomes, data quality."""
    return [
        write(
            "08-summary",
            prose(f"# What can be concluded\n\n{PARAGRAPH}{LINK}"),
            code(shows(html=POINTS)),
            prose("## How far can we trust this?\n\nSix pitfalls are looked at one by one."),
            code(shows(html=PITFALLS.html(), plain=PITFALLS.plain()), count=2),
        ),
        write(
            "05-family-outcomes",
            prose(f"# Did parents' mental health change?\n\n{PARAGRAPH}"),
            prose(f"## Low mood\n\n{PARAGRAPH}\n\n> “It got easier to ask.” A parent"),
            code(figure(), shows(html=CHANGES.html(), plain=CHANGES.plain())),
            prose(f"### What this does not show\n\n{PARAGRAPH}"),
            prose(f"## Worry\n\n{PARAGRAPH}"),
            code(figure(name="gad-7-means", caption="Worry fell a little."), count=2),
        ),
        write("00-data-quality", prose(f"# What arrived?\n\n{PARAGRAPH}\n\n## Low mood\n\nNothing was set aside.")),
    ]
