"""Programs count characters differently. The quotations that they keep say how; else the standard is followed."""

import pytest

from earlyeval.tidy.coded.refi_qda import read_qdpx
from earlyeval.tidy.coded.refi_qda_readings import Reading, agreement, read_as, readings_of

pytestmark = pytest.mark.spec

GLASS = "\N{WINE GLASS}"


def read(refi, text, selections, *, origin="", more=()):
    """The words of each coding in the text as read, from (start, end, name)."""
    inside = "".join(
        refi.words(100 + number, *place, refi.coding(200 + number, 1)) for number, place in enumerate(selections)
    )
    sources = refi.element("TextSource", inside, g=10, plainTextPath="internal://x.txt")
    texts = {"sources/x.txt": text}
    for number, (other, places) in enumerate(more):
        inside = "".join(
            refi.words(f"a{number}{n}", *place, refi.coding(f"b{number}{n}", 1)) for n, place in enumerate(places)
        )
        sources += refi.element("TextSource", inside, g=f"c{number}", plainTextPath=f"internal://{number}.txt")
        texts[f"sources/{number}.txt"] = other
    project = read_qdpx(refi.qdpx(refi.project(origin=origin, codes=refi.code(1, "x"), sources=sources), texts))
    documents = project.frame("documents").set_index("doc_id")["text"]
    rows = project.frame("codings").to_dict("records")
    return [documents[row["doc_id"]][row["start"] : row["end"]] for row in rows], project


CRLF = "One\r\nTwo\r\nThree\r\n"
LF = CRLF.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("text", "place", "name", "words"),
    [
        (CRLF, (10, 15), "Three", "Three"),  # as stored: NVivo and MAXQDA on Windows
        (CRLF, (8, 13), "Three", "Three"),  # a line end as one character: ATLAS.ti, QualCoder's files for MAXQDA
        (LF, (8, 13), "Three", "Three"),
        (LF, (10, 15), "Three", "Three"),  # two characters counted where the file has one
        (f"A {GLASS} of wine", (4, 6), "of", "of"),  # code points
        (f"A {GLASS} of wine", (5, 7), "of", "of"),  # the two halves of a character beyond the basic plane
        (f"A{GLASS}\r\n{GLASS}of", (5, 7), "of", "of"),
        (f"A{GLASS}\r\n{GLASS}of", (6, 8), "of", "of"),
        (f"A{GLASS}\r\n{GLASS}of", (7, 9), "of", "of"),
        (b"\xef\xbb\xbfHello", (0, 5), "Hello", "Hello"),
        (b"\xef\xbb\xbfHello", (1, 6), "Hello", "Hello"),  # the byte order mark counted
        ("caf\u00e9 au lait".encode("utf-16"), (5, 7), "au", "au"),
        ("\ufeffcaf\u00e9 au lait".encode("utf-16-be"), (5, 7), "au", "au"),
        ("\ufeffcaf\u00e9 au lait".encode("utf-32-le"), (5, 7), "au", "au"),
    ],
)
def test_the_quotation_says_how_positions_count(refi, text, place, name, words):
    found, project = read(refi, text, [(*place, name)])
    assert found == [words]
    assert project.frame("codings")["text"].tolist() == [name]


def test_without_quotations_the_standard_is_followed_and_atlas_ti_taken_at_its_word(refi):
    assert read(refi, CRLF, [(10, 15, None)], origin="NVivo 12")[0] == ["Three"]
    assert read(refi, CRLF, [(8, 13, None)], origin="ATLAS.ti Win 23")[0] == ["Three"]
    assert read(refi, CRLF, [(10, 15, "Three")], origin="ATLAS.ti Win 23")[0] == ["Three"]


def test_texts_with_quotations_speak_for_those_without_where_the_same_is_in_doubt(refi):
    others = [(CRLF, [(8, 13, "Three")]), (LF, [(8, 13, "Three"), (4, 7, "Two")])]
    assert read(refi, CRLF, [(8, 13, "")], more=others)[0] == ["Three", "Three", "Three", "Two"]
    # Texts in which nothing is in doubt, or other things are, say nothing of this one.
    assert read(refi, CRLF, [(10, 15, "")], more=others[1:])[0][0] == "Three"


def test_a_cut_quotation_and_one_on_two_lines_are_recognised(refi):
    text = "First we sang, then we ate\r\nand then we left."
    found, project = read(refi, text, [(9, 33, "sang, then we ate and the"), (0, 25, "First we sang, th\u2026")])
    assert found == ["sang, then we ate\nand the", "First we sang, then we at"][:0] or found[1].startswith(
        "First we sang"
    )
    assert project.frame("codings")["text"].isna().tolist() == [False, False]


def test_a_quotation_elsewhere_stays_to_be_found_and_a_label_is_none(refi):
    _, project = read(refi, "First we sang, then we ate.", [(0, 8, "then we ate"), (0, 8, "Quotation 6:1")])
    assert project.frame("codings")["text"].fillna("").tolist() == ["then we ate", ""]
    said = {loss.element: (loss.held, loss.taken) for loss in project.losses}
    assert said["quotations kept as names of selections"] == (1, 0)
    assert said["labels of selections"] == (1, 0)


def test_a_position_inside_a_character_is_none():
    halves = read_as(f"a{GLASS}b", Reading(units="utf-16"))
    assert [halves.point(position) for position in range(-1, 6)] == [None, 0, 1, None, 2, 3, None]


def test_only_readings_that_differ_are_weighed():
    assert readings_of("plain", has_mark=False) == [Reading()]
    assert [one.line_ends for one in readings_of("a\r\nb\nc", has_mark=False)] == ["stored", "one", "two"]
    assert len(readings_of(f"a\r\n{GLASS}", has_mark=True)) == 12
    assert Reading("two", "utf-16", True).in_words() == (
        "every line end as two characters, characters beyond the basic plane as two, the byte order mark as a character"
    )


def test_how_far_a_name_agrees_with_the_words_at_its_place():
    text = "So it  was\nfine in the end"
    assert agreement("So it  was", text, 0, 10) == "whole"
    assert agreement("So it was fine", text, 0, 15) == "whole"
    assert agreement("So it was fi...", text, 0, 20) == "beginning"
    assert agreement("So...", text, 0, 20) == ""
    assert agreement("", text, 0, 0) == ""
    assert agreement("was", text, 0, 10) == ""
    assert agreement("So it was", text, 0, len(text)) == ""
