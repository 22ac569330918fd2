"""Agreement of coders from tidy tables: what is asked under each approach, level by level, and what a page may say."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from earlyeval.analyse.coder_drift import coder_drift
from earlyeval.analyse.coders import analysed_codings, compared
from earlyeval.analyse.coding_agreement import coding_agreement
from earlyeval.foundations.terms import DATA_WORDS
from earlyeval.present import under
from earlyeval.study import load_study
from earlyeval.tidy.synthetic import effects

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def study():
    return load_study("wandsworth", "think-baby", data="synthetic")


def changed(study, *, approach="codebook", **tables):
    programme = study.programme.model_copy(update={"qualitative_approach": approach})
    return dataclasses.replace(study, programme=programme, tables={**study.tables, **tables}, stored=None)


def codings_of(rows):
    columns = ("doc_id", "start", "end", "code_id", "coder")
    frame = pd.DataFrame(rows, columns=columns)
    texts = {name: frame[name].astype("str") for name in ("doc_id", "code_id", "coder")}
    numbers = {name: frame[name].astype("float64") for name in ("start", "end")}
    ids = pd.Series([f"C{place}" for place in range(len(frame))], dtype="str")
    days = pd.Series(pd.to_datetime(["2025-01-01"] * len(frame)))
    return frame.assign(coding_id=ids, coded_on=days, **texts, **numbers)


def documents_of(*ids, characters=100):
    nobody = pd.Series([None] * len(ids), dtype="str")
    return pd.DataFrame({
        "doc_id": list(ids), "characters": [float(characters)] * len(ids), "kind": "interview",
        "participant_id": nobody, "group_id": nobody,
    })  # fmt: skip


def double_of(rows):
    columns = ("unit_id", "doc_id", "start", "end", "coder_a", "coder_b")
    frame = pd.DataFrame(rows, columns=columns)
    answers = pd.Series([pd.NA] * len(frame), dtype="boolean")
    return frame.assign(selected_how="random", independent=answers, blind=answers)


def two_coders(study, rows, *, double=(), documents=("A", "B", "C", "D"), **options):
    codes = pd.DataFrame({"code_id": ["x", "y"], "code": ["Ex", "Why"]})
    nothing = {"turns": study.table("turns").iloc[:0], **options}
    return changed(study, codings=codings_of(rows), documents=documents_of(*documents), codes=codes,
                   double_coding=double_of(double), **nothing)  # fmt: skip


def value(rows, estimand, **wanted):
    kept = rows[rows["estimand"] == estimand]
    for column, cell in wanted.items():
        kept = kept[kept[column] == cell]
    assert len(kept) == 1
    return kept.iloc[0]


FOUR = [(doc, 0, 50, "x", coder) for doc in "ABC" for coder in ("p", "q")] + [
    ("D", 0, 50, "x", "p"), ("D", 60, 70, "y", "q"), ("A", 60, 80, "y", "p"), ("A", 60, 80, "y", "q"),
]  # fmt: skip


def test_documents_coded_by_two_need_no_table_of_double_coding(study):
    rows = coding_agreement(two_coders(study, FOUR))
    # x: three documents by both, one by the first only, none by neither: no chance-corrected figure can be 1.
    percent = value(rows, "percent_agreement", outcome="x", subgroup="document")
    assert (percent["estimate"], percent["n"]) == (0.75, 4)
    of_units = rows[(rows["subgroup"] == "unit") & (rows["outcome"] == "x")]
    assert not of_units["estimable"].any()
    told = rows[(rows["outcome"] == "double-coding") & (rows["estimand"] == "statement")]
    assert "No table of double coding" in told.iloc[0]["note"]


def test_characters_count_what_nobody_coded_and_duplicates_once(study):
    twice = [*FOUR, ("A", 10, 50, "x", "p"), ("A", 0, 50, "x", "p")]
    rows = coding_agreement(two_coders(study, twice))
    # 150 characters by both, 50 by the first only, 200 by neither, of four texts of 100.
    assert value(rows, "percent_agreement", outcome="x", subgroup="character")["estimate"] == pytest.approx(350 / 400)
    kappa = value(rows, "cohen_kappa", outcome="x", subgroup="character")
    assert kappa["estimate"] == pytest.approx((400 * 350 - (200 * 150 + 200 * 250)) / (400**2 - 80_000))


def test_a_code_that_was_hardly_used_has_no_coefficient(study):
    rows = coding_agreement(two_coders(study, FOUR))
    kappa = value(rows, "cohen_kappa", outcome="y", subgroup="document")
    assert not kappa["estimable"]
    assert "too seldom" in kappa["reason"]
    uses = rows[(rows["outcome"] == "y") & (rows["estimand"] == "count") & (rows["subgroup"] == "document")]
    assert uses["n"].tolist() == [1, 2]


def test_declared_units_are_the_units_and_only_what_both_read_counts(study):
    double = [(f"U{doc}{place}", doc, start, start + 50, "p", "q") for doc in "ABCD"
              for place, start in enumerate((0, 50))]  # fmt: skip
    rows = coding_agreement(two_coders(study, FOUR, double=double))
    percent = value(rows, "percent_agreement", outcome="x", subgroup="unit")
    assert (percent["estimate"], percent["n"]) == (7 / 8, 8)


def test_a_reflexive_analysis_has_no_coefficient_and_says_why(study):
    rows = coding_agreement(two_coders(study, FOUR, approach="reflexive"))
    assert len(rows) == 1
    assert not rows.iloc[0]["estimable"]
    assert "not a measurement" in rows.iloc[0]["reason"]
    drift = coder_drift(two_coders(study, FOUR, approach="reflexive"))
    assert drift["reason"].tolist() == [rows.iloc[0]["reason"]]


@pytest.mark.parametrize(("approach", "words"), [("codebook", "does not require it"), ("framework", "does not require"),
                                                 ("coding_reliability", "has no such ground")])  # fmt: skip
def test_single_coding_is_said_as_the_approach_asks(study, approach, words):
    alone = [row for row in FOUR if row[4] == "p"]
    rows = coding_agreement(two_coders(study, alone, approach=approach))
    assert words in rows.iloc[0]["reason"]


def test_turns_of_speakers_are_the_units_where_none_were_declared(study):
    turns = pd.DataFrame(
        [(doc, place, "S", 50.0 * (place - 1), 50.0 * place) for doc in "ABCD" for place in (1, 2)],
        columns=["doc_id", "turn", "speaker_id", "start", "end"],
    )
    rows = coding_agreement(two_coders(study, FOUR, turns=turns))
    percent = value(rows, "percent_agreement", outcome="x", subgroup="unit")
    assert (percent["estimate"], percent["n"]) == (7 / 8, 8)
    some = coding_agreement(two_coders(study, FOUR, turns=turns[turns["doc_id"] != "D"]))
    assert not some.loc[some["subgroup"] == "unit", "estimable"].any()


def test_a_code_of_a_whole_document_covers_it(study):
    codings = codings_of(FOUR).assign(medium="text")
    codings.loc[6, ["start", "end", "medium"]] = [np.nan, np.nan, "document"]
    own = two_coders(study, FOUR)
    rows = coding_agreement(dataclasses.replace(own, tables={**own.tables, "codings": codings}))
    assert value(rows, "percent_agreement", outcome="x", subgroup="document")["estimate"] == 0.75


def test_codings_of_a_program_s_agent_are_nobody_s(study):
    rows = codings_of(FOUR).assign(is_by_machine=lambda codings: codings["coder"] == "q")
    only = two_coders(study, FOUR)
    only = dataclasses.replace(only, tables={**only.tables, "codings": rows})
    assert compared(only) is None


def test_three_coders_have_the_mean_of_their_pairs(study):
    third = [(doc, 0, 50, "x", "r") for doc in "AB"] + [("C", 0, 10, "y", "r"), ("D", 0, 10, "y", "r")]
    rows = coding_agreement(two_coders(study, FOUR + third))
    assert "light_kappa" in set(rows["estimand"])
    assert "bias_index" not in set(rows["estimand"])


def test_the_second_coder_serves_agreement_alone(study):
    double = [("U1", "A", 0.0, 100.0, "p", "q")]
    kept = analysed_codings(two_coders(study, FOUR, double=double))
    assert sorted(kept.loc[kept["doc_id"] == "A", "coder"]) == ["p", "p"]
    assert (kept.loc[kept["doc_id"] == "B", "coder"] == "q").any()


def test_the_tool_s_own_number_is_shown_beside_the_right_one(study):
    told = pd.DataFrame({"file": ["a"], "element": ["codings"], "tool": ["QualCoder"]}, dtype="str")
    of_tool = two_coders(study, FOUR, coded_elements=told)
    rows = coding_agreement(of_tool)
    printed = value(rows, "qualcoder_kappa", outcome="x")
    assert printed["n"] == 4
    assert (rows["note"].str.contains("is not Cohen's kappa")).any()
    assert "qualcoder_kappa" not in set(coding_agreement(two_coders(study, FOUR))["estimand"])


def test_the_planted_agreement_is_found_again(study):
    rows = coding_agreement(study)
    pooled = value(rows, "pooled_kappa", subgroup="unit")
    both = compared(study)
    units = both.read["unit_id"].nunique()
    given = sum(len(spans) for (_, coder, _), spans in both.spans.items()) / 2
    share = given / (units * len(both.codes))
    keeps, adds = effects.SECOND_CODER_KEEPS, effects.SECOND_CODER_ADDS
    other = share * keeps + (1 - share) * adds
    seen = share * keeps + (1 - share) * (1 - adds)
    chance = share * other + (1 - share) * (1 - other)
    assert pooled["estimate"] == pytest.approx((seen - chance) / (1 - chance), abs=0.06)
    assert pooled["conf_low"] < (seen - chance) / (1 - chance) < pooled["conf_high"] + 0.03
    assert value(rows, "alpha_masi", subgroup="unit")["estimate"] > 0.7
    assert study.banner == DATA_WORDS["synthetic"]


def test_batches_go_by_the_date_of_coding_and_hold_no_date(study):
    rows = coder_drift(study)
    batches = rows[rows["estimand"] == "pooled_kappa"]
    assert batches["subgroup"].tolist()[:2] == ["documents 1 to 5", "documents 2 to 6"]
    assert np.isfinite(batches["estimate"]).all()
    shifts = rows[rows["estimand"] == "total_variation"]
    assert shifts["subgroup"].tolist() == ["coder 1", "coder 2"]
    texts = rows.select_dtypes("str").to_numpy().ravel()
    assert not any("2025" in text for text in texts)


def test_no_row_names_a_coder(study):
    texts = coding_agreement(study).select_dtypes("str").to_numpy().ravel()
    assert not any(text in ("Q1", "Q2") for text in texts)


@pytest.mark.parametrize("approach", ["reflexive", "codebook", "coding_reliability"])
def test_the_reason_survives_the_gate_word_for_word(study, approach):
    own = two_coders(study, [row for row in FOUR if row[4] == "p"], approach=approach)
    rows = coding_agreement(own)
    shown = under(own.profile, **own.setting).coding_agreement(rows)
    assert shown.parts[0].plain() == rows.iloc[0]["reason"]


def test_documents_are_counted_as_the_people_who_speak_in_them(study):
    """ "10 of 19 documents" beside 15 interviews and 3 groups would tell that there are 16."""
    rows = coding_agreement(two_coders(study, FOUR))
    of_documents = rows[(rows["unit"] == "documents") & rows["estimand"].isin(["count", "proportion"])]
    assert {"double-coding", "x", "y"} <= set(of_documents["outcome"])
    assert "open" not in set(of_documents["sensitivity"])
    assert "files" not in set(rows["unit"])


def test_pieces_that_hold_a_code_are_under_the_rule_of_counts(study):
    double = [(f"U{doc}", doc, 0, 100, "p", "q") for doc in "ABCD"]
    rows = coding_agreement(two_coders(study, FOUR, double=double))
    uses = rows[(rows["unit"] == "units") & (rows["estimand"] == "count")]
    assert len(uses) == 4
    assert "open" not in set(uses["sensitivity"])


def test_documents_of_groups_alone_are_files_of_nobody(study):
    of_groups = two_coders(study, FOUR)
    documents = of_groups.tables["documents"].assign(kind="focus_group", group_id="a group")
    told = coding_agreement(changed(of_groups, documents=documents))
    row = told[(told["label"] == "Documents coded twice") & (told["estimand"] == "proportion")].iloc[0]
    assert (row["unit"], row["sensitivity"]) == ("files", "open")


def test_that_a_code_was_given_too_seldom_leaves_three_numbers_open(study):
    def too_seldom(times):
        seldom = [*FOUR, *(("ABCD"[place], 90, 95, "z", "p") for place in range(times))]
        changed_codes = pd.DataFrame({"code_id": ["x", "y", "z"], "code": ["Ex", "Why", "Zed"]})
        rows = coding_agreement(changed(two_coders(study, seldom), codes=changed_codes))
        return not value(rows, "cohen_kappa", outcome="z", subgroup="document")["estimable"]

    assert [too_seldom(times) for times in (1, 2, 3, 4)] == [True, True, True, False]
