"""A project that cannot be believed is refused: every place at once, by element and number, never by name or GUID."""

import time

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.refi_qda import read_qdc, read_qdpx
from earlyeval.tidy.coded.refi_qda_xml import AT_MOST_DEPTH, AT_MOST_ELEMENTS

pytestmark = pytest.mark.unit

SECRET = "Zebediah Quill"
HEAD = '<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
ENTITY = '<!DOCTYPE Project [<!ENTITY a "Zebediah Quill">]>' + HEAD + "<Description>&a;</Description></Project>"
OUTSIDE = f'<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}<Description>&a;</Description></Project>'
LAUGHS = "<!DOCTYPE Project [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {second} '{f'&{first};' * 10}'>" for first, second in zip("abcdefgh", "bcdefghi", strict=True)
) + f"]>{HEAD}<Description>&i;</Description></Project>"  # fmt: skip

XML = {
    "empty": ("", "no well-formed XML at line 1"),
    "no XML": ("PK and so on", "no well-formed XML at line 1, column 1"),
    "cut short": (HEAD + "<Users>", "no well-formed XML at line 1"),
    "two roots": (HEAD + "</Project><Project/>", "no well-formed XML"),
    "a bare ampersand": (HEAD + f"<Description>{SECRET} & co</Description></Project>", "no well-formed XML at line 1"),
    "an entity of its own": (ENTITY, "declares a document type"),
    "an entity from outside": (OUTSIDE, "declares a document type"),
    "a billion laughs": (LAUGHS, "declares a document type"),
    "a document type elsewhere": (f'<!DOCTYPE Project SYSTEM "http://{SECRET}">{HEAD}</Project>',
                                  "declares a document type"),
    "no namespace": ("<Project name='x'/>", "is no REFI-QDA project"),
    "another namespace": ("<Project xmlns='urn:example'/>", "is no REFI-QDA project"),
    "a later version": ("<Project xmlns='urn:QDA-XML:project:2.0'/>", "is no REFI-QDA project"),
    "a codebook": ("<CodeBook xmlns='urn:QDA-XML:codebook:1.0'/>", "is no REFI-QDA project"),
    "another root": ("<Users xmlns='urn:QDA-XML:project:1.0'/>", "its root is not Project"),
    "an unknown encoding": ('<?xml version="1.0" encoding="klingon"?>' + HEAD + "</Project>", "encoding|well-formed"),
    "bytes of another encoding": (b'<?xml version="1.0" encoding="utf-8"?>' + HEAD.encode() + b"\xe9</Project>",
                                  "no well-formed XML"),
    "too deep": (HEAD + "<Code>" * (AT_MOST_DEPTH + 1), f"more than {AT_MOST_DEPTH} deep"),
    "too many elements": (HEAD + "<a/>" * (AT_MOST_ELEMENTS + 1), "holds more than"),
}  # fmt: skip


def source(refi, inside="", number=10, **attributes):
    return refi.element(
        "TextSource", "<PlainTextContent>Hello there.</PlainTextContent>" + inside, g=number, **attributes
    )


def twice(refi, one):
    return one + one


