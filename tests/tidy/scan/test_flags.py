"""Sixty hostile quotations, each made up: the gate must raise the flag that a person has to look at."""

import pytest

from earlyeval.tidy.scan.flags import FLAG_WORDS, flags_of
from earlyeval.tidy.scan.numbers import runs_of_digits
from earlyeval.tidy.scan.roster import Roster, read_roster

pytestmark = pytest.mark.spec

NAMES = (
    ("tyrone",), ("shaz",), ("aoife",), ("oluwaseun",), ("hope",), ("anne", "marie"), ("o'brien",), ("kerry", "ann"),
    ("little", "acorns"), ("tooting",),
)  # fmt: skip
ROSTER = Roster(frozenset(NAMES))
HOSTILE = [
    # names, however written
    ("my son Tyrone slept through", "name-of-roster"),
    ("my son tyrone slept through", "name-of-roster"),
    ("i said to tyrone's dad that it helped", "name-of-roster"),
    ("TYRONE was there every week", "name-of-roster"),
    ("we called Ty-\nrone over", "name-of-roster"),
    ("we called Ty\nrone over", "name-of-roster"),
    ("T y r o n e, that is how it is spelt", "name-of-roster"),
    ("T-y-r-o-n-e, that is how it is spelt", "name-of-roster"),
    ("Ty\u200brone was asleep", "name-of-roster"),
    ("Ty\u00adrone was asleep", "hidden-signs"),
    ("\u0422yr\u043ene was asleep", "name-of-roster"),
    ("Tyr\u043ene was asleep", "foreign-letters"),
    ("\uff34\uff59\uff52\uff4f\uff4e\uff45 was asleep", "name-of-roster"),
    ("T\u00fdr\u00f3ne was asleep", "name-of-roster"),
    ("Shaz, my health visitor, sat with me", "name-of-roster"),
    ("aoife rang me every week", "name-of-roster"),
    ("anne marie from the group came", "name-of-roster"),
    ("Anne-Marie from the group came", "name-of-roster"),
    ("mrs o\u2019brien next door", "name-of-roster"),
    ("she said hope would sleep, my daughter hope", "name-of-roster"),
    ("we went to little acorns first", "name-of-roster"),
    ("the bus from tooting never came", "name-of-roster"),
    # names that nobody put on the roster
    ("my daughter zaynab smiled at me", "name-after-a-cue"),
    ("my partner mark was there too", "name-after-a-cue"),
    ("my daughter grace smiled at me", "name-after-a-cue"),
    ("the midwife called bronwen was kind", "name-after-a-cue"),
    ("and then Kwame said it was fine", "capital-in-mid-sentence"),
    ("and then kwame said it was fine", "unusual-word"),
    ("it was fine. Grace said so too", "capital-in-mid-sentence"),
    ("[...] Mark said that it was fine", "capital-in-mid-sentence"),
    ("I told Mrs. Patel about it", "initials"),
    ("J.T. was the only one", "initials"),
    ("Nurse Janet came on the Tuesday", "initials"),
    # numbers
    ("my number is 943 476 5919 she said", "nhs-number"),
    ("nine four three, four seven six, five nine one nine", "nhs-number"),
    ("nine-four-three four seven six five nine one nine", "nhs-number"),
    ("it starts 9 4 3 4 7 6 5 9 1 9", "nhs-number"),
    ("ring me on 07700 900123", "telephone"),
    ("oh double seven double oh, nine double oh, one two three", "telephone"),
    ("it is 020 7946 0018 at the flat", "telephone"),
    ("+44 7700 900 123 is mine", "telephone"),
    ("qq 12 34 56 c is what they asked for", "national-insurance"),
    ("AB123456C is mine", "national-insurance"),
    ("write to sam.jones@example.org", "email"),
    ("sam at gmail dot com", "email"),
    ("I am @samsmum on there", "web-address"),
    ("we live in SW11 2AB", "postcode"),
    ("we live in sw112ab now", "postcode"),
    ("we live in sw11  2ab now", "postcode"),
    ("all the way from SW17", "postcode"),
    ("14 Acacia Road is where she came", "house-address"),
    ("number 3 acacia avenue", "house-address"),
    ("born on 3rd of March", "date"),
    ("on the fourteenth of may she came", "date"),
    ("it was 03/02/2024", "date"),
    ("since 2019 I have been here", "date"),
    # who is meant without a name
    ("with seven-month-old twins you cannot go", "age"),
    ("with seven-month-old twins you cannot go", "multiple-birth"),
    ("she was 11 weeks old", "age"),
    ("he was born at 27 weeks", "age"),
    ("I was nineteen when I had him", "age"),
    ("after the stillbirth they came", "rare-event"),
    ("I was the only dad in the room", "rare-event"),
    ("it was in the newspaper, the house fire", "rare-event"),
    ("he is in prison and I was alone", "rare-event"),
    ("at St George's they told me", "named-place"),
    ("at Springfield Hospital they told me", "named-place"),
    ("the Acorn Centre was closed", "named-place"),
]


