"""A shopping app's report in four states: as it is, packed, with hostile text everywhere, and very large."""

# ruff: noqa: E501 - sample texts in two languages stand on one line

from __future__ import annotations

from dataclasses import replace

import pytest

from mingcha.catalogue import Catalogue, load
from mingcha.model import (
    Access,
    ClauseOutcome,
    Component,
    Coverage,
    CoverageState,
    Disclosure,
    Evidence,
    Finding,
    Grade,
    Package,
    Permission,
    PolicyElement,
    PolicyFile,
    PolicySdk,
    PolicyView,
    Report,
    SdkFound,
    Signer,
    StartState,
    Text,
    ToldType,
    Tool,
    Verdict,
)

IMEI = "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"
APPS = "Landroid/content/pm/PackageManager;->getInstalledPackages(I)Ljava/util/List;"
LOCATION = "Landroid/location/LocationManager;->getLastKnownLocation(Ljava/lang/String;)Landroid/location/Location;"
ANDROID_ID = "Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"
START_PATH = (
    "Lcom/example/meiri/MeiriApp;->onCreate()V",
    "Lcom/example/meiri/boot/Initializer;->start(Landroid/content/Context;)V",
    "Lcom/bytedance/sdk/openadsdk/TTAdSdk;->init(Landroid/content/Context;Lcom/bytedance/sdk/openadsdk/TTAdConfig;)V",
    "Lcom/bytedance/sdk/openadsdk/core/l;->a(Landroid/content/Context;)V",
    "Ljava/util/concurrent/Executor;->execute(Ljava/lang/Runnable;)V",
    "Lcom/bytedance/sdk/openadsdk/core/l$1;->run()V",
    "Lcom/bytedance/sdk/openadsdk/utils/DeviceUtils;->b(Landroid/content/Context;)Ljava/lang/String;",
    "Lcom/bytedance/sdk/openadsdk/utils/DeviceUtils;->a(Landroid/telephony/TelephonyManager;)Ljava/lang/String;",
    IMEI,
)
NO_RUN = Text("缺少真机运行记录", "no recorded run on a device")
NO_LISTING = Text("未提供应用商店页面", "no store listing was given")
NO_PAPERS = Text("涉及制度文件和投诉数据，不在文件检测范围内", "concerns documents and complaint records, outside of a test of files")
ALL_SEEN = Text("所需证据均已检查", "all needed evidence was checked")
STORE_ONLY = Text("条款针对应用分发平台", "the clause binds app stores")


def finding(number: int, rule: str, verdict: Verdict, grade: Grade, clauses: tuple[str, ...], owner: str, **more: object) -> Finding:
    values: dict[str, object] = {
        "criteria": ("COL-01",),
        "label": "违规收集个人信息",
        "data_type": None,
        "evidence": (),
        **more,
    }
    return Finding(id=f"f{number:039x}", rule=rule, verdict=verdict, grade=grade, clauses=clauses, owner=owner, **values)  # type: ignore[arg-type]


