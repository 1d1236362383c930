"""The checks F1 to F30 of a policy's form: what it has and lacks, each with its words or with who looked in vain.

A required element counts as missing only when every reader says so: the cue, the gazetteer and the topic classifier.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import Terms, pattern, section
from mingcha.policy.topics import TOPICS, find_topics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from mingcha.model import Disclosure
    from mingcha.policy.reader import Policy

_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Element:
    """The outcome of one check: `present` is None where it could not be decided, with the reason in `why`, which can also qualify it.

    `readers` is how many independent readers bear the outcome; quote, start and end are the words of the document that do.
    """

    element: str
    present: bool | None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    readers: int = 0
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Check:
    cue: re.Pattern[str] | None
    terms: Terms | None
    topic: int | None
    by: str | None


@functools.cache
def _checks() -> Mapping[str, _Check]:
    found = {}
    for name, entry in section("elements").items():
        words = [
            (str(term), path) for path in entry.get("terms", ()) for language in section(*path.split("/")).values() for term in language
        ]
        found[name] = _Check(
            pattern(entry["cue"]) if "cue" in entry else None,
            Terms(words) if words else None,
            TOPICS.index(entry["topic"]) if "topic" in entry else None,
            entry.get("by"),
        )
    return found


def check(policy: Policy) -> tuple[Element, ...]:
    """Return the thirty checks in their order."""
    text = policy.reading.normal.text
    topics: list[NDArray[np.float32]] = []
    out = []
    for name, each in _checks().items():
        if each.by == "run":
            out.append(Element(name, None, why="run"))
        elif each.by == "rule":
            out.append(_RULES[name](policy))
        else:
            out.append(_read(policy, name, each, text, topics))
    if _is_chinese(policy):
        return tuple(out)
    # The cues, the classifier and what is long are Chinese: in another language they can only find, not miss.
    return tuple(replace(each, present=None, why="language") if each.element in _DEFECTS and _is_defect(each) else each for each in out)


# F5 and F29 are the same in every language.
_DEFECTS = frozenset({f"F{number}" for number in range(1, 31)} - {"F5", "F29"})


def _is_defect(each: Element) -> bool:
    kind = section("elements")[each.element]["kind"]
    return each.present is (kind == "defect")


def _is_chinese(policy: Policy) -> bool:
    text = policy.document.text
    return len(_CHINESE.findall(text)) > len(text) * _LEAST_CHINESE


def _read(policy: Policy, name: str, each: _Check, text: str, topics: list[NDArray[np.float32]]) -> Element:
    """Ask the readers in turn; the classifier only where the cue found nothing."""
    readers = sum(reader is not None for reader in (each.cue, each.terms, each.topic))
    found = each.cue.search(text) if each.cue else None
    if found:
        return _shown(policy, name, found.start(), found.end(), 1)
    hits = each.terms.find(text) if each.terms else []
    if hits and each.cue is None:
        return _shown(policy, name, hits[0].start, hits[0].end, 1)
    if hits:
        shown = _shown(policy, name, hits[0].start, hits[0].end, 1)
        return Element(name, None, shown.quote, shown.start, shown.end, 1, "disagree")
    if each.topic is not None and policy.reading.sentences:
        if not topics:
            topics.append(find_topics(policy.reading))
        best = int(topics[0][:, each.topic].argmax())
        if topics[0][best, each.topic] > 0:
            sentence = policy.reading.sentences[best]
            shown = _shown(policy, name, sentence.start, sentence.end, 1)
            return Element(name, None, shown.quote, shown.start, shown.end, 1, "disagree")
    return Element(name, present=False, readers=readers)


def _shown(policy: Policy, name: str, start: int, end: int, readers: int, *, present: bool = True) -> Element:
    """Return an element with the sentence that shows it, cut around the words themselves."""
    text = policy.reading.normal.text
    left = max((text.rfind(mark, max(0, start - _QUOTE), start) for mark in "。;!?\n"), default=-1) + 1
    right = min((at for mark in "。;!?\n" if (at := text.find(mark, end, end + _QUOTE)) >= 0), default=min(len(text), end + _QUOTE)) + 1
    left = max(left, start - _QUOTE // 2)
    quote, begin, stop = policy.reading.quote(left, max(left + 1, min(right, left + _QUOTE, len(text))))
    return Element(name, present, quote.strip("\n"), begin, stop, readers)


def _stated(name: str, item: Disclosure, *, present: bool) -> Element:
    quote = item.quote[:_QUOTE]
    return Element(name, present, quote, item.start, item.start + len(quote), 1)


_TITLE = re.compile(r"隐私|个人信息(?:保护|处理)|privacy", re.IGNORECASE)
_OTHER_TITLE = re.compile(r"(?:用户|服务|注册|使用|许可)(?:服务)?(?:协议|条款)")
_TRADITIONAL = re.compile(r"[們個資訊隱權護處為與關於據應該這後說時間內開實現國發號碼帳戶會員]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SUMMARY = re.compile(r"摘要|概要|简明版|要点|目录|导读|提要")
_LONG, _LONG_SENTENCE, _SHARE = 20_000, 120, 0.15
_LEAST_CHINESE = 0.2
_REWARD = re.compile(r"积分|奖励|优惠|红包|奖品|返现|抽奖|金币")
_IDENTITY = frozenset({"id_number", "id_photo", "face", "fingerprint", "voiceprint", "iris_gene", "biometric"})
_BLANK = re.compile(
    r"(?<![a-z])x{2,4} ?(?:app|公司|软件|应用|平台|产品|网站|科技)|某某(?:公司|软件|app|应用)|_{4,}(?:公司|软件)"
    r"|[【\[(](?:公司名称|请填写|请输入|应用名称|app名称|产品名称|公司全称|联系电话|邮箱地址)[】\])]"
)


def _own_document(policy: Policy) -> Element:
    """F4: a title of its own at the top, not that of a user agreement."""
    for block in policy.document.blocks[:12]:
        words = policy.document.text[block.start : block.end]
        if block.end - block.start > 60 or re.search("[。，；：:]", words):  # noqa: PLR2004 - longer than any title
            continue
        if _TITLE.search(words):
            return Element("F4", present=True, quote=words.strip(), start=block.start, end=block.end, readers=1)
        if _OTHER_TITLE.search(words):
            return Element("F4", present=False, quote=words.strip(), start=block.start, end=block.end, readers=1)
    return Element("F4", None, why="no-title")


def _simplified(policy: Policy) -> Element:
    """F5: mostly Chinese, and not in traditional characters."""
    text = policy.document.text
    chinese = len(_CHINESE.findall(text))
    traditional = len(_TRADITIONAL.findall(text))
    return Element("F5", chinese > len(text) * _LEAST_CHINESE and traditional < chinese * 0.05, readers=2)


def _obscure(policy: Policy) -> Element:
    """F6: beyond 20,000 characters without a summary, or one sentence in seven beyond 120 characters."""
    text, sentences = policy.document.text, policy.reading.sentences
    is_long = len(text) > _LONG and not _SUMMARY.search(text[:3000])
    worst = max(sentences, key=lambda each: each.end - each.start, default=None)
    many = sum(each.end - each.start > _LONG_SENTENCE for each in sentences) > len(sentences) * _SHARE
    if worst is not None and many:
        return _shown(policy, "F6", worst.start, worst.end, 1)
    return Element("F6", is_long, readers=1)


def _purposes(policy: Policy) -> Element:
    """F9: every type of data that is collected has a purpose somewhere; weak in Chinese, so a lead only."""
    own = [item for item in policy.disclosures if item.polarity in ("yes", "conditional") and item.practice in ("collect", "user_provide")]
    told = {item.data_type for item in own if item.purpose}
    unbound = next((item for item in own if item.data_type not in told), None)
    if not own:
        return Element("F9", None, why="no-statement")
    if unbound is None:
        return Element("F9", present=True, readers=1)
    return _stated("F9", unbound, present=False)


def _open_lists(policy: Policy) -> Element:
    """F10: a list of collected data that is left open."""
    found = next(
        (item for item in policy.disclosures if "open-list" in (item.hedge or "") and item.practice in ("collect", "user_provide")), None
    )
    if found is None:
        return Element("F10", present=False, readers=1)
    return _stated("F10", found, present=True)


def _complete_rows(policy: Policy) -> Element:
    """F12: each SDK that is named has its purpose, data and link."""
    if not policy.sdks:
        return Element("F12", None, why="no-sdk-named")
    lacking = next((row for row in policy.sdks if not row.complete), None)
    return Element("F12", lacking is None, lacking.name if lacking else policy.sdks[0].name, readers=1)


_LIST = re.compile(r"(?:第三方|合作方|sdk)[^。;,]{0,12}(?:目录|清单|列表|说明|情况表)")


def _reachable_list(policy: Policy) -> Element:
    """F13: a list of SDKs in the document, or a link to one; a name without a link leaves it open."""
    if any(record.is_sdk for record in policy.records):
        return Element("F13", present=True, readers=1)
    found = _LIST.search(policy.reading.normal.text)
    if found is None:
        return Element("F13", present=None if policy.names else False, why="names-in-sentences" if policy.names else None, readers=1)
    shown = _shown(policy, "F13", found.start(), found.end(), 1)
    start, end = policy.reading.normal.span(found.start(), found.end())
    linked = any(link.start < end + 60 and start - 60 < link.end for link in policy.document.links)
    return shown if linked else Element("F13", None, shown.quote, shown.start, shown.end, 1, "list-to-be-supplied")


_SELF_START = re.compile("自启动|自动启动|关联启动|唤醒|开机启动")
_NO_SELF_START = re.compile(r"(?:不|未|没有|禁止|无需|避免|关闭|取消)[^,。;\n]{0,10}$")
# A purpose, a scene or a frequency.
_SPECIFIC = re.compile(
    r"为了?[^,。;\n]{2}|用于|以便|以(?:确保|保证|实现|提高|提升|接收)|确保|保证|保障|实现|及时|推送|消息|通知|提醒|闹钟|定位|下载|同步|更新"
    r"|频[率次]|功能|[0-9一二两三]次|开机|亮屏|解锁|切换|场景|目的|语音|当您|点击|打开|跳转"
)
_AROUND = (60, 160)


def _told_start(policy: Policy) -> Element:
    """F23: self-start is told; `why` is unspecific where no scene, purpose or frequency stands near any of the words."""
    text = policy.reading.normal.text
    found = list(_SELF_START.finditer(text))
    if not found:
        return Element("F23", present=False, readers=1)
    told = next((each for each in found if _is_specific(text, each)), None)
    shown = _shown(policy, "F23", *(told or found[0]).span(), 1)
    return shown if told else replace(shown, why="unspecific")


def _is_specific(text: str, found: re.Match[str]) -> bool:
    """Say whether a mention of self-start says when or why, or denies it."""
    left = max(0, found.start() - _AROUND[0])
    near = text[left : found.start()] + "\n" + text[found.end() : found.end() + _AROUND[1]]
    return _SPECIFIC.search(near) is not None or _NO_SELF_START.search(text, left, found.start()) is not None


def _rewards(policy: Policy) -> Element:
    """F28: a reward and an identity number or a biometric in one sentence."""
    text = policy.reading.normal.text
    for mention in policy.mentions:
        if mention.label in _IDENTITY and (found := _REWARD.search(text, max(0, mention.start - 40), mention.end + 40)):
            return _shown(policy, "F28", min(found.start(), mention.start), max(found.end(), mention.end), 1)
    return Element("F28", present=False, readers=1)


def _template(policy: Policy) -> Element:
    """F29: blanks that nobody filled in."""
    found = _BLANK.search(policy.reading.normal.text)
    return _shown(policy, "F29", found.start(), found.end(), 1) if found else Element("F29", present=False, readers=1)


_RULES: dict[str, Callable[[Policy], Element]] = {
    "F4": _own_document,
    "F5": _simplified,
    "F6": _obscure,
    "F9": _purposes,
    "F10": _open_lists,
    "F12": _complete_rows,
    "F13": _reachable_list,
    "F23": _told_start,
    "F28": _rewards,
    "F29": _template,
}
