"""Entries of the event log in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join

from mingcha.model import Text
from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.casework.states import State
from mingcha.platform.office.templatetags.evidence import problem
from mingcha.platform.testing.models import ReviewState, Verdict
from mingcha.platform.words import choose, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from mingcha.platform.ledger.models import Entry

register = template.Library()

_TITLES = {
    "open": Text("立案", "Case opened"),
    "lead": Text("登记线索", "Lead entered"),
    "lead-taken": Text("受理线索", "Lead taken"),
    "lead-rejected": Text("线索不予受理", "Lead rejected"),
    "lead-passed-on": Text("移送线索", "Lead passed on"),
    "complaint-answered": Text("答复投诉", "Complaint answered"),
    "findings-reviewed": Text("审查问题", "Findings reviewed"),
    "criterion-judged": Text("人工判定", "Criterion judged"),
    "evidence-added": Text("添加证据", "Evidence added"),
    "batch-created": Text("提交批量检测", "Batch handed in"),
    "policy-added": Text("登记隐私政策", "Policy added"),
    "version-registered": Text("登记版本", "Version registered"),
    "operator-assigned": Text("指定开发运营者", "Operator assigned"),
    "provider-assigned": Text("指定SDK提供者", "Provider assigned"),
    "listing-recorded": Text("登记上架信息", "Listing recorded"),
    "sheet-handed-in": Text("填报SDK信息公示", "Disclosure sheet handed in"),
    "founded": Text("建立平台", "Platform set up"),
    "scan-cancelled": Text("取消检测", "Scan cancelled"),
    "scan-requested": Text("发起检测", "Scan requested"),
    "scan-ended": Text("检测结束", "Scan ended"),
    "package-kept": Text("安装包入库", "Package kept"),
    "list-left": Text("移出名单", "Taken off a list"),
    "limit-settled": Text("期限由暂定转为确定", "Provisional limit settled"),
    "notice-drafted": Text("通报拟稿", "Notice drafted"),
    "notice-discarded": Text("通报拟稿作废", "Notice draft discarded"),
    "notice-shortened": Text("通报拟稿剔除案件", "Cases taken off a notice draft"),
    "notice-issued": Text("通报签发", "Notice issued"),
    "document-drafted": Text("文书拟制", "Document drafted"),
    "document-revised": Text("文书修改", "Document revised"),
    "document-discarded": Text("文书拟稿作废", "Document draft discarded"),
    "document-issued": Text("文书签发", "Document issued"),
    "signed-in": Text("登录", "Signed in"),
    "signed-out": Text("退出", "Signed out"),
    "sign-in-failed": Text("登录失败", "Sign-in failed"),
    "sign-ins-failing": Text("登录失败过多，本小时内不再逐条记录", "Too many failed sign-ins to record each of this hour"),
    "exported": Text("导出", "Exported"),
    "body-added": Text("新增单位", "Body added"),
    "body-changed": Text("更改单位", "Body changed"),
    "user-added": Text("新增用户", "User added"),
    "user-changed": Text("更改用户", "User changed"),
    "password-given": Text("设置一次性密码", "One-time password given"),
    "password-changed": Text("更改密码", "Password changed"),
    "second-factor-added": Text("设置双因素", "Two-factor sign-in set up"),
    "second-factor-removed": Text("移除双因素", "Two-factor sign-in removed"),
    "second-factor-renewed": Text("更新恢复码", "Recovery codes renewed"),
    "second-factor-failed": Text("双因素验证失败", "Two-factor sign-in failed"),
    "second-factor-reset": Text("重置双因素", "Two-factor sign-in reset"),
    "account-changed": Text("更改个人设置", "Own account changed"),
    "token-issued": Text("签发接口令牌", "API token issued"),
    "token-revoked": Text("吊销接口令牌", "API token revoked"),
    "day-set": Text("设定工作日历", "Day of the calendar set"),
    "day-unset": Text("撤销工作日历设定", "Day of the calendar taken back"),
    "year-entered": Text("录入放假通知", "Holiday notice entered"),
    "log-check-asked": Text("发起日志验证", "Check of the log asked for"),
    "log-verified": Text("日志验证完成", "Log verified"),
    "unit-retried": Text("重新执行任务", "Unit started again"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FACTS = (
    ("number", Text("编号", "number")),
    ("opinion", Text("意见", "opinion")),
    ("conclusion", Text("结论", "conclusion")),
    ("reason", Text("理由", "reason")),
    ("checked", Text("核查情况", "what was found")),
    ("text", Text("说明", "text")),
    ("note", Text("证明事项", "what it shows")),
    ("until", Text("申请延至", "asked until")),
    ("files", Text("文件", "files")),
    ("ground", Text("事由", "ground")),
    ("document", Text("文号", "document")),
    ("served_on", Text("送达日期", "served on")),
    ("due", Text("期限", "limit")),
    ("pay_by", Text("缴纳罚款期限", "fine to be paid by")),
    ("review_by", Text("申请行政复议期限", "reconsideration to be asked for by")),
    ("sue_by", Text("提起行政诉讼期限", "suit to be brought by")),
    ("labels", Text("所涉问题", "problems")),
    ("title", Text("标题", "title")),
    ("store", Text("应用分发平台", "store")),
    ("access", Text("网络接入企业", "access provider")),
    ("children", Text("延伸案件", "cases opened")),
    ("leads", Text("移送线索", "leads passed on")),
    ("lead", Text("线索", "lead")),
)


def title(kind: str) -> str:
    """Return what an entry of that kind says happened, in the language of the request."""
    words = BY_NAME[kind].title if kind in BY_NAME else _TITLES.get(kind)
    return choose(words.zh, words.en) if words else kind


def said(entry: Entry) -> dict[str, object]:
    """Return what was said with an entry, by the names of its facts: what every reader of the entry may know."""
    return {name: entry.data[name] for name, _ in _FACTS if entry.data.get(name)}


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of entries with what they say, sorted by kind."""
    return [(kind, title(kind)) for kind in sorted({*BY_NAME, *_TITLES})]


