"""Aids for reading, for evaluators alone: words in context, words of one group, word pairs, passages like coded ones.

They print what people said, so they answer at the restricted level only. What they find was found by wording: counts of
words are no themes, retrieval is no coding, and rare voices and unusual English rank low.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.conversations import with_voices
from earlyeval.foundations.errors import ProtectionError
from earlyeval.statistics.keyness import collocation
from earlyeval.statistics.keyness import keyness as keyness_of_counts
from earlyeval.statistics.likeness_of_texts import likeness, weighted_words
from earlyeval.study import Study

WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")
EVALUATORS_ONLY = (
    "Words of transcripts are shown at the restricted level only. Set LEVEL to restricted, in a working copy of the "
    "notebook (make lab)."
)
_PASSAGE = re.compile(r"[^\n]*\S[^\n]*")


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters; figures and signs are none."""
    return [found.group().casefold() for found in WORD.finditer(text)]


def keyword_in_context(study: Study, word: str, *, characters: int = 50) -> pd.DataFrame:
    """Return each place where a word stands, with what is said before and after it.

    Parameters
    ----------
    word : str
        In any letter case; a star at its end takes every ending.
    characters : int
        How much is shown on either side.

    Returns
    -------
    DataFrame
        One row per place: ``doc_id``, ``start`` (code points), ``before``, ``word``, ``after``.
    """
    stem = re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
    pattern = re.compile(rf"(?<!\w){stem}(?!\w)", flags=re.IGNORECASE)
    rows = [
        {
            "doc_id": doc_id, "start": found.start(), "word": found.group(),
            "before": text[max(0, found.start() - characters) : found.start()],
            "after": text[found.end() : found.end() + characters],
        }
        for doc_id, text in _texts(study).items()
        for found in pattern.finditer(text)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["doc_id", "start", "before", "word", "after"])


def keyness(study: Study, *, by: str, value: str, fewest: int = 5) -> pd.DataFrame:
    """Return the words of one group of documents against all others, the most telling first.

    Parameters
    ----------
    by, value : str
        A column of documents (``role``, ``cluster``, ``time_point`` ...) and what it holds in the group.
    fewest : int
        Words that stand less often in all are left out.

    Returns
    -------
    DataFrame
        One row per word: counts, ``g2``, ``log_ratio``, and ``range``: in how many of the group's documents it stands.
        A word with a large G2 and a range of 1 is somebody's way of talking.
    """
    documents, texts = study.table("documents").set_index("doc_id"), _texts(study)
    is_target = {doc_id: documents[by].get(doc_id) == value for doc_id in texts}
    counts = {doc_id: Counter(words_in(text)) for doc_id, text in texts.items()}
    here, there = (sum((counts[doc] for doc in texts if is_target[doc] is flag), Counter()) for flag in (True, False))
    words = sorted(word for word in {*here, *there} if here[word] + there[word] >= fewest)
    columns = ["word", "target", "reference", "g2", "log_ratio", "range"]
    if not words or not here or not there:
        return pd.DataFrame(columns=columns)
    target, reference = ([count[word] for word in words] for count in (here, there))
    found = keyness_of_counts(target, reference, target_words=sum(here.values()), reference_words=sum(there.values()))
    spread = [sum(1 for doc in texts if is_target[doc] and counts[doc][word]) for word in words]
    rows = pd.DataFrame({"word": words, "target": target, "reference": reference, **found, "range": spread})
    return rows.sort_values(["g2", "word"], ascending=[False, True], kind="stable").reset_index(drop=True)[columns]


