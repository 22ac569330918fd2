"""Who was heard on what: voices and not documents, groups as groups, contrary cases, framework cells."""

import pytest

from earlyeval.analyse.code_matrix import (
    NONE_SHARED,
    co_occurrence,
    code_by_participant,
    code_reach,
    overlapping,
    participant_jaccard,
)
from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.corpus_text import coded_characters
from earlyeval.analyse.framework import framework
from earlyeval.analyse.negative_cases import negative_cases
from earlyeval.analyse.theme_groups import UNDIVIDED, theme_groups
from earlyeval.analyse.themes import corpus, theme_reach
from earlyeval.analyse.voice_balance import voice_balance

pytestmark = pytest.mark.spec

QUALITATIVE = {
    "documents": """
        doc_id  kind         participant_id  group_id  role          cluster  time_point
        d1      interview    ann             -         parent        east     baseline
        d2      interview    ann             -         parent        east     endpoint
        d3      interview    bea             -         parent        west     endpoint
        d4      interview    cat             -         parent        west     endpoint
        d5      focus_group  -               g1        practitioner  east     endpoint
        d6      interview    -               -         practitioner  -        endpoint
    """,
    "codes": """
        code_id  code
        held     Held
        seen     Seen
        never    Never
    """,
    "codings": """
        coding_id  doc_id  code_id  start  end  text
        c1         d1      held     0      10   warm
        c2         d2      held     0      10   warm
        c3         d2      seen     5      20   look
        c4         d3      seen     0      9    look
        c5         d5      held     0      9    warm
        c6         d4      seen     0      9    look
        c7         d3      held     9      12   warm
        c8         d3      held     0      4    warm
    """,
    "themes": """
        theme_id  theme  central_concept  code_ids  strand
        care      Care   warmth           held      family
        sight     Sight  looking          seen      all
    """,
}
CODEBOOK = {"programme": {"qualitative_approach": "codebook"}}


def kn(rows):
    counted = rows[rows["estimand"] == "proportion"]
    return {(r.outcome, r.unit, r.subgroup): (r.n, r.n_expected) for r in counted.itertuples()}


def test_somebody_heard_twice_is_one_voice(make_study):
    found = {key[:2]: value for key, value in kn(theme_reach(make_study(**QUALITATIVE))).items()}
    assert found == {("care", "people"): (2, 3), ("sight", "people"): (3, 4), ("sight", "groups"): (0, 1)}


def test_themes_by_group_divide_voices_where_there_are_two_groups(make_study):
    found = kn(theme_groups(make_study(**QUALITATIVE)))
    assert found["care", "people", "Time point: Before"] == (1, 1)
    assert found["care", "people", "Time point: After"] == (2, 3)
    assert found["sight", "people", "Role: parents"] == (3, 3)
    assert found["sight", "people", "Role: practitioners"] == (0, 1)
    assert found["care", "people", "Cluster: west"] == (1, 2)
    assert not any(unit == "groups" for _, unit, _ in found)


def test_a_reflexive_analysis_counts_no_theme_by_group_no_code_and_no_pair(make_study):
    study = make_study(**QUALITATIVE, programme={"qualitative_approach": "reflexive"})
    for question in (theme_groups, code_reach, co_occurrence, voice_balance):
        rows = question(study)
        assert not rows["estimable"].any()
        assert rows["n"].isna().all()
        assert rows["reason"].str.startswith("A reflexive analysis does not count").all()


def test_where_nothing_divides_voices_and_nothing_overlaps_the_rows_say_so(make_study):
    one = "doc_id kind participant_id role\nd1 interview ann parent\nd2 interview bea parent"
    codings = "coding_id doc_id code_id start end\nc1 d1 held 0 5\nc2 d2 seen 0 5"
    study = make_study(**(QUALITATIVE | {"documents": one, "codings": codings}), **CODEBOOK)
    assert theme_groups(study)["reason"].tolist() == [UNDIVIDED]
    assert co_occurrence(study)["reason"].tolist() == [NONE_SHARED]


