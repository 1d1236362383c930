"""Forms of the consent check in Kotlin: delegated properties and data stores. Both apps keep both flags; they ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import AT_START, OBJECT, PREFERENCES, READ, RETURN, Pair, app, application, block, method, smali

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHER, _CONSENT = "dark_mode", "privacy_agreed"
_STRING, _BOXED = "Ljava/lang/String;", "Ljava/lang/Boolean;"
_PROPERTY, _READER = "Lkotlin/reflect/KProperty;", "Lkotlin/properties/ReadWriteProperty;"
_GET = f"getValue({OBJECT}{_PROPERTY})"


def _form(name: str, make: Callable[[str, str], tuple[str, ...]]) -> Pair:
    """Return a pair of one form of check; `make` takes the key that is asked for and the other one."""
    gated = AT_START._replace(start_state="gated", gate=_CONSENT)
    return Pair(name, app(*make(_OTHER, _CONSENT), finds=AT_START), app(*make(_CONSENT, _OTHER), finds=gated))


_UNBOX = block(f"check-cast v0, {_BOXED}", f"invoke-virtual {{v0}}, {_BOXED}->booleanValue()Z", "move-result v0")
_PREFERENCE = smali(
    "@Preference;",
    method(
        f"public constructor <init>({_STRING}Z)V",
        f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
        f"iput-object p1, p0, @Preference;->key:{_STRING}",
        "iput-boolean p2, p0, @Preference;->fallback:Z",
        RETURN,
    ),
    method(
        f"public {_GET}{_BOXED}",
        f"sget-object v0, @Probe;->store:{PREFERENCES}",
        f"iget-object v1, p0, @Preference;->key:{_STRING}",
        "iget-boolean v2, p0, @Preference;->fallback:Z",
        f"invoke-interface {{v0, v1, v2}}, {PREFERENCES}->getBoolean({_STRING}Z)Z",
        "move-result v0",
        f"invoke-static {{v0}}, {_BOXED}->valueOf(Z){_BOXED}",
        "move-result-object v0",
        "return-object v0",
    ),
    method(
        f"public bridge synthetic {_GET}{OBJECT}",
        f"invoke-virtual {{p0, p1, p2}}, @Preference;->{_GET}{_BOXED}",
        "move-result-object v0",
        "return-object v0",
    ),
    implements=(_READER,),
    fields=(f"private final key:{_STRING}", "private final fallback:Z"),
)
_DELEGATE = smali(
    "@Delegates;",
    method(
        f"public static preference({_STRING}Z){_READER}",
        "new-instance v0, @Preference;",
        f"invoke-direct {{v0, p0, p1}}, @Preference;-><init>({_STRING}Z)V",
        "return-object v0",
    ),
)


def _made(field: str, key: str) -> str:
    return block(
        "new-instance v0, @Preference;",
        f'const-string v1, "{key}"',
        "const/4 v2, 0x0",
        f"invoke-direct {{v0, v1, v2}}, @Preference;-><init>({_STRING}Z)V",
        f"sput-object v0, @Settings;->{field}:{_READER}",
    )


def _delegated(field: str, key: str) -> str:
    return block(
        f'const-string v1, "{key}"',
        "const/4 v2, 0x0",
        f"invoke-static {{v1, v2}}, @Delegates;->preference({_STRING}Z){_READER}",
        "move-result-object v0",
        f"sput-object v0, @Settings;->{field}:{_READER}",
    )


def _getter(name: str, field: str) -> str:
    return method(
        f"public static {name}()Z",
        f"sget-object v0, @Settings;->{field}:{_READER}",
        "const/4 v1, 0x0",
        f"invoke-interface {{v0, v1, v1}}, {_READER}->{_GET}{OBJECT}",
        "move-result-object v0",
        _UNBOX,
        "return v0",
    )


def _settings(make: Callable[[str, str], str], asked: str, other: str) -> tuple[str, ...]:
    """Return an application that asks for one of two delegated properties."""
    return (
        application("invoke-static {}, @Settings;->getAsked()Z", "move-result v0", "if-eqz v0, :refused", READ, ":refused"),
        smali(
            "@Settings;",
            method("static constructor <clinit>()V", make("other", other), make("asked", asked), RETURN),
            _getter("getAsked", "asked"),
            _getter("getOther", "other"),
            fields=(f"private static final asked:{_READER}", f"private static final other:{_READER}"),
        ),
        _PREFERENCE,
        _DELEGATE,
    )


_DELEGATES = (
    _form("delegated-property", lambda asked, other: _settings(_made, asked, other)),
    _form("delegated-property-by-function", lambda asked, other: _settings(_delegated, asked, other)),
)

PAIRS = _DELEGATES
