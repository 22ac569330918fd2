"""Columns of text at size: by codes and on Arrow, never through Python objects."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from earlyeval.tidy.readers.sheet import TEXT

AT_A_TIME = 10_000


def arrow_text(texts: pd.Series) -> pa.Array:
    """Return a column of text as one Arrow array."""
    cells = pa.array(texts, from_pandas=True) if texts.dtype != TEXT else texts.array.__arrow_array__()
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def is_among(texts: pd.Series, known: pd.Series) -> np.ndarray:
    """Return which cells are among the known ones; a missing one never is."""
    # Series.isin goes through Python objects: seconds for a million ids.
    cells, wanted = arrow_text(texts), pc.drop_null(arrow_text(known))
    return pc.is_in(cells, value_set=wanted.cast(cells.type)).to_numpy(zero_copy_only=False)


def in_order(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return rows ordered by columns of text; rows with the same key stay as they stood; a missing text comes last."""
    codes = [_ranks(rows[name]) for name in reversed(key)]
    return rows.take(np.lexsort(codes)).reset_index(drop=True)


def _ranks(texts: pd.Series) -> np.ndarray:
    """Return for each text its place among the different texts in alphabetical order."""
    coded = arrow_text(texts).dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary).to_numpy()
    ranks = np.empty(len(order) + 1, dtype="int64")
    ranks[order] = np.arange(len(order))
    ranks[-1] = len(order)
    return ranks[coded.indices.fill_null(-1).to_numpy()]


def coded(texts: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return for each cell the number of its text, -1 where it is missing, and the texts in order of appearance."""
    encoded = arrow_text(texts).dictionary_encode()
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def coded_texts(texts: pd.Series) -> tuple[np.ndarray, pa.Array]:
    """Return what ``coded`` does, with the different texts as they are: a million of them are many as a list."""
    encoded = arrow_text(texts).dictionary_encode()
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), encoded.dictionary


def each_text(texts: pa.Array) -> Iterator[str]:
    """Yield texts one after the other, some thousand of them in memory at a time."""
    for begins in range(0, len(texts), AT_A_TIME):
        yield from texts.slice(begins, AT_A_TIME).to_pylist()


def codes_of(texts: pd.Series) -> tuple[np.ndarray, int]:
    """Return for each cell the number of its text, -1 where it is missing, and how many different texts there are."""
    encoded = arrow_text(texts).dictionary_encode()
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), len(encoded.dictionary)


def key_numbers(rows: pd.DataFrame, key: Sequence[str]) -> np.ndarray:
    """Return for each row the number of its key, the same for the same key; -1 where a part of the key is missing."""
    numbers = np.zeros(len(rows), dtype="int64")
    for name in key:
        codes, n_codes = codes_of(rows[name])
        numbers = np.where((numbers < 0) | (codes < 0), -1, numbers * n_codes + codes)
        # The numbers of many long columns one in another would be greater than an integer can be.
        numbers = np.where(numbers < 0, -1, pd.factorize(numbers)[0])
    return numbers


def spread_texts(values: Sequence[str | None], codes: np.ndarray) -> pd.Series:
    """Return the text of each code."""
    return _series(pa.array(values, pa.large_string()).take(pa.array(codes)))


def with_texts(texts: pd.Series, is_other: np.ndarray, others: pd.Series) -> pd.Series:
    """Return a column with other texts, one after the other, where it is marked."""
    cells = arrow_text(texts)
    return _series(pc.replace_with_mask(cells, pa.array(is_other), arrow_text(others).cast(cells.type)))


def one_text(text: str | None, length: int) -> pd.Series:
    """Return a column that holds the same text throughout; missing throughout for None."""
    return _series(pa.repeat(pa.scalar(text, pa.large_string()), length))


def _series(texts: pa.Array) -> pd.Series:
    return pd.Series(TEXT.__from_arrow__(pa.chunked_array([texts])))


def give_back_memory() -> None:
    """Let the machine have what Arrow keeps for later: after a column of a million wrong cells there is much of it."""
    pa.default_memory_pool().release_unused()