def findings() -> tuple[Finding, ...]:
    delay = Text(
        "将SDK初始化移至用户同意隐私政策之后。",
        "Initialise the SDK only after the user has agreed to the privacy policy.",
    )
    return (
        finding(
            1,
            "read-at-start",
            Verdict.SUSPECTED,
            Grade.SERIOUS,
            ("MIIT-2020-1", "MIIT-2023-2.3", "CAC-191-3.1"),
            "pangle_csj",
            data_type="imei",
            title=Text("启动时读取IMEI，未见同意检查", "IMEI is read at start with no consent check seen"),
            sentence=Text(
                "APP启动时，集成的穿山甲SDK读取IMEI，自入口至读取处未见对用户同意状态的检查，涉嫌征得同意前收集个人信息。",
                "At start the embedded Pangle SDK reads the IMEI; on the way from the entry point no check of the user's consent was seen.",
            ),
            remedy=delay,
            evidence=(
                Evidence(
                    "code",
                    "classes2.dex Lcom/bytedance/sdk/openadsdk/utils/DeviceUtils;->a(Landroid/telephony/TelephonyManager;)Ljava/lang/String;",
                    IMEI,
                    START_PATH,
                ),
                Evidence("code", "classes2.dex Lcom/bytedance/sdk/openadsdk/core/m;->c()V", IMEI, START_PATH[:4]),
                Evidence("manifest", "AndroidManifest.xml", "android.permission.READ_PHONE_STATE"),
            ),
        ),
        finding(
            2,
            "read-at-start",
            Verdict.SUSPECTED,
            Grade.SERIOUS,
            ("MIIT-2020-1", "CAC-191-3.1"),
            "app",
            data_type="android_id",
            title=Text("启动时读取AndroidID，未见同意检查", "Android ID is read at start with no consent check seen"),
            sentence=Text(
                "APP启动时，自有代码读取AndroidID，自入口至读取处未见对用户同意状态的检查，涉嫌征得同意前收集个人信息。",
                "At start the app's own code reads the Android ID; on the way from the entry point no check of the user's consent was seen.",
            ),
            remedy=Text("在用户同意后再读取。", "Read it only after consent."),
            evidence=(
                Evidence(
                    "code",
                    "classes.dex Lcom/example/meiri/boot/Ids;->load()V:41",
                    ANDROID_ID,
                    (START_PATH[0], "Lcom/example/meiri/boot/Ids;->load()V", ANDROID_ID),
                ),
            ),
        ),
        finding(
            3,
            "undisclosed-sdk",
            Verdict.VIOLATED,
            Grade.SERIOUS,
            ("MIIT-2023-2.3", "MIIT-2020-1"),
            "getui",
            label="SDK信息公示不到位",
            criteria=("COL-12",),
            title=Text("隐私政策未列明已集成的第三方SDK", "Embedded SDK is missing from the privacy policy"),
            sentence=Text(
                "APP集成了个推，但隐私政策及第三方SDK清单未予列明。",
                "The app embeds Getui, which its privacy policy and SDK list do not name.",
            ),
            remedy=Text(
                "在第三方SDK清单中列明名称、用途、收集的信息及其隐私政策链接。",
                "List its name, purpose, data and policy link in the SDK list.",
            ),
            evidence=(
                Evidence("sdk", "classes3.dex", "com.igexin.sdk"),
                Evidence("policy", "assets/privacy.html", "第三方SDK清单：穿山甲、微信支付、高德地图"),
            ),
        ),
        finding(
            4,
            "app-list-background",
            Verdict.SUSPECTED,
            Grade.GENERAL,
            ("MIIT-2020-2", "MIIT-2023-1.8"),
            "getui",
            label="超范围收集个人信息",
            data_type="app_list",
            criteria=("OVR-03",),
            title=Text("后台读取应用列表", "The list of installed apps is read in the background"),
            sentence=Text(
                "个推的服务在后台读取已安装应用列表，与其推送功能无明显关系。",
                "A Getui service reads the list of installed apps in the background, without apparent need for push.",
            ),
            remedy=Text("停止在后台读取应用列表。", "Stop reading the app list in the background."),
            evidence=(
                Evidence(
                    "code",
                    "classes3.dex Lcom/igexin/c/a;->run()V",
                    APPS,
                    (
                        "Lcom/igexin/sdk/PushService;->onStartCommand(Landroid/content/Intent;II)I",
                        "Lcom/igexin/c/a;->run()V",
                        APPS,
                    ),
                ),
            ),
        ),
        finding(
            5,
            "permissions-at-once",
            Verdict.SUSPECTED,
            Grade.GENERAL,
            ("MIIT-2020-5", "MIIT-2023-1.10"),
            "app",
            label="APP强制、频繁、过度索取权限",
            criteria=("PRM-04",),
            title=Text("启动时一次申请多项权限", "Several permissions are requested at once at start"),
            sentence=Text(
                "APP在启动页一次申请定位、电话、存储、相机4组权限，用户尚未使用相关功能。",
                "The splash screen asks for location, phone, storage and camera at once, before any function that needs them.",
            ),
            remedy=Text("在用户使用相应功能时逐项申请。", "Ask one by one, when the user starts the function that needs it."),
            evidence=(
                Evidence(
                    "code",
                    "classes.dex Lcom/example/meiri/SplashActivity;->onCreate(Landroid/os/Bundle;)V:88",
                    "requestPermissions([ACCESS_FINE_LOCATION, READ_PHONE_STATE, WRITE_EXTERNAL_STORAGE, CAMERA])",
                ),
            ),
        ),
        finding(
            6,
            "self-start-receivers",
            Verdict.SUSPECTED,
            Grade.GENERAL,
            ("MIIT-2020-6", "MIIT-2023-1.6"),
            "getui",
            label="APP频繁自启动和关联启动",
            criteria=("AST-01",),
            title=Text("静态注册开机及网络变化广播", "Static receivers for boot and connectivity"),
            sentence=Text(
                "APP静态注册了开机完成、网络变化2类系统广播，可在用户未操作时自启动。",
                "The app registers receivers for boot and connectivity changes and can start without the user.",
            ),
            remedy=Text("删除与服务无关的静态广播。", "Remove receivers that the service does not need."),
            evidence=(
                Evidence(
                    "manifest",
                    "AndroidManifest.xml",
                    "receiver com.igexin.sdk.PushReceiver: android.intent.action.BOOT_COMPLETED",
                ),
            ),
        ),
        finding(
            7,
            "target-sdk-old",
            Verdict.VIOLATED,
            Grade.GENERAL,
            ("MIIT-2020-5",),
            "app",
            label="APP强制、频繁、过度索取权限",
            criteria=("PRM-01",),
            title=Text("目标系统版本低于23", "targetSdkVersion below 23"),
            sentence=Text(
                "APP的targetSdkVersion为22，安装时即取得全部权限，用户无法拒绝。",
                "targetSdkVersion is 22: all permissions are granted at installation and the user cannot refuse.",
            ),
            remedy=Text("将targetSdkVersion提高到现行要求。", "Raise targetSdkVersion."),
            evidence=(Evidence("manifest", "AndroidManifest.xml", "uses-sdk targetSdkVersion=22"),),
        ),
        finding(
            8,
            "cleartext",
            Verdict.SUSPECTED,
            Grade.NOTE,
            ("MIIT-2023-2.2",),
            "app",
            label="",
            criteria=("SEC-01",),
            title=Text("允许明文传输", "Cleartext traffic is allowed"),
            sentence=Text(
                "APP允许明文HTTP传输，代码中有3个http地址。",
                "The app allows cleartext HTTP; its code holds 3 http addresses.",
            ),
            remedy=Text("改用HTTPS。", "Use HTTPS."),
            evidence=(Evidence("code", "classes.dex", "http://log.example.com/collect"),),
        ),
    )


