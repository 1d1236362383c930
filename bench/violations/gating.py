"""Forms of the consent check. The violating app asks for a flag that has nothing to do with consent, its twin for consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import (
    AT_START,
    IMEI,
    OBJECT,
    PREFERENCES,
    READ,
    RETURN,
    Find,
    Pair,
    app,
    application,
    block,
    method,
    new,
    smali,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHER, _CONSENT = "dark_mode", "privacy_agreed"
_SKIP = (READ, ":refused")


def _form(name: str, make: Callable[[str], tuple[str, ...]], other: str = _OTHER, consent: str = _CONSENT, found: Find = AT_START) -> Pair:
    """Return a pair of one form of check, made for either key."""
    gated = found._replace(start_state="gated", gate=consent)
    return Pair(name, app(*make(other), finds=found), app(*make(consent), finds=gated))


def _in_application(name: str, check: Callable[[str], str], *classes: str, other: str = _OTHER, consent: str = _CONSENT) -> Pair:
    """Return a pair whose application's onCreate runs the code, labelled :refused at the end."""
    return _form(name, lambda key: (application(check(key), ":refused"), *classes), other, consent)


_BRANCHES = (
    _in_application("if-not-agreed-skip", lambda key: block(stored(key), "if-eqz v9, :refused", READ)),
    _in_application("return-early", lambda key: block(stored(key), "if-nez v9, :agreed", RETURN, ":agreed", READ)),
    _in_application("else-branch", lambda key: block(stored(key), "if-nez v9, :agreed", "goto :refused", ":agreed", READ)),
    _in_application("negated", lambda key: block(stored(key), "xor-int/lit8 v9, v9, 0x1", "if-nez v9, :refused", READ)),
    _in_application("first-run", lambda key: block(stored(key, 1), "if-nez v9, :refused", READ), other="show_tips", consent="is_first_run"),
    _in_application("number-equals", lambda key: block(stored(key, 0, "getInt", "I"), "const/4 v5, 0x1", "if-ne v9, v5, :refused", READ)),
    _in_application("number-minus-one", lambda key: block(stored(key, -1, "getInt", "I"), "if-lez v9, :refused", READ)),
    _in_application(
        "version-compare",
        lambda key: block(stored(key, 0, "getInt", "I"), "const/16 v5, 0x12c", "if-lt v9, v5, :refused", READ),
        other="tips_version",
        consent="privacy_version",
    ),
    _in_application(
        "time-compare",
        lambda key: block(
            f"sget-object v6, @Probe;->store:{PREFERENCES}",
            f'const-string v7, "{key}"',
            "const-wide/16 v2, 0x0",
            f"invoke-interface {{v6, v7, v2, v3}}, {PREFERENCES}->getLong(Ljava/lang/String;J)J",
            "move-result-wide v4",
            "cmp-long v9, v4, v2",
            "if-lez v9, :refused",
            READ,
        ),
        other="last_sync_time",
        consent="privacy_agree_time",
    ),
    _in_application(
        "contains",
        lambda key: block(
            f"sget-object v6, @Probe;->store:{PREFERENCES}",
            f'const-string v7, "{key}"',
            f"invoke-interface {{v6, v7}}, {PREFERENCES}->contains(Ljava/lang/String;)Z",
            "move-result v9",
            "if-eqz v9, :refused",
            READ,
        ),
    ),
    _in_application("chinese-key", lambda key: block(stored(key), "if-eqz v9, :refused", READ), consent="已同意隐私政策"),
    _in_application(
        "text-equals",
        lambda key: block(
            f"sget-object v6, @Probe;->store:{PREFERENCES}",
            f'const-string v7, "{key}"',
            'const-string v8, ""',
            f"invoke-interface {{v6, v7, v8}}, {PREFERENCES}->getString(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
            "move-result-object v9",
            'const-string v5, "yes"',
            "invoke-virtual {v5, v9}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z",
            "move-result v9",
            "if-eqz v9, :refused",
            READ,
        ),
    ),
    _in_application(
        "and-main-process",
        lambda key: block(
            stored(key),
            "if-eqz v9, :refused",
            "sget-boolean v5, @Flags;->mainProcess:Z",
            "if-eqz v5, :refused",
            READ,
        ),
        smali("@Flags;", fields=("public static mainProcess:Z",)),
    ),
    _in_application(
        "main-process-and",
        lambda key: block(
            "sget-boolean v5, @Flags;->mainProcess:Z",
            "if-eqz v5, :refused",
            stored(key),
            "if-eqz v9, :refused",
            READ,
        ),
        smali("@Flags;", fields=("public static mainProcess:Z",)),
    ),
    _in_application(
        "local-variable-of-two",
        lambda key: block(
            stored(key),
            "if-eqz v9, :no",
            "sget-boolean v5, @Flags;->mainProcess:Z",
            "if-eqz v5, :no",
            "const/4 v4, 0x1",
            "goto :set",
            ":no",
            "const/4 v4, 0x0",
            ":set",
            "if-eqz v4, :refused",
            READ,
        ),
        smali("@Flags;", fields=("public static mainProcess:Z",)),
    ),
    _in_application(
        "switch",
        lambda key: block(
            stored(key, 0, "getInt", "I"),
            "packed-switch v9, :table",
            "goto :refused",
            ":one",
            READ,
            "goto :refused",
            ":table",
            ".packed-switch 0x1",
            ":one",
            ".end packed-switch",
        ),
    ),
    _in_application(
        "key-in-constant-field",
        lambda key: block(
            f"sget-object v6, @Probe;->store:{PREFERENCES}",
            "sget-object v7, @Keys;->KEY:Ljava/lang/String;" if key == _CONSENT else f'const-string v7, "{key}"',
            "const/4 v8, 0x0",
            f"invoke-interface {{v6, v7, v8}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z",
            "move-result v9",
            "if-eqz v9, :refused",
            READ,
        ),
        smali("@Keys;", fields=(f'public static final KEY:Ljava/lang/String; = "{_CONSENT}"',)),
    ),
)

