"""What a programme does not have takes one line: no words on how to read what is not there."""

import pytest

from earlyeval.report.joining import EMPTY_PART, joined

pytestmark = pytest.mark.unit

NOTHING = '<p class="reason">The Course has nothing to show on arms: no such data were planned or returned.</p>'
TOO_FEW = '<p class="reason">Mood: Too few people to report.</p>'
SENTENCE = '<p class="sentence">Scores fell.</p>'


def words_of(path):
    return "\n".join(joined([path]).html.values())


@pytest.fixture
def book(write, make):
    """A notebook of two sections, each with a question, a display and a paragraph on how to read it."""

    def made(first, second):
        return write(
            "05-outcomes",
            make.prose("# Outcomes\n\nWhat changed?"),
            make.prose("## First\n\nQuestion one?"),
            make.code(make.shows(html=first)),
            make.prose("How to read the first."),
            make.prose("## Second\n\nQuestion two?"),
            make.code(make.shows(html=second), count=2),
            make.prose("How to read the second."),
        )

    return made


def test_the_paragraph_after_an_empty_display_is_left_out(book):
    words = words_of(book(NOTHING, SENTENCE))
    assert "Question one?" in words
    assert "nothing to show on arms" in words
    assert "How to read the first" not in words
    assert "How to read the second" in words


def test_too_few_people_is_said_once_too(book):
    words = words_of(book(SENTENCE, TOO_FEW))
    assert "Too few people to report" in words
    assert "How to read the second" not in words


def test_a_part_of_which_nothing_was_returned_is_one_line(book):
    words = words_of(book(NOTHING, NOTHING))
    assert EMPTY_PART in words
    assert "Question" not in words
    assert "How to read" not in words


def test_a_part_with_too_few_people_is_not_called_empty(book):
    words = words_of(book(NOTHING, TOO_FEW))
    assert EMPTY_PART not in words
    assert "Too few people to report" in words


OTHER = '<p class="reason">The Course has nothing to show on codes: no such data were planned or returned.</p>'
REFUSED = '<p class="reason">A reflexive analysis does not count.</p>'


@pytest.fixture
def section(write, make):
    """A notebook whose one section has a display for each of these."""

    def made(*displays):
        shown = [make.code(make.shows(html=one), count=n) for n, one in enumerate(displays, start=1)]
        return write("06-themes", make.prose("# Themes"), make.prose("## Heard\n\nBy whom?"), *shown,
                     make.prose("## Other"), make.code(make.shows(html=SENTENCE), count=9))  # fmt: skip

    return made


def test_a_section_says_the_same_reason_once(section):
    assert words_of(section(REFUSED, REFUSED, SENTENCE)).count("does not count") == 1


def test_a_section_of_which_nothing_was_returned_is_one_line_and_others_are_not(section):
    words = words_of(section(NOTHING, OTHER))
    assert words.count("nothing to show") == 1
    assert words_of(section(NOTHING, OTHER, SENTENCE)).count("nothing to show") == 2
    assert words_of(section(NOTHING, REFUSED)).count('class="reason"') == 2