def untested(clause: str, subjects: tuple[str, ...]) -> tuple[Verdict, Text]:
    if not {"APP", "SDK"} & set(subjects):
        return Verdict.NOT_APPLICABLE, STORE_ONLY
    if clause in {"MIIT-2023-1.3", "MIIT-2020-3"}:
        return Verdict.NOT_FOUND, ALL_SEEN
    if clause == "MIIT-2020-9":
        return Verdict.NOT_TESTED, NO_LISTING
    papers = clause.startswith("MIIT-2023-2") or clause in {"MIIT-2023-1.11", "MIIT-2023-1.12"}
    return Verdict.NOT_TESTED, NO_PAPERS if papers else NO_RUN


def clauses(catalogue: Catalogue) -> tuple[ClauseOutcome, ...]:
    worst: dict[str, Verdict] = {}
    for item in findings():
        for clause in item.clauses:
            worst[clause] = item.verdict if worst.get(clause) is not Verdict.VIOLATED else Verdict.VIOLATED
    see = Text("见所列问题", "see the findings")
    return tuple(
        ClauseOutcome(clause.id, *((worst[clause.id], see) if clause.id in worst else untested(clause.id, clause.subjects)))
        for clause in catalogue.clauses.values()
        if clause.id.startswith("MIIT-20")
    )


