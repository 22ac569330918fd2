"""Each program writes REFI-QDA in its own way. What is said of each way is grounded in a real export or an importer."""

import pytest

from earlyeval.tidy.coded.refi_qda import read_qdc, read_qdpx

pytestmark = pytest.mark.spec


def loss(project, element):
    return next((one for one in project.losses if one.element == element), None)


def test_maxqda_groups_are_sets_and_every_heading_can_be_coded_with(refi):
    sources = refi.element("TextSource", g=10, name="A", plainTextPath=f"internal://{refi.guid(10)}.txt")
    sources += refi.element("TextSource", g=11, name="B", plainTextPath=f"internal://{refi.guid(11)}.txt")
    sets = refi.element("Set", refi.refers("MemberSource", 10) + refi.refers("MemberSource", 11), g=20, name="Luton")
    codes = refi.code(1, "Heading", refi.code(2, "Below it"))
    xml = refi.project(origin="MAXQDA 24 (Release 24.7.0)", codes=codes, sources=sources, sets=sets)
    texts = {f"sources/{refi.guid(10).upper()}.txt": "One.", f"sources/{refi.guid(11)}.txt": "Two."}
    project = read_qdpx(refi.qdpx(xml, texts))
    assert project.made_by == "MAXQDA 24 (Release 24.7.0)"
    assert project.frame("documents")["text"].tolist() == ["One.", "Two."]
    assert project.frame("groups")[["group", "member", "member_id"]].values.tolist() == [
        ["Luton", "document", refi.guid(10)],
        ["Luton", "document", refi.guid(11)],
    ]
    codes_read = project.frame("codes")
    assert codes_read["parent_id"].isna().tolist() == [True, False]
    assert codes_read["is_category"].tolist() == [False, False]


def test_maxqda_variables_of_a_document_stand_in_a_case_without_a_name(refi):
    variables = refi.element("Variable", g=30, name="Sessions", typeOfVariable="Integer")
    value = refi.element("VariableValue", refi.refers("VariableRef", 30) + "<IntegerValue>7</IntegerValue>")
    cases = refi.element("Case", value + refi.refers("SourceRef", 10), g=31)
    sources = refi.element("TextSource", "<PlainTextContent>Hello.</PlainTextContent>", g=10)
    project = read_qdpx(refi.qdpx(refi.project(variables=variables, cases=cases, sources=sources)))
    assert project.frame("cases").empty
    assert project.frame("attributes").iloc[0].to_dict() == {
        "subject": "document", "subject_id": refi.guid(10), "attribute": "Sessions", "type": "integer", "value": "7",
    }  # fmt: skip
    assert loss(project, "Case").lost == 0


def test_nvivo_pairs_each_text_with_a_document_and_leaves_a_stray_file(refi):
    path = f"internal://{refi.guid(10)}"
    selection = refi.words(40, 4, 10, "", refi.coding(50, 1))
    source = refi.element(
        "TextSource", selection, g=10, name="I1", richTextPath=f"{path}.docx", plainTextPath=f"{path}.txt"
    )
    xml = refi.project(origin="NVivo for Mac 15.0.0", codes=refi.code(1, "Fear"), sources=source)
    texts = {
        "sources/.root": b"",
        f"sources/{refi.guid(10)}.docx": b"PK",
        f"sources/{refi.guid(10)}.txt": "The vaccine question.",
    }
    codings = read_qdpx(refi.qdpx(xml, texts)).frame("codings")
    assert codings[["start", "end", "code_id"]].values.tolist() == [[4, 10, refi.guid(1)]]
    assert codings["text"].isna().all()
    assert codings["coder"].isna().all()


def test_nvivo_gives_a_case_and_its_code_the_same_guid(refi):
    selection = refi.words(40, 0, 5, None, refi.coding(50, 7))
    source = refi.element("TextSource", "<PlainTextContent>Anna speaks.</PlainTextContent>" + selection, g=10)
    cases = refi.element("Case", g=7, name="P1")
    project = read_qdpx(refi.qdpx(refi.project(codes=refi.code(7, "P1"), cases=cases, sources=source)))
    assert project.frame("case_spans")[["case_id", "doc_id", "start", "end"]].values.tolist() == [
        [refi.guid(7), refi.guid(10), 0, 5]
    ]
    assert len(project.frame("codings")) == 1


def test_nvivo_links_an_annotation_to_its_words(refi):
    source = refi.element(
        "TextSource", "<PlainTextContent>Some words here.</PlainTextContent>" + refi.words(40, 5, 10), g=10
    )
    notes = refi.element("Note", "<PlainTextContent>Look again.</PlainTextContent>", g=60)
    links = refi.element("Link", g=61, originGUID=refi.guid(60), targetGUID=refi.guid(40))
    project = read_qdpx(refi.qdpx(refi.project(sources=source, notes=notes, links=links)))
    memo = project.frame("memos").iloc[0]
    assert memo[["subject", "doc_id", "start", "end", "text"]].tolist() == ["span", refi.guid(10), 5, 10, "Look again."]
    assert loss(project, "Link").lost == 0
    assert loss(project, "PlainTextSelection").lost == 0