def test_the_logs_of_a_group_are_the_groups_and_nobodys(make_study):
    logs = """
        doc_id  kind            participant_id  group_id  role
        d1      reflective_log  -               team      practitioner
        d2      reflective_log  -               team      practitioner
        d3      focus_group     -               team      practitioner
        d4      interview       ann             -         practitioner
    """
    rows = corpus(make_study(**(QUALITATIVE | {"documents": logs}), **CODEBOOK))
    assert {row.outcome: (row.unit, row.n, row.sensitivity) for row in rows.itertuples()} == {
        "focus-group-practitioner": ("groups", 1, "open"),
        "interview-practitioner": ("interviews", 1, "personal"),
        "reflective-log-practitioner": ("files", 2, "open"),
        "coded-segments": ("codes", 8, "open"),
    }


def test_what_one_coder_gave_twice_to_the_same_place_counts_once(make_study):
    coded = QUALITATIVE["codings"].replace("text\n", "text coder\n").replace("warm\n", "warm k1\n")
    coded = coded.replace("look\n", "look k1\n")
    twice = coded.rstrip() + "\n        c9 d1 held 0 10 warm k1\n        c10 d1 held 4 14 warm k1\n"
    by_two = coded.rstrip() + "\n        c9 d1 held 0 10 warm k2\n"
    once, again, other = (make_study(**(QUALITATIVE | {"codings": text})) for text in (coded, twice, by_two))
    given = [code_by_participant(study, counts=True).loc["ann", "held"] for study in (once, again, other)]
    assert given == [2, 3, 3]  # a place that only overlaps is a segment of its own; another coder is another coder
    assert coded_characters(analysed_codings(again)).loc["d1"] == 14


def test_the_matrix_has_a_row_for_each_voice_and_a_column_for_each_code(make_study):
    counts = code_by_participant(make_study(**QUALITATIVE), counts=True)
    assert counts.columns.tolist() == ["held", "seen", "never"]
    assert counts.to_dict("index") == {
        "ann": {"held": 2, "seen": 1, "never": 0}, "bea": {"held": 2, "seen": 1, "never": 0},
        "cat": {"held": 0, "seen": 1, "never": 0}, "g1": {"held": 1, "seen": 0, "never": 0},
        "d6": {"held": 0, "seen": 0, "never": 0},
    }  # fmt: skip
    assert code_by_participant(make_study(**QUALITATIVE)).max().max() == 1


def test_codes_are_counted_in_voices_and_passages(make_study):
    rows = code_reach(make_study(**QUALITATIVE, **CODEBOOK))
    assert kn(rows)["held", "people", "people"] == (2, 4)
    assert kn(rows)["held", "groups", "groups"] == (1, 1)
    passages = rows[rows["unit"] == "codings"].set_index("outcome")
    assert passages["n"].to_dict() == {"held": 5, "seen": 3, "never": 0}
    assert set(passages["sensitivity"]) == {"personal"}


def test_codings_that_only_touch_do_not_share_a_passage(make_study):
    study = make_study(**QUALITATIVE, **CODEBOOK)
    assert overlapping(study.table("codings")).to_dict() == {("held", "seen"): 2}
    pair = co_occurrence(study).set_index("estimand")
    assert pair.loc["count", "n"] == 2
    assert (pair.loc["jaccard", "n"], pair.loc["jaccard", "n_expected"]) == (2, 3)


def test_pairs_stand_in_the_order_of_their_codes_and_not_of_their_numbers(make_study):
    codings = """
        coding_id  doc_id  code_id  start  end  coder
        1          d1      seen     0      9    A
        2          d1      never    0      9    A
        3          d1      held     20     29   A
        4          d1      seen     20     29   A
        5          d1      seen     40     49   A
        6          d1      never    40     49   A
    """
    study = make_study(**QUALITATIVE | CODEBOOK | {"codings": codings})
    assert overlapping(study.table("codings")).to_dict() == {("never", "seen"): 2, ("held", "seen"): 1}
    assert co_occurrence(study)["outcome"].drop_duplicates().tolist() == ["held+seen", "never+seen"]


