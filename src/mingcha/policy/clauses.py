"""What the words around a data word say: practice, handler, recipient, purpose, condition, hedge."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import pattern, section
from mingcha.policy.mentions import SPEAKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.policy.lexicon import Hit
    from mingcha.policy.names import Name

SELF = "self"
THIRD_PARTY = "third-party"

# Practices as a disclosure has them, by those of policy_terms.yaml.
_PRACTICES = {"auto_collect": "collect", "permission_req": "collect", "sell": "share", "delete": "store"}
_TO_OTHERS = frozenset({"share", "entrust", "transfer", "disclose", "user_provide"})
# Signals that policies name as ways to find the location.
_SIGNALS = frozenset({"wifi_info", "base_station", "bluetooth", "sensor"})
_CHINESE, _NEVER = re.compile("[\u4e00-\u9fff]"), re.compile("(?!)")
# No sentence without one of these explains a term.
_DEFINING = re.compile("[指括含盖分]|means|refers|defined")
_GENERAL = frozenset({"core_service", "vague_purpose"})
_REACH = 60
_SCOPE = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sentence says of all its data words; a sentence in a list takes over what its own words leave open.

    `is_definition` says that it explains what a term means: its data words, and those of the list that it opens, state nothing.
    """

    practice: str
    handler: str
    recipient: str | None
    purpose: str | None
    scope: str | None
    is_conditional: bool
    is_local: bool
    is_definition: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """The catalogue's disclosure_grammar and context_guards, compiled."""

    moved_object: re.Pattern[str]
    recipient: re.Pattern[str]
    third_party_subject: re.Pattern[str]
    self_subject: re.Pattern[str]
    user_subject: re.Pattern[str]
    condition: re.Pattern[str]
    consent: re.Pattern[str]
    purpose_cue: re.Pattern[str]
    possible: re.Pattern[str]
    open_list: re.Pattern[str]
    local: re.Pattern[str]
    definition: re.Pattern[str]
    explanatory: re.Pattern[str]
    listed_definition: re.Pattern[str]
    stated_before: re.Pattern[str]
    hypothetical: re.Pattern[str]
    method: re.Pattern[str]
    refusal: re.Pattern[str]


@functools.cache
def grammar(*, is_chinese: bool = True) -> Grammar:
    """Return the compiled grammar of Chinese sentences, or of English ones: those without a Chinese character."""
    if not is_chinese:
        found = section("disclosure_grammar_en")
        return Grammar(**{each.name: pattern(found[each.name]) if each.name in found else _NEVER for each in fields(Grammar)})
    found, guards = section("disclosure_grammar"), section("context_guards")
    lists = {name: guards[name] for name in ("definition", "explanatory", "listed_definition", "hypothetical")}
    lists |= {"method": guards["vague_source"], "stated_before": [guards["stated_before"]]}
    return Grammar(**{each.name: pattern(*lists.get(each.name) or [found[each.name]]) for each in fields(Grammar)})


@dataclass(frozen=True)
class Words:
    """The hits of each kind in one sentence [start, end) of a normalised text, in order."""

    text: str
    start: int
    end: int
    verbs: Sequence[Hit]
    purposes: Sequence[Hit]
    others: Sequence[Hit]
    names: Sequence[Name]

    @functools.cached_property
    def rules(self) -> Grammar:
        """The grammar of the sentence's language."""
        return grammar(is_chinese=_CHINESE.search(self.text, self.start, self.end) is not None)

    @functools.cached_property
    def spoken(self) -> list[Hit]:
        """The verbs that make the data words near them data."""
        return [verb for verb in self.verbs if verb.label in SPEAKING]

    def before(self, mention: Hit) -> Hit | None:
        """Return the last spoken verb that begins before a data word, or with it and is shorter."""
        for verb in reversed(self.spoken[: bisect_right(self.spoken, mention.start, key=lambda verb: verb.start)]):
            if verb.end <= mention.start or verb.end < mention.end:
                return verb
        return None

    def after(self, mention: Hit) -> Sequence[Hit]:
        """Return the spoken verbs behind a data word."""
        return self.spoken[bisect_left(self.spoken, mention.end, key=lambda verb: verb.start) :]


def frame(words: Words, heading: str, head: Frame | None) -> Frame:
    """Return what a sentence says; `head` is the frame of the clause that opened the list it stands in."""
    rules = words.rules
    spoken = words.spoken
    condition = rules.condition.search(words.text, words.start, words.end)
    scope = condition.group()[:_SCOPE].rstrip(",") if condition else (head.scope if head else None) or heading[:_SCOPE] or None
    recipient = _recipient(words, rules)
    handler = _handler(words, rules, spoken)
    purpose = _purpose(words, rules)
    practice = _plain(spoken[-1].label) if spoken else None
    return Frame(
        practice or (head.practice if head else "collect"),
        handler or (head.handler if head else SELF),
        recipient or (head.recipient if head and not spoken else None),
        purpose or (head.purpose if head else None),
        scope,
        condition is not None or rules.consent.search(words.text, words.start, words.end) is not None or bool(head and head.is_conditional),
        rules.local.search(words.text, words.start, words.end) is not None,
        _explains(words, rules, head) if head else _defines(words, rules),
    )


