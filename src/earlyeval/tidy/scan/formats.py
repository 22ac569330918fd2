"""Formats that say who or where somebody is: numbers of the state, addresses, days, ages, places by their name."""

import re

from earlyeval.tidy.scan.numbers import kinds_of_numbers

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_FULL_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[ -](?:first|second|third"
    "|fourth|fifth|sixth|seventh|eighth|ninth)"
)
_NUMBER = (
    r"(?:\d+(?:\.\d+)?|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty)(?:[ -](?:one|two|three|four|five|six"
    r"|seven|eight|nine))?)"
)
_PERIOD = r"(?:hours?|days?|weeks?|wks?|months?|mths?|years?|yrs?)"
_ROADS = "road|street|avenue|lane|close|crescent|drive|gardens|terrace|grove|mews|estate|court|house|tower|flats?"
_SITES = (
    "hospital|infirmary|surgery|clinic|hospice|refuge|hostel|school|academy|nursery|pre-?school|college|university|church"
    "|mosque|temple|synagogue|prison|library|children'?s centre|centre|park|pub|hotel|farm|common"
)
# "The flat", "My nursery": a capital that begins a sentence names no place.
_POINTING = (
    r"(?:The|A|An|My|Our|Your|His|Her|Its|Their|This|That|These|Those|Some|Any|Every|Each|No|One|Another|Same|In|At|On"
    r"|To|From|By|Of|For|With|And|But|Or|So|If|When|Then|There|Our|Which|What|Old|New|First|Next|Last|Two|Both)\b"
)
# Folded text keeps its case; each pattern says whether it minds it.
_ANY_CASE = {
    "email": r"[^@\s]+\s?@\s?[^@\s]+\.[a-z]{2,}|\b\w+ (?:\[at\]|\(at\)|at) \w+ (?:dot|\[dot\]|\(dot\)) "
             r"(?:com|co|org|net|uk|ac|nhs|gov)\b",
    "web-address": r"https?://|\bwww\.|(?<!\w)@\w{3,}|\b\w+\.(?:com|co\.uk|org|net)\b",
    "national-insurance": r"\b[a-z][ -]?[a-z](?:[ -]?\d){6}[ -]?[a-d]\b",
    "postcode": r"\b(?:gir ?0aa|[a-z]{1,2}[0-9][a-z0-9]?\s{0,2}[0-9][abd-hjlnp-uw-z]{2})\b",
    "date": rf"\b\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b"
            rf"|\b(?:{_MONTHS}),? (?:the )?\d{{1,4}}(?:st|nd|rd|th)?\b|\b(?:{_ORDINALS}) of (?:{_MONTHS})\b"
            rf"|\b(?:{_FULL_MONTHS}) the (?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINALS})\b"
            rf"|\bborn (?:in|on) (?:{_FULL_MONTHS}|\d{{4}})\b|\b(?:in|since|until|from|during) (?:19|20)\d\d\b",
    "age": rf"\b{_NUMBER}[ -]+{_PERIOD}(?:[ -]+(?:and )?{_NUMBER}[ -]+{_PERIOD})?[ -]+(?:olds?|of age|premature"
           r"|early)\b"
           rf"|\b(?:aged?|turn(?:ed|ing|s)?) {_NUMBER}\b|\b(?:i|he|she|they|we)(?:'m|'s|'re| am| is| was| were| are)"
           rf" (?:only |just |nearly |about )?{_NUMBER}(?:[ -]+{_PERIOD})(?! (?:ago|late|early|away|later))\b"
           rf"|\b\d{{1,2}}[ -]?(?:mo|m\.?o\.?|y/?o)\b|\bborn at {_NUMBER}\b|\bi(?:'m| am| was) (?:{_NUMBER})\b(?! of)",
    "house-address": rf"\b\d+[a-z]? \w+ (?:{_ROADS})\b|\bflat (?:number )?\d+\b",
    "money-or-case": r"\bcase (?:number|ref\w*)\b|\breference (?:number|\w*\d)|\bref:? ?\w*\d",
    "multiple-birth": r"\b(?:twins?|triplets?|quadruplets?|quads)\b",
}  # fmt: skip
_WITH_CAPITALS = {
    "postcode": r"\b(?:B|E|G|L|M|N|S|W|[A-Z]{2})[1-9][0-9]?[A-HJKPSTUW]?\b(?!\s*(?:mg|ml|kg|cm))",
    "initials": r"(?<![A-Za-z])(?:[A-Z]\.\s?){2,}|\b(?:Mr|Mrs|Ms|Miss|Dr|Sr|Sister|Nurse|Auntie|Aunty|Uncle|Nanny"
                r"|Pastor|Imam|Father|Rabbi)\.? [A-Z]\w*|\b[A-Z]\.(?=\s+[a-z])",
    "named-place": rf"\b(?!{_POINTING})[A-Z][\w']+ (?i:{_ROADS}|{_SITES})\b|\bSt\.? [A-Z]\w+",
}  # fmt: skip
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ANY_CASE.items()]
_PATTERNS += [(kind, re.compile(pattern)) for kind, pattern in _WITH_CAPITALS.items()]


def kinds_of_formats(text: str) -> list[str]:
    """Return which kinds of formats a folded text holds, each once."""
    flat = " ".join(text.split())
    found = [kind for kind, pattern in _PATTERNS if pattern.search(flat)]
    return list(dict.fromkeys([*kinds_of_numbers(flat), *found]))
