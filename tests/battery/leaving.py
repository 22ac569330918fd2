"""All that leaves a run, as bytes: files and their names, what is packed in them, what is written in pictures."""

import base64
import binascii
import io
import re
import zipfile
import zlib

DEPTH = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
_PNG = b"\x89PNG\r\n\x1a\n"
# What stays in the house: what was sent, and the stages in which it is kept, all as private as the returns.
INSIDE = ("raw", "tidy", "scored", "analysed", "protected")


def everything(study, *folders, logs):
    """Yield name and content of every file that leaves; ``logs`` says whether the private logs are looked at too."""
    for folder in (study, *folders):
        for path in sorted(folder.rglob("*")):
            place = path.relative_to(folder)
            if folder == study and (place.parts[0] in INSIDE or (place.parts[0] == "restricted" and not logs)):
                continue
            yield f"name of {place}", str(place).encode()
            if path.is_file():
                yield from unpacked(str(place), path.read_bytes())


def unpacked(name, content, depth=DEPTH):
    """Yield a content, and whatever is packed in it: members of an archive, base64, texts and profiles of a picture."""
    yield name, content
    if depth == 0:
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{name}: comment", archive.comment
            for member in archive.infolist():
                yield f"{name}: name", member.filename.encode() + member.comment + member.extra
                yield from unpacked(f"{name}: {member.filename}", archive.read(member), depth - 1)
    elif content.startswith(_PNG):
        yield from ((f"{name}: text of the picture", text) for text in texts_of_picture(content))
    else:
        for packed in _BASE64.findall(content):
            try:
                inner = base64.b64decode(packed[: len(packed) // 4 * 4])
            except binascii.Error:
                continue
            yield from unpacked(f"{name}: base64", inner, depth - 1)


def texts_of_picture(content):
    """Yield what a PNG holds beside its points, unpacked where it is packed."""
    place = len(_PNG)
    while place + 8 <= len(content):
        size, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        text = content[place + 8 : place + 8 + size]
        place += 12 + size
        if kind == b"IDAT":
            continue
        yield kind + text
        for start in range(min(len(text), 100)):
            if text[start : start + 1] == b"\x78":  # where a packed text may begin
                try:
                    yield zlib.decompress(text[start:])
                except zlib.error:
                    continue


def forms(mark):
    """Return a mark as it may stand in a file: plain, in base64 at each of its three offsets, as hexadecimal."""
    shifted = (base64.b64encode(b"x" * shift + mark.encode())[4:-4] for shift in range(3))
    return [mark.encode(), mark.encode("utf-16-le"), mark.encode().hex().encode(), *shifted]
