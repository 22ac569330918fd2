"""What two releases tell together: told where fewer than three values are left, and not where more are."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect import later
from earlyeval.protect.audit import Hidden
from earlyeval.protect.cells import Cell, Cells
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import EXACT, ROUNDED
from earlyeval.protect.later import _as_taken, _seen_now, _seen_then, _supposed, told_by_both
from earlyeval.registry.profiles import CountRule

pytestmark = pytest.mark.spec
MASKED = EXACT.model_copy(update={"count": CountRule(hide_from=1, hide_to=9, zero="hide", round_to=1, symbol="m")})
FIVES = ROUNDED.model_copy(update={"count": CountRule(hide_from=1, hide_to=9, zero="hide", round_to=5, symbol="c")})
SHARED = {"programme": "g", "site": "s", "question": "reach", "strand": "family", "outcome": "o", "unit": "people"}


def parts(*counts):
    return results_frame(
        SHARED | {"estimand": "proportion", "subgroup": str(place), "n": n, "n_expected": sum(counts),
                  "estimate": n / sum(counts)}
        for place, n in enumerate(counts)
    )  # fmt: skip


def told(before, now, profile):
    return told_by_both(release(now, profile).rows, now, release(before, profile).rows, profile)


def test_one_who_came_where_counts_are_exact():
    """5 and 25 of 30, both hidden; then 6 and 25 of 31: who was 25 is no more than 25, so who was 5 is 5."""
    assert told(parts(5, 25), parts(6, 25), EXACT) >= 1


def test_rounding_leaves_the_few_open():
    assert told(parts(7, 23), parts(8, 23), ROUNDED) == 0


def test_those_who_left_and_nobody_who_came():
    """6 and 25 of 31, both hidden; then 5 and 25 of 30: who is 25 was no fewer, so who was 6 was 6."""
    assert told(parts(6, 25), parts(5, 25), EXACT) >= 1
    assert told(parts(7, 23), parts(30, 60), ROUNDED) == told(parts(30, 60), parts(7, 23), ROUNDED) == 0


def test_the_same_numbers_tell_no_more_than_once():
    for profile in (ROUNDED, EXACT, MASKED):
        assert told(parts(5, 25, 14), parts(5, 25, 14), profile) == 0


def test_many_who_came_tell_nothing():
    for profile in (ROUNDED, FIVES):
        assert told(parts(5, 25), parts(30, 60), profile) == 0


def test_what_was_not_told_before_and_people_who_left_are_no_contradiction():
    profile = ROUNDED
    elsewhere = parts(5, 25).assign(question="elsewhere")
    assert told(elsewhere, parts(6, 25), profile) == 0
    assert told(parts(40, 60, 9), parts(20, 30, 4), profile) == 0  # fewer than before: the sums of then are not used


def test_of_what_he_may_suppose_a_reader_is_taken_to_suppose_what_tells_most():
    """2 and 15, then 2 and 17: supposing nothing he finds nothing; that the 2 were few then too, all four numbers."""
    assert told(parts(2, 15), parts(2, 17), MASKED) == 4
    assert told(parts(5, 8, 2), parts(13, 8, 2), ROUNDED) == 2


def test_what_was_not_told_then_may_be_told_now_by_what_was():
    """Nobody told then of the 4, and of nobody and 6; a year later all three follow."""
    now = parts(4, 0, 7)
    before = release(parts(4, 0, 6).iloc[1:], EXACT).rows
    assert told_by_both(release(now, EXACT).rows, now, before, EXACT) == 3


def test_what_was_hidden_without_its_method_is_known_again():
    """A hidden row does not say how it was worked out, a shown one does: both are the rows of then."""
    for then, now, profile, found in (((4, 25, 3), (4, 25, 11), EXACT, 2), ((2, 15), (2, 17), MASKED, 4),
                                      ((8, 2), (8, 10), EXACT, 2), ((9, 4, 1), (17, 6, 1), EXACT, 3),
                                      ((5, 8, 4), (13, 9, 4), ROUNDED, 2)):  # fmt: skip
        rows = parts(*now).assign(method="by hand")
        before = release(parts(*then).assign(method="by hand"), profile).rows
        before["method"] = before["method"].where(before["status"] != "hidden", "")
        assert told_by_both(release(rows, profile).rows, rows, before, profile) == found


def test_what_he_supposes_against_the_numbers_is_not_believed():
    """One supposition leaves a count some values and another none: it is not so, and nothing counts that it tells."""
    assert told(parts(6, 1, 4), parts(7, 9, 6), EXACT) == 0


def test_where_neither_release_hid_anything_nothing_is_asked():
    def asked(*_, **__):
        raise ProtectionError("A family without a hidden count was looked at.")

    kept, later.audited = later.audited, asked
    try:
        assert told(parts(40, 60, 20), parts(41, 60, 20), ROUNDED) == 0
        with pytest.raises(ProtectionError, match="looked at"):
            told(parts(40, 60, 2), parts(41, 60, 2), ROUNDED)
    finally:
        later.audited = kept


def one_seen(value, then=None, *, profile=ROUNDED, **cells):
    """Return how a count is seen now, and then, in releases that tell it once."""
    rows = [{"n": float(value)} | cells]
    before = {"key": {"n": math.nan, "hidden": ""} | then} if then is not None else {}
    return _seen_now(Cell(value, ((0, "n"),)), rows, profile), _seen_then(Cell(value, ((0, "n"),)), ["key"], before)


def test_how_a_count_is_seen_now():
    gone = {"n": math.nan}
    assert one_seen(20) == (20.0, None)
    assert [one_seen(value, **gone)[0] for value in (1, 7, 8, 0)] == [
        Hidden.SMALL, Hidden.SMALL, Hidden.FOR_ANOTHER, Hidden.DROPPED
    ]  # fmt: skip


def test_how_a_count_was_seen_then():
    assert one_seen(20, {"n": 15.0})[1] == 15.0
    assert one_seen(20, {"hidden": "n_expected n"})[1] is Hidden.DROPPED
    assert one_seen(20, {"hidden": "n_expected"})[1] is None  # not there, and not said to be hidden
    both = Cell(20, ((0, "n"), (1, "n")))
    shown, other, gone = ({"n": n, "hidden": hidden} for n, hidden in ((15.0, ""), (20.0, ""), (math.nan, "n")))
    assert _seen_then(both, ["a", "b"], {"a": shown, "b": other}) is None  # two numbers
    assert _seen_then(both, ["a", "b"], {"a": shown, "b": gone}) == 15.0  # told once, and hidden once
    assert _seen_then(both, ["a", "b"], {"a": {"n": math.nan, "hidden": ""}, "b": gone}) is Hidden.DROPPED
    assert _seen_then(both, ["a", "b"], {}) is None


def test_up_to_which_number_what_was_hidden_may_have_been_small():
    gone = [Hidden.DROPPED] * 6
    assert _supposed([7, 8, 15, 16, 9, 9], gone, ROUNDED, came=True) == [
        (7, False), (8, False), (9, False), (15, False), (None, False)
    ]  # fmt: skip
    assert _supposed([9, 10], [10.0, Hidden.DROPPED], ROUNDED, came=True) == [(7, False), (10, False), (None, False)]


def test_what_may_have_been_small_where_nobody_came():
    seen = [10.0, Hidden.DROPPED, Hidden.DROPPED]
    assert _supposed([9, 8, 10], seen, ROUNDED, came=False) == []
    assert _supposed([9, 7, 10], seen, ROUNDED, came=False) == [(7, False), (None, False)]
    assert _supposed([9, 0, 10], seen, ROUNDED, came=False) == [(7, True), (7, False), (None, False)]
    cells = Cells((Cell(0, ()), Cell(0, ()), Cell(9, ())), {}, {})
    taken = [10.0, Hidden.SMALL, Hidden.FOR_ANOTHER]
    assert list(_as_taken(cells, range(3), seen, most=7, is_gone=True)) == taken


def test_what_is_supposed_of_each_count():
    cells = Cells(tuple(Cell(value, ()) for value in (30, 0, 5, 8, 9, 4)), {}, {})
    seen = [10.0, Hidden.DROPPED, Hidden.DROPPED, Hidden.DROPPED, Hidden.DROPPED, None]
    taken = [10.0, Hidden.DROPPED, Hidden.SMALL, Hidden.SMALL, Hidden.FOR_ANOTHER, Hidden.DROPPED]
    assert list(_as_taken(cells, range(6), seen, most=8)) == taken
    assert list(_as_taken(cells, range(6), seen, most=None)) == [10.0, *[Hidden.DROPPED] * 5]
    one = Cells((Cell(1, ()),), {}, {})
    assert list(_as_taken(one, [0], [Hidden.DROPPED], most=7)) == [Hidden.SMALL]
