"""Walks over a registry entry: every fact with its source, in the order it was written."""

from collections.abc import Iterator

from earlyeval.registry.entry import Entry, Sourced
from earlyeval.registry.instruments import Instrument, MissingRule, Subscale, Version

# What a fact is called where it is printed as unverified.
_WORDS = {
    "Licence": "licence",
    "MissingRule": "rule for missing items",
    "Band": "bands",
    "CutOff": "cut-off",
    "FormCutOff": "cut-offs of age forms",
    "Reliability": "published reliability",
    "Norm": "norm",
    "ReliableChange": "threshold of reliable change",
    "NaturalChange": "change without a programme",
    "Safeguarding": "safeguarding item",
}


def entries(entry: Entry, key: str = "") -> Iterator[tuple[str, Entry]]:
    """Yield an entry and every entry inside it, each with its key: ``versions[standard].subscales[total]``."""
    yield key, entry
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        place = f"{key}.{name}" if key else name
        if isinstance(value, Entry):
            yield from entries(value, place)
        elif isinstance(value, tuple):
            for number, part in enumerate(value, start=1):
                if isinstance(part, Entry):
                    yield from entries(part, f"{place}[{getattr(part, 'id', number)}]")


def sources(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield every source key that an entry names, with the key it stands at."""
    for key, part in entries(entry):
        before = f"{key}." if key else ""
        if isinstance(part, Sourced):
            yield f"{before}source", part.source
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "sources":
                yield from ((f"{before}{name}", source) for source in value)
            elif name.endswith("_source") and value:
                yield f"{before}{name}", value


def unverified_facts(instrument: Instrument, *, version: str = "", subscale: str = "") -> tuple[str, ...]:
    """Return the facts of an instrument that nobody checked in their source, in words, each once.

    ``version`` and ``subscale`` narrow it to what a result of that score leans on; without them it is all of them.
    Facts of one subscale carry its label, when several are asked about.
    """
    words: dict[str, None] = {}
    for declared in instrument.versions:
        if version and declared.id != version:
            continue
        if declared.scoring is not None and not declared.scoring.verified:
            words["items and coding"] = None
        for scale in declared.subscales:
            if not subscale or scale.id in _leaned_on(declared, subscale):
                suffix = f" ({scale.label})" if len(declared.subscales) > 1 and subscale != scale.id else ""
                is_part = bool(subscale) and subscale != scale.id  # then only how it is scored matters
                words |= dict.fromkeys(f"{fact}{suffix}" for fact in _unverified_of(scale, scored_only=is_part))
    for fact in (instrument.licence, *instrument.safeguarding):
        if not fact.verified:
            words[_WORDS[type(fact).__name__]] = None
    return tuple(words)


def _leaned_on(version: Version, subscale: str) -> tuple[str, ...]:
    parts = next((scale.subscales for scale in version.subscales if scale.id == subscale), ())
    return (subscale, *parts)


def _unverified_of(subscale: Subscale, *, scored_only: bool) -> Iterator[str]:
    for _, part in entries(subscale):
        if isinstance(part, Sourced) and not part.verified and (isinstance(part, MissingRule) or not scored_only):
            yield _WORDS[type(part).__name__]
    if subscale.conversion and not subscale.conversion_verified:
        yield "conversion table"
