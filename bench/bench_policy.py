"""Figures of docs/accuracy.md for the policy reader: labelled sentences, CAPP-130 topics, whole documents, speed.

usage: bench_policy.py CORPUS [PART …]   PART: types, denials, names, declared, declared_en, topics, elements, speed
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.policy.acquire import open_document
from mingcha.policy.elements import check
from mingcha.policy.lexicon import lexicon
from mingcha.policy.normalise import normalise
from mingcha.policy.reader import read, read_text
from mingcha.policy.thirdparties import types_in
from mingcha.policy.topics import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mingcha.model import Disclosure

HERE = Path(__file__).parent
Row = dict[str, Any]
_SENTENCE = re.compile(r"(?<=[。！？；])|\n+")
_ENGLISH = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])|\n+")


def sentences(corpus: Path) -> Iterator[str]:
    """Yield every sentence that the labelled sets may refer to."""
    import gzip  # noqa: PLC0415 - only for this

    with gzip.open(corpus / "policies/capp130/annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"].strip() for line in lines if line.strip())
    for pattern in ("ca4p/*.txt", "archive/*.md", "apps/*.txt", "apps/*.md"):
        for path in sorted((corpus / "policies").glob(pattern)):
            text = path.read_text("utf-8", errors="replace")
            yield from (part.strip() for part in (_ENGLISH if path.name.endswith(".en.md") else _SENTENCE).split(text))


def load_sets(corpus: Path, kind: str) -> dict[str, list[Row]]:
    """Return the labelled sets of one kind: the corpus' own, and those of policy_gold, each labelled before its first run."""
    found: dict[str, list[Row]] = {}
    for path in sorted((corpus / "policies/gold").glob(f"{kind}*.jsonl")):
        found[path.stem] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    ours = {"types": "types", "neg": "denials", "sdk": "names"}[kind]
    sets = {path.stem: path for path in sorted((HERE / "policy_gold").glob(f"{ours}_*.jsonl"))}
    for name, path in sets.items():
        found[name] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    wanted = {row["sentence"]: row for name in sets for row in found[name]}
    for text in sentences(corpus):
        row = wanted.get(hashlib.sha256(text.encode()).hexdigest()[:20])
        if row is not None:
            row["text"] = text
    for name in sets:
        found[name] = [row for row in found[name] if "text" in row]
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


# Types that code can be seen to read.
OBSERVABLE = frozenset(
    {"imei", "imsi", "android_id", "mac_address", "oaid", "ad_id", "serial_number", "ip_address", "location", "contacts", "sms", "call_log"}
    | {"app_list", "running_apps", "clipboard", "photos", "audio", "camera", "phone_number", "wifi_info", "bluetooth", "sensor", "iccid"}
    | {"calendar", "face"}
)


