"""Pairs about what is promised beside the package: the privacy policy with its SDK list, and the page in a store."""

from __future__ import annotations

import json

from bench.violations.app import IMEI, application
from bench.violations.calls import library, on_click, run
from bench.violations.verdicts import Fire, Verdicts, package, verdicts

_PHONE = ("READ_PHONE_STATE",)
_PUSH = "cn/jpush/android/A"
_LINES = {
    "who": "我们是示例科技有限公司，您可以通过邮箱 service@example.cn 与我们联系。",
    "date": "更新日期：2026年1月1日",
    "data": "为保障账号安全，我们会收集您的IMEI。",
    "kept": "您的个人信息存储于中国境内，保存期限为实现目的所必需的最短时间。",
    "rights": "您有权访问、更正、删除您的个人信息。",
    "withdrawal": "您可以随时撤回同意。",
    "cancel": "您可以在设置中注销账号，我们将在15个工作日内完成注销。",
    "complaint": "如有投诉、举报，请联系上述邮箱，我们将在15个工作日内反馈您的投诉。",
    "sensitive": "以下加粗内容为敏感个人信息，处理该信息需取得您的单独同意。",
    "lists": "您可以在设置中查看已收集个人信息清单和第三方共享清单。",
    "change": "本政策变更时，我们会通过弹窗通知您。",
}
_COUNTED = "| 友盟+统计SDK | 统计分析 | Android ID | https://www.umeng.com/policy |\n"
_HEAD = "| SDK名称 | 使用目的 | 收集的信息 | 隐私政策链接 |\n|---|---|---|---|\n"


def _policy(*without: str, rows: str = _COUNTED, more: str = "", **lines: str) -> dict[str, str]:
    """Return a policy that holds everything, with lines in place of its own, rows of its SDK list, and some left out."""
    kept = [line for name, line in {**_LINES, **lines}.items() if name not in without]
    return {"policy.md": "\n".join(("# 隐私政策", *kept, _HEAD + rows + more)) + "\n"}


def _row(name: str, purpose: str, data: str, link: str) -> str:
    return f"| {name} | {purpose} | {data} | {link} |\n"


_LINK = "https://www.jiguang.cn/license/privacy"
_WHOLE = _row("极光推送SDK", "消息推送", "IMEI、MAC地址", _LINK)


def _reads(violating: dict[str, str], complying: dict[str, str], name: str, *fires: Fire) -> Verdicts:
    """Return a pair of apps that read the IMEI on a click, with different policies."""
    apps = (package(*on_click(IMEI), permissions=_PHONE, documents=documents) for documents in (violating, complying))
    return verdicts(name, fires, *apps)


def _pushes(violating: dict[str, str], complying: dict[str, str], name: str, *fires: Fire) -> Verdicts:
    """Return a pair of apps in which a push SDK reads the IMEI at start, with different policies."""
    code = (application(run(_PUSH)), *library(_PUSH, IMEI, count=9))
    apps = (package(*code, permissions=_PHONE, documents=documents) for documents in (violating, complying))
    return verdicts(name, fires, *apps)


def _says(violating: dict[str, str], complying: dict[str, str], name: str, rule: str) -> Verdicts:
    """Return a pair of quiet apps with different documents."""
    return verdicts(name, Fire(rule), package(documents=violating), package(documents=complying))


_LONG = "我们为了向您提供更好的服务" + "并且根据相关法律法规的规定结合产品的实际情况在必要的范围之内对有关事项作出说明" * 4 + "。\n"
_BOOT = """<receiver android:name=".Boot" android:exported="true"><intent-filter>
      <action android:name="android.intent.action.BOOT_COMPLETED"/></intent-filter></receiver>"""


def _click(rule: str) -> Fire:
    return Fire(rule, data_type="imei", start_state="user-action")


