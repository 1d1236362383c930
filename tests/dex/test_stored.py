from __future__ import annotations

import pytest
from tests.dex.test_gates import CALL, PREFERENCES, verdict
from tests.dex.test_reach import application, smali

from mingcha.dex.stored import FIELD, KEY

pytestmark = pytest.mark.debian

STRING, OBJECT = "Ljava/lang/String;", "Ljava/lang/Object;"
MMKV, HAWK = "Lcom/tencent/mmkv/MMKV;", "Lcom/orhanobut/hawk/Hawk;"
TEST = "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void"
EQUALS = f'    const-string v4, "yes"\n    invoke-virtual {{v4, v3}}, {STRING}->equals({OBJECT})Z\n    move-result v3\n'


@pytest.mark.parametrize(
    ("name", "is_key", "is_field"),
    [
        ("privacy_agreed", True, True),
        ("user_protocol", True, True),
        ("https_protocol", False, False),
        ("isFirstRun", True, False),
        ("已同意隐私政策", True, True),
        ("policy_count", False, False),
        ("dark_mode", False, False),
        ("first_name", False, False),
    ],
)
def test_names_speak_of_consent_or_not(name: str, is_key: bool, is_field: bool) -> None:
    assert (bool(KEY.search(name)), bool(FIELD.search(name))) == (is_key, is_field)


def read(
    owner: str, name: str, parameters: str, result: str, *, key: str = "privacy_agreed", default: str = "    const/4 v2, 0x0\n"
) -> str:
    """Return code that reads the key; v3 holds the result."""
    static = owner == HAWK
    op = "static" if static else "interface" if owner == PREFERENCES else "virtual"
    registers = ["v0", "v1", "v2", "v3"][1 if static else 0 : 1 + parameters.count(";") + len([c for c in parameters if c in "ZI"])]
    move = "move-result-object" if result.startswith("L") else "move-result"
    head = f'    const/4 v0, 0x0\n    const-string v1, "{key}"\n{default}'
    return f"{head}    invoke-{op} {{{', '.join(registers)}}}, {owner}->{name}({parameters}){result}\n    {move} v3\n"


@pytest.mark.parametrize(
    "code",
    [
        read(PREFERENCES, "getBoolean", f"{STRING}Z", "Z") + TEST,
        read(PREFERENCES, "getInt", f"{STRING}I", "I") + TEST,
        read(PREFERENCES, "contains", STRING, "Z") + TEST,
        read(PREFERENCES, "getString", f"{STRING}{STRING}", STRING) + TEST,
        read(PREFERENCES, "getString", f"{STRING}{STRING}", STRING, default='    const-string v2, "no"\n') + EQUALS + TEST,
        read(MMKV, "decodeBool", STRING, "Z") + TEST,
        read(MMKV, "decodeBool", f"{STRING}Z", "Z") + TEST,
        read(MMKV, "decodeString", STRING, STRING) + TEST,
        read(MMKV, "decodeString", f"{STRING}{STRING}", STRING) + EQUALS + TEST,
        read(MMKV, "containsKey", STRING, "Z") + TEST,
        read(MMKV, "contains", STRING, "Z") + TEST,
        read(MMKV, "getString", f"{STRING}{STRING}", STRING) + TEST,
        read(HAWK, "contains", STRING, "Z") + TEST,
    ],
)
def test_each_reader_gives_its_default_at_the_first_start(code: str) -> None:
    assert verdict(application(code)) == ("gated", ["privacy_agreed"])
    assert verdict(application(code.replace("privacy_agreed", "dark_mode")))[0] == "at-start"


def test_a_default_that_agrees_is_no_gate() -> None:
    code = read(PREFERENCES, "getString", f"{STRING}{STRING}", STRING, default='    const-string v2, "yes"\n') + EQUALS + TEST
    assert verdict(application(code))[0] == "at-start"


def test_a_key_may_end_in_something_unknown() -> None:
    code = (
        "    new-instance v1, Ljava/lang/StringBuilder;\n"
        f'    const-string v2, "privacy_agreed_v"\n    invoke-direct {{v1, v2}}, Ljava/lang/StringBuilder;-><init>({STRING})V\n'
        "    invoke-static {}, Lt/Other;->version()I\n    move-result v2\n"
        "    invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(I)Ljava/lang/StringBuilder;\n"
        f"    invoke-virtual {{v1}}, Ljava/lang/StringBuilder;->toString(){STRING}\n    move-result-object v1\n    const/4 v2, 0x0\n"
        f"    invoke-interface {{v0, v1, v2}}, {PREFERENCES}->getBoolean({STRING}Z)Z\n    move-result v3\n"
    )
    assert verdict(application("    const/4 v0, 0x0\n" + code + TEST))[0] == "gated"


STORE = smali(
    "Lt/Store;",
    (
        f"public static get({STRING})Z",
        (
            f"    const/4 v0, 0x0\n    const/4 v1, 0x0\n    invoke-interface {{v0, p0, v1}}, {PREFERENCES}->getBoolean({STRING}Z)Z\n"
            "    move-result v0\n    return v0"
        ),
    ),
)


@pytest.mark.parametrize(("asked", "expected"), [("privacy_agreed", "gated"), ("dark_mode", "at-start")])
def test_one_wrapper_for_several_keys_is_judged_call_by_call(asked: str, expected: str) -> None:
    other = "dark_mode" if asked == "privacy_agreed" else "privacy_agreed"
    code = "".join(
        f'    const-string v1, "{key}"\n    invoke-static {{v1}}, Lt/Store;->get({STRING})Z\n    move-result v3\n' for key in (other, asked)
    )
    assert verdict(application(code + TEST), STORE)[0] == expected


DATA = "Landroidx/datastore/preferences/core/"


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [("privacy_agreed", "get", "gated"), ("privacy_agreed", "contains", "gated"), ("dark_mode", "get", "at-start")],
)
def test_nothing_is_in_a_data_store_at_the_first_start(key: str, name: str, expected: str) -> None:
    result, move = (OBJECT, "move-result-object") if name == "get" else ("Z", "move-result")
    kind = f"{DATA}Preferences$Key;"
    code = (
        f'    const/4 v0, 0\n    const-string v1, "{key}"\n    invoke-static {{v1}}, {DATA}PreferencesKeys;->booleanKey({STRING}){kind}\n'
        f"    move-result-object v1\n    invoke-interface {{v0, v1}}, {DATA}Preferences;->{name}({kind}){result}\n    {move} v3\n"
    )
    assert verdict(application(code + TEST))[0] == expected