def accesses() -> tuple[Access, ...]:
    own, ad, push = "Lcom/example/meiri/boot/Ids;->load()V", START_PATH[-2], "Lcom/igexin/c/a;->run()V"
    user = "Lcom/example/meiri/ui/MapFragment;->onClick(Landroid/view/View;)V"
    return (
        Access("imei", None, IMEI, ad, "pangle_csj", StartState.AT_START, START_PATH, initiator="app"),
        Access(
            "imei",
            None,
            IMEI,
            "Lcom/bytedance/sdk/openadsdk/core/m;->c()V",
            "pangle_csj",
            StartState.AT_START,
            START_PATH[:4],
        ),
        Access("imei", None, IMEI, "Lcom/legacy/Phone;->id()V", "unknown:com.legacy", StartState.UNREACHED, ()),
        Access(
            "android_id",
            None,
            ANDROID_ID,
            own,
            "app",
            StartState.AT_START,
            (START_PATH[0], own),
            argument="android_id",
            line=41,
        ),
        Access(
            "android_id",
            None,
            ANDROID_ID,
            push,
            "getui",
            StartState.BACKGROUND,
            ("Lcom/igexin/sdk/PushService;->onCreate()V", push),
        ),
        Access(
            "app_list",
            None,
            APPS,
            push,
            "getui",
            StartState.BACKGROUND,
            ("Lcom/igexin/sdk/PushService;->onCreate()V", push),
        ),
        Access("precise_location", None, LOCATION, user, "app", StartState.USER_ACTION, (user,)),
        Access(
            "precise_location",
            None,
            LOCATION,
            "Lcom/amap/api/location/a;->b()V",
            "amap_location",
            StartState.GATED,
            (user,),
        ),
        Access(
            None,
            "permission_request",
            "Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V",
            "Lcom/example/meiri/SplashActivity;->onCreate(Landroid/os/Bundle;)V",
            "app",
            StartState.AT_START,
            (START_PATH[0],),
            line=88,
        ),
    )


POLICY = """每日优选隐私政策
我们会收集您的AndroidID和IMEI，用于保障账号安全。我们不会收集您的应用列表。
我们使用了穿山甲SDK，它会收集您的IMEI。
"""


def shop_policy() -> PolicyView:
    def said(data_type: str, words: str, handler: str = "self", polarity: str = "yes") -> Disclosure:
        start = POLICY.index(words)
        return Disclosure(data_type, "collect", handler, words, start, start + len(words), polarity=polarity, file="privacy.txt")

    own, none, ads = (
        "我们会收集您的AndroidID和IMEI，用于保障账号安全。",
        "我们不会收集您的应用列表。",
        "我们使用了穿山甲SDK，它会收集您的IMEI。",
    )
    return PolicyView(
        found=True,
        source="given",
        sha256="ab" * 32,
        files=(PolicyFile("privacy.txt", "ab" * 32, "text", len(POLICY), POLICY),),
        disclosures=(
            said("android_id", own),
            said("imei", own),
            said("app_list", none, polarity="no"),
            said("imei", ads, "sdk:穿山甲"),
        ),
        elements=(
            PolicyElement("F1", present=True, quote=own),
            PolicyElement("F2", present=None),
            PolicyElement("F8", present=False),
        ),
        sdks=(PolicySdk("穿山甲", "pangle_csj", "广告", ("imei",)), PolicySdk("自研统计")),
    )


