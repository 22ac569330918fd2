"""Linked counts: tables with their totals, and what is refused."""

import numpy as np
import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.protect.linked import Link, LinkedCounts, cross_table, partition, two_dimensional_views

pytestmark = pytest.mark.unit


def test_parts_stand_before_their_total():
    linked = partition([3, 4, 5])
    assert linked.counts == (3, 4, 5, 12)
    assert linked.links == (Link(((0, 1), (1, 1), (2, 1), (3, -1))),)
    assert linked.costs == (1.0, 1.0, 1.0, 6.0)


def test_a_table_of_two_sides_has_its_margins_and_all_their_sums():
    linked = cross_table([[1, 2], [3, 4]])
    assert linked.counts == (1, 2, 3, 3, 4, 7, 4, 6, 10)
    assert len(linked.links) == 6
    assert linked.costs == (1.0, 1.0, 6.0, 1.0, 1.0, 6.0, 6.0, 6.0, 6.0)


def test_three_sides_only_while_they_are_short():
    assert len(cross_table(np.ones((3, 3, 3))).counts) == 64
    with pytest.raises(ProtectionError, match="Coarsen"):
        cross_table(np.ones((3, 3, 4)))
    with pytest.raises(ProtectionError, match="Coarsen"):
        cross_table(np.ones((2, 2, 2, 2)))


def test_a_larger_table_is_seen_two_sides_at_a_time_tied_by_its_totals():
    table = np.arange(24).reshape(2, 3, 4)
    linked = two_dimensional_views(table)
    # 5 x 4 x 3 cells with margins, less the 24 that only all sides together tell apart
    assert len(linked.counts) == 3 * 4 * 5 - 24
    assert linked.counts[-1] == table.sum()
    assert sorted(linked.counts)[-1] == table.sum()


@pytest.mark.parametrize("spoil", [
    {"counts": (1, 2, 4)},
    {"counts": (-1, 4, 3)},
    {"costs": (1.0, 1.0)},
    {"known": {0: (2, 5)}},
    {"known": {0: (-5, 0)}},
])  # fmt: skip
def test_what_does_not_hold_is_refused(spoil):
    right = {"counts": (1, 2, 3), "links": (Link(((0, 1), (1, 1), (2, -1))),), "costs": (1.0, 1.0, 1.0)}
    LinkedCounts(**right)
    with pytest.raises(ProtectionError):
        LinkedCounts(**(right | spoil))


def test_a_part_may_be_less_than_its_whole_and_never_more():
    at_most = Link(((0, 1), (1, -1)), at_most=True)
    assert LinkedCounts((1, 3), (at_most,), (1.0, 1.0)).links == (at_most,)
    assert LinkedCounts((3, 3), (at_most,), (1.0, 1.0)).links == (at_most,)
    with pytest.raises(ProtectionError):
        LinkedCounts((4, 3), (at_most,), (1.0, 1.0))
