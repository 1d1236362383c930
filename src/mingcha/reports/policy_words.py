"""What a policy says, in the words of a report: states of the matrix, practices, checks, types of data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.reports.policy_matrix import Declared

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Disclosure, PolicyElement

# Each state by shape and word, never by colour alone.
STATES = {
    Declared.YES: ("●", Text("已声明", "declared")),
    Declared.GENERAL: ("◐", Text("仅概括声明", "in general terms only")),
    Declared.OTHER: ("◑", Text("仅见于其他主体", "for another party only")),
    Declared.BOTH: ("◆", Text("既声明又否认", "declared and denied")),
    Declared.EXCEPTION: ("◇", Text("声明除例外不处理", "denied with exceptions")),
    Declared.DENIED: ("■", Text("声明不处理", "denied")),
    Declared.MENTIONED: ("◌", Text("提及而未说明收集", "mentioned, collection not stated")),
    Declared.UNNAMED: ("△", Text("SDK未列明", "SDK not named")),
    Declared.NONE: ("○", Text("未见声明", "not seen declared")),
}
MEANINGS = {
    Declared.YES: Text("政策写明该主体处理该类信息", "the policy says that this party handles this data"),
    Declared.GENERAL: Text("只写明其上位类型，如“设备信息”", "only a wider type is named, such as “device information”"),
    Declared.OTHER: Text("写明了该类信息，但未归于该主体", "the data is named, but for another party"),
    Declared.BOTH: Text("两种说法都有，须看适用范围", "both are said: see of which function"),
    Declared.EXCEPTION: Text("否认，但留有例外", "denied, with exceptions"),
    Declared.DENIED: Text("政策写明不收集、不使用", "the policy says that it is not collected or used"),
    Declared.MENTIONED: Text("原文有该词，但没有读到收集的陈述", "its words stand in the text, no statement was read"),
    Declared.UNNAMED: Text("政策及清单没有列出该SDK", "the policy and its lists do not name this SDK"),
    Declared.NONE: Text("在所提供的文本中没有读到对该主体的声明", "no statement for this party was read in the texts that were given"),
}

# Which class of the page's colours a state has.
CLASSES = {
    Declared.YES: "not-found",
    Declared.GENERAL: "suspected",
    Declared.OTHER: "suspected",
    Declared.BOTH: "suspected",
    Declared.EXCEPTION: "suspected",
    Declared.DENIED: "violated",
    Declared.MENTIONED: "suspected",
    Declared.UNNAMED: "violated",
    Declared.NONE: "violated",
}

PRACTICES = {
    "collect": Text("收集", "collect"),
    "user_provide": Text("用户提供", "provided by the user"),
    "use": Text("使用", "use"),
    "store": Text("存储", "store"),
    "share": Text("共享", "share"),
    "entrust": Text("委托处理", "entrust"),
    "transfer": Text("转让", "transfer"),
    "disclose": Text("公开披露", "disclose"),
    "local": Text("仅本机处理", "on the device only"),
}
_NO = {"no": Text("不", "not "), "no-with-exception": Text("除例外不", "with exceptions not ")}
_YES = Text("", "")

# What each outcome of a check of the form is called, with its shape and its class.
_OUTCOMES = {
    None: ("？", "not-tested", Text("未能判定", "undecided")),
    True: ("▲", "suspected", Text("缺失或有缺陷", "lacking or defective")),
    False: ("○", "not-found", Text("符合", "in order")),
}


def practice(item: Disclosure) -> Text:
    """Return what a statement says is done, with its denial."""
    done = PRACTICES.get(item.practice, Text(item.practice, item.practice))
    denied = _NO.get(item.polarity or "", _YES)
    return Text(denied.zh + done.zh, denied.en + done.en)


def handler(item: Disclosure) -> Text:
    """Return who a statement says does it; empty for the app itself."""
    if item.handler == "self":
        return Text("", "")
    if item.handler == "third-party":
        return Text("第三方", "third party")
    name = item.handler.removeprefix("sdk:")
    return Text(name, name)


def element(item: PolicyElement, catalogue: Catalogue) -> tuple[Text, str, str, Text]:
    """Return the name of a check, and the shape, class and words of its outcome."""
    entry = catalogue.policy_terms.sections["elements"].get(item.element)
    name = Text(str(entry["zh"]), str(entry["en"])) if entry else Text(item.element, item.element)
    is_defect = None if item.present is None else item.present == (entry is not None and entry["kind"] == "defect")
    return (name, *_OUTCOMES[is_defect])