CONTENT = {
    "code that is not there": (
        lambda r: {"sources": source(r, r.words(40, 0, 5, SECRET, r.coding(50, 99)))},
        "CodeRef 1: refers to a GUID that nothing of its kind"),
    "code that is a case": (
        lambda r: {"cases": r.element("Case", g=7), "sources": source(r, r.words(40, 0, 5, None, r.coding(50, 7)))},
        "CodeRef 1: refers to a GUID"),
    "case in a source that is not there": (
        lambda r: {"cases": r.element("Case", r.refers("SourceRef", 99), g=7, name=SECRET)}, "SourceRef 1: refers to"),
    "case in a selection that is not there": (
        lambda r: {"cases": r.element("Case", r.refers("SelectionRef", 99), g=7, name=SECRET)}, "SelectionRef 1: "),
    "case of a code that is not there": (
        lambda r: {"cases": r.element("Case", r.refers("CodeRef", 99), g=7, name=SECRET)}, "CodeRef 1: refers"),
    "variable that is not there": (
        lambda r: {"cases": r.element(
            "Case", r.element("VariableValue", r.refers("VariableRef", 99) + f"<TextValue>{SECRET}</TextValue>"), g=7)},
        "VariableRef 1: refers"),
    "note that is not there": (lambda r: {"sources": source(r, r.refers("NoteRef", 99))}, "NoteRef 1: refers"),
    "member that is not there": (
        lambda r: {"sets": r.element("Set", r.refers("MemberSource", 99), g=20, name=SECRET)}, "MemberSource 1: "),
    "code in a group that is not there": (
        lambda r: {"sets": r.element("Set", r.refers("MemberCode", 99), g=20, name=SECRET)}, "MemberCode 1: refers"),
    "reference to nothing": (
        lambda r: {"sets": r.element("Set", "<MemberSource/>", g=20, name=SECRET)}, "MemberSource 1: refers"),
    "sync point that is not there": (
        lambda r: {"sources": r.element("AudioSource", r.element(
            "Transcript", "<PlainTextContent>Hi.</PlainTextContent>"
            + r.element("TranscriptSelection", g=40, fromSyncPoint=r.guid(99)), g=11), g=10)},
        "TranscriptSelection 1: has a fromSyncPoint"),
    "past the end": (lambda r: {"sources": source(r, r.words(40, 5, 13))}, "runs from 5 to 13 in a text of 12"),
    "before the beginning": (lambda r: {"sources": source(r, r.words(40, -1, 5))}, "runs from -1 to 5"),
    "turned round": (lambda r: {"sources": source(r, r.words(40, 6, 5))}, "PlainTextSelection 1: starts after its end"),
    "no number": (
        lambda r: {"sources": source(r, r.words(40, 0, 5).replace('"5"', '"five"'))},
        "has no whole number as endPosition"),
    "a number beyond all texts": (
        lambda r: {"sources": source(r, r.words(40, 0, 10**30))}, "has no whole number as endPosition"),
    "no end": (
        lambda r: {"sources": source(r, r.words(40, 0, 5).replace(' endPosition="5"', ""))}, "no whole number as"),
    "words of a document without text": (
        lambda r: {"sources": r.element("TextSource", r.words(40, 0, 5, SECRET), g=10)}, "a document without text"),
    "words of a file that is not there": (
        lambda r: {"sources": r.element("TextSource", r.words(40, 0, 5), g=10, plainTextPath="internal://x.txt")},
        "its file is not in the archive"),
    "words of a file up the tree": (
        lambda r: {"sources": r.element("TextSource", r.words(40, 0, 1), g=10, plainTextPath="internal://../../etc/x")},
        "a document without text"),
    "recording turned round": (
        lambda r: {"sources": r.element("VideoSource", r.element("VideoSelection", g=40, begin=9, end=5), g=10)},
        "VideoSelection 1: begins after its end"),
    "recording without a time": (
        lambda r: {"sources": r.element("AudioSource", r.element("AudioSelection", g=40, begin=9), g=10)},
        "AudioSelection 1: has no whole number as end"),
    "two codes of one GUID": (lambda r: {"codes": twice(r, r.code(1, SECRET))}, "Code 2: has a GUID that another"),
    "braces and capitals are the same GUID": (
        lambda r: {"codes": r.code(1, "A") + r.code(1, "B").replace(r.guid(1), "{" + r.guid(1).upper() + "}")},
        "Code 2: has a GUID that another"),
    "two sources of one GUID": (lambda r: {"sources": twice(r, source(r, name=SECRET))}, "TextSource 2: has a GUID"),
    "two selections of one GUID": (
        lambda r: {"sources": source(r, twice(r, r.words(40, 0, 5)))}, "PlainTextSelection 2: has a GUID"),
    "two codings of one GUID": (
        lambda r: {"codes": r.code(1, "A"), "sources": source(r, r.words(40, 0, 5, None, twice(r, r.coding(50, 1))))},
        "Coding 2: has a GUID"),
    "two users of one GUID": (lambda r: {"users": twice(r, r.user(3, SECRET))}, "User 2: has a GUID"),
    "two cases of one GUID": (lambda r: {"cases": twice(r, r.element("Case", g=7, name="x"))}, "Case 2: has a GUID"),
    "no GUID": (lambda r: {"codes": "<Code name='x' isCodable='true'/>"}, "Code 1: has no GUID"),
    "two texts": (
        lambda r: {"sources": source(r, plainTextPath="internal://other.txt")}, "gives its text twice"),
    "a text that is no UTF-8": (
        lambda r: {"sources": r.element("TextSource", g=10, plainTextPath="internal://latin.txt")},
        "TextSource 1: has a text that is no UTF-8 at byte 3"),
    "a text of zeros": (
        lambda r: {"sources": r.element("TextSource", g=10, plainTextPath="internal://zeros.txt")}, "a zero character"),
}  # fmt: skip
TEXTS = {"sources/other.txt": "Other words.", "sources/latin.txt": b"caf\xe9", "sources/zeros.txt": b"a\0b\0"}


@pytest.mark.parametrize("kind", XML)
def test_xml_that_cannot_be_believed_is_refused(kind, refi):
    xml, why = XML[kind]
    started = time.process_time()
    with pytest.raises(ReturnsRefusedError, match=why) as caught:
        read_qdpx(refi.qdpx(xml))
    assert str(caught.value).startswith("'made-up.qdpx', the project's XML")
    assert "Zebediah" not in str(caught.value)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("kind", CONTENT)
