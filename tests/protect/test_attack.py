"""Between which numbers a reader sees counts of which an interval beside them tells."""

import pytest

from earlyeval.protect.attack import room_of
from earlyeval.protect.known_rows import EXACT, ROUNDED
from earlyeval.protect.linked import Link, LinkedCounts

pytestmark = pytest.mark.unit


def room(*counts, told, profile=ROUNDED):
    links = (Link((*((place, 1) for place in range(len(counts) - 1)), (len(counts) - 1, -1))),)
    return room_of(LinkedCounts(counts, links, (1.0,) * len(counts), told=told), profile)


def test_an_interval_tells_of_a_shown_count_what_rounding_leaves_of_it():
    seen = room(24, 34, 58, told={0: (23, 25), 1: (20, 90)})
    assert (seen.shown_low[0], seen.shown_high[0]) == (23, 25)  # 25 stands for 23 to 27
    assert (seen.shown_low[1], seen.shown_high[1]) == (33, 37)
    assert (seen.shown_low[2], seen.shown_high[2]) == (58, 62)


def test_of_a_hidden_count_it_tells_where_it_stays_without_it():
    """From 30 people on an interval stays where its n goes; below, it goes with it."""
    seen = room(29, 30, 59, told={0: (27, 31), 1: (28, 32)})
    assert (seen.hidden_low[1], seen.hidden_high[1]) == (28, 32)
    assert (seen.hidden_low[0], seen.hidden_high[0]) == (8, seen.hidden_high[2])


def test_what_it_tells_beside_what_was_known_is_what_both_do():
    linked = LinkedCounts((40, 20, 60), (Link(((0, 1), (1, 1), (2, -1))),), (1.0,) * 3, known={0: (39, 50)},
                          told={0: (30, 41)})  # fmt: skip
    seen = room_of(linked, EXACT)
    assert (seen.hidden_low[0], seen.hidden_high[0]) == (39, 41)
    assert (seen.shown_low[0], seen.shown_high[0]) == (40, 40)
