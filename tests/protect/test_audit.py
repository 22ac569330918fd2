"""The judge finds just what a reader with patience finds, and nothing of it is shared with what it judges."""

import ast

import numpy as np
import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.protect.audit import Finding, Hidden, audited
from earlyeval.protect.linked import Link, cross_table, partition
from earlyeval.protect.secondary import Pattern

pytestmark = pytest.mark.unit
SUM = (Link(((0, 1), (1, 1), (2, -1))),)


def test_it_imports_nothing_of_what_it_judges():
    tree = ast.parse((CLONE / "src/earlyeval/protect/audit.py").read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in names if name.startswith("earlyeval.")} == {
        "earlyeval.foundations.quietly", "earlyeval.protect.linked", "earlyeval.registry.profiles",
    }  # fmt: skip


def test_nothing_hidden_nothing_to_find(shipped):
    assert audited([10, 20, 30], SUM, shipped["nhs-hes-child"]) == ()


def test_a_hidden_part_of_exact_numbers_is_found_with_its_value(shipped):
    assert audited([Hidden.SMALL, 40, 43], SUM, shipped["dfe-cin"]) == (Finding(0, (3,)),)


def test_rounding_that_leaves_two_values_is_found(shipped):
    # 10 stands for 8 to 12, 20 for 18 to 22: 6 to 14 less what is not small
    assert audited([Hidden.SMALL, 10, 20], SUM, shipped["nhs-hes-child"]) == (Finding(0, (6, 7)),)
    assert audited([Hidden.SMALL, 10, 15], SUM, shipped["nhs-hes-child"]) == ()


@pytest.mark.parametrize(("total", "widths"), [(43, []), (8, [2, 2])])
def test_a_count_that_protects_another_is_looked_at_too(shipped, total, widths):
    found = audited([Hidden.SMALL, Hidden.FOR_ANOTHER, total], SUM, shipped["dfe-cin"])
    assert [len(finding.possible) for finding in found] == widths


def test_a_dropped_table_leaves_everything_open(shipped):
    assert audited([Hidden.DROPPED] * 3, SUM, shipped["dfe-cin"]) == ()


def test_what_a_reader_knows_from_elsewhere_counts(shipped):
    released = [Hidden.SMALL, 40, 45]
    profile = shipped["nhs-hes-child"]
    assert audited(released, SUM, profile) == ()
    assert audited(released, SUM, profile, known={1: (41, 41), 2: (45, 46)}) == (Finding(0, (4, 5)),)


@pytest.mark.parametrize("released", [[Hidden.SMALL, 41, 45], [Hidden.SMALL, 80, 20], [Hidden.SMALL, 5, 10]])
def test_numbers_that_cannot_be_pass_nothing(shipped, released):
    assert audited(released, SUM, shipped["nhs-hes-child"]) == (Finding(0, ()),)


def test_halves_of_people_are_no_values(shipped):
    # x = y and x + y = z, z is 3 or 4: in fractions three halves to two, in people two alone
    links = (Link(((0, 1), (1, -1))), Link(((0, 1), (1, 1), (2, -1))))
    released = [Hidden.SMALL, Hidden.SMALL, Hidden.SMALL]
    known = {2: (3, 4)}
    assert audited(released, links, shipped["dfe-cin"], known=known)[0] == Finding(0, (2,))


def test_values_with_gaps_are_counted_one_by_one(shipped):
    # y is twice x: 2, 4 are possible, 3 is not
    links = (Link(((0, 1), (0, 1), (1, -1))),)
    assert audited([Hidden.SMALL, Hidden.SMALL], links, shipped["dfe-cin"]) == (
        Finding(0, (1, 2)), Finding(1, (2, 4)),
    )  # fmt: skip


def test_a_part_is_no_more_than_its_whole(shipped):
    links = (Link(((0, 1), (1, -1)), at_most=True),)
    assert audited([Hidden.SMALL, Hidden.SMALL], links, shipped["dfe-cin"], known={1: (1, 2)})[0].possible == (1, 2)


def test_a_zero_that_the_layout_tells_is_no_finding_and_a_zero_that_the_numbers_tell_is(shipped):
    links = (Link(((0, 1), (1, 1), (2, -1))), Link(((1, 1), (2, -1))))
    assert audited([Hidden.SMALL, 40, 40], links, shipped["ukllc"]) == ()
    assert audited([Hidden.SMALL, 40, 40], SUM, shipped["ukllc"]) == (Finding(0, (0,)),)


@pytest.mark.parametrize("name", ["nhs-hes-child", "dfe-cin"])
def test_it_finds_what_trying_every_set_of_counts_finds(shipped, possible, as_released, many, name):
    random, profile, pinned = np.random.default_rng(5), shipped[name], 0
    for number in range(many(40, 200)):
        square = number % 10 == 0
        small = random.integers(0, 14, size=(2, 2) if square else 2 + number % 2)
        linked = cross_table(small) if square else partition(small)
        others = [place for place in range(len(linked.counts)) if linked.counts[place] > profile.count.hide_to]
        pattern = Pattern(frozenset(others[: random.integers(0, 2)]))
        released = as_released(linked, pattern, profile)
        hidden = [place for place, seen in enumerate(released) if isinstance(seen, Hidden)]
        tried = possible(linked, hidden, profile.count, largest=60)
        expected = {place for place in hidden if len(tried[place]) < 3}
        found = {finding.place: finding.possible for finding in audited(released, linked.links, profile)}
        assert set(found) == expected
        assert all(set(found[place]) == tried[place] for place in found)
        pinned += len(found)
    assert pinned


def test_a_number_stands_for_what_rounds_to_it(shipped):
    from earlyeval.protect.audit import could_be

    nhs, tens = shipped["nhs-hes-child"].count, shipped["nhs-hes-child"].count.model_copy(update={"round_to": 10})
    assert [could_be(float(shown), nhs) for shown in (0, 10, 15, 100)] == [(0, 0), (8, 12), (13, 17), (98, 102)]
    assert could_be(5.0, nhs) == (1.0, 0.0)
    assert could_be(10.0, tens) == (8, 14)
    assert could_be(9.0, shipped["dfe-cin"].count) == (9, 9)
    assert could_be(0.0, shipped["ukllc"].count) == (1.0, 0.0)