def shop_report(catalogue: Catalogue) -> Report:
    cert = "3f2a9c0d5b7e41128e6f0a1b2c3d4e5f60718293a4b5c6d7e8f9012345678abc"
    sdks = ("pangle_csj", "getui", "bugly", "umeng_common", "umeng_analytics", "gdt_ylh", "hms_push", "mipush")
    return Report(
        tool=Tool("0.1.0", "9d" * 32, catalogue.digest),
        package=Package(
            sha256="5be1c7f0" * 8,
            size=48_312_771,
            kind="apk",
            file_name="meiri-5.2.1.apk",
            app_id="com.example.meiri",
            name="每日优选",
            version_name="5.2.1",
            version_code=5210,
            min_sdk=19,
            target_sdk=22,
            app_type="online_shopping",
        ),
        signers=(
            Signer(
                "v1",
                cert,
                "CN=Meiri,O=杭州每日优选科技有限公司,L=杭州,C=CN",
                valid=True,
                debug=False,
                algorithm="RSA-2048/SHA-256",
            ),
            Signer(
                "v2",
                cert,
                "CN=Meiri,O=杭州每日优选科技有限公司,L=杭州,C=CN",
                valid=True,
                debug=False,
                algorithm="RSA-2048/SHA-256",
            ),
        ),
        permissions=(
            Permission("android.permission.READ_PHONE_STATE", "dangerous", "电话"),
            Permission("android.permission.ACCESS_FINE_LOCATION", "dangerous", "定位"),
            Permission("android.permission.ACCESS_COARSE_LOCATION", "dangerous", "定位"),
            Permission("android.permission.CAMERA", "dangerous", "相机"),
            Permission("android.permission.WRITE_EXTERNAL_STORAGE", "dangerous", "存储", max_sdk=28),
            Permission("android.permission.SYSTEM_ALERT_WINDOW", "special"),
            Permission("android.permission.INTERNET", "normal"),
            Permission("android.permission.RECEIVE_BOOT_COMPLETED", "normal", owner="getui"),
            Permission("com.example.meiri.permission.PUSH", "unknown"),
        ),
        components=(
            Component("activity", "com.example.meiri.SplashActivity", exported=True),
            Component(
                "activity",
                "com.bytedance.sdk.openadsdk.activity.TTLandingPageActivity",
                exported=False,
                owner="pangle_csj",
            ),
            Component("service", "com.igexin.sdk.PushService", exported=True, process=":pushservice", owner="getui"),
            Component("receiver", "com.igexin.sdk.PushReceiver", exported=True, owner="getui"),
            Component("provider", "com.example.meiri.FileProvider", exported=False),
        ),
        sdks=tuple(
            SdkFound(
                sdk,
                catalogue.sdks[sdk].name,
                "4.5.0.8" if sdk == "pangle_csj" else None,
                0.98,
                ("code:com.example", "component:com.example.A"),
            )
            for sdk in sdks
        ),
        accesses=accesses(),
        policy=shop_policy(),
        findings=findings(),
        clauses=clauses(catalogue),
        coverage=(
            Coverage("manifest", CoverageState.COMPLETE),
            Coverage("signature", CoverageState.COMPLETE),
            Coverage(
                "code",
                CoverageState.PARTIAL,
                Text("classes4.dex有2个方法无法读取", "2 methods of classes4.dex could not be read"),
            ),
            Coverage("native", CoverageState.PARTIAL, Text("仅读取字符串，未反汇编", "strings only, not disassembled")),
            Coverage("policy", CoverageState.COMPLETE),
            Coverage("listing", CoverageState.ABSENT, NO_LISTING),
            Coverage("runtime", CoverageState.ABSENT, NO_RUN),
            Coverage("screen", CoverageState.ABSENT, Text("缺少界面记录", "no recorded screens")),
        ),
        limits=(
            Text(
                "assets/plugin.jar为加密压缩包，未能打开",
                "assets/plugin.jar is an encrypted archive and was not opened",
            ),
            Text("classes4.dex: 2个方法的代码越界", "classes4.dex: the code of 2 methods is out of bounds"),
        ),
    )


def packed_report(catalogue: Catalogue) -> Report:
    shop = shop_report(catalogue)
    hidden = Text("应用已加固（360加固保），原始代码不可见", "the app is packed (360 Jiagu): its own code cannot be seen")
    absent = {"code": Coverage("code", CoverageState.PARTIAL, hidden)}
    kept = tuple(item for item in shop.findings if item.evidence[0].kind == "manifest")
    worst = {clause: item.verdict for item in kept for clause in item.clauses}
    return replace(
        shop,
        package=replace(shop.package, packer="jiagu_360"),
        findings=kept,
        accesses=(),
        sdks=shop.sdks[:1],
        coverage=tuple(absent.get(item.kind, item) for item in shop.coverage),
        clauses=tuple(
            outcome
            if outcome.verdict is Verdict.NOT_APPLICABLE
            else replace(outcome, verdict=worst.get(outcome.id, Verdict.NOT_TESTED), why=hidden)
            for outcome in shop.clauses
        ),
        limits=(hidden, *shop.limits),
    )


# Script, attribute and style breakouts; terminal commands in 7-bit and 8-bit form; bidi override; a lone surrogate; a template.
EVIL = (
    "</script></style><img src=x onerror=alert(1)>\"'`{{7*7}}\x1b]0;pwned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\ud83d\x00\r\n\u200b&amp;"
    "e\u0301" + "\u0301" * 40
)


