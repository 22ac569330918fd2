"""By which tables the databases of coding programs are known. Light: for those who only look at what arrived."""

# What Taguette 1.5 needs of its own.
TAGUETTE: dict[str, tuple[str, ...]] = {
    "projects": ("id", "name"),
    "documents": ("id", "name", "project_id", "contents"),
    "tags": ("id", "project_id", "path"),
    "highlights": ("id", "document_id", "start_offset", "end_offset", "snippet"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
# What every version of QualCoder has.
QUALCODER: dict[str, tuple[str, ...]] = {
    "project": ("databaseversion",),
    "source": ("id", "name", "fulltext"),
    "code_name": ("cid", "name"),
    "code_text": ("cid", "fid", "seltext", "pos0", "pos1"),
}
QUALCODER_DATABASE = "data.qda"  # in the folder of a project
