"""A language model as the second reader of `mingcha policy --model`: its statements stand apart and decide nothing."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Any

from mingcha.model import MingchaError

KEY = "MINGCHA_MODEL_KEY"
_WIDTH = 76


def add_second_reading(found: dict[str, Any], url: str | None, model: str | None) -> None:
    """Add key `second_reader` to a reading, as `policy.wire.merge` returns it, where a model is given.

    Each statement says whether the reader has one on the same type in overlapping words (`is_known`); `refused` counts answers
    whose quote does not stand in the policy or that are of no known form. MingchaError when the model does not answer.
    """
    if url is None and model is None:
        return
    if not (url and model):
        raise MingchaError("--model 与 --model-name 须同时给出 / --model and --model-name belong together")
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.fetch.second_reader import asker, read_again  # noqa: PLC0415 - start-up time

    types = {name for name, entry in load().policy_terms.sections["data_types"].items() if not entry.get("generic")}
    ask = asker(url, model, os.environ.get(KEY))
    statements: list[dict[str, Any]] = []
    refused = 0
    for file in found["files"]:
        again = read_again(file["text"], types, ask)
        refused += again.refused
        known = [item for item in found["disclosures"] if item["file"] == file["name"]]
        for each in again.suggestions:
            is_known = any(item["data_type"] == each.data_type and item["start"] < each.end and each.start < item["end"] for item in known)
            statements.append({**asdict(each), "file": file["name"], "is_known": is_known})
    found["second_reader"] = {"model": model, "refused": refused, "statements": statements}


def render(found: dict[str, Any], lang: str) -> list[str]:
    """Return the lines of a terminal for what the model alone has read."""
    if "second_reader" not in found:
        return []
    from mingcha.policy.wording import words  # noqa: PLC0415 - start-up time

    say, second = words(lang), found["second_reader"]
    new = [item for item in second["statements"] if not item["is_known"]]
    head = {
        "zh": f"模型 {second['model']} 另外读出 {len(new)} 条，须人工核对，不作为判定依据；引文不在原文中而弃用 {second['refused']} 条",
        "en": f"Model {second['model']} reads {len(new)} more; a person must check them, nothing rests on it; {second['refused']} refused",
    }
    lines = ["", head[lang]]
    for item in new:
        lines.append(f"  {say.data_type(item['data_type'])}  {say.practice({**item, 'handler': 'self'})}")
        lines.append(f"    “{' '.join(item['quote'].split())[:_WIDTH]}”")
    return lines
