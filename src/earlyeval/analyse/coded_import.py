"""How truly coded material was read: what each project held, what was taken, how many quotations are those of the text.

It says nothing of how well the material was coded: a coding at its place may still be wrong.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import plain_share_row
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study
from earlyeval.tidy.coded.study_ids import slug
from earlyeval.tidy.coded.told import VERIFIED_QUOTATIONS

# As many of these as there are people, so that the rules for people hold.
_PEOPLE = (
    "documents", "cases", "parts of cases", "transcripts", "quotations without a transcript", "TextSource", "PDFSource",
    "PictureSource", "AudioSource", "VideoSource", "Case", "texts of documents",
    "texts in which programs count differently",
)  # fmt: skip
_METHOD = "as the file holds them"


@question("coded-import")
def coded_import(study: Study) -> Iterator[Row]:
    """Return, per kind of element that coded projects held, how many were taken, of how many; quotations first.

    Rows
    ----
    One ``proportion`` per element (``outcome``, ``label``), over all projects of the place together, with why the rest
    was not taken, or what was done, in ``note`` and the tools in ``subgroup``. The first tells how many quotations hold
    the words that stand at their place in the transcript, of those with words and a transcript. No rows where the
    place sent no coded material.
    """
    elements = study.table("coded_elements")
    first = elements["element"] == VERIFIED_QUOTATIONS
    for part in (elements[first], elements[~first]):
        for element, rows in part.groupby("element", sort=False):
            yield _row(str(element), rows)


def _row(element: str, rows: pd.DataFrame) -> Row:
    people = element in _PEOPLE
    base = {
        "strand": "qualitative",
        "outcome": slug(element),
        "label": element[:1].upper() + element[1:],
        "subgroup": ", ".join(dict.fromkeys(rows["tool"].dropna())),
        "unit": "interviews" if people else "elements",
        "sensitivity": "personal" if people else "open",
        "note": "; ".join(dict.fromkeys(rows["why"].dropna())),
        "source_table": "coded_elements",
    }
    return plain_share_row(base, int(rows["taken"].sum()), int(rows["held"].sum()), method=_METHOD)