_MMKV = "Lcom/tencent/mmkv/MMKV;"
_BOXED = "Ljava/lang/Boolean;"


def _ask(call: str, test: str = "if-eqz") -> str:
    """Return code that runs the access only when a call without parameters says so."""
    return block(f"invoke-static {{}}, {call}", "move-result v0", f"{test} v0, :refused", READ)


def _helper(name: str, body: Callable[[str], str], test: str = "if-eqz", *more: str) -> Pair:
    """Return a pair whose check asks @Consent.agreed(), which has the given body."""
    return _form(
        name,
        lambda key: (
            application(_ask("@Consent;->agreed()Z", test), ":refused"),
            smali("@Consent;", method("public static agreed()Z", body(key)), *more),
        ),
    )


_HELPERS = (
    _helper("helper", lambda key: block(stored(key), "return v9")),
    _helper("helper-negated", lambda key: block(stored(key), "xor-int/lit8 v9, v9, 0x1", "return v9"), "if-nez"),
    _helper(
        "helper-branches",
        lambda key: block(stored(key), "if-eqz v9, :no", "const/4 v0, 0x1", "return v0", ":no", "const/4 v0, 0x0", "return v0"),
    ),
    _helper(
        "helper-compares",
        lambda key: block(
            stored(key, 0, "getInt", "I"),
            "const/4 v5, 0x1",
            "if-ne v9, v5, :no",
            "const/4 v0, 0x1",
            "goto :out",
            ":no",
            "const/4 v0, 0x0",
            ":out",
            "return v0",
        ),
    ),
    _helper(
        "helper-catches",
        lambda key: block(
            ":from",
            stored(key),
            ":to",
            ".catch Ljava/lang/Exception; {:from .. :to} :caught",
            "return v9",
            ":caught",
            "const/4 v9, 0x0",
            "return v9",
        ),
    ),
    _form(
        "helper-of-helper",
        lambda key: (
            application(_ask("@Consent;->agreed()Z"), ":refused"),
            smali("@Consent;", method("public static agreed()Z", "invoke-static {}, @Store;->read()Z", "move-result v0", "return v0")),
            smali("@Store;", method("public static read()Z", stored(key), "return v9")),
        ),
    ),
    _form(
        "helper-on-instance",
        lambda key: (
            application(
                "invoke-static {}, @Consent;->get()@Consent;",
                "move-result-object v0",
                "invoke-virtual {v0}, @Consent;->agreed()Z",
                "move-result v0",
                "if-eqz v0, :refused",
                *_SKIP,
            ),
            smali(
                "@Consent;",
                method("public static get()@Consent;", new("@Consent;"), "return-object v0"),
                method("public agreed()Z", stored(key), "return v9"),
            ),
        ),
    ),
    _form(
        "base-class-check",
        lambda key: (
            smali("@App;", method("protected start()V", READ, RETURN), parent="@Base;"),
            application(
                stored(key),
                "if-eqz v9, :refused",
                "invoke-virtual {p0}, @Base;->start()V",
                ":refused",
                methods=(method("protected start()V", RETURN),),
            ).replace("@App;", "@Base;"),
        ),
    ),
    _form(
        "base-class-helper",
        lambda key: (
            smali(
                "@App;",
                method(
                    "public onCreate()V",
                    "invoke-virtual {p0}, @App;->agreed()Z",
                    "move-result v0",
                    "if-eqz v0, :refused",
                    *_SKIP,
                    RETURN,
                ),
                parent="@Base;",
            ),
            smali("@Base;", method("protected agreed()Z", stored(key), "return v9"), parent="Landroid/app/Application;"),
        ),
    ),
    _form(
        "wrapper-with-key",
        lambda key: (
            application(
                f'const-string v0, "{key}"',
                "const/4 v1, 0x0",
                "invoke-static {v0, v1}, @Store;->get(Ljava/lang/String;Z)Z",
                "move-result v0",
                "if-eqz v0, :refused",
                *_SKIP,
            ),
            smali(
                "@Store;",
                method(
                    "public static get(Ljava/lang/String;Z)Z",
                    f"sget-object v6, @Probe;->store:{PREFERENCES}",
                    f"invoke-interface {{v6, p0, p1}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z",
                    "move-result v0",
                    "return v0",
                ),
            ),
        ),
    ),
    _form(
        "wrapper-object-of-wrapper",
        lambda key: (
            application(
                "invoke-static {}, @Store;->get()@Store;",
                "move-result-object v1",
                f'const-string v0, "{key}"',
                "invoke-virtual {v1, v0}, @Store;->isSet(Ljava/lang/String;)Z",
                "move-result v0",
                "if-eqz v0, :refused",
                *_SKIP,
            ),
            smali(
                "@Store;",
                method("public static get()@Store;", new("@Store;"), "return-object v0"),
                method(
                    "public isSet(Ljava/lang/String;)Z",
                    "const/4 v0, 0x0",
                    "invoke-virtual {p0, p1, v0}, @Store;->isSet(Ljava/lang/String;Z)Z",
                    "move-result v0",
                    "return v0",
                ),
                method(
                    "public isSet(Ljava/lang/String;Z)Z",
                    f"sget-object v6, @Probe;->store:{PREFERENCES}",
                    f"invoke-interface {{v6, p1, p2}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z",
                    "move-result v0",
                    "return v0",
                ),
            ),
        ),
    ),
    _form(
        "wrapper-of-objects",
        lambda key: (
            application(
                f'const-string v0, "{key}"',
                f"sget-object v1, {_BOXED}->FALSE:{_BOXED}",
                f"invoke-static {{v0, v1}}, @Store;->get(Ljava/lang/String;{OBJECT}){OBJECT}",
                "move-result-object v0",
                f"check-cast v0, {_BOXED}",
                f"invoke-virtual {{v0}}, {_BOXED}->booleanValue()Z",
                "move-result v0",
                "if-eqz v0, :refused",
                *_SKIP,
            ),
            smali(
                "@Store;",
                method(
                    f"public static get(Ljava/lang/String;{OBJECT}){OBJECT}",
                    f"sget-object v6, @Probe;->store:{PREFERENCES}",
                    f"instance-of v0, p1, {_BOXED}",
                    "if-eqz v0, :other",
                    f"check-cast p1, {_BOXED}",
                    f"invoke-virtual {{p1}}, {_BOXED}->booleanValue()Z",
                    "move-result v0",
                    f"invoke-interface {{v6, p0, v0}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z",
                    "move-result v0",
                    f"invoke-static {{v0}}, {_BOXED}->valueOf(Z){_BOXED}",
                    "move-result-object v0",
                    "return-object v0",
                    ":other",
                    "const/4 v0, 0x0",
                    "return-object v0",
                ),
            ),
        ),
    ),
    _in_application(
        "mmkv",
        lambda key: block(
            f"invoke-static {{}}, {_MMKV}->defaultMMKV(){_MMKV}",
            "move-result-object v6",
            f'const-string v7, "{key}"',
            "const/4 v8, 0x0",
            f"invoke-virtual {{v6, v7, v8}}, {_MMKV}->decodeBool(Ljava/lang/String;Z)Z",
            "move-result v9",
            "if-eqz v9, :refused",
            READ,
        ),
    ),
)