_COMPARED = (
    _reads(
        _policy(data="我们会收集您的手机号码用于登录。"),
        _policy(),
        "type-not-named",
        _click("policy-omits-type"),
    ),
    _reads(
        _policy(data="我们会收集您的设备信息（Android ID）。"),
        _policy(data="我们会收集您的设备信息（Android ID等）。"),
        "type-outside-the-own-list",
        _click("policy-omits-type"),
    ),
    _reads(
        _policy(data="我们会收集您的设备信息。"),
        _policy(data="我们会收集您的设备信息（IMEI）。"),
        "type-only-vaguely-named",
        _click("policy-vague-type"),
    ),
    _reads(
        _policy(data="我们会收集您的手机号码，不会收集您的IMEI。"),
        _policy(data="我们会收集您的IMEI，不会向第三方共享您的IMEI。"),
        "type-denied",
        _click("policy-denies-type"),
    ),
    _pushes(
        _policy(),
        _policy(rows=_WHOLE),
        "sdk-not-named",
        Fire("sdk-missing-from-policy", "jpush"),
        Fire("sdk-collects-untold", "jpush", "imei", "at-start"),
    ),
    _pushes(
        _policy(rows=_row("极光推送SDK", "消息推送", "MAC地址", _LINK)),
        _policy(rows=_WHOLE),
        "sdk-type-not-named",
        Fire("sdk-type-untold", "jpush", "imei", "at-start"),
    ),
    _pushes(
        _policy(rows=_row("极光推送SDK", "消息推送", "IMEI、位置信息", _LINK), data="我们会收集您的**IMEI**。"),
        _policy(rows=_row("极光推送SDK", "消息推送", "IMEI、**位置信息**", _LINK), data="我们会收集您的**IMEI**。"),
        "sdk-row-with-a-plain-location",
        Fire("sdk-sensitive-not-pointed-out", "jpush", "location"),
    ),
    _pushes(
        _policy(rows=_row("极光推送SDK", "消息推送", "IMEI", "")),
        _policy(rows=_WHOLE),
        "sdk-row-without-link",
        Fire("sdk-row-incomplete", "jpush"),
    ),
    _pushes(
        _policy(rows=_WHOLE + "| Bugly SDK | 崩溃分析 | Android ID | https://bugly.qq.com/docs |\n"),
        _policy(rows=_WHOLE),
        "sdk-that-is-not-there",
        Fire("listed-sdk-not-embedded", "bugly"),
    ),
    _pushes(
        _policy(more="我们的合作伙伴包括极光等。\n"),
        _policy(rows=_WHOLE),
        "sdk-named-in-passing",
        Fire("sdk-named-in-passing", "jpush"),
    ),
    _pushes(
        _policy(),
        _policy(more="我们的合作伙伴包括极光等。\n"),
        "sdk-in-no-list-yet-in-the-text",
        Fire("sdk-missing-from-policy", "jpush"),
    ),
    _reads(
        _policy(data="我们会收集您的手机型号和手机号码。"),
        _policy(data="我们会获取您的国际移动设备识别码。"),
        "type-by-its-long-name",
        _click("policy-omits-type"),
    ),
    _reads(
        _policy(data="我们会收集您的手机号码。我们不会收集您的IMEI。"),
        _policy(data="我们会收集您的手机号码。未经您同意，我们不会收集您的IMEI。"),
        "type-denied-without-consent-only",
        _click("policy-denies-type"),
    ),
    verdicts(
        "permission-not-told",
        Fire("permission-untold"),
        package(permissions=("CAMERA",), documents=_policy()),
        package(permissions=("CAMERA",), documents=_policy(more="为扫描二维码，我们会申请您的相机权限。\n")),
    ),
    verdicts(
        "self-start-not-told",
        Fire("self-start-untold"),
        package(components=_BOOT, permissions=("RECEIVE_BOOT_COMPLETED",), documents=_policy()),
        package(
            components=_BOOT,
            permissions=("RECEIVE_BOOT_COMPLETED",),
            documents=_policy(more="为及时接收消息，本应用会在开机后自启动。"),
        ),
    ),
)

_ADS = "com/bytedance/sdk/openadsdk/A"
_OFF = "您可以在设置中关闭个性化广告和推荐。\n"


def _advertises(violating: dict[str, str], complying: dict[str, str], name: str, *fires: Fire) -> Verdicts:
    """Return a pair of apps with an ad SDK, with different policies."""
    code = (application(run(_ADS)), *library(_ADS, IMEI, count=9))
    apps = (package(*code, permissions=_PHONE, documents=documents) for documents in (violating, complying))
    return verdicts(name, fires, *apps)


_PERSONAL = "我们会使用您的浏览记录为您提供个性化推荐。"
_PUSHED = (
    _advertises(
        _policy(rows=_row("穿山甲SDK", "广告投放", "IMEI", "https://www.csjplatform.com/privacy")),
        _policy(rows=_row("穿山甲SDK", "广告投放", "IMEI", "https://www.csjplatform.com/privacy"), more=_OFF),
        "ads-without-a-way-out",
        Fire("personalised-push-untold", "pangle_csj"),
    ),
    _says(_policy(more=_PERSONAL), _policy(more=_PERSONAL + _OFF), "recommendations-without-a-way-out", "personalised-push-untold"),
    _says(
        _policy(more="本应用可能自启动。\n"),
        _policy(more="为及时接收消息，本应用可能自启动。\n"),
        "self-start-for-no-reason",
        "self-start-unspecific",
    ),
    _says(
        {"policy.md": _policy("lists")["policy.md"].partition(_HEAD)[0] + "我们会向合作伙伴提供您的设备信息。\n"},
        {"policy.md": _policy("lists")["policy.md"].partition(_HEAD)[0] + "我们会向上海示例广告有限公司提供您的设备信息。\n"},
        "partners-without-a-name",
        "sharing-unnamed",
    ),
)

