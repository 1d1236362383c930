"""Pairs about what the app says and passes on: consent, policy, accounts, renewal, personalised ads, switches of SDKs."""

from __future__ import annotations

from bench.violations.app import application, bare, gated, launcher, method, smali
from bench.violations.calls import call, library, on_click, run
from bench.violations.verdicts import Fire, Verdicts, package, verdicts, versus

_TOAST = "Landroid/widget/Toast;->makeText(Landroid/content/Context;Ljava/lang/CharSequence;I)Landroid/widget/Toast;"
_SPACE = 'xmlns:android="http://schemas.android.com/apk/res/android"'
_SIZE = 'android:layout_width="wrap_content" android:layout_height="wrap_content"'
_POLICY = "《用户协议》和《隐私政策》"
_NET = ("INTERNET",)


def _layout(*views: str) -> dict[str, str]:
    inside = "\n".join(f"  <{view} {_SIZE}/>" for view in views)
    return {"layout/login.xml": f"<LinearLayout {_SPACE} {_SIZE}>\n{inside}\n</LinearLayout>\n"}


def _box(text: str, *, is_ticked: bool) -> str:
    return f'CheckBox android:checked="{str(is_ticked).lower()}" android:text="{text}"'


def _says(text: str) -> tuple[str, ...]:
    return on_click(call(_TOAST, None, text, kind="static"))


_GDT = "Lcom/qq/e/comm/managers/setting/GlobalSetting;"
_UMENG = "Lcom/umeng/commonsdk/UMConfigure;"
_AMAP = "Lcom/amap/api/location/AMapLocationClient;"
_PERSONALISED = f"{_GDT}->setPersonalizedState(I)V"
_GRANT = f"{_UMENG}->submitPolicyGrantResult(Landroid/content/Context;Z)V"
_AGREE = f"{_AMAP}->updatePrivacyAgree(Landroid/content/Context;Z)V"
_ADS, _COMMON = "com/qq/e/ads/A", "com/umeng/commonsdk/A"
_FIELD = 'EditText android:inputType="textPassword"'


def _switch(signature: str) -> str:
    owner, _, member = signature.partition("->")
    return smali(owner, method(f"public static {member}", "return-void"))


_CONSENT = (
    versus(
        "consent-is-ticked",
        Fire("default-ticked-consent"),
        lambda broken: package(resources=_layout(_box(f"我已阅读并同意{_POLICY}", is_ticked=broken))),
    ),
    versus(
        "renewal-is-ticked",
        Fire("default-ticked-renewal"),
        lambda broken: package(resources=_layout(_box("到期自动续费，可随时取消", is_ticked=broken))),
    ),
    verdicts(
        "login-is-consent",
        Fire("implied-consent"),
        package(*_says(f"登录即代表您已同意{_POLICY}")),
        package(*_says(f"我已阅读并同意{_POLICY}")),
    ),
    verdicts(
        "no-policy",
        Fire("no-policy-found"),
        package(permissions=_NET),
        package(permissions=_NET, files={"assets/page.html": "<h1>隐私政策</h1>".encode()}),
    ),
    verdicts(
        "policy-without-choice",
        Fire("no-consent-prompt"),
        package(permissions=_NET, resources=_layout('TextView android:text="隐私政策"')),
        package(permissions=_NET, resources=_layout('TextView android:text="隐私政策"', 'Button android:text="同意并继续"')),
    ),
    verdicts(
        "account-for-ever",
        Fire("no-account-cancellation"),
        package(resources=_layout(_FIELD, 'Button android:text="登录"')),
        package(resources=_layout(_FIELD, 'Button android:text="登录"', 'TextView android:text="注销账号"')),
    ),
)

_SDKS = (
    verdicts(
        "ads-without-choice",
        Fire("no-personalised-choice", "gdt_ylh"),
        package(application(run(_ADS)), *library(_ADS, count=9)),
        package(application(run(_ADS)), *library(_ADS, count=9), *_says("关闭个性化广告")),
    ),
    verdicts(
        "ads-that-never-run",
        Fire("no-personalised-choice", "gdt_ylh"),
        package(application(run(_ADS)), *library(_ADS, count=9)),
        package(*library(_ADS, count=9)),
    ),
    verdicts(
        "ad-switch-never-set",
        Fire("ad-switch-unused", "gdt_ylh"),
        package(application(run(_ADS)), *library(_ADS, count=9), _switch(_PERSONALISED)),
        package(application(run(_ADS)), *library(_ADS, count=9), *on_click(call(_PERSONALISED, 1, kind="static")), _switch(_PERSONALISED)),
    ),
    verdicts(
        "consent-never-passed-on",
        Fire("consent-switch-unused", "umeng_common"),
        package(application(run(_COMMON)), *library(_COMMON, count=9), _switch(_GRANT)),
        package(application(run(_COMMON)), *library(_COMMON, count=9), *on_click(call(_GRANT, None, 1, kind="static")), _switch(_GRANT)),
    ),
    versus(
        "consent-invented-at-start",
        Fire("consent-passed-at-start", "amap"),
        lambda broken: package(application((bare if broken else gated)(call(_AGREE, None, 1, kind="static"))), launcher(), _switch(_AGREE)),
    ),
    verdicts(
        "updates-that-ended",
        Fire("unmaintained-sdk", "umeng_update"),
        package(*library("com/umeng/update/A", count=9)),
        package(*library("com/umeng/analytics/A", count=9)),
    ),
)

PAIRS: tuple[Verdicts, ...] = (*_CONSENT, *_SDKS)