def test_atlas_ti_counts_a_line_end_as_one_character_where_it_stores_two(refi):
    stored = "First line\r\nSecond line\r\nThird line\r\n"
    selection = refi.words(40, 11, 22, "label", refi.coding(50, 1))
    source = refi.element("TextSource", selection, g=10, plainTextPath="internal://a.txt")
    xml = refi.project(origin="ATLAS.ti Win 23.2.3", codes=refi.code(1, "Line"), sources=source)
    project = read_qdpx(refi.qdpx(xml, {"sources/A.TXT": stored}, member="My study.qde"))
    text, (start, end) = project.frame("documents")["text"][0], project.frame("codings")[["start", "end"]].iloc[0]
    assert text[start:end] == "Second line"
    assert project.frame("codings")["text"].isna().all()
    assert loss(project, "labels of selections").held == 1


def test_atlas_ti_gives_a_page_area_and_the_same_words_one_guid(refi):
    area = refi.element("PDFSelection", refi.coding(51, 1), g=40, page=0, firstX=1, firstY=1, secondX=9, secondY=9)
    alone = refi.element("PDFSelection", refi.coding(52, 1), g=41, page=0, firstX=1, firstY=1, secondX=9, secondY=9)
    held = "<PlainTextContent>A granola bar.</PlainTextContent>" + refi.words(40, 2, 9, "granola", refi.coding(50, 1))
    source = refi.element(
        "PDFSource", area + alone + refi.element("Representation", held, g=11), g=10, path="internal://b.pdf"
    )
    xml = refi.project(origin="ATLAS.ti", codes=refi.code(1, "Food"), sources=source)
    project = read_qdpx(refi.qdpx(xml, {"sources/b.pdf": b"%PDF"}))
    codings = project.frame("codings")
    assert codings[["coding_id", "medium", "text"]].fillna("").values.tolist() == [
        [refi.guid(50), "text", "granola"],
        [refi.guid(52), "picture", ""],
    ]
    assert loss(project, "Coding").lost == 1
    assert project.frame("documents")[["kind", "path"]].values.tolist() == [["pdf", "sources/b.pdf"]]


def test_atlas_ti_names_a_recording_by_its_transcript_and_codes_under_its_own_name(refi):
    points = refi.element("SyncPoint", g="a1", position=0, timeStamp=0)
    points += refi.element("SyncPoint", g="a2", position=6, timeStamp=2260)
    chosen = refi.element(
        "TranscriptSelection",
        refi.coding(50, 1, user=3),
        g=40,
        fromSyncPoint=refi.guid("a1"),
        toSyncPoint=refi.guid("a2"),
    )
    transcript = refi.element(
        "Transcript", "<PlainTextContent>Hello there.</PlainTextContent>" + points + chosen, g=11, name="Talk"
    )
    area = refi.element("VideoSelection", refi.coding(51, 1, user=3), g=41, begin=14706, end=17706)
    source = refi.element("VideoSource", transcript + area, g=10, name="", path="relative:///x.mp4")
    xml = refi.project(
        origin="ATLAS.ti", users=refi.user(3, "ATLAS.ti"), codes=refi.code(1, "Greeting"), sources=source
    )
    project = read_qdpx(refi.qdpx(xml))
    assert project.frame("documents")[["name", "kind", "text"]].values.tolist() == [["Talk", "video", "Hello there."]]
    columns = ["medium", "start", "end", "begin_ms", "end_ms"]
    assert project.frame("codings")[columns].fillna(-1).values.tolist() == [
        ["text", 0, 6, 0, 2260],
        ["time", -1, -1, 14706, 17706],
    ]
    assert project.frame("codings")["is_by_machine"].tolist() == [True, True]
    turns = project.frame("turns")
    assert turns[["start", "end", "begin_ms", "end_ms"]].fillna(-1).values.tolist() == [
        [0, 6, 0, 2260],
        [6, 12, 2260, -1],
    ]
    assert turns["speaker_id"].isna().all()


