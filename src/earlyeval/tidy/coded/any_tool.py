"""A coded project of whatever tool, found out by its contents."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.codebook_sheet import is_codebook, read_codebook
from earlyeval.tidy.coded.contract import read_contract
from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.coded.qualcoder import read_qualcoder
from earlyeval.tidy.coded.refi_qda import read_qdc, read_qdpx
from earlyeval.tidy.coded.segment_shapes import SegmentShape
from earlyeval.tidy.coded.segments import read_segments, sheet_of
from earlyeval.tidy.coded.sniff import Kind, kind_of
from earlyeval.tidy.coded.taguette import read_taguette
from earlyeval.tidy.coded.transcripts import TRANSCRIPTS, transcripts_in

_READERS: dict[Kind, Callable[[Path], CodedProject]] = {
    "qualcoder": read_qualcoder,
    "refi-project": read_qdpx,
    "refi-codebook": read_qdc,
    "contract": read_contract,
}
VIDEO = "Declare it in registry/returns with format: elan or boris."
KNOWN = (
    "a Taguette database, a QualCoder folder or data.qda, a REFI-QDA project (.qdpx) or codebook (.qdc), an export of "
    "coded segments (MAXQDA, Dedoose, ATLAS.ti, QualCoder, Taguette), or a folder with codings.csv"
)


NVIVO = (
    "these are NVivo's references of one code, which tell neither coders nor places. Export the project from NVivo as "
    "REFI-QDA (.qdpx): it holds texts, codes, codings and cases."
)
_NVIVO = re.compile(rb"\A\s*<(?:Files|Internals|Externals|Memos)\\\\[^>]*>\s+-\s")


def read_coded(
    path: Path,
    *,
    project: int | None = None,
    separator: str = "",
    shape: SegmentShape | None = None,
    texts: Mapping[str, str] | None = None,
) -> CodedProject:
    """Return a coded project, by what the file or folder holds and not by what it is called.

    Parameters
    ----------
    path : Path
        A file, or a folder.
    project, separator : options of ``read_taguette``
    shape, texts : options of ``read_segments``; without ``texts``, those in a folder ``transcripts`` beside a sheet

    Raises
    ------
    ReturnsRefusedError
        It is nothing that is known, or cannot be believed.
    """
    kind = kind_of(path)
    if kind == "taguette":
        return read_taguette(path, project=project, separator=separator)
    if kind == "sheet":
        if shape is None and is_codebook(sheet_of(path).headers):
            return read_codebook(path)
        beside = transcripts_in(path.parent / TRANSCRIPTS) if texts is None else texts
        return read_segments(path, shape=shape, texts=beside)
    if kind in ("elan", "boris"):
        raise ReturnsRefusedError(f"{path.name}: it holds coded video and no texts. {VIDEO}")
    if kind == "" and path.is_file() and _is_of_nvivo(path):
        raise ReturnsRefusedError(f"{path.name}: {NVIVO}")
    if kind == "":
        raise ReturnsRefusedError(f"{path.name}: it is no coded project that is known. Known are {KNOWN}.")
    return _READERS[kind](path)


def _is_of_nvivo(path: Path) -> bool:
    """Say whether a text is the references of one code, as NVivo exports them."""
    with path.open("rb") as file:
        return bool(_NVIVO.match(file.read(512).removeprefix(b"\xef\xbb\xbf")))
