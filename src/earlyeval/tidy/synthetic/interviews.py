"""Made-up interviews with parents and focus groups with staff, each with its codings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.codebook import CODES
from earlyeval.tidy.synthetic.conversation import BOY, GIRL, Conversation, Deck
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

# In how many of the interviews each code is heard: at most as often as there are sentences to open with.
HEARD_IN = {
    "held-in-mind": 10, "remembered": 9, "watching-baby": 10, "reading-cues": 10, "not-judged": 11, "less-alone": 9,
    "surer-as-parent": 10, "own-mood": 9,
}  # fmt: skip
# How many interviews do not touch the codes of a theme at all.
SILENT_ON = ((("held-in-mind", "remembered"), 3), (("watching-baby", "reading-cues", "surer-as-parent"), 4),
             (("not-judged", "less-alone"), 5))  # fmt: skip
HARD_TO_REACH_IN = 5
NOT_FOR_ME_IN = 3
_PASSAGES_PER_CODE = 2
_VOICES = 5
_SHARE_FOLLOWED = (0.95, 0.5)  # of topics with a second question, in interviews of few topics and of many


@dataclass(frozen=True)
class Document:
    """One conversation with what is known about it."""

    doc_id: str
    kind: str
    participant_id: str
    group_id: str
    role: str
    cluster: str
    conversation: Conversation


def draw_interviews(
    random: Generator, families: pd.DataFrame, visits: np.ndarray, sizes: Sizes = SHIPPED
) -> list[Document]:
    """Return interviews with parents of every cluster, some of whom came only a few times."""
    people = _interviewed(random, families, visits, sizes)
    deck = Deck(random)
    plan = _codes_heard(random, rarely=[visits_made < 6 for _, _, visits_made in people])
    return [
        Document(
            f"INT-{number:02d}", "interview", person, "", "parent", cluster,
            _interview(random, deck, plan[number - 1]),
        )
        for number, (person, cluster, _) in enumerate(people, start=1)
    ]  # fmt: skip


def _interviewed(
    random: Generator, families: pd.DataFrame, visits: np.ndarray, sizes: Sizes
) -> list[tuple[str, str, int]]:
    clusters = list(dict.fromkeys(families["cluster"].sort_values()))
    picked = np.zeros(len(families), dtype=bool)
    for cluster, size in zip(clusters, sizes.interviews, strict=True):
        here = (families["cluster"] == cluster).to_numpy() & (visits > 0)
        rarely, often = here & (visits < 6), here & (visits >= 6)
        few = chosen(random, rarely, n=min(size // 3, int(rarely.sum())))
        picked |= few | chosen(random, often, n=min(size - int(few.sum()), int(often.sum())))
    return [
        (families["person_id"].iloc[place], families["cluster"].iloc[place], int(visits[place]))
        for place in random.permutation(np.flatnonzero(picked))
    ]


def _codes_heard(random: Generator, *, rarely: Sequence[bool]) -> list[list[str]]:
    """Return the codes of each interview: those who came rarely speak of what stood in the way."""
    order = [code.id for code in CODES if code.id in HEARD_IN]
    heard: list[list[str]] = [[] for _ in rarely]
    often = np.array([not few for few in rarely])
    silent = _silent_places(random, len(heard))
    for code in order:
        weights = random.random(len(heard)) + 0.35 * often + [-0.3 * len(codes) for codes in heard]
        weights[silent.get(code, [])] = -np.inf
        for place in np.argsort(-weights, kind="stable")[: _share_of(HEARD_IN[code], len(heard))]:
            heard[place].append(code)
    reached = random.permutation(np.flatnonzero(~often))
    for code, size in (("hard-to-reach", HARD_TO_REACH_IN), ("not-for-me", NOT_FOR_ME_IN)):
        places = reached[:size] if code == "hard-to-reach" else reached[-size:]
        for place in places:
            heard[place].append(code)
    return heard


def _silent_places(random: Generator, n_interviews: int) -> dict[str, np.ndarray]:
    """Return, per code, the interviews that do not touch its theme: other ones for each theme."""
    order, begin, places = random.permutation(n_interviews), 0, {}
    for codes, of_sixteen in SILENT_ON:
        size = _share_of(of_sixteen, n_interviews)
        places |= dict.fromkeys(codes, order[begin : begin + size])
        begin += size
    return places


def _share_of(of_sixteen: int, n_interviews: int) -> int:
    """Return how many of the interviews stand for a number of the sixteen."""
    return round(of_sixteen * n_interviews / effects.INTERVIEWS)


def _interview(random: Generator, deck: Deck, codes: Sequence[str]) -> Conversation:
    talk = Conversation(GIRL if random.random() < 0.5 else BOY)
    talk.turn("I", (deck.next("parents", "start/ask"), ""))
    talk.turn("P", (deck.next("parents", "start/answer"), ""))
    aside = int(random.integers(0, len(codes)))
    for place, code in enumerate(codes):
        talk.turn("I", (deck.next("parents", f"{code}/ask"), ""))
        passage = f"{deck.next('parents', f'{code}/open')} {deck.next('parents', f'{code}/more')}"
        around = [(deck.next("parents", "around"), "")] if place == aside else []
        lead = [(deck.next("parents", "lead"), "")] if random.random() < 0.25 else []
        talk.turn("P", *lead, (passage, code), *around)
        if deck.has_fresh("parents", f"{code}/detail") and random.random() < _SHARE_FOLLOWED[len(codes) > 5]:
            talk.turn("I", (deck.next("parents", "follow"), ""))
            talk.turn("P", (deck.next("parents", f"{code}/detail"), code))
    talk.turn("I", (deck.next("parents", "end/ask"), ""))
    talk.turn("P", (deck.next("parents", "end/answer"), ""))
    return talk


def draw_focus_groups(random: Generator, clusters: Sequence[str]) -> list[Document]:
    """Return one focus group with staff in each cluster. Its voices are numbered, and none is a person of the data."""
    deck = Deck(random)
    return [
        Document(f"FG-{number:02d}", "focus_group", "", f"staff-{cluster}", "practitioner", cluster,
                 _focus_group(random, deck))
        for number, cluster in enumerate(clusters, start=1)
    ]  # fmt: skip


def _focus_group(random: Generator, deck: Deck) -> Conversation:
    talk = Conversation({})
    talk.turn("I", (deck.next("practitioners", "start/ask"), ""))
    speaker = int(random.integers(0, _VOICES))
    talk.turn(f"P{speaker + 1}", (deck.next("practitioners", "start/answer"), ""))
    for code in [code.id for code in CODES if code.words == "practitioners"]:
        talk.turn("I", (deck.next("practitioners", f"{code}/ask"), ""))
        for _ in range(_PASSAGES_PER_CODE + int(random.integers(0, 2))):
            speaker = (speaker + 1 + int(random.integers(0, _VOICES - 1))) % _VOICES
            passage = f"{deck.next('practitioners', f'{code}/open')} {deck.next('practitioners', f'{code}/more')}"
            around = [(deck.next("practitioners", "around"), "")] if random.random() < 0.3 else []
            talk.turn(f"P{speaker + 1}", *around, (passage, code))
    talk.turn("I", (deck.next("practitioners", "end/ask"), ""))
    speaker = (speaker + 1) % _VOICES
    talk.turn(f"P{speaker + 1}", (deck.next("practitioners", "end/answer"), ""))
    return talk