def test_qualcoder_writes_a_capital_folder_a_mark_and_categories(refi):
    seen = "caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{WINE GLASS}"
    selection = refi.words(
        40, 3, 9, seen, "<Description>my memo</Description>" + refi.coding(50, 2, user=3), creatingUser=refi.guid(3)
    )
    note = refi.refers("NoteRef", 60)
    source = refi.element(
        "TextSource", selection + note, g=10, name="t", plainTextPath="internal://x.txt", creatingUser=""
    )
    codes = refi.code(1, "Category", refi.code(2, "Code"), codable="false")
    notes = refi.element(
        "Note",
        "<PlainTextContent>annotated</PlainTextContent>" + refi.words(61, 3, 7),
        g=60,
        creatingUser=refi.guid(3),
    )
    xml = refi.project(origin="QualCoder 4.0", users=refi.user(3, "AI Agent"), codes=codes, sources=source, notes=notes)
    project = read_qdpx(refi.qdpx(xml, {"Sources/x.txt": b"\xef\xbb\xbf" + f"My {seen}.".encode()}))
    coding = project.frame("codings").iloc[0]
    assert coding[["text", "memo", "coder"]].tolist() == [seen, "my memo", "AI Agent"]
    assert bool(coding["is_by_machine"])
    assert project.frame("codes")["is_category"].tolist() == [True, False]
    memo = project.frame("memos").iloc[0]
    assert memo[["subject", "doc_id", "start", "end", "text"]].tolist() == ["span", refi.guid(10), 3, 7, "annotated"]
    assert loss(project, "PlainTextSelection").lost == 0
    assert loss(project, "quotations kept as names of selections").lost == 0


def test_a_note_with_a_place_that_its_document_does_not_have_is_about_the_document(refi):
    source = refi.element(
        "TextSource", "<PlainTextContent>Hello.</PlainTextContent>" + refi.refers("NoteRef", 60), g=10
    )
    notes = refi.element("Note", "<PlainTextContent>n</PlainTextContent>" + refi.words(61, 400, 500), g=60)
    project = read_qdpx(refi.qdpx(refi.project(sources=source, notes=notes)))
    assert project.frame("memos")[["subject", "subject_id"]].values.tolist() == [["document", refi.guid(10)]]
    assert loss(project, "PlainTextSelection").lost == 1


def test_qualcoder_may_leave_out_a_value_and_a_code_and_ends_codings_with_sync_points(refi):
    variables = refi.element("Variable", g=30, name="Age", typeOfVariable="Float")
    value = refi.element("VariableValue", refi.refers("VariableRef", 30))
    points = refi.element("SyncPoint", g="a1", position=0, timeStamp=0)
    transcript = refi.element("Transcript", "<PlainTextContent>Hi.</PlainTextContent>" + points, g=11)
    source = refi.element("AudioSource", transcript + refi.element(
        "AudioSelection", refi.element("Coding", g=50), g=40, begin=0, end=5) + value, g=10)  # fmt: skip
    project = read_qdpx(refi.qdpx(refi.project(origin="QualCoder 3.8", variables=variables, sources=source)))
    assert project.frame("attributes")["value"].isna().tolist() == [True]
    assert project.frame("codings").empty
    assert project.frame("turns").empty
    assert (loss(project, "Coding").lost, loss(project, "SyncPoint").lost) == (1, 1)


def test_what_was_written_before_the_standard_was_settled_is_read_and_said(refi):
    source = refi.element("TextSource", "<PlainTextContent>Hi.</PlainTextContent>", g=10)
    project = read_qdpx(refi.qdpx(refi.project(version="0:10", origin="Transana 3.22b2", sources=source)))
    assert len(project.frame("documents")) == 1
    assert loss(project, "namespace").why == "version 0.10, read as 1.0"


@pytest.mark.parametrize(
    "space",
    ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:project:1.0"],
)
def test_a_codebook_of_any_age_is_read(refi, space):
    inside = refi.code(1, "Topic", "<Description>what it is</Description>" + refi.code(2, "Below"))
    inside = inside.replace(refi.guid(2), "{" + refi.guid(2).upper() + "}")
    sets = refi.element("Set", f'<MemberCode guid="{refi.guid(2)}"/>', g=20, name="Mine")
    path = refi.folder / "codes.qdc"
    path.write_text(
        f'<CodeBook xmlns="{space}" origin="x"><Codes>{inside}</Codes><Sets>{sets}</Sets></CodeBook>', "utf-8"
    )
    project = read_qdc(path)
    codes = project.frame("codes")
    assert codes["code_id"].tolist() == [refi.guid(1), refi.guid(2)]
    assert codes["definition"].fillna("").tolist() == ["what it is", ""]
    assert project.frame("groups")[["member", "member_id"]].values.tolist() == [["code", refi.guid(2)]]


def test_a_project_packed_again_lies_in_a_folder_among_clutter(refi):
    source = refi.element("TextSource", g=10, plainTextPath="internal://x.txt")
    members = {
        "study/project.qde": refi.project(sources=source),
        "study/Sources/X.txt": "Hello.",
        "__MACOSX/study/._project.qde": b"\0\1",
        "study/.DS_Store": b"\0",
    }
    assert read_qdpx(refi.pack(members)).frame("documents")["text"].tolist() == ["Hello."]