_SINK = "Lcn/jpush/android/d/a;"
_FIELDS = (
    _form(
        "static-field",
        lambda key: (
            application(
                stored(key),
                "sput-boolean v9, @Flags;->allowed:Z",
                "invoke-static {}, @Steps;->next()V",
            ),
            smali("@Steps;", method("public static next()V", "sget-boolean v0, @Flags;->allowed:Z", "if-eqz v0, :refused", *_SKIP, RETURN)),
            smali("@Flags;", fields=("public static allowed:Z",)),
        ),
    ),
    _form(
        "instance-field",
        lambda key: (
            smali(
                "@App;",
                method(
                    "public onCreate()V",
                    stored(key),
                    "iput-boolean v9, p0, @App;->allowed:Z",
                    "invoke-virtual {p0}, @App;->next()V",
                    RETURN,
                ),
                method("public next()V", "iget-boolean v0, p0, @App;->allowed:Z", "if-eqz v0, :refused", *_SKIP, RETURN),
                parent="Landroid/app/Application;",
                fields=("public allowed:Z",),
            ),
        ),
    ),
    _form(
        "field-named-after-consent",
        lambda name: (
            application(f"sget-boolean v0, @Flags;->{name}:Z", "if-eqz v0, :refused", *_SKIP),
            smali("@Flags;", fields=(f"public static {name}:Z",)),
        ),
        "isReady",
        "isPrivacyAgreed",
    ),
    _form(
        "around-sdk-initialisation",
        lambda key: (
            application(stored(key), "if-eqz v9, :refused", "invoke-static {}, @Sdks;->all()V", ":refused"),
            smali("@Sdks;", method("public static all()V", "invoke-static {}, Lcn/jpush/android/api/JPushInterface;->init()V", RETURN)),
            smali("Lcn/jpush/android/api/JPushInterface;", method("public static init()V", f"invoke-static {{}}, {_SINK}->a()V", RETURN)),
            smali(_SINK, method("public static a()V", IMEI, RETURN)),
        ),
        found=Find("at-start", owner="jpush"),
    ),
    _form(
        "in-the-caller-of-the-caller",
        lambda key: (
            application(stored(key), "if-eqz v9, :refused", "invoke-static {}, @Steps;->one()V", ":refused"),
            smali(
                "@Steps;",
                method("public static one()V", "invoke-static {}, @Steps;->two()V", RETURN),
                method("public static two()V", READ, RETURN),
            ),
        ),
    ),
    _form(
        "flag-as-parameter",
        lambda key: (
            application(stored(key), "invoke-static {v9}, @Steps;->next(Z)V"),
            smali("@Steps;", method("public static next(Z)V", "if-eqz p0, :refused", *_SKIP, RETURN)),
        ),
    ),
    _form(
        "inside-the-callee",
        lambda key: (
            application("invoke-static {}, @Device;->imei()V"),
            smali("@Device;", method("public static imei()V", stored(key), "if-eqz v9, :refused", IMEI, ":refused", RETURN)),
        ),
    ),
)