def collocations(study: Study, *, fewest: int = 5) -> pd.DataFrame:
    """Return pairs of words that follow each other oftener than by chance, the most telling first.

    Pairs do not cross lines, so no pair joins two turns. ``range`` is the number of documents that hold the pair.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    spread: Counter[tuple[str, str]] = Counter()
    for text in _texts(study).values():
        own: Counter[tuple[str, str]] = Counter()
        for line in text.splitlines():
            words = words_in(line)
            own.update(pairwise(words))
        pairs.update(own)
        spread.update(own.keys())
    kept = sorted(pair for pair, number in pairs.items() if number >= fewest)
    columns = ["first", "second", "together", "pmi", "g2", "range"]
    if not kept:
        return pd.DataFrame(columns=columns)
    firsts, seconds = Counter(), Counter()
    for (one, other), number in pairs.items():
        firsts[one] += number
        seconds[other] += number
    found = collocation(
        [pairs[pair] for pair in kept], [firsts[one] for one, _ in kept], [seconds[other] for _, other in kept],
        pairs=sum(pairs.values()),
    )  # fmt: skip
    rows = pd.DataFrame(kept, columns=["first", "second"]).assign(
        together=[pairs[pair] for pair in kept], **found, range=[spread[pair] for pair in kept]
    )
    return rows.sort_values(["g2", "first"], ascending=[False, True], kind="stable").reset_index(drop=True)[columns]


def passages_like(study: Study, code_id: str, *, most: int = 20) -> pd.DataFrame:
    """Return passages without a code whose words are most like those of the passages that have it.

    Passages are turns where speakers are known, else lines. One that any coding of this code overlaps is left out; what
    is alike in wording may mean something else, and what means the same may be said in other words.

    Returns
    -------
    DataFrame
        One row per passage: ``doc_id``, ``start``, ``end``, ``likeness`` (0 to 1), ``text``; nothing where the code has
        no coded text.
    """
    texts, codings = _texts(study), analysed_codings(study)
    own = codings[codings["code_id"] == code_id]
    coded = [text for text in own["text"] if isinstance(text, str)]
    columns = ["doc_id", "start", "end", "likeness", "text"]
    taken = {doc_id: rows[["start", "end"]].to_numpy(dtype=float) for doc_id, rows in own.groupby("doc_id")}
    passages = [row for row in _passages(study, texts) if not _overlaps(row, taken)]
    if not coded or not passages:
        return pd.DataFrame(columns=columns)
    rows, _ = weighted_words([words_in(text) for text in (*coded, *(text for *_, text in passages))])
    alike = likeness(rows[len(coded) :], to=rows[: len(coded)])
    order = np.argsort(-alike, kind="stable")[:most]
    found = [(*passages[place][:3], float(alike[place]), passages[place][3]) for place in order if alike[place] > 0]
    return pd.DataFrame(found, columns=columns)


def _passages(study: Study, texts: dict[str, str]) -> list[tuple[str, int, int, str]]:
    turns = study.table("turns").dropna(subset=["start", "end"])
    with_turns = set(turns["doc_id"])
    found = [
        (turn.doc_id, int(turn.start), int(turn.end), texts[turn.doc_id][int(turn.start) : int(turn.end)])
        for turn in turns.itertuples(index=False)
        if turn.doc_id in texts
    ]
    for doc_id, text in texts.items():
        if doc_id not in with_turns:
            found += [(doc_id, line.start(), line.end(), line.group()) for line in _PASSAGE.finditer(text)]
    return found


def _overlaps(passage: tuple[str, int, int, str], taken: Mapping[str, np.ndarray]) -> bool:
    doc_id, start, end, _ = passage
    places = taken.get(doc_id)
    return places is not None and bool(((places[:, 0] < end) & (places[:, 1] > start)).any())


def _texts(study: Study) -> dict[str, str]:
    """Return the transcripts by document, in the order of the documents.

    Raises
    ------
    ProtectionError
        The study was not loaded at the restricted level.
    """
    if study.level != "restricted":
        raise ProtectionError(EVALUATORS_ONLY)
    texts = study.table("transcripts").set_index("doc_id")["text"]
    return {doc_id: texts[doc_id] for doc_id in with_voices(study.table("documents"))["doc_id"] if doc_id in texts}


def words_of_people(study: Study, words: Sequence[str]) -> pd.DataFrame:
    """Return in how many voices each word stands: what one person says often is not what people say."""
    voices = with_voices(study.table("documents")).set_index("doc_id")["voice"]
    said: dict[str, set[str]] = {}
    for doc_id, text in _texts(study).items():
        said.setdefault(voices[doc_id], set()).update(words_in(text))
    rows = [(word, sum(1 for own in said.values() if word.casefold() in own), len(said)) for word in words]
    return pd.DataFrame(rows, columns=["word", "voices", "of"])