def test_the_square_table_of_shares_is_symmetric_and_missing_for_unused_codes(make_study):
    shares = participant_jaccard(make_study(**QUALITATIVE))
    assert shares.loc["held", "seen"] == shares.loc["seen", "held"] == pytest.approx(2 / 4)
    assert shares.loc["never"].notna().sum() == 2  # against codes that somebody has: nobody has both
    assert shares.loc["never", "held"] == 0


QUOTES = """
    quote_id  coding_id  theme_id  printed_text  attribution  consent   coder  checked_by  checked_on
    q1        c1         care      warm          somebody     verbatim  k1     k2          2025-06-01
    q2        c5         care      warm          somebody     verbatim  k1     k2          2025-06-01
    q3        c4         sight     look          somebody     none      k1     k2          2025-06-01
"""


def test_balance_tells_of_voices_and_never_which(make_study):
    rows = voice_balance(make_study(**QUALITATIVE, quotations=QUOTES))
    found = kn(rows)
    assert found["codings", "people", "voices with any"] == (3, 4)
    assert found["quotations", "people", "voices with any"] == (1, 4)
    top = rows[rows["estimand"] == "top_three_share"]
    assert not top["estimable"].any()  # three of three or of one are no share of anything
    for text in rows.select_dtypes("str").to_numpy().ravel():
        assert not any(name in text.split() for name in ("ann", "bea", "cat"))


def test_the_share_of_the_three_most_heard(make_study):
    documents = ["doc_id kind participant_id role", *(f"d{i} interview p{i} parent" for i in range(8))]
    codings = ["coding_id doc_id code_id"]
    codings += [f"c{i}-{j} d{i} held" for i in range(8) for j in range(4 if i < 3 else 1)]
    study = make_study(documents="\n".join(documents), codings="\n".join(codings), codes="code_id code\nheld Held")
    top = voice_balance(study).set_index("estimand").loc["top_three_share"]
    assert (top["estimate"], top["n"]) == (pytest.approx(12 / 17), 8)


CONTRARY = """
    theme_id  coding_id  search_done
    care      c4         all_read_again
    care      c6         all_read_again
    sight     nonefound  searched
"""


def test_contrary_cases_are_told_with_the_search_and_the_passages_stay_back(make_study):
    study = make_study(**QUALITATIVE, negative_cases=CONTRARY.replace("nonefound", "lost"))
    rows = negative_cases(study)
    said = rows[rows["estimand"] == "statement"].set_index(["outcome", "subgroup"])["note"]
    assert said["care", "search"] == "all_read_again"
    assert said["care", "found"] == "Contrary passages were found."
    assert said["sight", "found"] == "A passage that is named is not in the codings."
    assert kn(rows)["care", "people", "voices"] == (2, 4)
    assert rows.loc[rows["estimand"] == "evaluators_view", "note"].tolist() == ["look", "look"]


def test_a_theme_nobody_tried_to_contradict_says_so(make_study):
    rows = negative_cases(make_study(**QUALITATIVE))
    assert set(rows["note"]) == {"No search for contrary cases is described."}


SUMMARIES = """
    case_id  theme_id  summary  coding_ids
    ann      care      held     c1
    bea      care      warm     c1
    zoe      sight     saw      c99
"""


def test_framework_cells_are_counted_and_their_links_checked(make_study):
    rows = framework(make_study(**QUALITATIVE, framework=SUMMARIES))
    assert kn(rows) == {
        ("care", "people", "cases with a summary"): (2, 3),
        ("sight", "people", "cases with a summary"): (1, 5),
        ("sight", "groups", "cases with a summary"): (0, 1),
    }
    cells = rows[rows["estimand"] == "evaluators_view"]
    assert dict(zip(cells["subgroup"], cells["comparison"], strict=True)) == {
        "case 1": "c1", "case 2": "c1 (of another case)", "case 6": "c99 (not in the codings)",
    }  # fmt: skip
    assert set(cells["sensitivity"]) == {"text"}
