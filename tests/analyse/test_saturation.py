"""Saturation and the codebook's history, as a reader meets them: which count is which, and who gets no verdict."""

import pytest

from earlyeval.analyse.codebook import codebook_changes, codebook_history
from earlyeval.analyse.saturation import information_power, saturation_of_codes

pytestmark = pytest.mark.spec


def corpus(n, *, kind="interview", role="parent"):
    rows = [f"d{i:02}  {kind}  p{i}  {role}  2025-01-{i:02}" for i in range(1, n + 1)]
    codings = [f"c{i:02}  d{i:02}  {'warm' if i != 5 else 'cold'}  x" for i in range(1, n + 1)]
    return {
        "documents": "\n".join(["doc_id kind participant_id role held_on", *rows]),
        "codes": "code_id code\nwarm Warm\ncold Cold",
        "codings": "\n".join(["coding_id doc_id code_id text", *codings]),
    }


HISTORY = """
    version  code_id  code  change  first_doc_id  first_upload_was_deleted
    1        warm     Warm  add     d01           no
    1        old      Old   add     d03           yes
    1        never    Nev   add     -             -
    2        cold     Cold  add     d05           no
    3        old      Old   merge   -             -
"""


def points(rows):
    known = rows[(rows["estimand"] == "saturation_point") & (rows["method"] == "in the order of analysis")]
    return {(r.outcome, r.comparison[:13]): r.n for r in known.itertuples() if r.estimable}


def test_the_three_counts_are_told_apart(make_study):
    study = make_study(**corpus(12), codebook_history=HISTORY, profiles=True,
                       programme={"qualitative_approach": "codebook"})  # fmt: skip
    rows = saturation_of_codes(study)
    assert points(rows) == {
        ("final-codebook", "base 4, run 2"): 7, ("final-codebook", "base 4, run 3"): 8,
        ("first-use", "base 4, run 2"): 7, ("first-use", "base 4, run 3"): 8,
        ("first-use-kept-uploads", "base 4, run 2"): 7, ("first-use-kept-uploads", "base 4, run 3"): 8,
    }  # fmt: skip
    new = rows[rows["estimand"] == "new_codes"].groupby("outcome", sort=False)["n"].apply(list)
    assert new["final-codebook"][:5] == [1, 0, 0, 0, 1]
    assert new["first-use"][:5] == [1, 0, 1, 0, 1]
    assert new["first-use-kept-uploads"][:5] == [1, 0, 0, 0, 1]


def test_places_that_would_tell_how_many_there_were_are_for_the_restricted_view(make_study):
    """Twelve is shown as ten, which may be eight: nothing after the eighth may be told singly."""
    rows = saturation_of_codes(make_study(**corpus(12), profiles=True, programme={"qualitative_approach": "codebook"}))
    open_places = rows[rows["estimand"].isin(("new_codes", "codes_so_far"))]["subgroup"].astype(int)
    assert open_places.max() == 8
    assert set(rows[rows["estimand"] == "later_conversation"]["subgroup"]) == {"9", "10", "11", "12"}


def test_a_hidden_number_of_conversations_tells_no_place(make_study):
    rows = saturation_of_codes(make_study(**corpus(7), profiles=True, programme={"qualitative_approach": "codebook"}))
    open_rows = rows[rows["estimand"] != "later_conversation"]
    assert not open_rows["estimable"].any()
    assert set(open_rows["reason"]) == {"Not reached among the conversations that can be told of singly."}


def test_a_number_that_is_public_is_told_in_full(make_study):
    design = {"qualitative_approach": "codebook", "qualitative": {"number_is_public": True}}
    rows = saturation_of_codes(make_study(**corpus(7), profiles=True, programme=design))
    assert points(rows)["final-codebook", "base 4, run 2"] == 7
    assert not (rows["estimand"] == "later_conversation").any()


def test_a_reflexive_analysis_gets_no_verdict_and_no_count(make_study):
    rows = saturation_of_codes(make_study(**corpus(9), profiles=True, programme={"qualitative_approach": "reflexive"}))
    assert len(rows) == 1
    assert "reflexive analysis makes no claim" in rows["reason"].iloc[0]
    assert rows["n"].isna().all()


def test_information_power_is_what_the_author_says(make_study):
    design = {"qualitative": {"information_power": {"aim": "Narrow."}}}
    rows = information_power(make_study(programme=design))
    assert rows["note"].tolist() == ["Narrow.", *["The author says nothing on this."] * 4]


VERSIONS = """
    version  code_id  code    definition  codings
    0        -        Warm    kind        10
    0        -        Tepid   lukewarm    4
    0        -        Chilly  cool        3
    0        -        Odd     -           1
    0        -        Lost    gone        2
    1        -        Warm    kinder      14
    1        -        Cold    cool        3
    1        -        Fresh   new         1
"""
OF_TEPID = """
    version  code_id  code   change  merged_into
    1        tepid    Tepid  merge   warm
    1        odd      Odd    retire  -
"""


def test_versions_are_compared_code_by_code(make_study):
    rows = codebook_history(make_study(codebook_versions=VERSIONS, codebook_history=OF_TEPID))
    second = rows[rows["outcome"] == "version-1"].set_index("subgroup")["n"].to_dict()
    assert second == {
        "codes": 3, "added": 1, "split": 0, "renamed": 1, "redefined": 1, "merged": 1, "retired": 1, "removed": 1,
        "codings": 18, "codings moved": 7,
    }  # fmt: skip


def test_what_changed_is_told_by_name(make_study):
    rows = codebook_changes(make_study(codebook_versions=VERSIONS, codebook_history=OF_TEPID))
    assert dict(zip(rows["subgroup"], rows["note"], strict=True)) == {
        "added": "Fresh", "renamed": "Cold", "redefined": "Warm", "merged": "Tepid", "retired": "Odd",
        "removed": "Lost",
    }  # fmt: skip


def test_a_name_that_the_history_follows_is_a_renaming(make_study):
    versions = """
        version  code    definition
        0        Warm    -
        1        Kindly  -
    """
    history = """
        version  code_id  code    change
        0        w        Warm    add
        1        w        Kindly  rename
    """
    rows = codebook_history(make_study(codebook_versions=versions, codebook_history=history))
    counted = rows[rows["outcome"] == "version-1"].set_index("subgroup")["n"]
    assert (counted["renamed"], counted["added"], counted["removed"]) == (1, 0, 0)


def test_a_history_alone_counts_up(make_study):
    rows = codebook_history(make_study(codebook_history=HISTORY))
    assert rows[rows["subgroup"] == "codes"]["n"].tolist() == [3, 4, 3]
