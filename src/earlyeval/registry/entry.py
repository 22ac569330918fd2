"""The base of every registry entry: frozen, strict, no unknown keys; and the fact that carries its source."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from earlyeval.foundations.terms import NAME_MAX_CHARACTERS, NAME_PATTERN

Name = Annotated[str, StringConstraints(pattern=f"^{NAME_PATTERN}$", max_length=NAME_MAX_CHARACTERS)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Entry(BaseModel):
    """A registry entry: immutable, with no keys but the declared ones, and no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sourced(Entry):
    """A fact that names where it was read and whether somebody checked it there.

    ``source`` is a key of references.yaml. ``verified: false`` is printed beside every result that leans on it.
    """

    source: Words
    verified: bool
