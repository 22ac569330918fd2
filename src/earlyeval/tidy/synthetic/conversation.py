"""A made-up conversation, built turn by turn, that knows where each coded passage stands in its text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.wording import section

MARK = "[Synthetic transcript: a made-up conversation. Nobody said these words.]"
GIRL = {"baby": "my daughter", "she": "she", "her": "her", "hers": "her", "She": "She"}
BOY = {"baby": "my son", "she": "he", "her": "him", "hers": "his", "She": "He"}


_SENTENCE = re.compile(r"(?:^|(?<=[.?] ))[a-z]")


class Deck:
    """Sentences of the sections in random order, dealt one after the other, so that none comes twice too soon."""

    def __init__(self, random: Generator) -> None:
        self._random = random
        self._dealt: dict[tuple[str, str], list[str]] = {}

    def next(self, file: str, name: str) -> str:
        """Return the next sentence of a section; when all are used, they are shuffled again."""
        left = self._dealt.setdefault((file, name), [])
        if not left:
            sentences = section(file, name)
            left.extend(sentences[place] for place in self._random.permutation(len(sentences)))
        return left.pop()

    def has_fresh(self, file: str, name: str) -> bool:
        """Tell whether a section still holds a sentence that nobody has spoken."""
        return self._dealt.get((file, name)) != []


@dataclass
class Conversation:
    """The text so far, and in code points the spans of its coded passages and who speaks where."""

    names: Mapping[str, str]
    text: str = MARK + "\n"
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    turns: list[tuple[str, int, int]] = field(default_factory=list)

    def turn(self, speaker: str, *parts: tuple[str, str]) -> None:
        """Add a turn, or a paragraph of nobody's where the speaker is "". Parts are passages with their code or ""."""
        self.text += f"\n{speaker}: " if speaker else "\n"
        begin = len(self.text)
        for place, (passage, code) in enumerate(parts):
            self.text += " " if place else ""
            start = len(self.text)
            self.text += self._spoken(passage)
            if code:
                self.spans.append((start, len(self.text), code))
        if speaker:
            self.turns.append((speaker, begin, len(self.text)))
        self.text += "\n"

    def _spoken(self, passage: str) -> str:
        for name, word in self.names.items():
            passage = passage.replace("{" + name + "}", word)
        return _SENTENCE.sub(lambda match: match.group().upper(), passage)
