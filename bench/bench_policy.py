"""Figures of docs/accuracy.md for the policy reader: labelled sentences, CAPP-130 topics, whole documents, speed.

usage: bench_policy.py CORPUS [PART …]   PART: types, denials, names, tables, declared, topics, elements, speed
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.policy.lexicon import lexicon
from mingcha.policy.reader import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
Row = dict[str, Any]
_SENTENCE = re.compile(r"(?<=[。！？；])|\n+")


def sentences(corpus: Path) -> Iterator[str]:
    """Yield every sentence that the labelled sets may refer to."""
    import gzip  # noqa: PLC0415 - only for this

    with gzip.open(corpus / "policies/capp130/annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"].strip() for line in lines if line.strip())
    for pattern in ("ca4p/*.txt", "archive/*.md", "apps/*.txt", "apps/*.md"):
        for path in sorted((corpus / "policies").glob(pattern)):
            yield from (part.strip() for part in _SENTENCE.split(path.read_text("utf-8", errors="replace")))


def load_sets(corpus: Path, kind: str) -> dict[str, list[Row]]:
    """Return the labelled sets of one kind: the corpus' own (seen while developing) and ours (labelled before the first run)."""
    found: dict[str, list[Row]] = {}
    for path in sorted((corpus / "policies/gold").glob(f"{kind}*.jsonl")):
        found[path.stem] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    ours = {"types": "types", "neg": "denials", "sdk": "sdk_names"}[kind]
    rows = [json.loads(line) for line in (HERE / "policy_gold" / f"{ours}.jsonl").read_text("utf-8").splitlines()]
    wanted = {row["sentence"]: row for row in rows}
    for text in sentences(corpus):
        row = wanted.get(hashlib.sha256(text.encode()).hexdigest()[:20])
        if row is not None:
            row["text"] = text
    found["fresh"] = [row for row in rows if "text" in row]
    return found


def report(name: str, hits: Counter[str], wrong: list[str]) -> None:
    """Print precision, recall and F1."""
    tp, fp, fn = hits["tp"], hits["fp"], hits["fn"]
    precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    f1 = 2 * tp / max(2 * tp + fp + fn, 1)
    print(f"{name:24} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({tp} right, {fp} too many, {fn} missed)")
    if "-v" in sys.argv:
        print(*(f"    {line}" for line in wrong), sep="\n")


def bench_types(corpus: Path) -> None:
    """Types of data named in single sentences."""
    generic = lexicon().generic
    for name, rows in load_sets(corpus, "types").items():
        hits, wrong = Counter[str](), []
        for row in rows:
            found = {mention.label for mention in read_text(row["text"]).mentions} - generic
            gold, optional = set(row["types"]) - generic, set(row["optional"])
            hits.update(tp=len(found & gold), fp=len(found - gold - optional), fn=len(gold - found))
            if found - gold - optional or gold - found:
                wrong.append(f"+{sorted(found - gold - optional)} -{sorted(gold - found)} {row['text'][:220]}")
        report(f"types {name}", hits, wrong)


def bench_denials(corpus: Path) -> None:
    """Sentences that say that the handler does not do something with data."""
    for name, rows in load_sets(corpus, "neg").items():
        hits, wrong = Counter[str](), []
        exceptions = Counter[bool]()
        for row in rows:
            if row["unscored"]:
                continue
            policy = read_text(row["text"])
            found, gold = bool(policy.denials), row["negated_practice"]
            hits.update(tp=found and gold, fp=found and not gold, fn=gold and not found)
            if found != gold:
                wrong.append(f"{'+' if found else '-'} {row['text'][:220]}")
            elif gold:
                exceptions[any(denial.polarity == "no-with-exception" for denial in policy.denials) == row["with_exception"]] += 1
        report(f"denials {name}", hits, wrong)
        print(f"    exception told right: {exceptions[True]} of {sum(exceptions.values())}")


def _plain(name: str) -> str:
    return re.sub(r"[\s*（）()]|sdk", "", name.lower())


def _same(gold: str, found: str) -> bool:
    given = _plain(found)
    return any(_plain(name) and (_plain(name) in given or (given in _plain(name) and len(given) > 1)) for name in gold.split("|"))


def bench_names(corpus: Path) -> None:
    """Names of SDKs in single sentences."""
    for name, rows in load_sets(corpus, "sdk").items():
        hits, wrong = Counter[str](), []
        for row in rows:
            if row["unscored"]:
                continue
            found = list(dict.fromkeys(item.name for item in read_text(row["text"]).names))
            missed = [gold for gold in row["sdk"] if not any(_same(gold, each) for each in found)]
            extra = [each for each in found if not any(_same(gold, each) for gold in row["sdk"])]
            hits.update(tp=len(row["sdk"]) - len(missed), fp=len(extra), fn=len(missed))
            if missed or extra:
                wrong.append(f"+{extra} -{missed} {row['text'][:200]}")
        report(f"names {name}", hits, wrong)


PARTS: dict[str, Callable[[Path], None]] = {"types": bench_types, "denials": bench_denials, "names": bench_names}


def main(corpus: str, *parts: str) -> None:
    """Print the figures of the named parts, or of all."""
    for part in parts or PARTS:
        PARTS[part](Path(corpus))


if __name__ == "__main__":
    main(sys.argv[1], *(word for word in sys.argv[2:] if not word.startswith("-")))
