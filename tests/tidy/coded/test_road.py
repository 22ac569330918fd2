"""The road from coded projects into the tidy tables of a study."""

import hashlib

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.transcripts import conversation_in

pytestmark = pytest.mark.spec

PEOPLE = "person_id,role\nA1,mother\nA2,father\n"
DOCUMENTS = (
    "doc_id,kind,role,participant_id,name,time_point,analysed_order\n"
    "INT-1,interview,parent,A1,talk.txt,after,2\nINT-2,interview,parent,A2,other.txt,after,1\n"
)
TEXT = "I: How was it?\nP1: Caf\u00e9 and cake.\nP2: We slept.\n"
CODES = "code_id,code\nfood,Food\nsleep,Sleep\n"
CODINGS = (
    "coding_id,doc_id,start,end,text,code_id,coder,coded_at,is_by_machine\n"
    "c1,INT-1,19,33,Caf\u00e9 and cake.,food,Q1,2026-03-01T10:00:00,\n"
    "c2,INT-1,0,9,We slept.,sleep,Q2,2026-03-02,\n"
    "c3,INT-1,38,47,We slept.,sleep,agent,,yes\n"
)
OWN = {
    "people.csv": PEOPLE,
    "qual/documents.csv": "doc_id,kind,role,text_path\nINT-1,interview,parent,transcripts/one.txt\n",
    "qual/transcripts/one.txt": TEXT,
    "qual/codes.csv": CODES,
    "qual/codings.csv": CODINGS,
}


def rules(returns):
    return set(returns.findings["rule"])


def with_project(path, **files):
    return {"people.csv": PEOPLE, f"qual/{path.name}": path.read_bytes(), **files}


def test_a_project_that_lies_there_fills_the_tables_and_says_what_nobody_told(arrive, taguette_file):
    returns = arrive(with_project(taguette_file()))
    sizes = {name: len(returns.tables[name]) for name in ("documents", "codes", "codings", "transcripts")}
    assert sizes == {"documents": 1, "codes": 2, "codings": 3, "transcripts": 1}
    assert returns.tables["codings"]["code_id"].tolist() == ["food", "food", "food-cake"]
    assert returns.tables["codings"]["anchoring"].tolist() == ["same"] * 3
    assert {"untold_kind", "untold_role", "untold_participant_id"} <= rules(returns)
    held = returns.tables["coded_elements"].set_index("element")
    assert held.loc["quotations compared with their transcript", ["held", "taken"]].tolist() == [2, 2]


def test_documents_csv_tells_what_the_tool_does_not_know(arrive, taguette_file):
    returns = arrive(with_project(taguette_file(), **{"qual/documents.csv": DOCUMENTS}))
    documents = returns.tables["documents"].set_index("doc_id")
    assert documents.loc["INT-1", ["participant_id", "role", "time_point"]].tolist() == ["A1", "parent", "after"]
    assert documents.loc["INT-1", "characters"] == len(returns.tables["transcripts"]["text"].iloc[0])
    assert set(documents.index) == {"INT-1", "INT-2"}  # of the second nobody coded anything
    assert set(returns.tables["codings"]["doc_id"]) == {"INT-1"}
    assert "untold_role" not in rules(returns)


def test_a_folder_of_qualcoder_keeps_the_agent_in_a_table_of_its_own(arrive, qualcoder_folder):
    folder = qualcoder_folder()
    returns = arrive({"people.csv": PEOPLE, "qual/Talks.qda/data.qda": (folder / "data.qda").read_bytes()})
    assert set(returns.tables["codings"]["coder"].dropna()) == {"bronwen", "carys"}
    assert returns.tables["machine_codings"]["coder"].tolist() == ["coder-1"]  # "AI Agent" looks like a name
    assert returns.tables["turns"]["speaker_id"].tolist() == ["P1", "P2"]
    # The case of a document would be its participant; but a case that is called by a name is nobody's pseudonym.
    assert returns.tables["documents"]["participant_id"].isna().all()
    assert {"untold_participant_id", "named_coder"} <= rules(returns)


