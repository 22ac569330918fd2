"""How alike texts are in their words: words weighted by how often and in how few texts they stand, and the angle."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def weighted_words(texts: Sequence[Sequence[str]]) -> tuple[Numbers, list[str]]:
    """Return a row for each text and a column for each word: tf-idf weights, each row of length 1; and the words.

    Parameters
    ----------
    texts : sequence of sequences of str
        The words of each text. A text without words has a row of zeros.

    Notes
    -----
    Weight is how often a word stands in a text, times ln((1 + n) / (1 + texts that hold it)) + 1; rows are divided by
    their Euclidean length. As scikit-learn's ``TfidfVectorizer`` with its defaults, for the same words.
    """
    counts = [Counter(text) for text in texts]
    words = sorted({word for count in counts for word in count})
    place = {word: column for column, word in enumerate(words)}
    weights = np.zeros((len(texts), len(words)))
    for row, count in enumerate(counts):
        for word, number in count.items():
            weights[row, place[word]] = number
    holders = (weights > 0).sum(axis=0)
    weights *= np.log((1 + len(texts)) / (1 + holders)) + 1
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return np.divide(weights, lengths, out=np.zeros_like(weights), where=lengths > 0), words


def likeness(rows: Numbers, *, to: Numbers) -> Numbers:
    """Return how alike each row is to the mean of other rows: the cosine of their angle, 0 for nothing in common.

    Parameters
    ----------
    rows, to : two-dimensional, from one call of ``weighted_words``
    """
    middle = to.mean(axis=0) if len(to) else np.zeros(rows.shape[1])
    length = float(np.linalg.norm(middle))
    return rows @ middle / length if length else np.zeros(len(rows))
