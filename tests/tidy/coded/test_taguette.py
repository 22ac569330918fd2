"""Taguette projects: places in bytes, tags with paths, the log, several projects in one file."""

import os
from pathlib import Path

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.paths import CLONE
from earlyeval.tidy.coded.taguette import read_taguette

pytestmark = pytest.mark.spec

REAL = Path("swj2022/data/transcripts/thematic-analysis/SERDIF_P2_ThematicAnalysis.sqlite3")


@pytest.fixture(scope="module")
def real_project():
    folder = Path(os.environ.get("EARLYEVAL_REAL_STUDIES", CLONE.parent / "shared" / "real"))
    if not (folder / REAL).is_file():
        pytest.skip("the published data are not here; EARLYEVAL_REAL_STUDIES names the folder that holds them")
    return read_taguette(folder / REAL)


def verified(project, *, shift=None):
    texts = project.frame("documents").set_index("doc_id")["text"]
    codings = project.frame("codings")
    spans = codings[~codings["coding_id"].str.split("-").str[0].duplicated()]
    return sum(
        texts[row.doc_id][row.start : row.end] == row.text
        if shift is None
        else texts[row.doc_id][shift(row.doc_id, row.start) : shift(row.doc_id, row.end)] == row.text
        for row in spans.itertuples()
    )


def test_places_in_bytes_become_characters(taguette_file):
    project = read_taguette(taguette_file())
    assert project.frame("documents")["text"].tolist() == [
        "I: Sut wyt ti? \N{WINE GLASS}\nP1: Caf\u00e9 & cake, ma\u2019e\u2019n iawn."
    ]
    spans = project.frame("codings")[["coding_id", "start", "end", "text", "code_id"]]
    assert spans.to_numpy().tolist() == [
        ["1-1", 3, 16, "Sut wyt ti? \N{WINE GLASS}", "1"],
        ["2-1", 21, 32, "Caf\u00e9 & cake", "1"],
        ["2-2", 21, 32, "Caf\u00e9 & cake", "2"],
    ]
    assert verified(project) == 2


def test_a_tag_stands_under_another_that_is_its_beginning(taguette_file):
    codes = read_taguette(taguette_file()).frame("codes").set_index("code_id")
    assert codes.loc["2", "parent_id"] == "1"
    assert codes.loc["2", "definition"] == "Cake of any kind."
    assert codes["parent_id"].isna().tolist() == [True, False]


def test_a_declared_separator_makes_headings_of_levels_that_are_no_tag(taguette_file):
    tags = [taguette_file.tag(1, "food/cake/plain"), taguette_file.tag(2, "food/cake")]
    codes = read_taguette(taguette_file(tags=tags), separator="/").frame("codes")
    assert codes[["code", "is_category"]].to_numpy().tolist() == [
        ["food/cake/plain", False], ["food/cake", False], ["food", True],
    ]  # fmt: skip
    assert codes["parent_id"].tolist()[:2] == ["2", "heading:food"]


def test_the_log_tells_who_and_when_where_it_knows_more_than_one_user(taguette_file):
    add = {"type": "highlight_add", "highlight_id": 2, "start_offset": 24, "end_offset": 36, "tags": [1]}
    commands = [
        taguette_file.command(1, {"type": "tag_add", "tag_id": 1, "tag_path": "food", "description": ""}),
        taguette_file.command(2, add, document=1, by="bronwen"),
        taguette_file.command(3, add | {"tags": [1, 2]}, document=1, by="carys"),
    ]
    codings = read_taguette(taguette_file(commands=commands)).frame("codings").set_index("coding_id")
    assert codings.loc["2-1", ["coder", "coded_at"]].tolist() == ["bronwen", "2026-03-01T10:02:00.000000"]
    assert codings.loc["2-2", "coder"] == "carys"
    assert codings["coder"].isna().sum() == 1  # the log says nothing of the first highlight


def test_one_user_for_everybody_is_nobody(taguette_file):
    add = {"type": "highlight_add", "highlight_id": 2, "start_offset": 24, "end_offset": 36, "tags": [1]}
    project = read_taguette(taguette_file(commands=[taguette_file.command(1, add, document=1)]))
    assert project.frame("codings")["coder"].isna().all()
    assert [loss.lost for loss in project.losses if loss.element == "coders of highlights"] == [3]