_AGREEMENT = {"policy.md": "# 用户服务协议\n您应遵守法律。\n## 隐私\n我们会收集您的IMEI。\n"}
_DOCUMENTS = (
    _says({"policy.md": "# 隐私政策\n我们重视您的隐私。\n感谢您的信任。\n"}, _policy(), "slogans-only", "policy-without-rules"),
    _says(_policy("kept"), _policy(), "retention-not-told", "policy-lacks-elements"),
    _says(_policy("withdrawal"), _policy(), "withdrawal-not-told", "no-withdrawal-in-policy"),
    _says(
        _policy("complaint", cancel="您可以在设置中注销账号。"),
        _policy(),
        "complaint-channel-not-told",
        "no-complaint-channel",
    ),
    _says(_policy("rights", "lists", "cancel", "withdrawal"), _policy(), "access-not-told", "no-access-or-copy"),
    _says(
        _policy("sensitive", data="我们会收集您的人脸信息用于实名认证。"),
        _policy(data="我们会收集您的人脸信息用于实名认证。"),
        "sensitive-unmarked",
        "sensitive-not-pointed-out",
    ),
    _says(
        {"policy.md": _policy("lists")["policy.md"].partition(_HEAD)[0] + "我们会向合作伙伴提供您的设备信息。\n"},
        _policy("lists"),
        "lists-not-kept",
        "no-third-party-list",
    ),
    _says(
        _policy("cancel"),
        {"policy.md": _policy("cancel")["policy.md"].replace("账号", "设备")},
        "accounts-for-ever",
        "policy-lacks-elements",
    ),
    _says(
        _AGREEMENT,
        _policy(),
        "policy-within-an-agreement",
        "policy-not-separate",
    ),
    _says(
        {"policy.md": "# 隱私權政策\n我們會收集您的個人資訊與設備識別碼，並為您開啟帳號與會員服務，請您閱讀後說明是否同意。\n"},
        _policy(),
        "policy-in-traditional-letters",
        "policy-not-simplified",
    ),
    _says(_policy(more=_LONG * 9), _policy(), "endless-sentences", "policy-obscure"),
    _says(_policy(cancel="我们将在30天内完成账号注销。"), _policy(), "cancellation-takes-a-month", "long-answer-time"),
    _says(
        _policy(rights="您有权访问、更正、删除您的个人信息，我们将在20个工作日内处理您的删除请求。"),
        _policy(rights="您有权访问、更正、删除您的个人信息，您应在20个工作日内提交材料，我们将在15个工作日内处理您的删除请求。"),
        "time-that-binds-the-user",
        "long-answer-time",
    ),
    _says(_policy(complaint="我们将在20个工作日内反馈您的投诉。"), _policy(), "complaints-take-a-month", "long-complaint-time"),
)

_PAGE = {
    "store": "示例商店",
    "app_name": "Bench",
    "developer": "示例科技有限公司",
    "version": "1.0",
    "permissions": [{"name": "android.permission.CAMERA", "purpose": "扫码"}],
    "policy_url": "https://example.cn/privacy",
    "function": "扫码记账",
}


def _listing(**fields: object) -> dict[str, str]:
    return {"listing.json": json.dumps({**_PAGE, **fields}, ensure_ascii=False)}


def _lists(name: str, rule: str, **fields: object) -> Verdicts:
    """Return a pair of apps with the camera's permission, whose pages in a store differ in the fields given."""
    broken, whole = ({**_policy(), **_listing(**each)} for each in (fields, {}))
    attributes = 'android:versionName="1.0"'
    apps = (package(permissions=("CAMERA",), documents=each, manifest=attributes) for each in (broken, whole))
    return verdicts(name, Fire(rule), *apps)


_PAGES = (
    _lists("page-of-another-name", "listed-name-differs", app_name="Bank"),
    _lists("page-without-a-developer", "listed-without-developer", developer=""),
    _lists("page-of-another-developer", "listed-developer-differs", developer="另一科技有限公司"),
    _lists("page-of-another-version", "listed-version-differs", version="2.0"),
    _lists("page-without-a-purpose", "listed-permissions-incomplete", permissions=["CAMERA"]),
    _lists("page-without-a-policy", "listed-without-policy", policy_url=""),
    _lists("page-without-a-function", "listed-without-function", function=""),
)


def _tried(outcome: str) -> dict[str, str]:
    """Return a policy with the record of an attempt to open the link of its one SDK."""
    row = {"url": "https://www.umeng.com/policy", "outcome": outcome, "why": "HTTP 404", "tried_at": "2026-01-01T00:00:00+00:00"}
    return {**_policy(), "links.json": json.dumps([row])}


def _shown(date: str) -> dict[str, str]:
    """Return a policy with the page of a store that shows the policy as of a date."""
    return {**_policy(), **_listing(policy_text=f"隐私政策\n更新日期：{date}\n我们会收集您的IMEI。")}


_VERSIONS = (_says(_shown("2025年1月1日"), _shown("2026年1月1日"), "an-older-policy-in-the-store", "policies-disagree"),)
_LINKS = (_says(_tried("gone"), _tried("failed"), "link-that-leads-nowhere", "sdk-policy-link-dead"),)

PAIRS = (*_LINKS, *_VERSIONS, *_COMPARED, *_PUSHED, *_DOCUMENTS, *_PAGES)