def test_the_case_of_a_document_is_its_participant(arrive, qualcoder_folder):
    folder = qualcoder_folder(cases=[{"caseid": 1, "name": "A2"}])
    returns = arrive({"people.csv": PEOPLE, "qual/Talks.qda/data.qda": (folder / "data.qda").read_bytes()})
    assert returns.tables["documents"]["participant_id"].dropna().tolist() == ["A2", "A2"]
    folder = qualcoder_folder(cases=[{"caseid": 1, "name": "A9"}], name="Others.qda")
    stranger = arrive({"people.csv": PEOPLE, "qual/Talks.qda/data.qda": (folder / "data.qda").read_bytes()})
    assert "unknown_participant" in rules(stranger)


def test_a_declaration_says_whose_a_document_is(arrive, make_registry, taguette_file):
    path = taguette_file(documents=[taguette_file.document(1, "<p>one two</p>", name="A1_talk.odt")],
                         highlights=[taguette_file.highlight(1, 0, 3, "<p>one</p>")],
                         highlight_tags=[{"highlight_id": 1, "tag_id": 1}])  # fmt: skip
    declared = {
        "id": "talks", "site": "town", "programme": "play", "path": "coded/project.sqlite3", "format": "coded_project",
        "coded": {"participant_from": "document", "participant_pattern": "^(A[0-9]+)_", "coder": "Q1",
                  "constants": {"kind": "interview", "role": "parent", "time_point": "nowhere"}},
    }  # fmt: skip
    registry = make_registry(returns=[declared])
    files = {"town/play/people.csv": PEOPLE, "coded/project.sqlite3": path.read_bytes()}
    returns = arrive(files, registry=registry, place="raw")
    assert returns.tables["documents"][["participant_id", "role"]].to_numpy().tolist() == [["A1", "parent"]]
    assert returns.tables["codings"]["coder"].tolist() == ["Q1"]
    assert "unknown_value" in rules(returns)  # the study has no time point of that name


def test_our_own_sheets_are_compared_with_their_transcripts(arrive):
    returns = arrive(OWN)
    codings = returns.tables["codings"].set_index("coding_id")
    assert codings["anchoring"].to_dict() == {"c1": "same", "c2": "moved"}
    assert codings.loc["c2", ["start", "end"]].tolist() == [38, 47]
    assert codings.loc["c1", "coded_on"].strftime("%Y-%m-%d") == "2026-03-01"
    assert returns.tables["machine_codings"]["coding_id"].tolist() == ["c3"]
    assert returns.tables["turns"]["speaker_id"].tolist() == ["I", "P1", "P2"]
    assert {"quotation_moved", "machine_coding"} <= rules(returns)


@pytest.mark.parametrize(
    ("file", "content", "rule"),
    [
        ("qual/codings.csv", CODINGS.replace("38,47", "38,4700"), "after the end of its transcript"),
        ("qual/documents.csv", "doc_id,kind,role,text_path\nINT-1,interview,parent,../../people.csv\n", "leads out"),
        ("qual/transcripts/one.txt", b"caf\xe9", "no text in UTF-8"),
        (
            "qual/documents.csv",
            f"doc_id,kind,role,text_path,sha256\nINT-1,interview,parent,transcripts/one.txt,{'a1' * 32}\n",
            "not the one that was coded",
        ),
    ],
)
def test_what_cannot_be_believed_is_refused_with_its_place(arrive, file, content, rule):
    with pytest.raises(ReturnsRefusedError, match=rule) as refused:
        arrive(OWN | {file: content})
    assert "cake" not in str(refused.value)


def test_the_hash_of_the_transcript_that_was_coded_is_accepted(arrive):
    told = hashlib.sha256(TEXT.encode()).hexdigest()
    head = "doc_id,kind,role,text_path,sha256\nINT-1,interview,parent,transcripts/one.txt,"
    assert len(arrive(OWN | {"qual/documents.csv": f"{head}{told}\n"}).tables["transcripts"]) == 1


