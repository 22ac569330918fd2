"""Conversations put together from sentences, turn by turn, with whoever takes part in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from earlyeval.tidy.synthetic.codebook import Code
from earlyeval.tidy.synthetic.conversation import BOY, GIRL, Conversation, Deck
from earlyeval.tidy.synthetic.corpora.declared import Planned
from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.wording import section

ASKING = "I"
_FOLLOWING = "parents"  # the file of second questions, which fit any subject
_SHARE_WITH_ASIDE = 0.3
_SHARE_SECOND_PARENT = 0.5


@dataclass(frozen=True)
class Held:
    """A conversation that was held, with what was planned of it."""

    planned: Planned
    conversation: Conversation

    @property
    def doc_id(self) -> str:
        """The id of its document."""
        return self.planned.doc_id

    def speaker_of(self, label: str) -> str:
        """Return who a label of the transcript stands for."""
        place = int(label[1:] or 1) - 1 if label != ASKING else -1
        return label if place < 0 else self.planned.speakers[place]


class Speakers:
    """Deals sentences to whoever speaks: no passage on a code comes twice before every other one was spoken."""

    def __init__(self, random: Generator) -> None:
        self._random = random
        self._deck = Deck(random)
        self._passages: dict[str, Iterator[str]] = {}

    def hold(self, planned: Planned, codes: Mapping[str, Code]) -> Held:
        """Return a conversation, or a note where nobody asks."""
        talk = Conversation(GIRL if self._random.random() < 0.5 else BOY)
        if planned.speakers:
            self._talk(talk, planned, codes)
        else:
            self._note(talk, planned, codes)
        return Held(planned, talk)

    def _talk(self, talk: Conversation, planned: Planned, codes: Mapping[str, Code]) -> None:
        voices = [f"P{place}" for place in range(1, len(planned.speakers) + 1)] if len(planned.speakers) > 1 else ["P"]
        turn = int(self._random.integers(0, len(voices)))
        self._exchange(talk, planned.words, "start", voices[turn])
        for code in planned.codes:
            talk.turn(ASKING, (self._deck.next(codes[code].words, f"{code}/ask"), ""))
            others = len(voices) == 2 and self._random.random() < _SHARE_SECOND_PARENT
            for place in range(planned.passages + int(others)):
                if place and len(voices) == 1:
                    talk.turn(ASKING, (self._deck.next(_FOLLOWING, "follow"), ""))
                turn = (turn + 1) % len(voices)
                has_aside = self._random.random() < _SHARE_WITH_ASIDE
                aside = [(self._deck.next(planned.words, "around"), "")] if has_aside else []
                talk.turn(voices[turn], *aside, (self._passage(codes[code]), code))
        self._exchange(talk, planned.words, "end", voices[(turn + 1) % len(voices)])

    def _note(self, talk: Conversation, planned: Planned, codes: Mapping[str, Code]) -> None:
        talk.turn("", (self._deck.next(planned.words, "note/start"), ""))
        for code in planned.codes:
            for _ in range(planned.passages):
                talk.turn("", (self._passage(codes[code]), code))
        talk.turn("", (self._deck.next(planned.words, "note/end"), ""))

    def _exchange(self, talk: Conversation, words: str, part: str, voice: str) -> None:
        talk.turn(ASKING, (self._deck.next(words, f"{part}/ask"), ""))
        talk.turn(voice, (self._deck.next(words, f"{part}/answer"), ""))

    def _passage(self, code: Code) -> str:
        dealt = self._passages.setdefault(code.id, self._pairs(code))
        return next(dealt)

    def _pairs(self, code: Code) -> Iterator[str]:
        """Yield every opening with every continuation once, then all of them again."""
        openings, more = (section(code.words, f"{code.id}/{part}") for part in ("open", "more"))
        first, then = self._random.permutation(len(openings)), self._random.permutation(len(more))
        place = 0
        while True:
            lap, opening = divmod(place, len(first))
            yield f"{openings[first[opening]]} {more[then[(opening + lap) % len(then)]]}"
            place += 1