def hostile_report(catalogue: Catalogue) -> Report:
    shop = shop_report(catalogue)
    evil = Text(EVIL, EVIL)
    bad = replace(
        shop.findings[0],
        title=evil,
        sentence=evil,
        remedy=evil,
        owner=f"unknown:{EVIL}",
        label=EVIL,
        data_type=EVIL,
        rule=EVIL,
        clauses=(EVIL,),
        criteria=(EVIL,),
        evidence=(Evidence(EVIL, EVIL, EVIL, (EVIL, EVIL)),),
        id=EVIL,
    )
    return Report(
        tool=shop.tool,
        package=replace(
            shop.package,
            name=EVIL,
            app_id=EVIL,
            file_name=EVIL,
            version_name=EVIL,
            kind=EVIL,
            packer=EVIL,
            app_type=EVIL,
        ),
        signers=(Signer(EVIL, EVIL, EVIL, valid=False, debug=True, algorithm=EVIL, error=EVIL),),
        permissions=(Permission(EVIL, EVIL, EVIL, owner=EVIL), Permission(EVIL, "dangerous", EVIL)),
        components=(Component(EVIL, EVIL, exported=True, permission=EVIL, process=EVIL, owner=EVIL),),
        sdks=(SdkFound(EVIL, evil, EVIL, 0.5, (EVIL, f"code:{EVIL}")),),
        accesses=(Access(EVIL, None, EVIL, EVIL, EVIL, StartState.AT_START, (EVIL,), initiator=EVIL, argument=EVIL),),
        policy=PolicyView(
            found=True,
            source=EVIL,
            sha256=EVIL,
            files=(PolicyFile(EVIL, EVIL, EVIL, 2 * len(EVIL) + 1, f"{EVIL}\n{EVIL}"),),
            told=(ToldType(EVIL, EVIL, EVIL, EVIL), ToldType("app", "imei", "incorrect", EVIL)),
            disclosures=(
                Disclosure(EVIL, EVIL, f"sdk:{EVIL}", EVIL, 0, 90, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL),
                Disclosure("imei", "collect", "self", EVIL, 95, 99, polarity="no", file=EVIL),
            ),
            elements=(PolicyElement(EVIL, present=True, quote=EVIL), PolicyElement("F1", present=None)),
            sdks=(PolicySdk(EVIL, EVIL, EVIL, (EVIL, "imei"), EVIL, EVIL), PolicySdk(EVIL)),
        ),
        findings=(bad, replace(bad, grade=Grade.NOTE)),
        clauses=tuple(replace(outcome, why=evil) for outcome in shop.clauses),
        coverage=(Coverage(EVIL, CoverageState.PARTIAL, evil),),
        limits=(evil,),
    )


def huge_policy(long: str) -> PolicyView:
    text = f"我们收集您的IMEI{long}。\n" * 1200
    size = len(text) // 1200
    types = ("imei", "imsi", "oaid", "mac_address", "location")
    return PolicyView(
        found=True,
        source="given",
        sha256="ab" * 32,
        files=tuple(PolicyFile(f"p{n}.txt", "ab" * 32, "text", len(text), text) for n in range(3)),
        disclosures=tuple(
            Disclosure(types[n % 5], "collect", f"sdk:商{n % 900}", long, n // 5 * size, n // 5 * size + 30, polarity="yes", file="p0.txt")
            for n in range(6000)
        ),
        elements=tuple(PolicyElement(f"F{n}", present=True, quote=long) for n in range(1, 31)),
        sdks=tuple(PolicySdk(f"商{n}{long}", None, long, types, long, f"https://x.cn/{long}") for n in range(2000)),
    )


def huge_report(catalogue: Catalogue) -> Report:
    shop = shop_report(catalogue)
    long = "超长文本" * 200
    places = tuple(Evidence("code", f"classes{n}.dex", long, tuple(f"Lcom/x/C{n};->m{step}()V" for step in range(60))) for n in range(12))
    return replace(
        shop,
        findings=tuple(replace(shop.findings[n % 8], id=f"{n:040x}", evidence=places, sentence=Text(long, long)) for n in range(400)),
        accesses=tuple(replace(shop.accesses[n % 9], line=n, owner=f"unknown:com.p{n % 700}") for n in range(30_000)),
        components=tuple(Component("activity", f"com.x.Activity{n}", exported=False) for n in range(8000)),
        permissions=tuple(Permission(f"com.x.permission.P{n}", "dangerous") for n in range(3000)),
        sdks=tuple(replace(shop.sdks[0], id=f"sdk{n}") for n in range(1500)),
        policy=huge_policy(long),
        limits=tuple(Text(f"限制{n}{long}", f"limit {n}") for n in range(4000)),
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def shop(catalogue: Catalogue) -> Report:
    return shop_report(catalogue)


@pytest.fixture(scope="session")
def packed(catalogue: Catalogue) -> Report:
    return packed_report(catalogue)


@pytest.fixture(scope="session")
def hostile(catalogue: Catalogue) -> Report:
    return hostile_report(catalogue)


@pytest.fixture(scope="session")
def huge(catalogue: Catalogue) -> Report:
    return huge_report(catalogue)


@pytest.fixture(scope="session")
def evil() -> str:
    return EVIL