def test_a_damaged_project_is_refused_and_called_by_its_name(arrive, taguette_file):
    path = taguette_file()
    whole = path.read_bytes()
    with pytest.raises(ReturnsRefusedError, match=r"qual/project\.sqlite3"):
        arrive({"people.csv": PEOPLE, "qual/project.sqlite3": whole[: len(whole) // 2]})


def two_projects(make_registry):
    returns = [
        {"id": f"by-{coder}", "site": "town", "programme": "play", "path": f"coded/{coder}.sqlite3",
         "format": "coded_project", "coded": {"doc_prefix": coder, "coder": coder,
                                              "constants": {"kind": "interview", "role": "parent"}}}
        for coder in ("q1", "q2")
    ]  # fmt: skip
    return make_registry(returns=returns)


def test_two_coders_may_have_coded_the_same_documents_in_projects_of_their_own(arrive, make_registry, taguette_file):
    first, second = taguette_file(name="a.sqlite3"), taguette_file(name="b.sqlite3")
    files = {"town/play/people.csv": PEOPLE, "coded/q1.sqlite3": first.read_bytes()}
    files["coded/q2.sqlite3"] = second.read_bytes()
    returns = arrive(files, registry=two_projects(make_registry), place="raw")
    codings = returns.tables["codings"]
    assert codings["coder"].value_counts().to_dict() == {"q1": 3, "q2": 3}
    assert codings["doc_id"].nunique() == len(returns.tables["documents"]) == len(returns.tables["transcripts"]) == 1
    assert len(returns.tables["codes"]) == 2


def test_lines_that_begin_with_an_id_are_turns_whatever_the_tool(arrive, taguette_file):
    turns = arrive(with_project(taguette_file())).tables["turns"]
    assert turns[["speaker_id", "start", "end"]].to_numpy().tolist() == [["I", 3, 16], ["P1", 21, 46]]


@pytest.mark.parametrize(
    "text",
    [
        "MODERATOR: How was it? Fine, thank you. MODERATOR: And then?", "MODERATOR: How?\nWell.\nMODERATOR: And?\nSo.",
        "A: one\nTwo.\nThree.\nFour.\nB: five\nSix.\nSeven.", "Plain words.\nNote: none.\nAims: few.\nOf all.\nMore.",
    ],
)  # fmt: skip
def test_a_text_in_which_few_are_marked_has_no_turns(text):
    assert conversation_in(text) == []


def test_the_only_coder_of_a_file_is_whom_the_declaration_says(arrive, make_registry, qualcoder_folder):
    # Two people with a project each, both called by their names: both would be coder-1.
    own = {"code_text": [{"cid": 1, "fid": 1, "seltext": "Caf\u00e9", "pos0": 21, "pos1": 25, "owner": "Anna Bell"}]}
    own |= {"code_av": [], "code_image": []}
    returns = [
        {"id": f"by-{coder}", "site": "town", "programme": "play", "path": f"coded/{coder}.qda",
         "format": "coded_project", "coded": {"doc_prefix": coder, "coder": coder,
                                              "constants": {"kind": "interview", "role": "parent"}}}
        for coder in ("q1", "q2")
    ]  # fmt: skip
    files = {"town/play/people.csv": PEOPLE}
    for coder in ("q1", "q2"):
        folder = qualcoder_folder(name=f"{coder}.qda", **own)
        files[f"coded/{coder}.qda/data.qda"] = (folder / "data.qda").read_bytes()
    codings = arrive(files, registry=make_registry(returns=returns), place="raw").tables["codings"]
    assert codings["coder"].tolist() == ["q1", "q2"]


def test_two_projects_with_other_texts_under_one_name_are_refused(arrive, make_registry, taguette_file):
    first = taguette_file(name="a.sqlite3")
    second = taguette_file(
        name="b.sqlite3", documents=[taguette_file.document(1, "<p>Quite another talk.</p>")],
        highlights=[taguette_file.highlight(1, 0, 5, "<p>Quite</p>")],
        highlight_tags=[{"highlight_id": 1, "tag_id": 1}],
    )  # fmt: skip
    files = {"town/play/people.csv": PEOPLE, "coded/q1.sqlite3": first.read_bytes()}
    files["coded/q2.sqlite3"] = second.read_bytes()
    with pytest.raises(ReturnsRefusedError, match="whose text is another"):
        arrive(files, registry=two_projects(make_registry), place="raw")
