"""An archive is weighed before anything is unpacked: what leads out of it, hides in it or swells is refused."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.archives import opened

pytestmark = pytest.mark.unit

SECRET = "Zebediah Quill"


def packed(*members, compression=zipfile.ZIP_DEFLATED):
    """The bytes of an archive; a member is a name or a ZipInfo, and its content."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return data.getvalue()


def called(name, content=b"x", **marks):
    member = zipfile.ZipInfo(name)
    for mark, value in marks.items():
        setattr(member, mark, value)
    return member, content


def renamed(data, old, new):
    """The archive with a name changed in its bytes: zipfile itself would not write it so."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


def flagged(data, flag):
    """The archive with a flag set on its first member, in both of its headers."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.index(signature) + at
        changed[place] |= flag
    return bytes(changed)


def overlapping():
    """Two entries of the directory that lead to one member."""
    data = packed(("a.txt", b"hello"), ("b.txt", b"hello"))
    second = data.rindex(b"PK\x01\x02")
    return data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]


def with_sizes(data, size):
    """The archive whose directory says that its first member unpacks to another size."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", size) + data[place + 4 :]


def link():
    return called(f"sources/{SECRET}", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16)


HOSTILE = {
    "nothing at all": (b"", "is empty"),
    "no archive": (b"<Project/>", "no archive"),
    "only its beginning": (b"PK\x03\x04" + b"\0" * 40, "no archive"),
    "cut short": (packed(("project.qde", b"x" * 5000))[:-30], "no archive"),
    "no members": (packed(), "holds nothing"),
    "leads out": (packed((f"../{SECRET}", b"x")), "member 1: has a name that leads out"),
    "leads out further down": (packed(("a", b"x"), (f"sources/../../{SECRET}", b"x")), "member 2: has a name that"),
    "leads out the other way": (packed((f"sources\\..\\..\\{SECRET}", b"x")), "leads out"),
    "absolute": (packed((f"/tmp/{SECRET}", b"x")), "member 1: has an absolute name"),
    "absolute the other way": (packed((f"\\tmp\\{SECRET}", b"x")), "has an absolute name"),
    "of a drive": (packed((f"C:/{SECRET}", b"x")), "has an absolute name"),
    "of a drive without a slash": (packed((f"c:{SECRET}", b"x")), "has an absolute name"),
    "of a share": (packed((f"//server/{SECRET}", b"x")), "has an absolute name"),
    "control characters": (packed((f"a\n{SECRET}", b"x")), "control characters"),
    "zero in its name": (renamed(packed(("ab.txt", b"x")), "ab.txt", "a\0.txt"), "control characters"),
    "a link": (packed(link()), "member 1: is a link"),
    "a device": (packed(called("a", b"", external_attr=stat.S_IFCHR << 16)), "is a link or a device"),
    "a pipe": (packed(called("a", b"", external_attr=stat.S_IFIFO << 16)), "is a link or a device"),
    "encrypted": (flagged(packed(("project.qde", b"x")), 0x1), "is encrypted"),
    "strongly encrypted": (flagged(packed(("project.qde", b"x")), 0x40), "is encrypted"),
    "packed by lzma": (packed(("a", b"x" * 99), compression=zipfile.ZIP_LZMA), "packed in a way"),
    "packed by bzip2": (packed(("a", b"x" * 99), compression=zipfile.ZIP_BZIP2), "packed in a way"),
    "a bomb": (packed(("a.txt", b"\0" * 30_000_000)), "member 1: unpacks to more than 100 times"),
    "a bomb in a recording": (packed(("a", b"x"), ("a.mp4", b"\0" * 30_000_000)), "member 2: unpacks to more than 100"),
    "a bomb in pieces": (packed(*((f"{n}.txt", b"\0" * 900_000) for n in range(40))), "unpacks to more than 100 times"),
    "says it is huge": (with_sizes(packed(("a.txt", b"x" * 10)), 2**31), "unpacks to more than 2 GB"),
    "stored, of two sizes": (
        with_sizes(packed(("a.txt", b"x" * 10), compression=zipfile.ZIP_STORED), 9), "gives two sizes"),
    "names that differ in case": (packed(("Sources/A.txt", b"x"), ("sources/a.TXT", b"y")), "only in case"),
    "names composed differently": (packed(("caf\u00e9", b"x"), ("cafe\u0301", b"y")), "another member has too"),
    "one name on two roads": (packed(("a/b", b"x"), ("a\\b", b"y")), "another member has too"),
    "overlapping": (overlapping(), "overlap"),
    "too many": (packed(*((str(n), b"") for n in range(10_001))), "more than 10000 members"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_hostile_is_refused_by_its_place_and_never_by_its_name(kind, tmp_path):
    data, why = HOSTILE[kind]
    path = tmp_path / "made-up.qdpx"
    path.write_bytes(data)
    with pytest.raises(ReturnsRefusedError) as caught, opened(path):
        pytest.fail("it was opened")
    assert str(caught.value).startswith("'made-up.qdpx'")
    assert why in str(caught.value)
    assert "Zebediah" not in str(caught.value)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_the_same_name_twice_is_refused(tmp_path):
    path = tmp_path / "made-up.qdpx"
    path.write_bytes(packed((f"{SECRET}.txt", b"x"), (f"{SECRET}.txt", b"y")))
    with pytest.raises(ReturnsRefusedError, match="member 1: has a name that another"), opened(path):
        pytest.fail("it was opened")


def test_a_folder_and_a_file_that_is_not_there_are_no_archives(tmp_path):
    for path in (tmp_path, tmp_path / "gone.qdpx"):
        with pytest.raises(ReturnsRefusedError, match="is no file"), opened(path):
            pytest.fail("it was opened")


def test_a_directory_of_a_million_names_is_not_even_read(tmp_path):
    path = tmp_path / "made-up.qdpx"
    directory = b"PK\x01\x02" + b"\0" * 42
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 400_000 * len(directory), 0, 0)
    path.write_bytes(directory * 400_000 + end)
    tracemalloc.start()
    with pytest.raises(ReturnsRefusedError, match="more than 10000 members"), opened(path):
        pytest.fail("it was opened")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_member_that_unpacks_to_more_than_it_may_is_not_unpacked(tmp_path):
    path = tmp_path / "made-up.qdpx"
    path.write_bytes(packed(("a.txt", bytes(range(256)) * 8000), compression=zipfile.ZIP_STORED))
    with opened(path) as archive:
        assert archive.read("a.txt", at_most=3 * 2**20)[:3] == b"\0\1\2"
        with pytest.raises(ReturnsRefusedError, match="member 1: unpacks to more than 1 MB"):
            archive.read("a.txt", at_most=2**20)


def test_a_member_that_lies_of_its_size_or_is_damaged_is_refused_when_read(tmp_path):
    path = tmp_path / "made-up.qdpx"
    honest = packed(("a.txt", b"hello world, hello world"))
    damaged = honest.replace(honest[35:45], b"\xff" * 10)
    for data in (with_sizes(honest, 5), damaged):
        path.write_bytes(data)
        with opened(path) as archive, pytest.raises(ReturnsRefusedError, match="member 1: is damaged"):
            archive.read("a.txt", at_most=1000)


def test_members_are_found_whatever_their_case_and_slashes(tmp_path):
    path = tmp_path / "made-up.qdpx"
    path.write_bytes(packed(("Sources\\A.TXT", b"x"), ("__MACOSX/._a.txt", b"y"), ("empty/", b"")))
    with opened(path) as archive:
        assert archive.names() == ("Sources/A.TXT",)
        assert archive.find("sources/a.txt") == "Sources/A.TXT"
        assert archive.find("sources/b.txt") == ""


def test_weighing_is_quick(tmp_path):
    path = tmp_path / "made-up.qdpx"
    path.write_bytes(packed(*((f"sources/{n}.txt", b"hello") for n in range(9_000))))
    started = time.process_time()
    with opened(path) as archive:
        assert len(archive.names()) == 9_000
    assert time.process_time() - started < 5
