"""Figures of docs/accuracy.md for policy against practice, on the real policies of the corpus.

usage: bench_compare.py CORPUS [SAMPLES]   SAMPLES: file for what is to be read by eye

apps: the SDKs that eight real apps are built with (policies/apps/facts.json) beside their own policies.
sdks: each of 32 common SDKs as if it were in the app, beside every policy.
types: each of 20 types of data as if the app's own code read it, beside every policy.
The truth of the last two is whether plain words, written down without the product's gazetteer, stand in the text.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.catalogue import load
from mingcha.facts.factset import FactSet
from mingcha.facts.policy import collect_policy
from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.wire import merge, read_file
from mingcha.rules import judge, load_pack
from mingcha.rules.tables import open_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDERS = ("ca4p", "capp130", "apps", "archive")
_NO_POLICY = re.compile(r"label_expl|\.en\.md|协议|条款|sdklist|清单|列表|app-privacy-android")
_AROUND = 45
# Dependencies of policies/apps/facts.json by the registry; none of the policies names any of them (read by eye).
APPS = {
    "ztwireless_lebox_privacy.html": "gdt_ylh kuaishou_ad sigmob umeng_analytics umeng_share pangle_csj msa_oaid",
    "284361303_yuekuan_privacy.html": "bugly wechat_opensdk umeng_asms weibo",
    "YangChengTeam_english_study_privacy_policy.txt": "iflytek_msc alipay pangle_csj umeng_analytics umeng_share bugly gdt_ylh"
    " wechat_opensdk",
    "YangChengTeam_love_privacy_policy.txt": "alipay pangle_csj qq_connect bugly wechat_opensdk umeng_share umeng_asms",
    "linxueyi2230_NetWorkPacketCapture_privacy_policy.txt": "bugly",
    "ArtilleryOrchid_zimushipinzhizuo_privacy.html": "alipay wechat_opensdk",
    "Vennxu_LabelChat_privacy.html": "amap rongcloud umeng_analytics umeng_share umeng_update",
}
SDKS = {
    "umeng_analytics": "友盟|umeng",
    "jpush": "极光|jpush|jiguang|和讯华谷",
    "bugly": "bugly",
    "getui": "个推(?!权限)|getui(?!ng)|每日互动",
    "pangle_csj": "穿山甲|pangle|巨量引擎",
    "gdt_ylh": "优量汇|广点通|腾讯广告|gdt",
    "amap": "高德|amap",
    "baidu_lbs": "百度地图|百度定位|百度lbs",
    "alipay": "支付宝|alipay",
    "wechat_opensdk": "微信|wechat",
    "weibo": "微博|weibo",
    "qq_connect": "(?<![a-z])qq(?![a-z])|tencent open",
    "mipush": "小米推送|小米 ?push|mi ?push",
    "oppo_push": "oppo ?推送|oppo ?push|opush|heytap|欢太",
    "vivo_push": "vivo ?推送|vivo ?push|vpush|维沃",
    "meizu_push": "魅族推送|flyme|meizu|魅族push",
    "kuaishou_ad": "快手联盟|快手广告|快手内容联盟|快手SDK",
    "sigmob": "sigmob|创智汇聚",
    "mintegral": "mintegral|汇量",
    "rongcloud": "融云|rongcloud",
    "easemob": "环信|易掌云峰|easemob",
    "agora": "声网|agora",
    "sensorsdata": "神策|sensorsdata",
    "talkingdata": "talking ?data|腾云天下",
    "iflytek_msc": "讯飞|iflytek",
    "geetest": "极验|geetest",
    "shumei": "数美",
    "tongdun": "同盾",
    "growingio": "growingio",
    "unionpay": "银联|云闪付|unionpay",
    "firebase": "firebase|google analytics",
    "appsflyer": "appsflyer",
}
TYPES = {
    "imei": "IMEI|国际移动设备识别码",
    "imsi": "IMSI",
    "mac_address": "MAC ?地址|MAC address",
    "android_id": "Android ?ID|安卓ID",
    "oaid": "OAID",
    "iccid": "ICCID",
    "serial_number": "序列号",
    "ssid": "SSID",
    "bssid": "BSSID",
    "contacts": "通讯录|通信录",
    "precise_location": "地理位置|位置信息|定位信息|GPS",
    "sms": "短信(?:内容|记录|息)?(?=[、，,（(]|权限|信息)",
    "call_log": "通话记录",
    "phone_number": "手机号",
    "app_list": "应用列表|软件列表|已安装(?:的)?应用",
    "clipboard": "剪贴板|剪切板",
    "camera": "摄像头|相机",
    "microphone": "麦克风|录音",
    "calendar": "日历",
    "photos": "相册|照片",
}
_RULES = ("sdk-missing-from-policy", "sdk-named-in-passing")


def policies(corpus: Path) -> Iterator[tuple[str, FactSet, str]]:
    """Yield name, facts and text of every real policy."""
    for folder in _FOLDERS:
        for path in sorted((corpus / "policies" / folder).iterdir()):
            if path.suffix not in (".txt", ".md", ".html") or _NO_POLICY.search(path.name):
                continue
            try:
                found = merge([read_file(path.read_bytes(), path.name)])
            except UnreadablePolicyError:
                continue
            facts = FactSet(hashlib.sha256(path.as_posix().encode()).hexdigest())
            facts.add("package", kind="apk")
            for kind in ("manifest", "code", "resources"):
                facts.cover(kind, "complete")
            collect_policy(facts, found)
            yield path.name, facts, found["files"][0]["text"]


def missing(sets: list[FactSet]) -> dict[tuple[str, str], str]:
    """Return by package and SDK which rule speaks of it."""
    catalogue = load()
    found = {}
    for package, judged in judge(sets, load_pack(catalogue), catalogue).items():
        found |= {(package, each.owner): each.rule for each in judged.findings if each.rule in _RULES}
    return found


def main(corpus: Path, samples: Any) -> None:
    """Print the figures."""
    known = load().sdks
    read = list(policies(corpus))
    partial = {
        facts.package for _, facts, _ in read if any(r["kind"] == "policy" and r["state"] != "complete" for r in facts.rows["coverage"])
    }
    print(f"{len(read)} policies, {len(partial)} of them not seen completely")
    for name, facts, _ in read:
        for sdk in dict.fromkeys([*APPS.get(name, "").split(), *(each for each in SDKS if each in known)]):
            facts.add("sdk", id=sdk, confidence=1.0, state="initialised", evidence=["code"])
        for kind in TYPES:
            facts.add("access", data_type=kind, api="x", caller_class="La;", caller_method="b()V", owner="app", confidence=1.0,
                      start_state="at-start", path=[], via="dispatch")  # fmt: skip
    fired = missing([facts for _, facts, _ in read])
    told = [(facts.package, sdk) for name, facts, _ in read for sdk in APPS.get(name, "").split() if facts.package not in partial]
    print(f"apps: {len(told)} undeclared SDKs, {sum(fired.get(each) == _RULES[0] for each in told)} reported")
    counts: Counter[str] = Counter()
    for name, facts, text in read:
        for sdk, words in SDKS.items() if facts.package not in partial else ():
            if sdk not in known:
                continue
            word = re.search(words, text, re.IGNORECASE)
            rule = fired.get((facts.package, sdk), "silent")
            counts[f"{'named' if word else 'not named'}: {rule}"] += 1
            if bool(word) is (rule == _RULES[0]):
                print("sdk", name, sdk, rule, _around(text, word), sep="\t", file=samples)
    for what, count in sorted(counts.items()):
        print(f"sdks: {what} {count}")
    _types(read, samples)


def _types(read: list[tuple[str, FactSet, str]], samples: Any) -> None:
    by_package = {facts.package: (name, text) for name, facts, text in read}
    counts: Counter[str] = Counter()
    tables = open_tables([facts for _, facts, _ in read], load())
    for row in tables.query("select package, data_type, state from told_type"):
        name, text = by_package[row["package"]]
        word = re.search(TYPES[row["data_type"]], text, re.IGNORECASE)
        counts[f"{'in the text' if word else 'not in the text'}: {row['state']}"] += 1
        if word and row["state"] == "omitted":
            print("type", name, row["data_type"], _around(text, word), sep="\t", file=samples)
    tables.close()
    for what, count in sorted(counts.items()):
        print(f"types: {what} {count}")


def _around(text: str, word: re.Match[str] | None) -> str:
    return " ".join(text[max(0, word.start() - _AROUND) : word.end() + _AROUND].split()) if word else "-"


if __name__ == "__main__":
    with Path(sys.argv[2] if len(sys.argv) > 2 else "/dev/null").open("w", encoding="utf-8") as out:  # noqa: PLR2004 - usage
        main(Path(sys.argv[1]), out)
