"""Positions counted otherwise, with short quotations or none: found out, or told; never wrong in silence."""

import re

import pytest

from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.refi_qda import read_qdpx
from earlyeval.tidy.coded.refi_qda_doubts import names_are
from earlyeval.tidy.coded.refi_qda_readings import Reading, read_as

pytestmark = pytest.mark.spec

GLASS = "\N{WINE GLASS}"
TITLE = "Interview at the caf\u00e9 \u2013 a title of its own\n\n"
TEXT = (
    f"{TITLE}I: How was it? {GLASS}\nA: It was \u201cfine\u201d, really. The mornings were hard, the nights "
    "na\u00efvely planned.\nI: And then?\nA: Then the health visitor came \u2013 she listened, she never hurried us, "
    "and my mother laughed.\nI: Anything else?\nA: Only that the stairs are steep, the buggy is heavy, nobody helps.\n"
)
SHORT = ("mornings", "hard", "nights", "listened", "hurried", "mother", "laughed", "steep", "buggy", "heavy")
COUNTED = {
    "points": lambda text, place: place,
    "bytes": lambda text, place: len(text[:place].encode()),
    "utf-16": lambda text, place: len(text[:place].encode("utf-16-le")) // 2,
    "line ends of two": lambda text, place: place + text[:place].count("\n"),
    "without the title": lambda text, place: place - len(TITLE),
    "with a header": lambda text, place: place + 41,
}


def project(refi, counted, *, named, words=SHORT, text=TEXT):
    """A project that marks single words, counted in a way; ``named`` says what stands as a selection's name."""
    inside = ""
    for number, word in enumerate(words):
        start = re.search(rf"\b{word}\b", text).start()
        first, last = counted(text, start), counted(text, start + len(word))
        inside += refi.words(100 + number, first, last, named(word, number), refi.coding(200 + number, 1))
    source = refi.element("TextSource", inside, g=10, plainTextPath="internal://x.txt")
    xml = refi.project(origin="Some program", codes=refi.code(1, "steep"), sources=source)
    return read_qdpx(refi.qdpx(xml, {"sources/x.txt": text}))


def as_read(read):
    """What stands at each coding's place in the end; "" where its place is open."""
    text = read.frame("documents")["text"][0]
    rows = anchored(read).codings.to_dict("records")
    return ["" if row["start"] != row["start"] else text[int(row["start"]) : int(row["end"])] for row in rows]


def told(read):
    return {loss.element: (loss.held, loss.taken) for loss in read.losses}


@pytest.mark.parametrize("way", COUNTED)
def test_short_quotations_show_how_positions_count(refi, way):
    read = project(refi, COUNTED[way], named=lambda word, number: word)
    assert as_read(read) == list(SHORT)


@pytest.mark.parametrize("way", ["points", "bytes", "utf-16", "line ends of two"])
@pytest.mark.parametrize("name", [None, "Quotation 1:{}", "steep"])
def test_without_quotations_whole_words_show_it(refi, way, name):
    read = project(refi, COUNTED[way], named=lambda word, number: name and name.format(number))
    assert as_read(read) == list(SHORT)


def test_what_no_way_of_counting_explains_is_told(refi):
    read = project(refi, COUNTED["without the title"], named=lambda word, number: None, words=SHORT[:8])
    assert as_read(read) != list(SHORT[:8])
    assert told(read)["selections that begin or end inside a word"][0] >= 5
    assert told(read)["selections whose place nothing verifies"] == (8, 8)


def test_few_selections_without_quotations_are_unverified_where_ways_of_counting_differ(refi):
    read = project(refi, COUNTED["bytes"], named=lambda word, number: None, words=SHORT[:2])
    assert told(read)["selections whose place nothing verifies"] == (2, 2)
    plain = "It was hard. The nights were long."  # nothing that programs count differently
    read = project(refi, COUNTED["points"], named=lambda word, number: None, words=("hard", "nights"), text=plain)
    assert "selections whose place nothing verifies" not in told(read)


def test_a_verified_project_is_told_of_no_doubt(refi):
    read = project(refi, COUNTED["points"], named=lambda word, number: word)
    assert not {element for element in told(read) if "place" in element or "inside" in element}


def test_one_short_quotation_among_true_ones_that_stands_elsewhere_is_moved(refi):
    def shifted(text, place):
        return place - 3 if text[place:].startswith("mother") or text[:place].endswith("mother") else place

    assert as_read(project(refi, shifted, named=lambda word, number: word)) == list(SHORT)


def test_a_quotation_that_stands_nowhere_loses_its_place_and_is_told(refi):
    read = project(refi, COUNTED["points"], named=lambda word, number: "mornin" if word == "hard" else word)
    assert "mornin" in as_read(read)  # a beginning of another word: found where it stands once
    read = project(refi, COUNTED["points"], named=lambda word, number: "soft" if word == "hard" else word)
    assert anchored(read).counts["absent"] == 1
    assert told(read)["quotations kept as names of selections"] == (10, 9)


@pytest.mark.parametrize(
    ("names", "are"),
    [
        (("mornings", "hard", "nights"), "quotations"),
        (("tired", "sad", "glad"), "labels"),  # words that stand nowhere
        (("1", "2", "3"), "labels"),
        (("buggy", "heavy", "stairs"), "words"),  # not at their place
    ],
)
def test_what_names_of_selections_are(names, are):
    places = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("mornings", "hard", "nights")]
    assert names_are(TEXT, [(*place, name, frozenset()) for place, name in zip(places, names, strict=True)]) == are


def test_a_position_in_bytes_inside_a_character_is_none():
    read = read_as("\u00e9a\u2013b", Reading(units="bytes"))
    assert [read.point(position) for position in range(-1, 9)] == [None, 0, None, 1, 2, None, None, 3, 4, None]
    assert read_as("ab", Reading(units="bytes", counts_mark=True)).point(4) == 1
    assert [read_as("abc", Reading(moved=1)).point(place) for place in (-1, 0, 2, 3)] == [None, 1, 3, None]


def test_the_way_of_counting_is_said_in_words():
    assert Reading(moved=-4).in_words() == "line ends as stored, every place 4 characters before its position"
    assert Reading(units="bytes").in_words() == "line ends as stored, in bytes of UTF-8"
