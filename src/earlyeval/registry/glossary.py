"""Terms that a study uses in one and the same sense in all its programmes, and the measures that speak of them."""

from earlyeval.registry.entry import Entry, Name, Sourced, Words


class Speaks(Entry):
    """A score that tells of a term: a subscale of an instrument, in whichever version."""

    instrument: Name
    subscale: Name


class Term(Sourced):
    """One term: what it means in plain words, and which scores tell of it."""

    id: Name
    term: Words
    words: Words
    measures: tuple[Speaks, ...] = ()


class Glossary(Entry):
    """The terms of a study, in reading order."""

    terms: tuple[Term, ...]
