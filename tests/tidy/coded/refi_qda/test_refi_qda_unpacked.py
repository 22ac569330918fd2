"""Projects that somebody took apart: the XML without its archive, and a codebook of its own inside a project."""

import pandas as pd
import pytest

from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.refi_qda import read_qdpx

pytestmark = pytest.mark.spec


def loss(project, element):
    return next((one for one in project.losses if one.element == element), None)


def test_a_codebook_in_its_own_namespace_inside_a_project_is_that_project_s(refi):
    # A MAXQDA 24 project whose codes were made elsewhere (github.com/bedingjd/paper_themes) is written so.
    xml = refi.project(codes=refi.code(1, "Heading", refi.code(2, "Below it")))
    for version in ("0:4", "1.0"):
        nested = xml.replace("<CodeBook>", f'<CodeBook xmlns="urn:QDA-XML:codebook:{version}">')
        project = read_qdpx(refi.qdpx(nested))
        assert project.frame("codes")["code"].tolist() == ["Heading", "Below it"]
        assert loss(project, "elements outside the standard") is None
    strange = read_qdpx(refi.qdpx(xml.replace("<CodeBook>", '<CodeBook xmlns="urn:other">')))
    assert (strange.frame("codes").empty, loss(strange, "elements outside the standard").lost) == (True, 4)


@pytest.mark.parametrize("where", ["relative://a.txt", "absolute:///etc/hostname", "internal://a.txt"])
def test_what_is_coded_in_a_text_that_lies_elsewhere_keeps_its_code_and_loses_its_place(refi, tmp_path, where):
    held = refi.words(11, 0, 3, "One", refi.coding(12, 1))
    sources = refi.element("TextSource", held, g=10, name="A", plainTextPath=where)
    path = tmp_path / "project.qde"
    path.write_text(refi.project(codes=refi.code(1, "C"), sources=sources), encoding="utf-8")
    paths = [path] if where.startswith("internal") else [path, refi.qdpx(path.read_text(encoding="utf-8"))]
    for path in paths:
        project = read_coded(path)
        (coding,) = project.frame("codings").to_dict("records")
        assert (coding["code_id"], pd.isna(coding["start"])) == (refi.guid(1), True)
        assert project.frame("documents")["text"].isna().all()
        assert (loss(project, "texts of documents").held, loss(project, "texts of documents").taken) == (1, 0)
        assert anchored(project).counts["textless"] == 1
