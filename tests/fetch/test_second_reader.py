"""A model's statements count only when their quotes stand in the policy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.fetch.server import serve

from mingcha.fetch.guard import FetchError
from mingcha.fetch.second_reader import MOST_PARTS, PART, Suggestion, asker, read_again

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

TYPES = {"imei", "contacts"}
TEXT = "隐私政策\n我们会收集您的IMEI。\n我们不会收集您的通讯录。\n"
GOOD = {"data_type": "contacts", "practice": "collect", "polarity": "no", "quote": "我们不会收集您的通讯录"}


def said(*answers: Any) -> tuple[tuple[Suggestion, ...], int]:
    found = read_again(TEXT, TYPES, lambda _task, _part: f"好的：{json.dumps(answers, ensure_ascii=False)}")
    return found.suggestions, found.refused


def test_a_quote_of_the_policy_is_kept_with_its_place() -> None:
    at = TEXT.index("我们不会")
    assert said(GOOD, GOOD) == ((Suggestion("contacts", "collect", "no", GOOD["quote"], at, at + len(GOOD["quote"])),), 0)


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "我们会收集您的通讯录"},
        {"quote": ""},
        {"quote": 5},
        {"quote": TEXT * 40},
        {"data_type": "blood"},
        {"data_type": ["imei"]},
        {"practice": "obey"},
        {"polarity": None},
    ],
)
def test_whatever_is_not_in_the_policy_or_not_of_the_lists_is_refused(change: dict[str, Any]) -> None:
    assert said({**GOOD, **change}) == ((), 1)


@pytest.mark.parametrize("answer", ["", "没有", "[", "{}", "[" * 5000 + "]" * 5000])
def test_an_answer_that_is_no_list_says_nothing(answer: str) -> None:
    found = read_again(TEXT, TYPES, lambda _task, _part: answer)
    assert (found.suggestions, found.refused) == ((), 1)


def test_a_long_text_is_asked_in_parts_and_places_are_those_of_the_whole() -> None:
    text = ("字" * 99 + "\n") * 100 + "我们会收集您的IMEI。"
    asked: list[str] = []

    def ask(_task: str, part: str) -> str:
        asked.append(part)
        return json.dumps([{"data_type": "imei", "practice": "collect", "polarity": "yes", "quote": "我们会收集您的IMEI"}])

    (found,) = read_again(text, TYPES, ask).suggestions
    assert text[found.start : found.end] == found.quote
    assert "".join(asked) == text
    assert max(map(len, asked)) <= PART
    asked.clear()
    read_again("字" * PART * (MOST_PARTS + 5), TYPES, ask)
    assert len(asked) == MOST_PARTS


def reply(content: bytes, status: int = 200) -> Any:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def test_a_server_is_asked_in_the_usual_form(monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.dumps({"choices": [{"message": {"content": "[]"}}]}).encode()
    seen: dict[str, Any] = {}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen["key"] = handler.headers["Authorization"]
        seen["body"] = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    with serve({"/v1/chat/completions": answer}, monkeypatch) as root:
        assert asker(f"{root}/v1", "m", "k")("task", "part") == "[]"
    assert seen["key"] == "Bearer k"
    assert (seen["body"]["model"], [each["content"] for each in seen["body"]["messages"]]) == ("m", ["task", "part"])


@pytest.mark.parametrize(("content", "status"), [(b"{}", 200), (b"no json", 200), (b"{}", 500), (b'{"choices": 5}', 200)])
def test_a_server_that_gives_no_answer_is_one_line(content: bytes, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({"/chat/completions": reply(content, status)}, monkeypatch) as root, pytest.raises(FetchError) as refused:
        asker(root, "m", None)("task", "part")
    assert "\n" not in str(refused.value)
