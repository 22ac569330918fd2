"""Words that few people would say: no common English word, a capital in mid-sentence, a name after "my son"."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from earlyeval.tidy.scan.folding import Word

_HERE = Path(__file__).parent
_SHORTENED = ("'re", "'ve", "'ll", "n't", "'d", "'m", "'em", "'all")
_IRREGULAR = frozenset({"ca", "wo", "sha", "ai", "y"})  # can't, won't, shan't, ain't, y'all
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "est", "ly")
_OF_QUALITY = ("ness", "less", "ful")  # of any common word: tiredness, sleepless
_SHORTEST_STEM = 4


@cache
def word_lists() -> Mapping[str, tuple[str, ...]]:
    """Return the lists of ``word_lists.txt`` by name, read once; each line of patterns is one."""
    lists: dict[str, list[str]] = {}
    for line in (_HERE / "word_lists.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lists[line.strip("[]")] = kept = []
        elif line and not line.startswith("#"):
            kept.append(line)
    return {name: tuple(lines if name == "rare-events" else " ".join(lines).split()) for name, lines in lists.items()}


@cache
def _rare_events() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(word_lists()['rare-events'])})\b", re.IGNORECASE)


@cache
def common_words() -> frozenset[str]:
    """Return the list of common words, read once."""
    lines = (_HERE / "common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def is_common(word: str) -> bool:
    """Say whether a word in lower case is a common one, or made from one by a usual ending."""
    known = common_words()
    if word in known or not any(sign.isalpha() for sign in word):
        return True
    whole = next((word.removesuffix(end) for end in _SHORTENED if word.endswith(end)), "")
    if whole in known | _IRREGULAR:
        return True
    if any(
        len(word) > 2 * len(end) and word.endswith(end) and is_common(word.removesuffix(end)) for end in _OF_QUALITY
    ):
        return True
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or (len(stem) < _SHORTEST_STEM and ending not in ("s", "d")):
            continue
        doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]
        forms = [stem, f"{stem}e" if ending in ("ing", "er", "ers", "est") else stem, stem[:-1] if doubled else stem]
        forms += [f"{stem[:-1]}y"] if stem.endswith("i") else []
        if len(stem) > 2 and any(form in known for form in forms):
            return True
    return False


def cued_places(words: tuple[Word, ...]) -> frozenset[int]:
    """Return the places of words that follow a word such as "son" or "called"."""
    cues = word_lists()["cues"]
    return frozenset(place + 1 for place, word in enumerate(words[:-1]) if word.text in cues)


def _stands_out(word: Word) -> bool:
    """Say whether a capital is one that no sentence asks for, or that of a word that is a given name too."""
    return not word.begins_sentence or word.text in word_lists()["names-and-words"]


def kinds_of_words(text: str, words: tuple[Word, ...]) -> list[str]:
    """Return which kinds of unusual words a folded text holds, each once."""
    kinds, cued, lists = [], cued_places(words), word_lists()
    for place, word in enumerate(words):
        is_named = not is_common(word.text) or word.text in lists["names-and-words"]
        if place in cued and is_named:
            kinds.append("name-after-a-cue")
        elif word.is_capital and word.text not in lists["capitals"] and _stands_out(word):
            kinds.append("capital-in-mid-sentence")
        elif not is_common(word.text) and word.text not in lists["capitals"]:
            kinds.append("unusual-word")
    if _rare_events().search(" ".join(text.split())):
        kinds.append("rare-event")
    return list(dict.fromkeys(kinds))
