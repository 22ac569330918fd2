"""What a reader knows of the counts of a family: a part is no more than its whole, as far as he knows that."""

import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.entrance import as_row
from earlyeval.protect.families import families_of
from earlyeval.protect.linked import Link

pytestmark = pytest.mark.unit
PLACE = {"programme": "group", "site": "here", "question": "reach", "strand": "family", "unit": "parents"}
WHOLE_HIDDEN = [("n",), ("n_expected",), (), ()]


@pytest.fixture
def rows():
    """47 of 47 answered, of 50 who came with 3 who did not; 40 of another outcome are of nobody here."""
    share = {**PLACE, "estimand": "proportion", "outcome": "parity"}
    parts = [
        share | {"subgroup": "answered", "question": "answers", "n": 44, "n_expected": 47, "estimate": 44 / 47},
        share | {"subgroup": "not", "question": "answers", "n": 3, "n_expected": 47, "estimate": 3 / 47},
        share | {"subgroup": "came", "n": 47, "n_expected": 50, "estimate": 47 / 50},
        share | {"subgroup": "stayed away", "n": 3, "n_expected": 50, "estimate": 3 / 50},
    ]
    return [as_row(row) for row in records(results_frame(parts))]


def of_value(family, value):
    return [place for place, count in enumerate(family.linked.counts) if count == value]


def test_a_whole_that_is_shown_is_known(rows, shipped):
    families = families_of(rows, shipped["nhs-hes-child"], withheld=[("n",), (), (), ()]).families
    (family,) = [one for one in families if of_value(one, 44)]
    (part,) = of_value(family, 44)
    assert family.linked.known[part] == (8, 47)
    assert not any(link.at_most for link in family.linked.links)


def test_a_whole_that_is_hidden_is_known_to_be_no_less_than_its_part(rows, shipped):
    families = families_of(rows, shipped["nhs-hes-child"], withheld=WHOLE_HIDDEN).families
    (family,) = [one for one in families if of_value(one, 44)]
    (part,), (whole,) = of_value(family, 44), of_value(family, 47)
    assert family.linked.known[part] == (8, float("inf"))
    of_whole = [link for link in family.linked.links if link.at_most]
    assert Link(((part, 1), (whole, -1)), at_most=True) in of_whole
    assert all((whole, -1) in link.terms for link in of_whole)
    assert len(of_whole) == len(set(of_whole))


def test_of_a_whole_that_is_hidden_what_its_interval_tells_is_known(rows, shipped):
    telling = {"estimand": "mean_change", "outcome": "parity", "question": "change", "unit": "points", "n": 47,
               "estimate": 10, "conf_level": 0.95, "conf_low": -1.74, "conf_high": 21.74}  # fmt: skip
    (told,) = [as_row(row) for row in records(results_frame([PLACE | telling]))]
    families = families_of([*rows, told], shipped["nhs-hes-child"], withheld=[*WHOLE_HIDDEN, ()]).families
    (family,) = [one for one in families if of_value(one, 44)]
    (part,) = of_value(family, 44)
    least, most = family.linked.known[part]
    assert least == 8
    assert 47 <= most < 50
