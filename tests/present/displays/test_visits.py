"""A drop-in month by month."""

import pytest

pytestmark = pytest.mark.spec
EVEN = {"share_largest": 0.1, "share_second": 0.1}  # nobody made most of the visits


def month(subgroup, label, *, visits, families, new, returning):
    numbers = {"visits": visits, "families": families, "new families": new, "returning families": returning}
    return [
        {"outcome": "play-group", "subgroup": subgroup, "label": label, "unit": unit, "n": n} | EVEN
        for unit, n in numbers.items()
    ]


@pytest.fixture
def drop_in(rows_of):
    return rows_of(
        {"outcome": "play-group", "label": "Play group", "unit": "visits", "n": 133, **EVEN},
        {"outcome": "play-group", "label": "Play group", "unit": "families", "n": 50},
        {"outcome": "play-group", "label": "Play group", "unit": "visits", "n": 4, "cluster": "north"},
        *month("2025-01", "January 2025", visits=58, families=28, new=28, returning=0),
        *month("2025-02", "February 2025", visits=75, families=39, new=15, returning=24),
    )


def test_the_whole_time_stands_before_the_months(show, drop_in, lines_of):
    [whole, months] = lines_of(show.visits(drop_in))

    assert whole == [("Group", "Visits", "Different families"), ("All", "135", "50"), ("North", "*", "")]
    assert months == [
        ("Month", "Visits", "Different families", "Of them new", "Of them returning"),
        ("January 2025", "60", "30", "30", "0"),
        ("February 2025", "75", "40", "15", "25"),
    ]


def test_the_picture_says_where_it_begins_peaks_and_ends(show, drop_in, figures_of):
    [figure] = figures_of(show.visits(drop_in))

    assert figure.alt == (
        "Bar chart of different families in each of 2 months: 30 in January 2025, most in February 2025 (40), "
        "40 in February 2025."
    )
    assert figure.svg.startswith("<svg")


def test_a_programme_without_a_drop_in_says_so(show, rows_of, sentences_of):
    assert sentences_of(show.visits(rows_of())) == [
        "Think Baby has nothing to show on visits to the drop-in: no such data were planned or returned."
    ]