def bench_declared(corpus: Path) -> None:
    """Types that a whole policy declares, against the data spans that CA4P-483's annotators marked."""
    import gzip  # noqa: PLC0415 - only for this

    hits, missed, more = Counter[str](), [], []
    folder = corpus / "policies/ca4p"
    with gzip.open(folder / "annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for row in documents:
        text = (folder / f"{row['doc']}_{row['package']}.txt").read_text("utf-8", errors="replace")
        found = {item.data_type for item in read_text(text).disclosures if _declares(item)} & OBSERVABLE
        gold: dict[str, str] = {}
        for span in row["spans"]:
            if span["cls"] == "数据":
                gold |= dict.fromkeys(types_in(span["text"]), span["text"])
        kept = gold.keys() & OBSERVABLE
        hits.update(tp=len(found & kept), fp=len(found - kept), fn=len(kept - found))
        missed += [f"{row['doc']} -{name} {gold[name]}" for name in sorted(kept - found)]
        more += [
            (row["doc"], item.data_type, item.quote)
            for item in read_text(text).disclosures
            if item.data_type in found - kept and _declares(item)
        ]
    report("declared ca4p", hits, missed)
    if "-v" in sys.argv:
        for doc, name, quote in sorted(more, key=lambda each: hashlib.sha256(str(each).encode()).hexdigest())[:60]:
            print(f"    +{doc} {name} {' '.join(quote.split())[:160]}")


def bench_declared_en(corpus: Path) -> None:
    """Types that a whole English policy declares, against labels made by reading it."""
    hits, wrong = Counter[str](), []
    for line in (HERE / "policy_gold/declared_en.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        path = corpus / "policies/archive" / row["document"]
        policy = read(open_document(path.read_bytes(), path.name))
        found = {item.data_type for item in policy.disclosures if _declares(item)} & OBSERVABLE
        gold, more = set(row["types"]), found - set(row["types"]) - set(row["optional"])
        hits.update(tp=len(found & gold), fp=len(more), fn=len(gold - found))
        wrong += [f"{path.name[:20]} -{name}" for name in sorted(gold - found)]
        wrong += [f"{path.name[:20]} +{item.data_type} {item.quote[:150]}" for item in policy.disclosures if item.data_type in more]
    report("declared in English", hits, wrong)


def _declares(item: Disclosure) -> bool:
    return item.polarity in ("yes", "conditional") and "method" not in (item.hedge or "")


def bench_speed(corpus: Path) -> None:
    """CPU time for 20,000 characters, warm: the median over CAPP-130's policies."""
    times = []
    for path in sorted((corpus / "policies/capp130").glob("*.txt"))[:40]:
        text = path.read_text("utf-8", errors="replace")
        check(read_text(text))
        start = time.process_time()
        check(read_text(text))
        times.append((time.process_time() - start) / len(text) * 20_000 * 1000)
    times.sort()
    print(f"speed: median {times[len(times) // 2]:.1f} ms for 20,000 characters, 90 % within {times[len(times) * 9 // 10]:.1f} ms")


# Checks that a topic of CAPP-130's annotators bears out.
_TOPIC_OF = {"F1": 0, "F14": 1, "F15": 4, "F25": 5, "F20": 6, "F16": 7, "F7": 8, "F24": 9}


def bench_elements(corpus: Path) -> None:
    """Presence of elements in CAPP-130's policies, against its sentence labels (a topic found anywhere is presence)."""
    import gzip  # noqa: PLC0415 - only for this

    folder = corpus / "policies/capp130"
    names = [each["label_chinese_name"] for each in json.loads((folder / "label_explanation.json").read_text("utf-8-sig"))]
    labels: dict[str, set[int]] = {}
    texts: dict[str, list[str]] = {}
    with gzip.open(folder / "annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in (json.loads(line) for line in lines if line.strip()):
            texts.setdefault(row["app"], []).append(row["text"].strip())
            labels.setdefault(row["app"], set()).update(
                int(x) if str(x).isdigit() else names.index(x) for x in row["label"] if str(x).isdigit() or x in names
            )
    total: dict[str, Counter[str]] = {name: Counter() for name in _TOPIC_OF}
    for app, parts in texts.items():
        for item in check(read_text("\n".join(parts))):
            if item.element in _TOPIC_OF:
                gold = _TOPIC_OF[item.element] in labels[app]
                total[item.element][f"{item.present}/{gold}"] += 1
    for name, each in total.items():
        shown = each["True/True"] + each["False/True"] + each["None/True"]
        said = each["False/False"] + each["False/True"]
        open_ = each["None/True"] + each["None/False"]
        print(f"{name:4} presence recall {each['True/True'] / max(shown, 1):.3f} of {shown}; left open {open_}; ", end="")
        print(f"said missing {said}, rightly {each['False/False']}")


def bench_topics(corpus: Path) -> None:
    """Topics on CAPP-130's official test split, with the line above each sentence as its heading where it is known."""
    import ast  # noqa: PLC0415 - only for this
    import gzip  # noqa: PLC0415 - only for this

    import numpy as np  # noqa: PLC0415 - only for this

    folder = corpus / "policies/capp130"
    above: dict[str, str] = {}
    heading = app = ""
    with gzip.open(folder / "annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in (json.loads(line) for line in lines if line.strip()):
            text = row["text"].strip()
            if row["app"] != app:
                app, heading = row["app"], ""
            if len(text) <= 26 and not re.search("[。；，]$", text):  # noqa: PLR2004 - as in training
                heading = text
            above.setdefault(text, heading)
    rows = [line.rsplit("\t", 1) for line in (folder / "splits/topic/test.txt").read_text("utf-8").splitlines() if "\t" in line]
    truth = np.array([ast.literal_eval(each) for _, each in rows])
    clean = [normalise(text.strip().replace(",", "，")).text for text, _ in rows]
    for name, lines_above in (("with headings", [above.get(text.strip(), "") for text, _ in rows]), ("without", [""] * len(rows))):
        score = model().score(clean, [normalise(each).text for each in lines_above])
        chosen = score > 0
        none = ~chosen.any(axis=1)
        chosen[none, score[none].argmax(axis=1)] = True
        hit, over, under = (chosen & (truth > 0)).sum(0), (chosen & (truth == 0)).sum(0), (~chosen & (truth > 0)).sum(0)
        micro = 2 * hit.sum() / (2 * hit.sum() + over.sum() + under.sum())
        print(f"topics test {name}: micro {micro:.3f} macro {(2 * hit / (2 * hit + over + under)).mean():.3f} of {len(rows)} sentences")


PARTS: dict[str, Callable[[Path], None]] = {
    "types": bench_types,
    "denials": bench_denials,
    "names": bench_names,
    "declared": bench_declared,
    "declared_en": bench_declared_en,
    "elements": bench_elements,
    "topics": bench_topics,
    "speed": bench_speed,
}


def main(corpus: str, *parts: str) -> None:
    """Print the figures of the named parts, or of all."""
    for part in parts or PARTS:
        PARTS[part](Path(corpus))


if __name__ == "__main__":
    main(sys.argv[1], *(word for word in sys.argv[2:] if not word.startswith("-")))
