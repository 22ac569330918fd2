"""What looks like a personal detail somewhere in a longer text."""

import pytest

from earlyeval.tidy.identifiers import personal_detail_in

pytestmark = pytest.mark.spec

SEEN = [
    ("and Noah Jones said it", "a name"),
    ("call 07700 900 123 now", "a telephone number"),
    ("at SW11 3AB there", "a postcode"),
    ("at SW11  3AB there", "a postcode"),
    ("at sw11\u00a03ab there", "a postcode"),
    ("it is 943 476 5919", "an NHS number"),
    ("born on 12/05/2024", "a date"),
    ("write to a.b@example.org", "an e-mail address"),
]
NOT_SEEN = [
    "There was a hand on the pram and a chair pulled out.",
    "Between Tuesday and Tuesday I used to count the hours.",
    "Some days I forget, and then I remember.",
]


@pytest.mark.parametrize(("text", "kind"), SEEN)
def test_seen(text, kind):
    assert personal_detail_in(text) == kind


@pytest.mark.parametrize("text", NOT_SEEN)
def test_not_seen(text):
    assert personal_detail_in(text) == ""
