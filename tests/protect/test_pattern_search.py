"""The search is made once for each family, and again only where something about it has changed."""

from dataclasses import replace

import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect import pattern_search
from earlyeval.protect.entrance import as_row
from earlyeval.protect.families import families_of
from earlyeval.protect.pattern_search import PatternSearch
from earlyeval.protect.secondary import suppressed

pytestmark = pytest.mark.unit
PLACE = {"programme": "group", "site": "here", "question": "reach", "strand": "family", "unit": "parents"}


@pytest.fixture
def rows():
    parts = [
        {**PLACE, "estimand": "proportion", "outcome": "parity", "subgroup": name, "n": n, "n_expected": 63,
         "estimate": n / 63}
        for name, n in (("a", 3), ("b", 20), ("c", 40))
    ]  # fmt: skip
    return [as_row(row) for row in records(results_frame(parts))]


@pytest.fixture
def searched(monkeypatch):
    """Return the list of families that a search is made for."""
    asked = []

    def noted(linked, profile):
        asked.append(linked)
        return suppressed(linked, profile)

    monkeypatch.setattr(pattern_search, "suppressed", noted)
    return asked


def test_the_families_are_those_of_the_rows(rows, shipped):
    search = PatternSearch(rows, shipped["dfe-cin"])
    for withheld in ([()] * 3, [(), ("n",), ()]):
        assert search.families(withheld, solving=True) == families_of(rows, shipped["dfe-cin"], withheld=withheld)


def test_a_family_that_is_as_it_was_is_not_searched_again(rows, shipped, searched):
    search = PatternSearch(rows, shipped["dfe-cin"])
    patterns = [search.pattern(search.families([()] * 3, solving=False).families[0]) for _ in range(2)]
    assert patterns == [suppressed(searched[0], shipped["dfe-cin"])] * 2
    assert len(searched) == 1


def test_a_family_of_which_more_is_hidden_or_known_is_searched_again(rows, shipped, searched):
    search = PatternSearch(rows, shipped["dfe-cin"])
    family, more = (search.families([(), columns, ()], solving=False).families[0] for columns in ((), ("n",)))
    known = replace(more, linked=replace(more.linked, told={2: (20, 20)}))
    for one in (family, more, known, known):
        assert search.pattern(one) == suppressed(one.linked, shipped["dfe-cin"])
    assert searched == [family.linked, more.linked, known.linked]
