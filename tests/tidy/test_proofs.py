"""What a proof clears, the exact look would have returned as it stands."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earlyeval.tidy.cells import read_id, read_text
from earlyeval.tidy.proofs import clear_ids, clear_texts
from earlyeval.tidy.readers.sheet import text_series

pytestmark = pytest.mark.unit

NEAR_IDS = st.one_of(
    st.text(st.sampled_from("ABGIRSWXaz0179_.-/ @+=,"), max_size=14),
    st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", fullmatch=True),
    st.from_regex(r"0?7[0-9]{9,10}", fullmatch=True),
    st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", fullmatch=True),
    st.from_regex(r"[A-Z]{2}[0-9]{6}[A-D]", fullmatch=True),
    st.sampled_from(["total", "grand total", "Subtotal", "&amp;", "A_x000D_1"]),
    st.text(max_size=70),
)


@given(st.lists(NEAR_IDS, min_size=1, max_size=20))
@example(["SW1A1AA", "W1A0AX", "9434765919", "07700900123", "1.23E+12", "A" * 65, "A1\n", "2024-01-02", "GIR0AA", ""])
def test_a_cleared_id_is_an_id(cells):
    for cell, is_clear in zip(cells, clear_ids(text_series(cells)), strict=True):
        assert not is_clear or read_id(cell) == cell


@pytest.mark.parametrize("cell", ["F0000001", "1", "site-3.A7", "550e8400-e29b-41d4-a716-446655440000", "A_family_id"])
def test_usual_ids_are_cleared(cell):
    assert clear_ids(text_series([cell])).tolist() == [True]


def test_usual_text_is_clear_when_there_is_any():
    assert clear_texts(text_series(["a", "", "It was Good"])).tolist() == [True, False, True]


NEAR_TEXTS = st.one_of(
    st.text(st.sampled_from("aBcJo Sm'@.0712-/#NA"), max_size=30),
    st.sampled_from(["Jo Bloggs came", "ask Mrs Smith", "07700 900123", "SW11 3AB", "dob 1/2/24", "#N/A", "a@b.org"]),
)


@given(st.lists(NEAR_TEXTS, min_size=1, max_size=20))
def test_a_cleared_text_is_a_text(cells):
    for cell, is_clear in zip(cells, clear_texts(text_series(cells)), strict=True):
        assert not is_clear or read_text(cell) == cell
