"""Times that a policy promises: to answer a request about one's data or a complaint, to cancel an account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.policy.reader import Policy

_MOST = 50
_QUOTE = 200
_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2}
_TIME = re.compile(
    r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,4})\s*(?:\([^()]{1,6}\))?\s*个?(?P<unit>工作日|自然日|日历日|日|天)\s*(?:之?内|以内)"
    r"(?P<after>[^。;\n]{0,40})"
    r"|within (?P<en_number>\d{1,3}|fifteen|thirty|seven|ten) (?:\(\d+\) )?(?P<en_unit>business|working|calendar)? ?days?"
)
_ACTS = re.compile(r"回复|答复|反馈|处理|完成|解决|响应|受理|回应|给予|予以|注销|删除|更正")
_ENGLISH = {"seven": 7, "ten": 10, "fifteen": 15, "thirty": 30}
_ENGLISH_ACTS = re.compile(r"respon|repl|answer|process|handle|complete|delet|cancel")
# Whose time it is: right before the number stands what the user is to do.
_USERS = re.compile(r"(?:您|你|用户)(?:需|须|应|可|未|仍|连续|必须|可以|应当|在|于)[^,。;\n]{0,8}$|连续[^,。;]{0,4}$|起[^,。;]{0,2}$")
_ENGLISH_USERS = re.compile(r"\byou (?:must|may|should|can|need|have to|will)\b")
_SUBJECTS = (
    ("cancellation", re.compile(r"注销|销户|delet\w+ (?:of )?(?:your |the )?account|cancel\w* (?:your |the )?account")),
    ("complaint", re.compile(r"投诉|举报|申诉|complain")),
    ("rights", re.compile(r"更正|删除|访问|查询|查阅|复制|副本|撤回|权利|请求|申请|转移|access|correct|delet|request|right")),
)
# What a question or a suggestion is answered within binds nobody.
_BEFORE = 90


@dataclass(frozen=True, slots=True)
class Promise:
    """One promised time: `subject` is rights, complaint or cancellation, `unit` working-day or day, places are in characters.

    `stated` tells whether the sentence itself names the subject, else the one before it does.
    """

    subject: str
    stated: bool
    days: int
    unit: str
    quote: str
    start: int
    end: int


def find_promises(policy: Policy) -> tuple[Promise, ...]:
    """Return the times promised in a document, in order, at most 50."""
    text = policy.reading.normal.text
    found = []
    for match in _TIME.finditer(text):
        days, unit = _time(match)
        subject, stated = _subject(text, match)
        if not days or subject is None:
            continue
        left = max(text.rfind(mark, 0, match.start()) for mark in "。;\n") + 1
        quote, start, end = policy.reading.quote(max(left, match.start() - _QUOTE), min(match.end(), len(text)))
        found.append(Promise(subject, stated, days, unit, quote.strip("\n")[:_QUOTE], start, min(end, start + _QUOTE)))
        if len(found) == _MOST:
            break
    return tuple(found)


def _time(match: re.Match[str]) -> tuple[int, str]:
    if match["number"]:
        return _number(match["number"]), "working-day" if match["unit"] == "工作日" else "day"
    word = match["en_number"]
    return _ENGLISH.get(word) or int(word), "day" if match["en_unit"] in (None, "calendar") else "working-day"


def _subject(text: str, match: re.Match[str]) -> tuple[str | None, bool]:
    """Return what is promised, None when nothing is, and whether the sentence itself says so or the one before it."""
    left = max(text.rfind(mark, 0, match.start()) for mark in "。;\n") + 1
    before = text[max(left, match.start() - _BEFORE) : match.start()]
    if match["number"]:
        if _USERS.search(before) or not _ACTS.search(match["after"]):
            return None, False
        sentence = before + match["after"]
    else:
        right = min((at for mark in ".;\n" if (at := text.find(mark, match.end())) >= 0), default=len(text))
        sentence = text[max(text.rfind(mark, 0, match.start()) for mark in ".;\n") + 1 : min(right, match.end() + _BEFORE)]
        if _ENGLISH_USERS.search(sentence) or not _ENGLISH_ACTS.search(sentence):
            return None, False
    for part, stated in ((sentence, True), (text[max(0, left - _BEFORE) : left], False)):
        subject = next((name for name, words in _SUBJECTS if words.search(part)), None)
        if subject:
            return subject, stated
    return None, False


def _number(text: str) -> int:
    """Return a number up to 99 in digits or Chinese letters; 0 for letters that are none."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)
