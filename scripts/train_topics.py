"""Trains the topic classifier on CAPP-130's official training split, and says how it does on the others.

CAPP-130 (github.com/EnlightenedAI/CAPP-130), data under CC BY 4.0. Needs scikit-learn (pip install mingcha[train]).
usage: train_topics.py FOLDER    the folder with splits/topic/{train,dev,test}.txt and annotations.jsonl.gz
"""

from __future__ import annotations

import ast
import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from mingcha.policy.normalise import normalise
from mingcha.policy.topics import BITS, HEADING, HEADING_BITS, LONGEST, TOPICS, WEIGHTS, Model, hash_grams

COST = 0.3
_HEADING_LENGTH = 26
_STEPS = np.linspace(-0.8, 0.6, 57)


def read_split(folder: Path, name: str) -> tuple[list[str], Any]:
    """Return the sentences of a split and their labels, sentences by topics."""
    rows = [line.rsplit("\t", 1) for line in (folder / f"splits/topic/{name}.txt").read_text("utf-8").splitlines() if "\t" in line]
    return [text.strip() for text, _ in rows], np.array([ast.literal_eval(labels) for _, labels in rows])


def read_headings(folder: Path) -> dict[str, str]:
    """Return the line that stands above each sentence as a heading, where the annotated policies have it."""
    found: dict[str, str] = {}
    app, heading = None, ""
    with gzip.open(folder / "annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in (json.loads(line) for line in lines if line.strip()):
            text = row["text"].strip()
            if row["app"] != app:
                app, heading = row["app"], ""
            if len(text) <= _HEADING_LENGTH and not re.search("[。；，]$", text):
                heading = text
            found.setdefault(text, heading)
    return found


def vectors(texts: list[str], bits: int, longest: int, rarity: Any) -> Any:
    """Return the texts as rows of unit-length token vectors, as `Model.score` takes them."""
    grams = hash_grams(texts, bits, longest)
    value = np.ones(len(grams.bucket)) if rarity is None else rarity[grams.bucket]
    length = np.sqrt(np.bincount(grams.text, value**2, minlength=len(texts)))
    return csr_matrix((value / np.maximum(length, 1e-9)[grams.text], (grams.text, grams.bucket)), shape=(len(texts), 1 << bits))


def quantise(weights: Any) -> tuple[Any, Any]:
    """Return weights as small integers, topics as columns, and what each column is to be multiplied by."""
    scale = np.abs(weights).max(axis=0) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def main(folder: Path) -> None:
    """Train, choose thresholds on the development split, measure on the test split, write the weights."""
    above = read_headings(folder)
    splits = {name: read_split(folder, name) for name in ("train", "dev", "test")}
    clean = {name: [normalise(text.replace(",", "，")).text for text in texts] for name, (texts, _) in splits.items()}
    headings = {name: [normalise(above.get(text, "")).text for text in texts] for name, (texts, _) in splits.items()}
    grams = hash_grams(clean["train"], BITS)
    seen = np.unique(grams.text << BITS | grams.bucket) & ((1 << BITS) - 1)
    frequency = np.bincount(seen, minlength=1 << BITS)
    rarity = np.where(frequency > 1, np.log((1 + len(clean["train"])) / (1 + frequency)) + 1, 0.0)
    rows = hstack(
        [vectors(clean["train"], BITS, LONGEST, rarity), HEADING * vectors(headings["train"], HEADING_BITS, LONGEST - 1, None)]
    ).tocsr()
    weights, bias = [], []
    for topic in range(len(TOPICS)):
        fitted = LinearSVC(C=COST, class_weight="balanced", random_state=0).fit(rows, splits["train"][1][:, topic])
        weights.append(fitted.coef_[0])
        bias.append(fitted.intercept_[0])
    matrix = np.array(weights).T
    body = matrix[: 1 << BITS] * rarity[:, None]
    small, scale = quantise(np.vstack([body, matrix[1 << BITS :]]))
    model = Model(
        small[: 1 << BITS],
        small[1 << BITS :],
        scale,
        np.array(bias, np.float32),
        np.zeros(len(TOPICS), np.float32),
        rarity.astype(np.float32),
    )
    scores = {name: model.score(clean[name], headings[name]) for name in ("dev", "test")}
    truth = splits["dev"][1]
    threshold = np.array(
        [max(_STEPS, key=lambda step, k=k: f1_score(truth[:, k], scores["dev"][:, k] > step, zero_division=0)) for k in range(len(TOPICS))]
    )
    for name, score in scores.items():
        margin = score - threshold
        chosen = (margin > 0).astype(int)
        none = chosen.sum(axis=1) == 0
        chosen[none, margin[none].argmax(axis=1)] = 1
        micro, macro = (f1_score(splits[name][1], chosen, average=kind) for kind in ("micro", "macro"))
        print(f"{name}: micro {micro:.3f} macro {macro:.3f}")
    np.savez_compressed(
        WEIGHTS,
        body=model.body,
        heading=model.heading,
        scale=model.scale,
        bias=model.bias,
        threshold=threshold.astype(np.float32),
        rarity=rarity.astype(np.float16),
    )
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