@register.simple_tag
def entry_title(entry: Entry) -> str:
    """Return what happened."""
    return title(entry.kind)


@register.simple_tag
def entry_who(entry: Entry) -> str:
    """Return the name of who did it; nothing where that is not told, the user name where the person has none."""
    return str(entry.actor) if entry.actor_name and entry.actor else entry.actor_name


@register.simple_tag
def entry_words(entry: Entry) -> SafeString:
    """Return the change of state and what was said with it."""
    data = entry.data
    facts = [(choose(label.zh, label.en), _plain(name, data[name])) for name, label in _FACTS if data.get(name)]
    lines = format_html_join("", '<br><span class="small">{}{}{}</span>', ((name, choose("：", ": "), said) for name, said in facts))
    proof = (
        format_html('<br><span class="small faint">SHA-256{}<code>{}</code></span>', choose("：", ": "), entry.evidence)
        if entry.evidence
        else ""
    )
    return format_html(' <span class="faint">{}</span>{}{}', _what(data), lines, proof)


def _what(data: Mapping[str, Any]) -> str:
    """Return between which states a case went, what a criterion was judged, or how many problems were reviewed how."""
    before, after = data.get("from"), data.get("to")
    if before in State.values and after in State.values:
        return f"{State(before).label} → {State(after).label}" if before != after else ""
    if data.get("verdict") in Verdict.values:
        return f"{data.get('criterion', '')} {Verdict(data['verdict']).label}"
    if data.get("state") in ReviewState.values:
        return f"{ReviewState(data['state']).label} {len(data.get('findings', ())) + len(data.get('criteria', ()))}"
    return str(data.get("criterion", ""))


def _plain(name: str, value: object) -> str:
    if isinstance(value, list):
        return listed(map(problem, value) if name == "labels" else value, "；")
    return format_html("<time>{}</time>", value) if _DAY.fullmatch(str(value)) else str(value)
