"""Made-up interviews with mothers and fathers of two sites, coded, with themes and what they meet in the numbers."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.baby_steps.framework import framework_sheet
from earlyeval.tidy.synthetic.baby_steps.planted import PlantedSite
from earlyeval.tidy.synthetic.contrary import negative_cases
from earlyeval.tidy.synthetic.conversation import BOY, GIRL, Conversation, Deck
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.sheets import Sheet

WORDS = "baby-steps"
_CODES = {
    "first-visit": ("The first visit", "Being visited at home before the groups began."),
    "baby-person": ("The baby as a person", "The parent thinks of the baby as somebody with a view of things."),
    "couple-talk": ("Talking as a couple", "What passes between two parents, easier or harder than before."),
    "fathers": ("Fathers as parents", "Fathers and partners are met as parents, not as company."),
    "hard-to-come": ("Hard to come", "Time, distance, shifts or a cancelled session stood in the way."),
}
_THEMES = [
    ["known-face", "A face at the door", "A visit at home turns an invitation into a promise to a person.",
     "first-visit", "family", "Searched for parents whom the visit put off: it was called odd, no more."],
    ["somebody-already", "Somebody already", "Before the birth the baby becomes somebody who sees and wants things.",
     "baby-person", "family", "Searched for parents who found this of no use: nobody said so."],
    ["two-of-us", "The two of us", "Couples are given words and time, and need more of both after the birth.",
     "couple-talk", "family",
     "Searched for couples to whom the course brought quarrels: what was told was of the weeks after."],
    ["fathers-meant-too", "Fathers are meant too", "Fathers come when somebody speaks to them as parents.",
     "fathers", "family", "Searched for fathers who felt out of place: nobody said so; others never came."],
]  # fmt: skip
_DOMAINS = [
    ["mood-and-worry", "Worry and mood", "hads-anxiety hads-depression", "known-face", "better",
     "Parents speak of being less alone with their worry, and scores of anxiety fell among those who stayed. Nobody "
     "knows what would have been without the course.", "Demonstration author"],
    ["couple", "The couple", "couple", "two-of-us", "mixed",
     "Scores fall after the birth, as they do in other studies; couples say that they have words for it. The two do "
     "not contradict each other.", "Demonstration author"],
    ["tie-to-the-baby", "The tie to the baby", "", "somebody-already", "better",
     "Parents tell of it. The questionnaire is asked before the birth only, where scores rise without any course, and "
     "the one asked after the birth is about something else: no change can be held beside what they say.",
     "Demonstration author"],
    ["fathers", "Fathers", "", "fathers-meant-too", "better",
     "No questionnaire asks about it. It may be what brings fathers back.", "Demonstration author"],
]  # fmt: skip
_CODERS = ("coder-3", "coder-4")
_LONGEST = 260


def draw_accounts(
    random: Generator, site: PlantedSite, parents: pd.DataFrame, came: np.ndarray
) -> tuple[list[Sheet], dict[str, str]]:
    """Return the sheets of the qualitative strand and the transcripts by path; nothing where nobody was asked."""
    if not site.interviews:
        return [], {}
    able = parents["consented"].to_numpy() & (came > 0)
    mothers = (parents["role"] == "mother").to_numpy()
    n_fathers = site.interviews // 2
    picked = chosen(random, able & mothers, n=site.interviews - n_fathers)
    picked |= chosen(random, able & ~mothers, n=n_fathers)
    deck, documents, codings, transcripts = Deck(random), [], [], {}
    for number, place in enumerate(np.flatnonzero(picked), start=1):
        name = f"{site.prefix}-INT-{number:02d}"
        talk = _interview(random, deck, is_father=not mothers[place])
        day = parents["started_on"].iloc[place] + timedelta(weeks=26, days=int(random.integers(0, 9)))
        documents.append([name, "interview", parents["person_id"].iloc[place], None, "parent", "endpoint", day,
                          f"transcripts/{name}.txt"])  # fmt: skip
        transcripts[f"qual/transcripts/{name}.txt"] = talk.text
        for start, end, code in talk.spans:
            coding = f"{site.prefix}-CD-{len(codings) + 1:03d}"
            codings.append([coding, name, start, end, talk.text[start:end], code, _CODERS[number % 2],
                            date(2025, 11, 3) + timedelta(days=number)])  # fmt: skip
    return [
        Sheet("qual/documents.csv",
              ("doc_id", "kind", "participant_id", "group_id", "role", "time_point", "held_on", "text_path"),
              documents),
        Sheet("qual/codes.csv", ("code_id", "code", "parent_id", "definition"),
              [[code, label, None, definition] for code, (label, definition) in _CODES.items()]),
        Sheet("qual/codings.csv",
              ("coding_id", "doc_id", "start", "end", "text", "code_id", "coder", "coded_on"), codings),
        Sheet("qual/themes.csv", ("theme_id", "theme", "central_concept", "code_ids", "strand"),
              [theme[:5] for theme in _THEMES]),
        framework_sheet(documents, codings, {theme[0]: theme[3] for theme in _THEMES}),
        negative_cases([(theme[0], theme[5]) for theme in _THEMES], {}, codings),
        _quotations(site, codings),
        Sheet("qual/convergence.csv",
              ("domain_id", "domain", "outcome_ids", "theme_ids", "accounts_say", "meta_inference", "author"),
              _DOMAINS),
    ], transcripts  # fmt: skip


def _interview(random: Generator, deck: Deck, *, is_father: bool) -> Conversation:
    talk = Conversation(GIRL if random.random() < 0.5 else BOY)
    talk.turn("I", (deck.next(WORDS, "start/ask"), ""))
    talk.turn("P", (deck.next(WORDS, "start/answer"), ""))
    others = ["first-visit", "baby-person", "couple-talk", "hard-to-come"]
    heard = [code for code in others if random.random() < 0.8] or others[:1]
    for code in [*heard, *(["fathers"] if is_father else [])]:
        talk.turn("I", (deck.next(WORDS, f"{code}/ask"), ""))
        talk.turn("P", (f"{deck.next(WORDS, f'{code}/open')} {deck.next(WORDS, f'{code}/more')}", code))
    talk.turn("I", (deck.next(WORDS, "end/ask"), ""))
    talk.turn("P", (deck.next(WORDS, "end/answer"), ""))
    return talk


def _quotations(site: PlantedSite, codings: list[list]) -> Sheet:
    rows, quoted = [], []
    for theme, _, _, code, _, _ in _THEMES:
        found = [coding for coding in codings if coding[5] == code and len(coding[4]) <= _LONGEST]
        fresh = [coding for coding in found if coding[1] not in quoted] or found
        for coding in fresh[:1]:
            quoted.append(coding[1])
            checker = next(other for other in _CODERS if other != coding[6])
            rows.append([f"{site.prefix}-QU-{len(rows) + 1:02d}", coding[0], theme, coding[4], "a parent", "verbatim",
                         coding[6], checker, date(2025, 11, 28)])  # fmt: skip
    columns = (
        "quote_id", "coding_id", "theme_id", "printed_text", "attribution", "consent", "coder", "checked_by",
        "checked_on",
    )  # fmt: skip
    return Sheet("qual/quotations.csv", columns, rows)
