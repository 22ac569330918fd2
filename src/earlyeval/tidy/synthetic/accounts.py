"""The coded material as the evaluators send it: documents, transcripts, codebook, codings, themes, quotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.codebook import CODES, CONTRARY, THEMES
from earlyeval.tidy.synthetic.codebook_growth import codebook_sheets
from earlyeval.tidy.synthetic.contrary import negative_cases
from earlyeval.tidy.synthetic.draws import Generator, Seed, strand_generator
from earlyeval.tidy.synthetic.integration import integration_sheets
from earlyeval.tidy.synthetic.interviews import Document, draw_focus_groups, draw_interviews
from earlyeval.tidy.synthetic.second_coder import CODERS, draw_double_coding
from earlyeval.tidy.synthetic.sheets import Sheet
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

_FIRST_INTERVIEW = date(2025, 5, 12)
_FOCUS_GROUPS = date(2025, 3, 24)
_CODED = date(2025, 6, 30)
_CHECKED_ON = date(2025, 9, 1)
_QUOTES_PER_THEME = 2


@dataclass(frozen=True)
class Accounts:
    """Sheets of the qualitative strand and the transcripts, by path."""

    sheets: list[Sheet]
    transcripts: dict[str, str]


def draw_accounts(
    families: pd.DataFrame, visits: np.ndarray, clusters: Sequence[str], *, seed: Seed, sizes: Sizes = SHIPPED
) -> Accounts:
    """Return the whole coded material of a site."""
    random = strand_generator(seed, 30)
    documents = [*draw_interviews(random, families, visits, sizes), *draw_focus_groups(random, clusters)]
    codings = _codings(documents)
    double, second = draw_double_coding(strand_generator(seed, 31), documents, codings, [code.id for code in CODES])
    sheets = [
        _documents(random, documents),
        Sheet("qual/codes.csv", ("code_id", "code", "parent_id", "definition"),
              [[code.id, code.label, None, code.definition] for code in CODES]),
        Sheet("qual/codings.csv",
              ("coding_id", "doc_id", "start", "end", "text", "code_id", "coder", "coded_on"), [*codings, *second]),
        double,
        Sheet("qual/themes.csv", ("theme_id", "theme", "central_concept", "code_ids", "strand"),
              [theme[:5] for theme in THEMES]),
        *codebook_sheets(codings),
        negative_cases([(theme[0], theme[5]) for theme in THEMES], CONTRARY, codings),
        _quotations(codings),
        *integration_sheets(),
    ]  # fmt: skip
    transcripts = {f"qual/transcripts/{document.doc_id}.txt": document.conversation.text for document in documents}
    return Accounts(sheets, transcripts)


def _documents(random: Generator, documents: Sequence[Document]) -> Sheet:
    rows = []
    for number, document in enumerate(documents):
        is_interview = document.kind == "interview"
        first = _FIRST_INTERVIEW if is_interview else _FOCUS_GROUPS
        day = first + timedelta(days=3 * (number % 16) + int(random.integers(0, 3)))
        rows.append(
            [document.doc_id, document.kind, document.participant_id, document.group_id, document.role,
             document.cluster, "endpoint", day, f"transcripts/{document.doc_id}.txt", len(document.conversation.text)]
        )  # fmt: skip
    columns = (
        "doc_id", "kind", "participant_id", "group_id", "role", "cluster", "time_point", "held_on", "text_path",
        "characters",
    )  # fmt: skip
    return Sheet("qual/documents.csv", columns, rows)


def _codings(documents: Sequence[Document]) -> list[list]:
    """Return one row per coded passage, with its place in code points; the coders took turns by document."""
    rows = []
    for number, document in enumerate(documents):
        talk = document.conversation
        for start, end, code in talk.spans:
            coded_on = _CODED + timedelta(days=number)
            coder = CODERS[number % 2]
            rows.append(
                [f"CD-{len(rows) + 1:03d}", document.doc_id, start, end, talk.text[start:end], code, coder, coded_on]
            )
    return rows


def _quotations(codings: Sequence[Sequence]) -> Sheet:
    """Return two quotations per theme, of as many voices as possible, each checked by the other coder."""
    rows, used = [], []
    for theme_id, _, _, code_ids, strand, _ in THEMES:
        of_theme = [row for row in codings if row[5] in code_ids.split() and 90 <= len(row[4]) <= 260]
        fresh = [row for row in of_theme if row[1] not in used] or of_theme
        picked = [fresh[0], fresh[-1]] if fresh[0][1] != fresh[-1][1] else fresh[:_QUOTES_PER_THEME]
        for coding_id, doc_id, _, _, text, _, coder, _ in picked:
            used.append(doc_id)
            checker = next(other for other in CODERS if other != coder)
            attribution = "a parent" if strand == "family" else "a practitioner"
            rows.append(
                [f"QU-{len(rows) + 1:02d}", coding_id, theme_id, text, attribution, "verbatim", coder, checker,
                 _CHECKED_ON]
            )  # fmt: skip
    columns = (
        "quote_id", "coding_id", "theme_id", "printed_text", "attribution", "consent", "coder", "checked_by",
        "checked_on",
    )  # fmt: skip
    return Sheet("qual/quotations.csv", columns, rows)