def _explains(words: Words, rules: Grammar, head: Frame) -> bool:
    """Say whether a sentence of a list explains a term because its head does, and does not say what is done itself."""
    return head.is_definition and not (words.spoken and rules.self_subject.search(words.text, words.start, words.spoken[-1].start))


def _defines(words: Words, rules: Grammar) -> bool:
    """Say whether a sentence explains a term; 我们收集的个人信息包括 is a statement all the same."""
    if not _DEFINING.search(words.text, words.start, words.end):
        return False
    if rules.definition.search(words.text, words.start, words.end):
        return True
    found = rules.listed_definition.search(words.text, words.start, words.end)
    return found is not None and not rules.stated_before.search(words.text, words.start, found.end())


def _plain(practice: str) -> str:
    return _PRACTICES.get(practice, practice)


def practice_of(words: Words, mention: Hit, given: Frame) -> str:
    """Return the practice for one data word: that of the nearest verb before it, or after it where the object comes first."""
    rules = words.rules
    before, after = words.before(mention), words.after(mention)
    since = before.end if before else words.start
    moved = after and rules.moved_object.search(words.text, max(since, mention.start - _REACH), mention.start)
    if moved or (after and not before):
        chosen = next((verb for verb in after if verb.label != "permission_req"), after[0])
    elif before:
        chosen = before
    else:
        return given.practice
    practice = _plain(chosen.label)
    if practice == "user_provide" and given.recipient is not None and given.handler == SELF and not _by_user(words, chosen, rules):
        practice = "share"
    if given.is_local and practice in ("collect", "use", "store"):
        return "local"
    return practice


def _by_user(words: Words, verb: Hit, rules: Grammar) -> bool:
    """Say whether the subject of a verb is the user: the last subject before it is one."""
    last_self = max((found.end() for found in rules.self_subject.finditer(words.text, words.start, verb.start)), default=-1)
    last_user = max((found.end() for found in rules.user_subject.finditer(words.text, words.start, verb.start)), default=-1)
    return last_user > last_self and words.text[last_user : last_user + 1] != "的"


def _recipient(words: Words, rules: Grammar) -> str | None:
    """Return to whom data go: a named SDK, or third-party, when a preposition stands before it and a verb of giving is there."""
    if not any(verb.label in _TO_OTHERS for verb in words.verbs):
        return None
    for name in words.names:
        if _is_given(words, rules, name.start):
            return name.name
    return next((THIRD_PARTY for other in words.others if _is_given(words, rules, other.start)), None)


def _is_given(words: Words, rules: Grammar, at: int) -> bool:
    return any(found.end() >= at - 8 for found in rules.recipient.finditer(words.text, max(words.start, at - 14), at))


def _handler(words: Words, rules: Grammar, spoken: Sequence[Hit]) -> str | None:
    """Return the subject of the sentence's verbs: a named SDK, third-party, self; None when it has none of its own."""
    if not spoken:
        return None
    for name in words.names:
        verb = next(
            (verb for verb in spoken if verb.start >= name.end and verb.label in ("collect", "auto_collect", "use", "permission_req")), None
        )
        if verb and verb.start - name.end <= _REACH and not rules.self_subject.search(words.text, name.end, verb.start):
            return f"sdk:{name.name}"
    verb = spoken[-1]
    if rules.third_party_subject.search(words.text, max(words.start, verb.start - 24), verb.start) and not rules.self_subject.search(
        words.text, max(words.start, verb.start - 24), verb.start
    ):
        return THIRD_PARTY
    return SELF if rules.self_subject.search(words.text, words.start, words.end) else None


def _purpose(words: Words, rules: Grammar) -> str | None:
    """Return the class of the first purpose that a cue leads to; 为您提供 is one only where no other is told."""
    told = [
        hit.label
        for hit in words.purposes
        if rules.purpose_cue.search(words.text, max(words.start, hit.start - 16), min(words.end, hit.end + 4))
    ]
    return next((label for label in told if label not in _GENERAL), told[0] if told else None)


def hedge_of(words: Words, mention: Hit) -> str | None:
    """Return how a statement is weakened: possible, open-list, or method (a signal named only as a way to locate)."""
    rules = words.rules
    found = []
    if rules.possible.search(words.text, words.start, mention.start):
        found.append("possible")
    if rules.open_list.search(words.text, max(words.start, mention.start - 30), min(words.end, mention.end + 40)):
        found.append("open-list")
    if (
        mention.label in _SIGNALS
        and words.text.find("位置", mention.end, words.end) >= 0
        and any(each.start() <= mention.start < each.end() for each in rules.method.finditer(words.text, words.start, words.end))
    ):
        found.append("method")
    return ",".join(found) or None


def silent_from(words: Words, given: Frame, *, in_list: bool) -> int:
    """Return from where a sentence states nothing any more: at once where it defines terms or speaks of what might come.

    After a refusal (如您不提供…) come its consequences. In a list that collecting opened, 包括姓名 defines nothing.
    """
    rules = words.rules
    if given.is_definition or rules.hypothetical.search(words.text, words.start, words.end):
        return words.start
    if not in_list and rules.explanatory.search(words.text, words.start, words.end):
        return words.start
    refusal = rules.refusal.search(words.text, words.start, words.end)
    return refusal.start() if refusal else words.end
