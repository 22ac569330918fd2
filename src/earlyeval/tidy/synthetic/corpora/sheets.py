"""The sheets of a made-up corpus as evaluators send them, and the transcripts by path."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from earlyeval.tidy.synthetic.baby_steps.framework import framework_sheet
from earlyeval.tidy.synthetic.codebook_growth import codebook_sheets
from earlyeval.tidy.synthetic.contrary import negative_cases
from earlyeval.tidy.synthetic.corpora.declared import Corpus, Planned
from earlyeval.tidy.synthetic.corpora.talks import Held, Speakers
from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.integration import integration_sheets
from earlyeval.tidy.synthetic.second_coder import draw_double_coding
from earlyeval.tidy.synthetic.sheets import Sheet

_CODINGS = ("coding_id", "doc_id", "start", "end", "text", "code_id", "coder", "coded_on", "memo")
_DOCUMENTS = ("doc_id", "kind", "participant_id", "group_id", "role", "cluster", "time_point", "held_on", "text_path",
              "characters", "consent_quote", "analysed_order")  # fmt: skip
_QUOTATIONS = ("quote_id", "coding_id", "theme_id", "printed_text", "attribution", "consent", "coder", "checked_by",
               "checked_on")  # fmt: skip
_SHORTEST, _LONGEST = 70, 260
_QUOTES_PER_THEME = 2
_MEMO_EVERY = 3


def corpus_sheets(
    random: Generator, second: Generator, corpus: Corpus, planned: Sequence[Planned]
) -> tuple[list[Sheet], dict[str, str]]:
    """Return the sheets of the qualitative strand and the transcripts by path, in the order of the plan."""
    speakers, codes = Speakers(random), {code.id: code for code in corpus.codes}
    held = [speakers.hold(one, codes) for one in planned]
    codings, double = _codings(corpus, held), []
    added: list[list[Any]] = []
    if corpus.second:
        sheet, added = draw_double_coding(second, held, codings, list(codes), corpus.second)
        double = [sheet]
    themes = [[theme.id, theme.label, theme.concept, " ".join(theme.codes), theme.strand] for theme in corpus.themes]
    sheets = [
        Sheet("qual/documents.csv", _DOCUMENTS, [_document(number, one) for number, one in enumerate(held, start=1)]),
        _turns(held),
        Sheet("qual/codes.csv", ("code_id", "code", "parent_id", "definition"),
              [[code.id, code.label, None, code.definition] for code in corpus.codes]),
        Sheet("qual/codings.csv", _CODINGS, [*codings, *([*row, None] for row in added)]),
        *double,
        Sheet("qual/themes.csv", ("theme_id", "theme", "central_concept", "code_ids", "strand"), themes),
        *(codebook_sheets(codings, corpus.codes, corpus.growth) if corpus.growth else []),
        *_matrix(corpus, held, codings),
        negative_cases([(theme.id, theme.search) for theme in corpus.themes],
                       {theme.id: theme.contrary for theme in corpus.themes if theme.contrary}, codings),
        _quotations(corpus, held, codings),
        *integration_sheets(corpus.domains, corpus.inferences),
    ]  # fmt: skip
    return sheets, {f"qual/transcripts/{one.doc_id}.txt": one.conversation.text for one in held}


def _document(number: int, held: Held) -> list[Any]:
    one = held.planned
    return [one.doc_id, one.kind, one.participant_id, one.group_id, one.role, one.cluster, one.time_point, one.held_on,
            f"transcripts/{one.doc_id}.txt", len(held.conversation.text), one.consent, number]  # fmt: skip


def _turns(held: Sequence[Held]) -> Sheet:
    rows = [
        [one.doc_id, number, one.speaker_of(label), start, end]
        for one in held
        for number, (label, start, end) in enumerate(one.conversation.turns, start=1)
    ]
    return Sheet("qual/turns.csv", ("doc_id", "turn", "speaker_id", "start", "end"), rows)


def _codings(corpus: Corpus, held: Sequence[Held]) -> list[list[Any]]:
    """Return one row per coded passage; the coders took turns by document. Now and then there is a memo."""
    rows: list[list[Any]] = []
    for number, one in enumerate(held):
        talk = one.conversation
        for start, end, code in talk.spans:
            has_memo = code in corpus.memos and len(rows) % _MEMO_EVERY == 0
            rows.append([
                f"{corpus.prefix}CD-{len(rows) + 1:03d}", one.doc_id, start, end, talk.text[start:end], code,
                corpus.coders[number % 2], corpus.coded_from + timedelta(days=number),
                corpus.memos[code] if has_memo else None,
            ])  # fmt: skip
    return rows


def _matrix(corpus: Corpus, held: Sequence[Held], codings: Sequence[Sequence[Any]]) -> list[Sheet]:
    if not corpus.summaries:
        return []
    cases = [[one.doc_id, None, one.planned.participant_id or one.planned.group_id] for one in held]
    codes = {theme.id: " ".join(theme.codes) for theme in corpus.themes}
    return [framework_sheet(cases, codings, codes, corpus.summaries)]


def _quotations(corpus: Corpus, held: Sequence[Held], codings: Sequence[Sequence[Any]]) -> Sheet:
    """Return up to two quotations per theme, of as many voices as possible, each checked by the other coder."""
    planned = {one.doc_id: one.planned for one in held}
    rows: list[list[Any]] = []
    used: list[str] = []
    for theme in corpus.themes:
        found = [row for row in codings if row[5] in theme.codes and _SHORTEST <= len(row[4]) <= _LONGEST
                 and planned[row[1]].consent == "verbatim"]  # fmt: skip
        picked: list[Sequence[Any]] = []
        for row in [*(row for row in found if row[1] not in used), *found]:
            if len(picked) < _QUOTES_PER_THEME and row[1] not in [other[1] for other in picked]:
                picked.append(row)
        for row in picked:
            used.append(row[1])
            checker = next(other for other in corpus.coders if other != row[6])
            rows.append([f"{corpus.prefix}QU-{len(rows) + 1:02d}", row[0], theme.id, row[4],
                         f"a {planned[row[1]].role}", "verbatim", row[6], checker, corpus.checked_on])  # fmt: skip
    return Sheet("qual/quotations.csv", _QUOTATIONS, rows)