def test_content_that_cannot_be_believed_is_refused(kind, refi):
    parts, why = CONTENT[kind]
    with pytest.raises(ReturnsRefusedError) as caught:
        read_qdpx(refi.qdpx(refi.project(**parts(refi)), TEXTS))
    message = str(caught.value)
    assert why in message
    assert "made-up.qdpx" in message
    assert "Zebediah" not in message
    assert "0000-4000-8000" not in message


def test_everything_that_is_wrong_is_told_at_once(refi):
    inside = "".join(refi.words(100 + number, 0, 13) for number in range(60)) + refi.words(40, 6, 5)
    with pytest.raises(ReturnsRefusedError, match="61 problems, the first 50 of them are") as caught:
        read_qdpx(refi.qdpx(refi.project(sources=source(refi, inside))))
    assert "runs from 0 to 13" in str(caught.value)
    assert "starts after its end" in str(caught.value)


@pytest.mark.parametrize("member", ["notes.txt", "project.xml"])
def test_an_archive_without_a_project_is_refused(refi, member):
    with pytest.raises(ReturnsRefusedError, match="holds no project"):
        read_qdpx(refi.pack({member: "hello"}))


def test_an_archive_of_two_projects_is_refused(refi):
    with pytest.raises(ReturnsRefusedError, match="more than one project"):
        read_qdpx(refi.pack({"a.qde": refi.project(), "b.qde": refi.project()}))


def test_a_project_too_large_for_any_study_is_refused_unread(refi, monkeypatch):
    monkeypatch.setattr("earlyeval.tidy.coded.refi_qda.LARGEST_XML", 2**20)
    xml = HEAD + "<!--" + "".join(map(str, range(200_000))) + "-->"
    with pytest.raises(ReturnsRefusedError, match="member 1: unpacks to more than 1 MB"):
        read_qdpx(refi.qdpx(xml))


def test_one_text_used_by_many_documents_counts_as_often(refi):
    sources = "".join(refi.element("TextSource", g=n, plainTextPath="internal://x.txt") for n in range(1, 50))
    text = "\N{WINE GLASS}" + "".join(map(str, range(150_000)))
    with pytest.raises(ReturnsRefusedError, match="more than 100 MB of text"):
        read_qdpx(refi.qdpx(refi.project(sources=sources), {"sources/x.txt": text}))


def test_few_lines_that_mean_very_many_places_are_refused(refi):
    cases = "".join(refi.element("Case", refi.refers("CodeRef", 1), g=n, name="x") for n in range(1, 1001))
    inside = "".join(refi.words(n, 0, 1, None, refi.coding(n, 1)) for n in range(1, 1001))
    with pytest.raises(ReturnsRefusedError, match="makes more than 500000 spans"):
        read_qdpx(refi.qdpx(refi.project(codes=refi.code(1, "x"), cases=cases, sources=source(refi, inside))))


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ("<CodeBook xmlns='urn:QDA-XML:codebook:3.0'/>", "is no REFI-QDA codebook"),
        ("<Project xmlns='urn:QDA-XML:project:1.0'/>", "is no REFI-QDA codebook"),
        (ENTITY, "declares a document type"),
        (
            "<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes><Code name='x'/></Codes></CodeBook>",
            "Code 1: has no GUID",
        ),
        ("", "no well-formed XML"),
        ("<Codes xmlns='urn:QDA-XML:codebook:1.0'/>", "its root is not CodeBook"),
    ],
)
def test_a_codebook_that_cannot_be_believed_is_refused(refi, xml, why):
    path = refi.folder / "made-up.qdc"
    path.write_text(xml, encoding="utf-8")
    with pytest.raises(ReturnsRefusedError, match=why):
        read_qdc(path)


def test_a_codebook_that_is_not_there_is_refused(refi):
    with pytest.raises(ReturnsRefusedError, match="is no file"):
        read_qdc(refi.folder / "gone.qdc")


def test_a_large_project_is_read_in_seconds(refi):
    words = "we sang and then we ate and the children slept "
    sources = []
    for document in range(1, 51):
        inside = [
            refi.words(
                f"a{document:02x}{n:03x}", 8 * n, 8 * n + 30, (words * 80)[8 * n : 8 * n + 30],
                refi.coding(f"b{document:02x}{n:03x}", 1, user=3),
            )
            for n in range(200)
        ]  # fmt: skip
        sources.append(
            refi.element("TextSource", "".join(inside), g=document, plainTextPath=f"internal://{document}.txt")
        )
    texts = {f"sources/{document}.txt": words * 80 for document in range(1, 51)}
    path = refi.qdpx(refi.project(users=refi.user(3, "A"), codes=refi.code(1, "x"), sources="".join(sources)), texts)
    started = time.process_time()
    project = read_qdpx(path)
    assert time.process_time() - started < 10
    assert len(project.frame("codings")) == 10_000
    assert project.frame("codings")["text"].notna().all()
