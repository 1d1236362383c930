"""The fixed words of every report, in both languages: one place, so that text and HTML say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import BaselineState, CoverageState, Grade, StartState, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

VERDICTS = {
    Verdict.VIOLATED: Text("违规", "violated"),
    Verdict.SUSPECTED: Text("疑似", "suspected"),
    Verdict.NOT_TESTED: Text("未检测", "not tested"),
    Verdict.NOT_FOUND: Text("未发现", "not found"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
}

# What each verdict means; printed in every report, because "not found" must not be read as "clean".
VERDICT_MEANINGS = {
    Verdict.VIOLATED: Text("证据本身足以判定", "the evidence itself decides"),
    Verdict.SUSPECTED: Text("须经人工复核或真机检测确认", "a person or a run on a device must confirm"),
    Verdict.NOT_TESTED: Text("缺少所需证据，未作判断，不等于没有问题", "needed evidence is missing: no judgement, not a clean bill"),
    Verdict.NOT_FOUND: Text("所需证据已全部检查，未发现问题", "all needed evidence was checked and nothing was found"),
    Verdict.NOT_APPLICABLE: Text("该条款不适用于本检测对象", "the clause does not concern this object"),
}

# Verdicts in the order in which a reader needs them.
VERDICT_ORDER = tuple(VERDICTS)

GRADES = {
    Grade.SERIOUS: Text("严重", "serious"),
    Grade.GENERAL: Text("一般", "general"),
    Grade.NOTE: Text("提示", "note"),
}
GRADE_ORDER = tuple(GRADES)

SUPPRESSED = Text("已登记为不计入", "suppressed")
EXPIRED = Text("登记已过期，仍计入", "suppression expired, counts")
BASELINE_STATES = {
    BaselineState.NEW: Text("基线报告之后新出现", "new since the baseline"),
    BaselineState.KNOWN: Text("基线报告中已有，不计入", "known from the baseline, does not count"),
}

START_STATES = {
    StartState.AT_START: Text("启动时，未见同意检查", "at start, no consent check seen"),
    StartState.GATED: Text("启动时，有同意检查", "at start, behind a consent check"),
    StartState.BACKGROUND: Text("后台", "in the background"),
    StartState.USER_ACTION: Text("用户操作后", "on a user's action"),
    StartState.UNREACHED: Text("未见调用路径", "no path to it seen"),
}
START_STATE_ORDER = tuple(START_STATES)

# How a step of a call path is reached where the one before does not simply call it: groups of dex/data/callbacks.tsv and others.
EDGES = {
    "run": Text("线程或消息队列", "thread or queue"),
    "thread": Text("线程", "thread"),
    "message": Text("Handler消息", "Handler message"),
    "asynctask": Text("异步任务", "AsyncTask"),
    "timer": Text("定时器", "timer"),
    "location": Text("位置回调", "location callback"),
    "sensor": Text("传感器回调", "sensor callback"),
    "phone": Text("电话状态回调", "phone state callback"),
    "receiver": Text("广播", "broadcast"),
    "bind": Text("服务绑定", "service binding"),
    "observer": Text("内容变化回调", "content observer"),
    "lifecycle": Text("生命周期回调", "lifecycle callback"),
    "observable": Text("观察者通知", "observer notified"),
    "clip": Text("剪贴板回调", "clipboard callback"),
    "network": Text("网络回调", "network callback"),
    "ui": Text("用户操作", "user action"),
    "background": Text("后台事件", "background event"),
    "later": Text("界面离开或内存不足", "screen left or memory short"),
    "callback": Text("系统回调", "system callback"),
    "class-init": Text("类初始化", "class initialisation"),
    "reflection": Text("反射", "reflection"),
    "component": Text("启动组件", "component start"),
}

# The same for narrow columns; each is explained by the long form beside it.
SHORT_START_STATES = {
    StartState.AT_START: Text("启动时", "start"),
    StartState.GATED: Text("有同意检查", "gated"),
    StartState.BACKGROUND: Text("后台", "backgr."),
    StartState.USER_ACTION: Text("用户操作", "user"),
    StartState.UNREACHED: Text("无路径", "no path"),
}

COVERAGE_STATES = {
    CoverageState.COMPLETE: Text("完整", "complete"),
    CoverageState.PARTIAL: Text("部分", "partial"),
    CoverageState.ABSENT: Text("缺失", "absent"),
}

# Kinds of evidence, as coverage and findings name them.
EVIDENCE_KINDS = {
    "manifest": Text("清单文件", "manifest"),
    "resources": Text("资源", "resources"),
    "signature": Text("签名", "signature"),
    "code": Text("代码", "code"),
    "native": Text("原生库", "native libraries"),
    "sdk": Text("SDK特征", "SDK traits"),
    "policy": Text("隐私政策", "privacy policy"),
    "links": Text("SDK政策链接的访问记录", "record of the SDK policies' links"),
    "listing": Text("应用商店页面", "store listing"),
    "runtime": Text("真机运行记录", "recorded run"),
    "screen": Text("界面记录", "recorded screens"),
}

# What an SDK was recognised by; a report writes `kind:value`.
SDK_EVIDENCE = {
    "code": Text("代码", "code"),
    "component": Text("组件", "component"),
    "native": Text("原生库", "native library"),
    "asset": Text("内置文件", "asset"),
    "meta": Text("清单元数据", "meta-data"),
    "string": Text("字符串", "string"),
    "shape": Text("类形状", "class shape"),
    "host": Text("域名", "host"),
}

COMPONENT_TYPES = {
    "activity": Text("界面", "activity"),
    "alias": Text("界面别名", "alias"),
    "service": Text("服务", "service"),
    "receiver": Text("广播接收器", "receiver"),
    "provider": Text("内容提供器", "provider"),
}

PERMISSION_LEVELS = {
    "dangerous": Text("危险", "dangerous"),
    "special": Text("特殊", "special"),
    "signature": Text("签名", "signature"),
    "normal": Text("普通", "normal"),
    "unknown": Text("自定义或未知", "custom or unknown"),
}

PACKAGE_KINDS = {"apk": Text("安卓安装包（APK）", "Android package (APK)")}

POLICY_SOURCES = {
    "given": Text("由检测方提供", "given by the tester"),
    "asset": Text("取自安装包", "found in the package"),
    "none": Text("未提供", "not given"),
}

# The two notices: prefix of their clause ids, and how an officer writes them.
NOTICES = {
    "MIIT-2020-": Text("工信部信管函〔2020〕164号", "MIIT notice 164 of 2020"),
    "MIIT-2023-": Text("工信部信管函〔2023〕26号", "MIIT notice 26 of 2023"),
}

# Prefix of a clause id: what stands before and after its number in Chinese, and before the list and each number in English.
_PARTS = {
    "MIIT-2020-": ("164号第", "项", "164/2020 no. ", ""),
    "MIIT-2023-1.": ("26号一·", "", "26/2023 no. ", "1."),
    "MIIT-2023-2.": ("26号二·", "", "26/2023 no. ", "2."),
    "CAC-191-1.": ("191号一·", "", "191/2019 no. ", "1."),
    "CAC-191-2.": ("191号二·", "", "191/2019 no. ", "2."),
    "CAC-191-3.": ("191号三·", "", "191/2019 no. ", "3."),
    "CAC-191-4.": ("191号四·", "", "191/2019 no. ", "4."),
    "CAC-191-5.": ("191号五·", "", "191/2019 no. ", "5."),
    "CAC-191-6.": ("191号六·", "", "191/2019 no. ", "6."),
}
_WHOLE = ("", "", "", "")
# Clauses of the other sources.
_OTHERS = {
    "CAC-14": Text("国信办秘字〔2021〕14号", "14/2021"),
    "PIPL-14-16": Text("个人信息保护法第14至16条", "PIPL art. 14 to 16"),
    "PIPL-17": Text("个人信息保护法第17条", "PIPL art. 17"),
    "PIPL-23": Text("个人信息保护法第23条", "PIPL art. 23"),
    "PIPL-24": Text("个人信息保护法第24条", "PIPL art. 24"),
    "PIPL-28-30": Text("个人信息保护法第28至30条", "PIPL art. 28 to 30"),
    "PIPL-31": Text("个人信息保护法第31条", "PIPL art. 31"),
    "PIPL-47-50": Text("个人信息保护法第45、47、50条", "PIPL art. 45, 47, 50"),
    "PIPL-51-54": Text("个人信息保护法第51、54条", "PIPL art. 51, 54"),
    "AD-10": Text("互联网广告管理办法第10条", "Internet advertising measures art. 10"),
    "POPUP-2022": Text("互联网弹窗信息推送服务管理规定", "Pop-up push rules of 2022"),
    "MIIT-337": Text("工信部信管函〔2019〕337号", "337/2019"),
    "MIIT-407-7": Text("工信部信管〔2016〕407号第7条", "407/2016 art. 7"),
    "PREINSTALL-2023": Text("预置行为通告（2023）", "Preinstallation announcement of 2023"),
    "MIIT-24": Text("工业和信息化部令第24号", "MIIT order 24"),
    "DUAL-LIST": Text("“双清单”要求", "Dual-list requirement"),
}

APP_OWNER = Text("APP自有代码", "the app's own code")
UNKNOWN_OWNER = Text("未识别的第三方", "unidentified third party")
SDK_STATES = {
    "initialised": Text("会运行", "can run"),
    "linked": Text("仅链接", "only linked"),
    "present": Text("仅有痕迹", "traces only"),
}
LIBRARY_OWNER = Text("开源库", "open-source library")
UNKNOWN_PACKER = Text("未识别的加固方案", "an unidentified packer")
NO_OUTCOME = Text("检测程序未给出该条款的结论", "the tool gave no outcome for this clause")

LABELS = {
    "tool": Text("明察", "Mingcha"),
    "app_name": Text("应用名称", "Application"),
    "app_id": Text("包名", "Package id"),
    "version": Text("应用版本", "Version"),
    "file": Text("送检文件", "File"),
    "kind": Text("文件类型", "Kind"),
    "size": Text("文件大小", "Size"),
    "sdk_range": Text("系统版本要求", "API levels"),
    "signer": Text("开发者签名", "Signer"),
    "packer": Text("加固", "Packer"),
    "app_type": Text("应用类型", "App type"),
    "policy": Text("隐私政策", "Privacy policy"),
    "unnamed": Text("（未声明）", "(not declared)"),
    "unsigned": Text("未见签名", "no signature seen"),
    "valid": Text("有效", "valid"),
    "invalid": Text("无效", "not valid"),
    "debug_key": Text("调试或公开测试密钥", "debug or public test key"),
    "certificate": Text("证书", "certificate"),
    "conclusion": Text("检测结论", "Conclusions"),
    "findings": Text("发现的问题", "Findings"),
    "no_findings": Text("已检查的内容中未发现问题。", "Nothing was found in what was checked."),
    "owner": Text("责任方", "Culprit"),
    "clauses": Text("条款", "Clauses"),
    "criteria": Text("检测项", "Criteria"),
    "evidence": Text("证据", "Evidence"),
    "path": Text("调用路径", "Call path"),
    "alike": Text("同类问题", "The same for"),
    "remedy": Text("整改建议", "Remedy"),
    "mark": Text("处理状态", "State"),
    "label": Text("通报用语", "Notice label"),
    "data_type": Text("信息或行为", "Data or behaviour"),
    "unseen": Text("未看到的部分", "What was not seen"),
    "coverage": Text("证据完整程度", "Coverage"),
    "limits": Text("读取局限", "Limits"),
    "all_seen": Text("所列证据均完整。", "All kinds of evidence listed are complete."),
    "sdks": Text("第三方SDK", "Third-party SDKs"),
    "accesses": Text("个人信息读取与受管行为（调用处数）", "Personal data and regulated behaviour (call sites)"),
    "permissions": Text("权限", "Permissions"),
    "components": Text("组件", "Components"),
    "none": Text("无", "none"),
    "rule": Text("规则", "Rule"),
    "statement": Text("说明", "Statement"),
}

HONESTY = (
    Text(
        "本报告仅依据所列证据自动生成。仅凭文件得出的、涉及同意、拒绝、静默或后台情形的结果一律列为“疑似”，须经真机检测或人工复核确认。",
        "This report was made automatically from the evidence listed. Whatever files alone say about consent, refusal, "
        "silence or the background is only ever “suspected”: a run on a device or a person must confirm it.",
    ),
    Text(
        "静态文件证据为D级证据（A 本机构真机观察；B 导入的真机观察；C 主机模拟执行；D 文件读取）。"
        "C级、D级证据不得单独作为责令整改、通报、下架或者处罚的依据。",
        "Evidence read from files is of grade D (A observed on a device by the tester, B observed and imported, C seen "
        "in host execution, D read from files). Grades C and D are never by themselves a ground for an order, a notice, "
        "delisting or a penalty.",
    ),
    Text(
        "“未发现”只对已检查的内容有效；“未检测”不是“没有问题”。",
        "“Not found” holds only for what was checked; “not tested” does not mean “clean”.",
    ),
    Text(
        "同一文件、同一工具版本、规则包和目录得到逐字节相同的报告，任何一方均可复核。",
        "The same file, tool version, rule pack and catalogue give the same report byte for byte: any party can check it.",
    ),
)


def pick(text: Text, lang: str) -> str:
    """Return the words of `lang`: en, or else zh."""
    return text.en if lang == "en" else text.zh


def joined(text: Text) -> str:
    """Return both languages in one string, Chinese first; one of them where they are equal or the other is empty."""
    return " / ".join(dict.fromkeys(part for part in (text.zh, text.en) if part))


def more(count: int) -> Text:
    """Return the words for what a list leaves to the JSON report."""
    return Text(f"另有 {count} 项，见 JSON 报告", f"{count} more: see the JSON report")


def hidden_steps(count: int) -> Text:
    """Return the words for the steps of a call path that are not shown."""
    return Text(f"…（略 {count} 步）", f"… ({count} steps left out)")


def clause_reference(clause: str) -> Text:
    """Return how an officer cites a clause: 164号第1项, 26号一·4, 191号三·1; an id that is not known as it is."""
    return cite((clause,))


def cite(clauses: Iterable[str]) -> Text:
    """Return several clauses, those of one part of a notice together: 164号第1、2项；26号一·3、4."""
    parts: dict[tuple[str, str, str, str], list[Text]] = {}
    for clause in clauses:
        prefix = next((prefix for prefix in _PARTS if clause.startswith(prefix)), "")
        parts.setdefault(_PARTS.get(prefix, _WHOLE), []).append(known(_OTHERS, clause.removeprefix(prefix)))
    zh = "；".join(f"{before}{'、'.join(number.zh for number in numbers)}{after}" for (before, after, _, _), numbers in parts.items())
    en = "; ".join(before + ", ".join(part + number.en for number in numbers) for (_, _, before, part), numbers in parts.items())
    return Text(zh, en)


def known(table: dict[str, Text], key: str) -> Text:
    """Return the words for `key`, or the key itself in both languages."""
    return table.get(key, Text(key, key))
