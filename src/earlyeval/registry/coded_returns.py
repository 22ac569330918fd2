"""How a coded project is taken into a study: what the tool could not know, and where a sheet of segments has what."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name


class SegmentColumns(Entry):
    """Columns of a plain sheet of coded segments, by header text or by position (1 is the first).

    ``code_columns`` is a header with an asterisk in the place of a code's name (``Code: * Applied``), for sheets with
    a column of True and False for each code. ``between`` lists what divides several codes in one cell. ``start`` and
    ``end`` are characters from 0 (the end is the first character after); without them the words are looked for.
    """

    document: str | int
    text: str | int
    code: str | int | None = None
    group: str | int | None = None
    coder: str | int | None = None
    coded_at: str | int | None = None
    memo: str | int | None = None
    coding_id: str | int | None = None
    start: str | int | None = None
    end: str | int | None = None
    code_columns: str = ""
    between: tuple[str, ...] = ()
    separator: str = ""


class CodedReturn(Entry):
    """What a return with ``format: coded_project`` says beside its path.

    ``participant_from`` says where a document's participant stands: in the name of the ``document``, in the name of
    its ``case``, or in an ``attribute`` called ``participant``; ``participant_pattern`` is a regular expression whose
    first group is the id; ``order_pattern`` one whose first group, in the name of a document, is its place in the order
    of analysis. ``attributes`` gives, for a column of ours (role, kind, cluster, time_point ...), the
    attribute of cases or documents that holds it; ``codes`` our words for theirs; ``constants`` one value for every
    document. ``coder`` names who coded, where the tool does not keep it. ``project`` chooses among several in one
    file, ``separator`` divides the levels of a tag. ``doc_prefix`` and a hyphen are put before the ids of documents and
    codings, where two projects have the same ones; documents of the same name are one document all the same.
    """

    project: int | None = None
    separator: str = ""
    columns: SegmentColumns | None = None
    participant_from: Literal["", "document", "case", "attribute"] = ""
    participant_pattern: str = ""
    order_pattern: str = ""
    attributes: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    coder: str = ""
    coder_pattern: str = ""  # groups: coder, code; where a team put who coded into the code ("Ann/Sleep")
    codebooks: str = ""  # beside the project, a folder "codebooks" of dated files, one a version
    transcripts: str = ""  # a folder of text files named as the documents are, for sheets of segments
    doc_prefix: Name | None = None

    @property
    def prefix(self) -> str:
        """What is put before the ids of documents and codings."""
        return f"{self.doc_prefix}-" if self.doc_prefix else ""
