"""Letters of a file that was once saved in the wrong encoding: columns and cells are told, nothing is repaired."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.readers.sheet import made_sheet, text_series
from earlyeval.tidy.wrong_encoding import wrong_encoding

pytestmark = pytest.mark.spec
HEAD = "comment_id,person_id,time_point,question,comment\n"
# Honest words of many languages, in which no letter was lost: none may be told.
HONEST = (
    "Café à l'œuvre: «ça va» – l’été; Élise", "Ängstlich, „Äpfel“, Größe, „Ä“", "NÃO, mãe; coração; às três",
    "Bună Ână â",
    "Ça coûte 5 € – £3 · ½", "Łódź, żółć, być", "Zoë’s naïve façade", "Tiếng Việt", "Ελληνικά", "العربية", "বাংলা", "😀",
    "CÂ NHÂN", "Â", "â", "Ã", "Ââ",
)  # fmt: skip


def wrong(text, times=1):
    """Return a text as it is after UTF-8 was read as Windows-1252."""
    for _ in range(times):
        text = text.encode().decode("cp1252", errors="strict")
    return text


def found_in(*cells):
    sheet = made_sheet("file.csv", ["comment"], [text_series(cells)], range(2, 2 + len(cells)))
    return [(one.column, one.rows) for one in wrong_encoding(sheet, "comments")]


@pytest.mark.parametrize("text", ["é", "it’s", "“so", "£5", "naïve", "– well", "…", "€", "½", "ö", "ñ", "\ufeffa", "™"])
def test_letters_read_in_the_wrong_alphabet_are_counted(text):
    assert found_in("plain", wrong(text), "and é") == [("comment", 1)]
    assert found_in("plain", wrong("é") + wrong(text)) == [("comment", 1)]  # a cell counts once


def test_letters_read_in_the_wrong_alphabet_twice_are_counted():
    assert found_in(wrong("café, ‘well’", times=2), wrong("£", times=2)) == [("comment", 2)]


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_are_not_told(text):
    assert found_in(text) == []


def test_the_check_says_where_and_changes_nothing(arrive, valid):
    comments = f"C1,A1,after,why,{wrong('It’s a café')}\nC2,A2,after,why,fine\nC3,A3,after,why,{wrong('5 £')}\n"
    returns = arrive({**valid, "comments.csv": HEAD + comments})
    told = returns.findings.query("rule == 'wrong_encoding'")
    assert told[["table", "column", "rows", "severity"]].to_numpy().tolist() == [["comments", "comment", 2, "note"]]
    assert told["sentence"].item().startswith("2 cells with letters such as stand where UTF-8 was read in another")
    assert returns.tables["comments"]["comment"].iloc[0] == wrong("It’s a café")


def test_a_letter_that_is_lost_for_good_is_refused_at_its_line(arrive, valid):
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, "comments.csv": f"{HEAD}C1,A1,after,why,caf\ufffd\n"})
    told = " ".join(str(refusal.value).split())
    assert "comments.csv, line 2: found a letter lost in conversion (U+FFFD)" in told
    assert "It was once saved in the wrong encoding: export it again at its source" in told