def test_the_codebook_is_told_as_it_changed_and_merges_find_their_target(taguette_file):
    def made(number, tag, path, **more):
        return taguette_file.command(
            number, {"type": "tag_add", "tag_id": tag, "tag_path": path, "description": "", **more}
        )

    commands = [
        made(1, -11, "drink"),
        made(2, 1, "food"),
        made(3, -13, "tea"),
        made(4, 1, "food and drink"),
        taguette_file.command(
            5, {"type": "highlight_add", "highlight_id": -4, "start_offset": 0, "end_offset": 2, "tags": [-13]},
            document=-7,
        ),
        # The target keeps the number that it had: 12 is the tag that was made between 11 and 13.
        taguette_file.command(6, {"type": "tag_merge", "src_tag_id": -13, "dest_tag_id": 12}),
        taguette_file.command(7, {"type": "tag_delete", "tag_id": -11}),
        taguette_file.command(8, {"type": "document_delete"}, document=-7),
    ]  # fmt: skip
    project = read_taguette(taguette_file(commands=commands))
    changes = project.frame("code_changes").fillna("")
    assert changes[["change", "code", "merged_into", "doc_id"]].to_numpy().tolist() == [
        ["add", "drink", "", ""], ["add", "food", "", ""], ["add", "tea", "", "-7"],
        ["rename", "food and drink", "", ""], ["merge", "tea", "1", ""], ["retire", "drink", "", ""],
    ]  # fmt: skip
    assert project.frame("removed_documents")["doc_id"].tolist() == ["-7"]
    assert project.frame("code_uses")[["code_id", "doc_id"]].to_numpy().tolist() == [["-13", "-7"]]


def test_a_merge_whose_target_may_be_two_tags_stays_open_and_is_counted(taguette_file):
    def made(number, tag):
        return taguette_file.command(
            number, {"type": "tag_add", "tag_id": tag, "tag_path": f"t{number}", "description": ""}
        )

    merge = taguette_file.command(5, {"type": "tag_merge", "src_tag_id": -19, "dest_tag_id": 12})
    commands = [made(1, -11), made(2, 1), made(3, 2), made(4, -19), merge]
    project = read_taguette(taguette_file(commands=commands))
    merged = project.frame("code_changes").query("change == 'merge'")
    assert merged["merged_into"].isna().all()
    assert [(loss.held, loss.taken) for loss in project.losses if loss.element == "targets of merges"] == [(1, 0)]


def test_of_several_projects_one_must_be_chosen(taguette_file):
    second = {"id": 2, "name": "Other", "description": "", "created": "2026-03-01"}
    path = taguette_file(
        projects=[{"id": 1, "name": "Talks", "description": "", "created": "2026-03-01"}, second],
        documents=[taguette_file.document(1, "<p>one</p>"), taguette_file.document(2, "<p>two</p>", project=2)],
        tags=[taguette_file.tag(1, "a"), taguette_file.tag(2, "a", project=2)],
        highlights=[taguette_file.highlight(1, 0, 3, "two", document=2)],
        highlight_tags=[{"highlight_id": 1, "tag_id": 2}],
    )
    with pytest.raises(ReturnsRefusedError, match="holds 2 projects"):
        read_taguette(path)
    assert read_taguette(path, project=2).frame("codings")["text"].tolist() == ["two"]
    assert read_taguette(path, project=1).frame("codings").empty


def test_a_real_project_is_read_whole(real_project):
    sizes = {name: len(real_project.frame(name)) for name in ("documents", "codes")}
    assert sizes == {"documents": 17, "codes": 22}
    assert real_project.frame("codings")["code_id"].notna().sum() == 1930
    assert verified(real_project) == 1794


def test_reading_the_places_of_a_real_project_as_characters_would_misquote_all_but_two(real_project):
    texts = real_project.frame("documents").set_index("doc_id")["text"]

    def in_bytes(doc_id, place):
        return len(texts[doc_id][:place].encode())

    assert verified(real_project, shift=in_bytes) == 2


def test_every_merge_of_a_real_project_finds_its_target(real_project):
    changes = real_project.frame("code_changes")
    merges = changes[changes["change"] == "merge"]
    assert len(merges) == 93
    assert merges["merged_into"].notna().all()
    # 22 targets were deleted later themselves; 71 follow from the order in which numbers were given.
    assert merges["merged_into"].str.startswith("-").sum() == 22
    # Followed to their end, all 93 lead to one of the tags that are left.
    into = merges.set_index("code_id")["merged_into"].to_dict()
    ends = set(into)
    while ends & set(into):
        ends = {into.get(one, one) for one in ends}
    assert ends <= set(real_project.frame("codes")["code_id"])
