"""The reader's results in words, Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mingcha.catalogue import load

_PRACTICES = {
    "collect": ("收集", "collect"),
    "user_provide": ("由用户提供", "provided by the user"),
    "use": ("使用", "use"),
    "store": ("存储", "store"),
    "share": ("共享", "share"),
    "entrust": ("委托处理", "entrust"),
    "transfer": ("转让", "transfer"),
    "disclose": ("公开披露", "disclose"),
    "local": ("仅在本机处理", "on the device only"),
}
_DENIED = {"no": ("不", "not "), "no-with-exception": ("除例外情形不", "with exceptions not ")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `_column` is 0 for Chinese, 1 for English."""

    _column: int
    characters: str
    data: str
    parties: str
    elements: str
    purpose: str
    types: str
    link: str
    complete: str
    missing: str
    unknown: str
    none: str
    limit: str

    def practice(self, item: dict[str, Any]) -> str:
        """Return a disclosure's practice in words, with its denial and its handler."""
        denied = _DENIED.get(item["polarity"], ("", ""))[self._column]
        who = f"（{item['handler'].removeprefix('sdk:')}）" if item["handler"].startswith("sdk:") else ""
        return f"{denied}{_PRACTICES[item['practice']][self._column]}{who}"

    def element(self, item: dict[str, Any]) -> tuple[str, str, bool]:
        """Return a check's mark, its name, and whether it is a defect."""
        entry = load().policy_terms.sections["elements"][item["element"]]
        name = str(entry[("zh", "en")[self._column]])
        if item["present"] is None:
            return "?", name, False
        is_defect = item["present"] if entry["kind"] == "defect" else not item["present"]
        return ("×" if is_defect else "√"), name, is_defect

    def data_type(self, name: str) -> str:
        """Return the name of a type of data."""
        known = load().data_types.get(name)
        if known is not None:
            return (known.zh, known.en)[self._column]
        entry = load().policy_terms.sections["data_types"][name]
        return str(entry[("zh", "en")[self._column]][0])


def words(lang: str) -> Words:
    """Return the words of a language, zh or en."""
    if lang == "en":
        titles = ("characters", "Data named by the policy", "Third parties named by the policy")
        form = "Form of the policy (× lacking or defective, ? undecided)"
        return Words(1, *titles, form, "purpose", "data", "link", "complete", "without ", "not in the registry", "none", "Limit: ")
    form = "文本检查（× 缺失或有缺陷，? 未能判定）"
    titles = ("字", "政策所述个人信息", "政策所列第三方")
    return Words(0, *titles, form, "目的", "信息类型", "链接", "信息完整", "缺：", "登记库中没有", "无", "限制：")
