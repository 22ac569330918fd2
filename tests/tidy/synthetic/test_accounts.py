"""The made-up accounts: exact offsets, nobody's name, no questionnaire's words, no two alike."""

import hashlib
import re

import pandas as pd
import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.tidy.synthetic.accounts import draw_accounts
from earlyeval.tidy.synthetic.codebook import CODES, THEMES
from earlyeval.tidy.synthetic.conversation import MARK
from earlyeval.tidy.synthetic.groups import visits_of
from earlyeval.tidy.synthetic.wording import section

pytestmark = pytest.mark.unit
CLUSTERS = ("battersea", "roehampton", "tooting")

# The commonest given names of England and Wales in several generations and communities, and two common surnames each.
NAMES = """
aaliyah abdul adam ahmed aisha alex alexander ali alice amelia amina amy andrew angela anna anthony archie arthur ava
barbara ben benjamin charlie charlotte chloe christopher claire daniel david deborah dylan elizabeth ella ellie emily
emma ethan evie fatima florence freddie freya george grace hannah harriet harry helen henry ibrahim isabella isla ivy
jack jacob jacqueline jake james jane jessica joanna john joseph joshua julie karen kate laura leo lily linda lisa lucas
lucy luna margaret maria mark martin mary maryam matthew maya mia michael michelle mohammed muhammad nicola noah oliver
olivia omar oscar patricia paul peter poppy rachel rebecca richard robert rosie ruby samantha samuel sarah sharon simon
smith jones patel khan singh begum sophia sophie stephen susan theo theodore thomas tracey william willow yusuf zainab
""".split()  # noqa: SIM905 - a hundred quoted words are harder to read than these
# SHA-256 (first 16 digits) of five words in a row of well-known questionnaires: a test holds no wording either.
WORDING = (
    "135ad58f8bb5c75a",
    "adb58a907ca764c1",
    "73d720ed93131dc0",
    "f2631fd00a29c560",
    "258c1f5d10c0028b",
    "882aee6c19324c12",
    "555a2c6aac411ff8",
    "60961cfe519fff50",
    "8fdfa70a315cba0c",
    "944123645316eafb",
    "66fddc142758314b",
    "d27fe99110a09e18",
    "8e321c3e05e1b837",
    "bb75e64dd1e14d92",
    "e190bfa338a9cdaa",
    "6e42b1e22dadd9dc",
    "9623a2f7519d0f81",
)


@pytest.fixture(scope="module")
def accounts(committed, registry):
    drawn, _ = committed
    return draw_accounts(drawn.families, visits_of(drawn.families, drawn.visits), CLUSTERS, seed=registry.facts.seed)


@pytest.fixture(scope="module")
def tables(accounts):
    return {
        sheet.path.removeprefix("qual/").removesuffix(".csv"): pd.DataFrame(
            list(sheet.rows), columns=list(sheet.columns)
        )
        for sheet in accounts.sheets
    }


def words_of(text):
    return re.findall(r"[a-z']+", text.lower())


def shipped_texts():
    places = (CLONE / "data" / "synthetic", CLONE / "src" / "earlyeval" / "tidy" / "synthetic" / "words")
    files = sorted(path for place in places for path in place.rglob("*") if path.suffix in (".csv", ".txt", ".md"))
    assert len(files) > 30
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def test_every_coding_is_exactly_the_text_at_its_place(accounts, tables):
    texts = {path.split("/")[-1].removesuffix(".txt"): text for path, text in accounts.transcripts.items()}
    assert len(tables["codings"]) > 100
    for row in tables["codings"].itertuples():
        text = texts[row.doc_id]
        assert text[row.start : row.end] == row.text
        # Whole sentences: the passage begins a turn or follows a full stop, and ends with one.
        assert text[row.start - 2 : row.start] in (": ", ". ", "? ")
        assert row.text[0].isupper()
        assert text[row.end - 1] in ".?"
        assert text[row.end] in " \n"


def test_transcripts_say_that_they_are_made_up_and_are_of_believable_length(accounts):
    lengths = {path: len(text.split()) for path, text in accounts.transcripts.items()}
    assert len(lengths) == 19
    assert all(text.startswith(MARK) for text in accounts.transcripts.values())
    assert all(280 <= length <= 700 for length in lengths.values())
    assert sum(lengths.values()) / len(lengths) > 350


def test_no_gap_and_no_lower_case_beginning_is_left(accounts):
    for text in accounts.transcripts.values():
        assert "{" not in text
        assert not re.search(r"(^|[.?] )[a-z]", text)


def test_two_interviews_never_share_a_coded_passage(tables):
    first = tables["codings"][
        tables["codings"]["coding_id"].str.startswith("CD")
    ]  # a second coder takes the same words
    interviews = first[first["doc_id"].str.startswith("INT")]
    assert interviews["text"].is_unique


def test_there_are_sixteen_parents_of_the_data_and_three_groups(tables, committed):
    documents = tables["documents"]
    interviews = documents[documents["kind"] == "interview"]
    drawn, _ = committed
    assert len(interviews) == 16
    assert interviews["participant_id"].isin(drawn.families["person_id"]).all()
    assert interviews["participant_id"].is_unique
    assert (documents["kind"] == "focus_group").sum() == 3


def test_every_code_is_in_use_and_themes_are_made_of_codes(tables):
    used = tables["codings"]["code_id"].unique()
    assert sorted(used) == sorted(code.id for code in CODES)
    assert all(code in used for theme in THEMES for code in theme[3].split())


def test_quotations_are_verbatim_and_checked_by_somebody_else(tables):
    quotations = tables["quotations"].merge(tables["codings"], on="coding_id", suffixes=("", "_of_coding"))
    assert 8 <= len(quotations) <= 10
    assert (quotations["printed_text"] == quotations["text"]).all()
    assert (quotations["coder"] != quotations["checked_by"]).all()
    assert (quotations["doc_id"].value_counts() <= 2).all()


def test_each_code_has_at_least_ten_ways_to_be_said():
    for code in CODES:
        openings = section(code.words, f"{code.id}/open")
        ways = len(openings) * len(section(code.words, f"{code.id}/more"))
        assert len(openings) >= 8
        assert ways >= 60


def test_no_name_of_a_person_stands_in_anything_shipped():
    for name, text in shipped_texts().items():
        found = sorted(word for word in words_of(text) if word in NAMES and word != "mark")
        assert not found, f"{name} holds a name"


def test_no_wording_of_a_questionnaire_stands_in_anything_shipped():
    for name, text in shipped_texts().items():
        words = words_of(text)
        runs_of_five = (" ".join(words[place : place + 5]) for place in range(len(words) - 4))
        hashes = (hashlib.sha256(run.encode()).hexdigest()[:16] for run in runs_of_five)
        assert not any(digest in WORDING for digest in hashes), f"{name} holds wording of a questionnaire"