_STRING = "Ljava/lang/String;"


def _text(key: str, test: str) -> str:
    """Return code that leaves the text stored under a key in v9 and asks a question of it."""
    return block(
        f"sget-object v6, @Probe;->store:{PREFERENCES}",
        f'const-string v7, "{key}"',
        "const/4 v8, 0x0",
        f"invoke-interface {{v6, v7, v8}}, {PREFERENCES}->getString({_STRING}{_STRING}){_STRING}",
        "move-result-object v9",
        test,
        READ,
    )


_INIT = smali(
    "@Init;",
    method(
        "public constructor <init>(Z)V",
        f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
        "iput-boolean p1, p0, @Init;->on:Z",
        RETURN,
    ),
    method("public run()V", "iget-boolean v0, p0, @Init;->on:Z", "if-eqz v0, :refused", *_SKIP, RETURN),
    fields=("on:Z",),
)
_VALUES = (
    _in_application("text-not-null", lambda key: _text(key, "if-eqz v9, :refused")),
    _in_application(
        "text-not-empty",
        lambda key: _text(
            key,
            block(
                "invoke-static {v9}, Landroid/text/TextUtils;->isEmpty(Ljava/lang/CharSequence;)Z",
                "move-result v0",
                "if-nez v0, :refused",
            ),
        ),
    ),
    _in_application(
        "text-as-boolean",
        lambda key: _text(key, block(f"invoke-static {{v9}}, {_BOXED}->parseBoolean({_STRING})Z", "move-result v0", "if-eqz v0, :refused")),
    ),
    _in_application(
        "kotlin-are-equal",
        lambda key: _text(
            key,
            block(
                'const-string v0, "1"',
                f"invoke-static {{v9, v0}}, Lkotlin/jvm/internal/Intrinsics;->areEqual({OBJECT}{OBJECT})Z",
                "move-result v0",
                "if-eqz v0, :refused",
            ),
        ),
    ),
    _form(
        "version-of-constant-field",
        lambda key: (
            application(stored(key, 0, "getInt", "I"), "sget v0, @Config;->VERSION:I", "if-lt v9, v0, :refused", *_SKIP),
            smali("@Config;", fields=("public static final VERSION:I = 0x3",)),
        ),
        "tips_version",
        "privacy_version",
    ),
    _form(
        "flag-through-constructor",
        lambda key: (
            application(
                stored(key), "new-instance v0, @Init;", "invoke-direct {v0, v9}, @Init;-><init>(Z)V", "invoke-virtual {v0}, @Init;->run()V"
            ),
            _INIT,
        ),
    ),
    _form(
        "wrapper-for-two-keys",
        lambda key: (
            application(
                *(
                    block(f'const-string v0, "{each}"', f"invoke-static {{v0}}, @Store;->get({_STRING})Z", "move-result v9")
                    for each in (_OTHER if key == _CONSENT else _CONSENT, key)
                ),
                "if-eqz v9, :refused",
                *_SKIP,
            ),
            smali(
                "@Store;",
                method(f"public static get({_STRING})Z", stored("x").replace('const-string v7, "x"', "move-object v7, p0"), "return v9"),
            ),
        ),
    ),
)

PAIRS = (*_BRANCHES, *_HELPERS, *_FIELDS, *_VALUES)