@pytest.mark.parametrize(("quotation", "kind"), HOSTILE)
def test_a_hostile_quotation_is_flagged(quotation, kind):
    assert kind in flags_of(quotation, ROSTER)


def test_there_are_sixty_and_every_kind_has_words():
    assert len(HOSTILE) >= 60
    found = {kind for quotation, _ in HOSTILE for kind in flags_of(quotation, ROSTER)}
    assert found <= set(FLAG_WORDS)
    # A cut is seen only beside the segment that it was made in.
    assert {"money-or-case", "long-number", "cut-negation"} >= set(FLAG_WORDS) - found


@pytest.mark.parametrize(
    ("spoken", "digits"),
    [
        ("nine four three, double four", ["94344"]),
        ("twenty five", ["25"]),
        ("oh twenty, seven nine", ["02079"]),
        ("sw eleven and then two", ["11", "2"]),
        ("triple one", ["111"]),
        ("no figures here", []),
    ],
)
def test_numbers_are_heard_as_they_are_said(spoken, digits):
    assert runs_of_digits(spoken) == digits


HARMLESS = [
    "I had not known how much I needed it until it happened.",
    "Between Tuesday and Tuesday I used to count the hours.",
    "There are three of us and we'd have liked more time, you know.",
    "She didn't tell me what to do. She asked, and I found that I knew.",
    "My son will not sleep, and my husband was worried too.",
    "At Christmas we were on our own with the baby.",
    "I was late, [...] So in the end I came when I could.",
    "It took me two or three weeks to settle in.",
    "I may come again, I hope so.",
    "They put the toys away [pause] and it went quiet.",
    "The flat feels bigger since then, and the tiredness is shared. My nursery was kind.",
]


@pytest.mark.parametrize("quotation", HARMLESS)
def test_plain_words_raise_no_flag(quotation):
    assert flags_of(quotation, ROSTER) == ()


# What no scan of words can see. Each is somebody to whoever knows the place; a person has to look.
UNSEEN = [
    "I am the one who runs the shop by the station.",
    "My sister was in the group too.",
    "We have four boys and now a girl.",
    "I was the loud one, you remember me.",
]


@pytest.mark.parametrize("quotation", UNSEEN)
def test_the_limits_are_known(quotation):
    assert flags_of(quotation, ROSTER) == ()


def test_a_replacement_in_brackets_is_no_unusual_word_but_a_name_in_it_is_seen():
    assert flags_of("then [health visitor] came", ROSTER) == ()
    assert "name-of-roster" in flags_of("then [Tyrone] came", ROSTER)


def test_the_roster_is_read_with_variants_and_never_repeated(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("name,variants,kind,replace_with\nTyrone,Ty-Ty; Tyro,child,my son\nJ\u00f6rg,,staff,\n", "utf-8")
    roster = read_roster(path)
    assert roster.names == {("tyrone",), ("ty", "ty"), ("tyro",), ("jorg",)}
    assert "tyro" not in repr(roster)


@pytest.mark.parametrize("content", [None, b"", b"name,kind\n", b"who,kind\nTyrone,child\n", b"\xff\xfe\x00"])
def test_a_roster_that_cannot_be_read_is_refused_and_not_taken_for_an_empty_one(tmp_path, content):
    from earlyeval.foundations.errors import ReturnsRefusedError

    path = tmp_path / "roster.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReturnsRefusedError) as refusal:
        read_roster(path)
    assert "Tyrone" not in str(refusal.value)
    assert str(tmp_path) not in str(refusal.value)
