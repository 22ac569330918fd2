"""Schema errors say file, key, what was found, what is allowed."""
# ruff: noqa: E501 - one case a line

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit

PROGRAMME = "programmes/parent-group"


@pytest.mark.parametrize(
    ("file", "path", "value", "expected"),
    [
        (PROGRAMME, ["kind"], "course", "kind: found the text 'course'. Allowed: 'parent_education', 'health_visiting'"),
        (PROGRAMME, ["name"], 7, "name: found '7'. Allowed: text (in quotes where it looks like a number"),
        (PROGRAMME, ["name"], None, "name: found nothing. Allowed: text"),
        (PROGRAMME, ["name"], " ", "name: found the text ' '. Allowed: some text."),
        (PROGRAMME, ["summary"], ["a"], "summary: found a list. Allowed: text"),
        (PROGRAMME, ["time_points"], "before", "time_points: found the text 'before'. Allowed: a list"),
        (PROGRAMME, ["time_points", 0], "x", "time_points[1]: found the text 'x'. Allowed: a mapping"),
        (PROGRAMME, ["time_points", 0, "order"], 1.5, "time_points[before].order: found '1.5'. Allowed: a whole number."),
        (PROGRAMME, ["time_points", 1, "role"], "end", "time_points[after].role: found the text 'end'. Allowed: 'baseline'"),
        (PROGRAMME, ["time_points", 1, "id"], "After it", "id: found the text 'After it'. Allowed: lower-case letters"),
        (PROGRAMME, ["time_points", 1, "id"], "a" * 41, "Allowed: at most 40 characters."),
        (PROGRAMME, ["fidelity_scale"], [0], "fidelity_scale[2]: is missing. Add it."),
        (PROGRAMME, ["fidelity_scale"], [0, 1, 2], "fidelity_scale: found a list. Allowed: at most 2 values."),
        (PROGRAMME, ["name"], {"a": "b"}, "name: found a mapping. Allowed: text"),
        (PROGRAMME, ["characteristics", 0, "values"], ["a"], "characteristics[parity].values: found a list. Allowed: a mapping"),
        (PROGRAMME, ["arms_"], [], "arms_: no such key. Did you mean 'arms'? Known: id, name, kind"),
        (PROGRAMME, ["session_kinds", 0, "plan"], 3, "session_kinds[group-session].plan: no such key. Did you mean 'planned'?"),
        (PROGRAMME, ["definitions", 0, "main"], "yes", "main: found the text 'yes'. Allowed: true or false."),
        (PROGRAMME, ["definitions", 0, "main"], 1, "main: found '1'. Allowed: true or false."),
        ("study", ["seed"], "7", "seed: found the text '7'. Allowed: a whole number."),
        ("study", ["seed"], True, "seed: found true. Allowed: a whole number."),
        ("sites/riverside", ["programmes", 0, "start"], 2025, "programmes[1].start: found '2025'. Allowed: text"),
        (
            "instruments/feeding-confidence",
            ["versions", 0, "response", "lowest"],
            "one",
            "versions[feeding-confidence].response.lowest: found the text 'one'. Allowed: a whole number or a number.",
        ),
        (
            "instruments/feeding-confidence",
            ["versions", 0, "subscales", 0, "missing", "verified"],
            "maybe",
            "versions[feeding-confidence].subscales[total].missing.verified: found the text 'maybe'. Allowed: true or false",
        ),
        (
            "instruments/feeding-confidence",
            ["versions", 0, "items", 2, "reverse"],
            True,
            "versions[feeding-confidence].items[worried].reverse: no such key. Did you mean 'reversed'?",
        ),
    ],
)  # fmt: skip
def test_a_schema_error_says_where_what_and_what_is_allowed(
    refusal: Callable[..., str], file: str, path: list[str | int], value: Any, expected: str
) -> None:
    message = refusal(file, path, value)
    assert f"registry/{file}.yaml" in message
    assert expected in message
    assert "pydantic" not in message
    assert "Traceback" not in message


def test_a_missing_key_is_named(refusal: Callable[..., str]) -> None:
    assert "registry/programmes/parent-group.yaml, summary: is missing. Add it." in refusal(
        PROGRAMME, ["summary"], "<removed>"
    )


def test_a_long_or_strange_value_is_shown_short_and_escaped(refusal: Callable[..., str]) -> None:
    message = refusal(PROGRAMME, ["kind"], "x\n\x1b[31m" + "y" * 500)
    assert "\x1b" not in message
    assert "y" * 60 not in message


def test_one_broken_file_is_one_message(refusal: Callable[..., str]) -> None:
    """What leans on a broken file is not told: it would hide the one mistake among many."""
    message = refusal(PROGRAMME, ["kind"], "course")
    assert "\n" not in message
