"""Who is speaking: cases by every route, variables of every type, groups, memos and who wrote them."""

import pytest

from earlyeval.tidy.coded.refi_qda import read_qdpx

pytestmark = pytest.mark.spec

TEXT = "<PlainTextContent>Hello there, Anna. Hello Ben.</PlainTextContent>"


def spans(project):
    frame = project.frame("case_spans").astype(object).fillna(-1)
    return [tuple(row) for row in frame.drop(columns="case_id").values.tolist()]


def test_a_case_speaks_by_source_selection_and_code(refi):
    source = refi.element(
        "TextSource", TEXT + refi.words(40, 0, 5) + refi.words(41, 6, 11, None, refi.coding(50, 1)), g=10
    )
    video = refi.element("VideoSource", refi.element("VideoSelection", g=42, begin=5, end=9), g=11)
    routes = [refi.refers("CodeRef", 1), refi.refers("SourceRef", 10), refi.refers("SelectionRef", 40),
              refi.refers("SelectionRef", 42)]  # fmt: skip
    cases = refi.element("Case", "".join(routes), g=7, name="P1")
    project = read_qdpx(refi.qdpx(refi.project(codes=refi.code(1, "P1"), cases=cases, sources=source + video)))
    assert project.frame("cases").values.tolist() == [[refi.guid(7), "P1"]]
    assert spans(project) == [
        (refi.guid(10), -1, -1, -1, -1),
        (refi.guid(10), 0, 5, -1, -1),
        (refi.guid(11), -1, -1, 5, 9),
        (refi.guid(10), 6, 11, -1, -1),
    ]
    # The selections by which cases speak are no passages that somebody marked.
    assert project.frame("codings")["coding_id"].tolist() == [refi.guid(50)]
    assert not [loss for loss in project.losses if loss.lost]


def test_an_area_of_a_page_is_no_place_in_which_a_case_speaks(refi):
    area = refi.element("PictureSelection", g=40, firstX=0, firstY=0, secondX=1, secondY=1)
    cases = refi.element("Case", refi.refers("SelectionRef", 40), g=7, name="P1")
    project = read_qdpx(refi.qdpx(refi.project(cases=cases, sources=refi.element("PictureSource", area, g=10))))
    assert project.frame("case_spans").empty
    assert [loss.element for loss in project.losses if loss.lost] == ["SelectionRef"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("Text", "20-29"), ("Boolean", "true"), ("Integer", "007"), ("Float", "1.50"), ("Date", "2020-02-29"),
     ("DateTime", "2020-02-29T10:00:00Z"), ("Text", "")],
)  # fmt: skip
def test_variables_of_every_type_on_cases_and_sources(refi, kind, value):
    given = refi.element("VariableValue", refi.refers("VariableRef", 30) + f"<{kind}Value>{value}</{kind}Value>")
    project = read_qdpx(
        refi.qdpx(
            refi.project(
                variables=refi.element("Variable", g=30, name="V", typeOfVariable=kind),
                cases=refi.element("Case", given, g=7, name="P1"),
                sources=refi.element("TextSource", TEXT + given, g=10),
            )
        )
    )
    assert project.frame("attributes").values.tolist() == [
        ["case", refi.guid(7), "V", kind.lower(), value],
        ["document", refi.guid(10), "V", kind.lower(), value],
    ]


def test_a_coding_without_a_user_falls_back_to_its_selection_and_then_to_nobody(refi):
    inside = [
        refi.words(40, 0, 5, None, refi.coding(50, 1, user=3) + refi.coding(51, 1), creatingUser=refi.guid(4)),
        refi.words(41, 0, 5, None, refi.coding(52, 1)),
        refi.words(42, 0, 5, None, refi.coding(53, 1, user=99)),
    ]
    users = refi.user(3, "Coder") + refi.user(4, "Coder") + refi.user(5, "")
    xml = refi.project(
        users=users, codes=refi.code(1, "x"), sources=refi.element("TextSource", TEXT + "".join(inside), g=10)
    )
    coders = read_qdpx(refi.qdpx(xml)).frame("codings")["coder"]
    # Two users of one name are two coders; a user that the file does not list is one too.
    assert coders.fillna("").tolist() == ["Coder", "Coder (2)", "", refi.guid(99)]


