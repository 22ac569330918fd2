"""The same passages coded by the same two people arrive alike, whichever tool they were coded in."""

import pytest

pytestmark = pytest.mark.spec

TEXT = "I: How was it? \N{WINE GLASS}\nP1: Caf\u00e9, and cake.\nI: And then?\nP1: We slept."
# Coder, code, start, end: two codes, one passage that both marked, one a little longer, one of a single coder.
MARKS = [("q1", "food", 21, 35), ("q2", "food", 21, 36), ("q1", "sleep", 54, 63), ("q2", "sleep", 54, 63),
         ("q2", "food", 3, 14)]  # fmt: skip
PEOPLE = "person_id,role\nA1,mother\n"
CODES = ("food", "sleep")


def refi_project(refi, *, origin, folder):
    users = "".join(refi.user(number, name) for number, name in ((1, "q1"), (2, "q2")))
    codes = "".join(refi.code(number, name) for number, name in enumerate(CODES, start=5))
    held = "".join(
        refi.words(
            20 + place, start, end, TEXT[start:end],
            refi.coding(40 + place, 5 + CODES.index(code), user=int(coder[1])), creatingUser=refi.guid(int(coder[1])),
        )
        for place, (coder, code, start, end) in enumerate(MARKS)
    )  # fmt: skip
    sources = refi.element("TextSource", held, g=10, name="talk.txt", plainTextPath=f"internal://{refi.guid(10)}.txt")
    xml = refi.project(origin=origin, users=users, codes=codes, sources=sources)
    path = refi.qdpx(xml, {f"{folder}/{refi.guid(10)}.txt": TEXT, f"{folder}/.root": ""})
    return {f"coded/{path.name}": path.read_bytes()}, [{"path": f"coded/{path.name}", "coded": {}}]


def taguette_pair(taguette_file):
    def bytes_before(place):
        return len(TEXT[:place].encode())

    files, declared = {}, []
    for coder in ("q1", "q2"):
        own = [mark for mark in MARKS if mark[0] == coder]
        path = taguette_file(
            name=f"{coder}.sqlite3", documents=[taguette_file.document(1, f"<p>{TEXT}</p>")],
            tags=[taguette_file.tag(number, name) for number, name in enumerate(CODES, start=1)],
            highlights=[
                taguette_file.highlight(number, bytes_before(start), bytes_before(end), f"<p>{TEXT[start:end]}</p>")
                for number, (_, _, start, end) in enumerate(own, start=1)
            ],
            highlight_tags=[
                {"highlight_id": number, "tag_id": 1 + CODES.index(code)}
                for number, (_, code, _, _) in enumerate(own, start=1)
            ],
        )  # fmt: skip
        files[f"coded/{coder}.sqlite3"] = path.read_bytes()
        declared.append({"path": f"coded/{coder}.sqlite3", "coded": {"coder": coder, "doc_prefix": coder}})
    return files, declared


def qualcoder_project(qualcoder_folder):
    folder = qualcoder_folder(
        source=[{"id": 1, "name": "talk.txt", "fulltext": TEXT}], code_cat=[], code_av=[], code_image=[], annotation=[],
        code_name=[{"cid": number, "name": name} for number, name in enumerate(CODES, start=1)], cases=[], case_text=[],
        attribute=[], code_text=[
            {"cid": 1 + CODES.index(code), "fid": 1, "seltext": TEXT[start:end], "pos0": start, "pos1": end,
             "owner": coder} for coder, code, start, end in MARKS
        ],
    )  # fmt: skip
    return {"coded/T.qda/data.qda": (folder / "data.qda").read_bytes()}, [{"path": "coded/T.qda", "coded": {}}]


@pytest.mark.parametrize("tool", ["maxqda", "nvivo", "taguette", "qualcoder"])
def test_two_coders_arrive_alike(tool, arrive, make_registry, refi, taguette_file, qualcoder_folder):
    made = {
        "maxqda": lambda: refi_project(refi, origin="MAXQDA 24 (Release 24.7.0)", folder="sources"),
        "nvivo": lambda: refi_project(refi, origin="NVivo for Mac 15.0.0", folder="Sources"),
        "taguette": lambda: taguette_pair(taguette_file), "qualcoder": lambda: qualcoder_project(qualcoder_folder),
    }  # fmt: skip
    files, declared = made[tool]()
    shared = {"site": "town", "programme": "play", "format": "coded_project"}
    returns = [
        shared | one | {"id": f"project-{place}"}
        | {"coded": one["coded"] | {"constants": {"kind": "interview", "role": "parent"}}}
        for place, one in enumerate(declared)
    ]  # fmt: skip
    files["town/play/people.csv"] = PEOPLE
    tables = arrive(files, registry=make_registry(returns=returns), place="raw").tables
    codings = tables["codings"][["coder", "code_id", "start", "end"]]
    assert sorted(map(tuple, codings.to_numpy().tolist())) == sorted(MARKS)
    assert set(tables["codings"]["anchoring"]) == {"same"}
    assert tables["codings"]["doc_id"].nunique() == 1
    assert tables["turns"]["speaker_id"].tolist() == ["I", "P1", "I", "P1"]
