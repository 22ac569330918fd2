"""Personal details are known for what they are."""

import pytest

from earlyeval.tidy.identifiers import found_words, is_nhs_number, personal_detail

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("9434765919", True),  # the published example of an NHS number
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765918", False),
        ("1234567890", False),
        ("943476591", False),
        ("94347659190", False),
    ],
)
def test_an_nhs_number_carries_its_check_digit(text, is_one):
    assert is_nhs_number(text) is is_one


def test_no_number_whose_check_digit_would_be_ten_is_an_nhs_number():
    remainder_one = next(
        str(number)
        for number in range(100_000_000, 100_001_000)
        if 11 - sum(int(d) * w for d, w in zip(str(number), range(10, 1, -1), strict=True)) % 11 == 10
    )
    assert not any(is_nhs_number(remainder_one + str(last)) for last in range(10))


@pytest.mark.parametrize("text", ["007", "BB001", "NA", "1e5", "f-12", "P 7", "TB-2024-007", "a1b2c3", "S1", "north"])
def test_a_pseudonym_is_no_personal_detail(text):
    assert personal_detail(text) == ""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("7", "found '7'"),
        ("x" * 30, "found 'xxxxxxxxxxxxxxxxxxx…'"),
        ("jo@example.org", "found an e-mail address, which is not repeated here"),
        ("Jo Bloggs", "found words that may be a name, which are not repeated here"),
        ("she felt much better", "found free text, which is not repeated here"),
        ("Mary", "found words that may be a name, which are not repeated here"),
        ("mary", "found words that may be a name, which are not repeated here"),
        ("E-07", "found what may be an id, which is not repeated here"),
        ("canary99998888", "found what may be an id, which is not repeated here"),
        ("2024/BB/001", "found what may be an id, which is not repeated here"),
        ("10023456", "found what may be an id, which is not repeated here"),
        ("12.5mg", "found '12.5mg'"),
        ("38wk", "found '38wk'"),
        ("999999", "found '999999'"),
        ("visit2", "found 'visit2'"),
        ("O", "found 'O'"),
    ],
)
def test_a_cell_is_quoted_shortened_and_not_at_all_when_it_may_tell_who_it_is(cell, words):
    assert found_words(cell) == words
