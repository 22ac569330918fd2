"""YAML as the registry reads it: a small, safe part of the language in which nothing turns into something else.

Dates stay text, ``no``, ``yes``, ``on`` and ``off`` stay text, keys are always text; numbers are decimal; only
``true`` and ``false`` are booleans. A key given twice, a tag, an anchor or an alias is refused.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from earlyeval.foundations.suggest import shown

MOST_BYTES = 1_000_000  # a registry file is a few pages; anything larger is not one
MOST_DEPTH = 50

_FastOrPlainLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"


class RegistryLoader(_FastOrPlainLoader):
    """The YAML loader with only the plain values that a registry means."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}


for _name, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", list("-+0123456789")),
):
    RegistryLoader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(_pattern), _first)

_SCALARS: dict[str, Any] = {
    f"{_TAG}str": str,
    f"{_TAG}null": lambda _text: None,
    f"{_TAG}bool": lambda text: text == "true",
    f"{_TAG}int": int,
    f"{_TAG}float": float,
}


class UnreadableYamlError(ValueError):
    """A file that is not in the part of YAML that the registry reads. Holds the line and a sentence."""

    def __init__(self, sentence: str, *, line: int | None = None) -> None:
        super().__init__(sentence)
        self.key = f"line {line}" if line else ""
        self.sentence = sentence


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds as text, numbers, booleans, lists and mappings with text keys.

    Raises
    ------
    UnreadableYamlError
        The file is too large, not UTF-8, not YAML, or uses what the registry does not read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableYamlError(f"the file is larger than {MOST_BYTES:,} bytes. A registry file is a few pages.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableYamlError("the file is not UTF-8 text. Save it as UTF-8.") from None
    try:
        node = yaml.compose(text, Loader=RegistryLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UnreadableYamlError(f"not readable as YAML: {error.problem or error.context}.", line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise UnreadableYamlError("not readable as YAML. Compare with the example in docs/registry.md.") from None
    return None if node is None else _value(node, depth=0, seen=set())


def _value(node: yaml.Node, *, depth: int, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise UnreadableYamlError("anchors and aliases (& and *) are not read. Write the value out.", line=line)
    seen.add(id(node))
    if depth > MOST_DEPTH:
        raise UnreadableYamlError(f"lists or mappings lie more than {MOST_DEPTH} deep.", line=line)
    if isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
        return _SCALARS[node.tag](node.value)
    if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
        return [_value(child, depth=depth + 1, seen=seen) for child in node.value]
    if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAG}map":
        return _mapping(node, depth=depth, seen=seen)
    raise UnreadableYamlError(f"the tag {shown(node.tag)} is not read. Leave tags (!) out.", line=line)


def _mapping(node: yaml.MappingNode, *, depth: int, seen: set[int]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or not key_node.value:
            raise UnreadableYamlError("a key must be a word or a number.", line=line)
        key = key_node.value
        if key in read:
            raise UnreadableYamlError(f"the key {shown(key)} stands twice in one mapping. Keep one.", line=line)
        read[key] = _value(value_node, depth=depth + 1, seen=seen)
    return read
