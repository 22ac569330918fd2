"""Every flag that a quotation raises. A flag stops a quotation until a person has looked; it never changes a word."""

import re

from earlyeval.tidy.scan.folding import folded, has_foreign_letters, has_hidden_signs, words_of
from earlyeval.tidy.scan.formats import kinds_of_formats
from earlyeval.tidy.scan.roster import Roster, holds_name
from earlyeval.tidy.scan.unusual import cued_places, kinds_of_words

# Every kind, with what a person who looks at it is told.
FLAG_WORDS: dict[str, str] = {
    "name-of-roster": "a name of the roster",
    "nhs-number": "what may be an NHS number",
    "national-insurance": "what may be a national insurance number",
    "telephone": "what may be a telephone number",
    "long-number": "a long number",
    "email": "an e-mail address",
    "web-address": "a web address or an account's name",
    "postcode": "a postcode or the first half of one",
    "house-address": "an address",
    "named-place": "a place by its name",
    "money-or-case": "a case or reference number",
    "date": "a date or a year",
    "age": "an exact age",
    "multiple-birth": "twins, triplets and the like",
    "initials": "initials, or a title with a name",
    "name-after-a-cue": "what may be a name, after words such as 'my son'",
    "capital-in-mid-sentence": "a capital in mid-sentence",
    "unusual-word": "an uncommon word",
    "rare-event": "an event or a state that few people share",
    "hidden-signs": "signs that nobody sees",
    "foreign-letters": "letters of another alphabet",
    "cut-negation": "a cut that leaves out a 'not'",
}
_CUT = re.compile(r"\[(?:\.\.\.|\N{HORIZONTAL ELLIPSIS})\]")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")


def flags_of(text: str, roster: Roster | None = None) -> tuple[str, ...]:
    """Return the kinds of flags that a text raises, in the order of ``FLAG_WORDS``.

    Words in square brackets are the analysts' own and are not searched for unusual words, but for everything else.

    Parameters
    ----------
    text : str
        The words as they would be printed.
    roster : Roster, optional
        Without one, names are searched by their form alone.
    """
    plain = folded(text)
    spoken = _BRACKETED.sub(" ", _CUT.sub(". ", plain))  # a new sentence may begin after a cut
    words, spoken_words = words_of(plain), words_of(spoken)
    found = {*kinds_of_formats(plain), *kinds_of_words(spoken, spoken_words)}
    if roster and holds_name(words, roster, cued_places(words)):
        found.add("name-of-roster")
    if has_hidden_signs(text):
        found.add("hidden-signs")
    if has_foreign_letters(text):
        found.add("foreign-letters")
    return tuple(kind for kind in FLAG_WORDS if kind in found)