def test_memos_say_what_they_are_about(refi):
    note = refi.element
    notes = "".join(
        note(
            "Note",
            f"<PlainTextContent>{number}</PlainTextContent>",
            g=number,
            name=f"n{number}",
            creatingUser=refi.guid(3),
        )
        for number in range(60, 67)
    )
    selection = refi.words(
        40, 0, 5, None, refi.coding(50, 1, notes=refi.refers("NoteRef", 62)) + refi.refers("NoteRef", 63)
    )
    xml = refi.project(
        users=refi.user(3, "W"),
        codes=refi.code(1, "x", "<Description>d</Description>" + refi.refers("NoteRef", 60)),
        cases=refi.element("Case", "<Description>of the case</Description>", g=7, name="P1"),
        sources=refi.element(
            "TextSource",
            "<Description>of the source</Description>" + TEXT + selection + refi.refers("NoteRef", 61),
            g=10,
        ),
        notes=notes,
        links=refi.element("Link", g=70, originGUID=refi.guid(7), targetGUID=refi.guid(64))
        + refi.element("Link", g=71, originGUID=refi.guid(1), targetGUID=refi.guid(10)),
        rest="<Description>of it all</Description>" + refi.refers("NoteRef", 65),
    )
    project = read_qdpx(refi.qdpx(xml))
    memos = project.frame("memos")
    about = {
        row["text"]: (row["subject"], row["subject_id"])
        for row in memos[["text", "subject", "subject_id"]].fillna("").to_dict("records")
    }
    assert about == {
        "60": ("code", refi.guid(1)), "61": ("document", refi.guid(10)), "62": ("coding", refi.guid(50)),
        "63": ("span", ""), "64": ("case", refi.guid(7)), "65": ("project", ""), "66": ("project", ""),
        "of it all": ("project", ""), "of the case": ("case", refi.guid(7)),
        "of the source": ("document", refi.guid(10)),
    }  # fmt: skip
    assert memos.loc[memos["text"] == "63", ["doc_id", "start", "end"]].values.tolist() == [[refi.guid(10), 0, 5]]
    assert set(memos["written_by"].dropna()) == {"W"}
    assert {loss.element: loss.lost for loss in project.losses if loss.lost} == {"Link": 1}


def test_a_text_source_may_be_coded_as_a_whole_and_a_passage_marked_without_a_code(refi):
    marked = refi.words(40, 6, 11, "there", "<Description>why?</Description>", creatingUser=refi.guid(3))
    source = refi.element("TextSource", TEXT + marked + refi.coding(50, 1, user=3), g=10)
    project = read_qdpx(refi.qdpx(refi.project(users=refi.user(3, "A"), codes=refi.code(1, "x"), sources=source)))
    codings = project.frame("codings")[["coding_id", "medium", "start", "code_id", "text", "memo", "coder"]]
    assert codings.astype(object).fillna(-1).values.tolist() == [
        [refi.guid(50), "document", -1, refi.guid(1), -1, -1, "A"],
        [refi.guid(40), "text", 6, -1, "there", "why?", "A"],
    ]


def test_groups_of_codes_and_memos_and_of_nothing(refi):
    sets = (
        refi.element("Set", refi.refers("MemberCode", 1) + refi.refers("MemberNote", 60), g=20, name="mixed")
        + refi.element("Set", g=21, name="empty")
        + refi.element("Set", refi.refers("MemberSource", 40), g=22, name="of a quotation")
    )
    xml = refi.project(
        codes=refi.code(1, "x"),
        sources=refi.element("TextSource", TEXT + refi.words(40, 0, 5, None, refi.coding(50, 1)), g=10),
        notes=refi.element("Note", "<PlainTextContent>n</PlainTextContent>", g=60),
        sets=sets,
    )
    project = read_qdpx(refi.qdpx(xml))
    assert project.frame("groups")[["group", "member"]].values.tolist() == [["mixed", "code"], ["mixed", "memo"]]
    assert {loss.element: loss.lost for loss in project.losses if loss.lost} == {"Set": 2, "MemberSource": 1}


def test_drawings_and_strange_elements_are_counted_as_lost(refi):
    graphs = refi.element("Graph", refi.element("Vertex", g=81, firstX=1, firstY=1), g=80)
    rest = '<Timeline xmlns="urn:example"/><Weather/>'
    losses = {loss.element: loss for loss in read_qdpx(refi.qdpx(refi.project(graphs=graphs, rest=rest))).losses}
    assert losses["Graph"].lost == 1
    assert losses["elements outside the standard"].held == 2


def test_further_transcripts_of_a_recording_are_documents(refi):
    first = refi.element("Transcript", "<PlainTextContent>English</PlainTextContent>", g=11, name="one")
    second = refi.element("Transcript", "<PlainTextContent>Cymraeg</PlainTextContent>", g=12, name="two")
    project = read_qdpx(refi.qdpx(refi.project(sources=refi.element("AudioSource", first + second, g=10, name="talk"))))
    assert project.frame("documents")[["doc_id", "name", "kind", "text"]].values.tolist() == [
        [refi.guid(10), "talk", "audio", "English"],
        [refi.guid(12), "two", "text", "Cymraeg"],
    ]


def test_the_little_projects_are_valid_where_they_should_be(refi, schema):
    source = refi.element(
        "TextSource", TEXT + refi.words(40, 0, 5, "Hello", refi.coding(50, 1, user=3)), g=10, name="A"
    )
    xml = refi.project(
        origin="made up", users=refi.user(3, "A"), codes=refi.code(1, "x"), sources=source,
        cases=refi.element("Case", refi.refers("SelectionRef", 40), g=7, name="P1"),
    )  # fmt: skip
    assert not list(schema("Project").iter_errors(xml))
