"""What each sentence is about, by a linear classifier over character n-grams: the second voter of the document checks.

Trained by scripts/train_topics.py on CAPP-130 (CC BY 4.0; see NOTICE). NumPy only; one pass, linear in the text.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mingcha.policy.sentences import Reading

WEIGHTS = Path(__file__).parent / "data" / "topics.npz"

# The eleven topics of CAPP-130, in its order.
TOPICS = ("collect", "permission", "share", "use", "store", "security", "special-groups", "rights", "contact", "change", "cessation")
LONGEST = 4
BITS, HEADING_BITS = 17, 14
# What a heading weighs beside the sentence under it.
HEADING = 0.5

# Characters that are scored together: more would take memory and gain no time.
_AT_ONCE = 200_000

_MIX, _SPREAD = np.uint64(1000003), np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Grams:
    """The hashed n-grams of some texts: `text` is the index of the text, rising; `bucket` lies in [0, 2**bits)."""

    text: NDArray[np.int64]
    bucket: NDArray[np.int64]


def hash_grams(texts: Sequence[str], bits: int, longest: int = LONGEST) -> Grams:
    """Return the n-grams of 1 to `longest` characters of every text, each as often as it stands there."""
    codes = np.frombuffer("\0".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    owner = np.cumsum(codes == 0)
    owners, buckets = [], []
    state = np.zeros(len(codes), np.uint64)
    whole = np.ones(len(codes), bool)
    for length in range(1, longest + 1):
        count = len(codes) - length + 1
        if count <= 0:
            break
        state = (state[:count] * _MIX) ^ codes[length - 1 :]
        whole = whole[:count] & (codes[length - 1 :] != 0)
        hashed = ((state + np.uint64(length)) * _SPREAD) >> np.uint64(64 - bits)
        owners.append(owner[:count][whole])
        buckets.append(hashed[whole].astype(np.int64))
    text = np.concatenate(owners) if owners else np.zeros(0, np.int64)
    bucket = np.concatenate(buckets) if buckets else np.zeros(0, np.int64)
    order = np.argsort(text, kind="stable")
    return Grams(text[order], bucket[order])


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by bucket and topic with the inverse document frequency in them, as small integers times `scale`."""

    body: NDArray[np.int8]
    heading: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: NDArray[np.float32]
    rarity: NDArray[np.float32]

    def score(self, texts: Sequence[str], headings: Sequence[str]) -> NDArray[np.float32]:
        """Return scores, texts by topics; a topic is there where its score is above 0."""
        grams = hash_grams(texts, BITS)
        score = _mean(grams, self.body, self.rarity, len(texts))
        names = list(dict.fromkeys(headings))
        above = _mean(hash_grams(names, HEADING_BITS, LONGEST - 1), self.heading, None, len(names))
        place = {name: index for index, name in enumerate(names)}
        score += HEADING * above[[place[name] for name in headings]] if names else 0
        result: NDArray[np.float32] = (score * self.scale + self.bias - self.threshold).astype(np.float32)
        return result


def _mean(grams: Grams, weights: NDArray[np.int8], rarity: NDArray[np.float32] | None, count: int) -> NDArray[np.float32]:
    """Return the weighted sum of each text's grams over the length of their vector."""
    total = np.zeros((count, weights.shape[1]), np.float32)
    if not len(grams.text):
        return total
    starts = np.flatnonzero(np.r_[True, grams.text[1:] != grams.text[:-1]])
    total[grams.text[starts]] = np.add.reduceat(weights[grams.bucket].astype(np.float32), starts, axis=0)
    square = np.ones(len(grams.bucket), np.float32) if rarity is None else rarity[grams.bucket] ** 2
    length = np.ones(count, np.float32)
    length[grams.text[starts]] = np.sqrt(np.add.reduceat(square, starts))
    mean: NDArray[np.float32] = (total / np.maximum(length, 1e-6)[:, None]).astype(np.float32)
    return mean


@functools.cache
def model() -> Model:
    """Return the shipped weights."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return Model(
            body=file["body"],
            heading=file["heading"],
            scale=file["scale"].astype(np.float32),
            bias=file["bias"].astype(np.float32),
            threshold=file["threshold"].astype(np.float32),
            rarity=file["rarity"].astype(np.float32),
        )


def find_topics(reading: Reading) -> NDArray[np.float32]:
    """Return the scores of a document's sentences, sentences by topics."""
    parts: list[NDArray[np.float32]] = []
    texts: list[str] = []
    headings: list[str] = []
    size = 0
    for sentence in reading.sentences:
        texts.append(reading.text(sentence))
        headings.append(sentence.heading)
        size += len(texts[-1])
        if size > _AT_ONCE:
            parts.append(model().score(texts, headings))
            texts, headings, size = [], [], 0
    parts.append(model().score(texts, headings))
    return np.concatenate(parts)
