"""YAML in which nothing turns into something else."""

from pathlib import Path

import pytest

from earlyeval.registry.reading import MOST_BYTES, UnreadableYamlError, read_yaml

pytestmark = pytest.mark.unit


def read(tmp_path: Path, text: str | bytes) -> object:
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("2024-09-01", "2024-09-01"),
        ("2024-09", "2024-09"),
        ("007", "007"),
        ("1e5", "1e5"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        ("0", 0),
        ("-3", -3),
        ("2.50", 2.5),
        ("'3'", "3"),
        ("", None),
        ("~", None),
        ("null", None),
        ("=", "="),
    ],
)
def test_a_plain_value_is_read_as_it_looks(tmp_path: Path, text: str, expected: object) -> None:
    found = read(tmp_path, f"key: {text}")
    assert found == {"key": expected}
    assert type(found["key"]) is type(expected)


def test_keys_are_always_text(tmp_path: Path) -> None:
    assert read(tmp_path, "{no: a, 1: b, true: c, 2024-01-01: d}") == {
        "no": "a",
        "1": "b",
        "true": "c",
        "2024-01-01": "d",
    }


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfid: a") == {"id": "a"}


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "the key 'c' stands twice", "line 4"),
        ("a: &x 1\nb: *x\n", "anchors and aliases", "line 1"),
        ("a: !!python/object:os.system 1", "the tag", "line 1"),
        ("a: !!timestamp 2024-01-01", "the tag", "line 1"),
        ("a: 1\n<<: {b: 2}\n<<: {c: 3}\n", "stands twice", "line 3"),
        ("? [1, 2]\n: 3\n", "a key must be a word", "line 1"),
        ("a: [1, 2", "not readable as YAML", "line"),
        ("a: 1\n\tb: 2", "not readable as YAML", "line 2"),
        ("a: 1\n---\nb: 2\n", "not readable as YAML", "line 2"),
    ],
)
def test_what_is_not_read_is_refused_with_its_line(tmp_path: Path, text: str, words: str, place: str) -> None:
    with pytest.raises(UnreadableYamlError) as caught:
        read(tmp_path, text)
    assert words in caught.value.sentence
    assert place in caught.value.key


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, 30)]
    with pytest.raises(UnreadableYamlError, match="anchors and aliases"):
        read(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("depth", [60, 20_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    with pytest.raises(UnreadableYamlError):
        read(tmp_path, "a: " + "[" * depth + "]" * depth)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UnreadableYamlError, match="larger than"):
        read(tmp_path, "a: " + "x" * MOST_BYTES)


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableYamlError, match="not readable as YAML"):
        read(tmp_path, "a: \x07")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableYamlError, match="UTF-8"):
        read(tmp_path, "a: é".encode("latin-1"))
