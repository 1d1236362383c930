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

_DATA, _FLOWS, _FLOW = "Landroidx/datastore/preferences/core/", "Lkotlinx/coroutines/flow/FlowKt;", "Lkotlinx/coroutines/flow/Flow;"
_COLLECTOR, _CONTINUATION = "Lkotlinx/coroutines/flow/FlowCollector;", "Lkotlin/coroutines/Continuation;"
_LAMBDA, _KEY = "Lkotlin/coroutines/jvm/internal/SuspendLambda;", f"{_DATA}Preferences$Key;"
_RUN = f"(Lkotlin/coroutines/CoroutineContext;Lkotlin/jvm/functions/Function2;I{OBJECT}){OBJECT}"


def _keys(asked: str, other: str) -> str:
    """Return the class that holds the data store and its two keys."""
    made = [
        block(
            f'const-string v0, "{key}"',
            f"invoke-static {{v0}}, {_DATA}PreferencesKeys;->booleanKey({_STRING}){_KEY}",
            "move-result-object v0",
            f"sput-object v0, @Store;->{field}:{_KEY}",
        )
        for field, key in (("other", other), ("asked", asked))
    ]
    return smali(
        "@Store;",
        method("static constructor <clinit>()V", *made, RETURN),
        fields=(f"public static asked:{_KEY}", f"public static other:{_KEY}", f"public static data:{_FLOW}"),
    )


# Leaves the flag of the preferences in p1 in v3, false when there is none.
_ASK = block(
    f"check-cast p1, {_DATA}Preferences;",
    f"sget-object v3, @Store;->asked:{_KEY}",
    f"invoke-interface {{p1, v3}}, {_DATA}Preferences;->get({_KEY}){OBJECT}",
    "move-result-object v3",
    f"check-cast v3, {_BOXED}",
    "if-eqz v3, :none",
    f"invoke-virtual {{v3}}, {_BOXED}->booleanValue()Z",
    "move-result v3",
    "goto :known",
    ":none",
    "const/4 v3, 0x0",
    ":known",
)
_BOX = block(f"invoke-static {{v3}}, {_BOXED}->valueOf(Z){_BOXED}", "move-result-object v3")
_TAKEN = block(f"check-cast p1, {_BOXED}", f"invoke-virtual {{p1}}, {_BOXED}->booleanValue()Z", "move-result v3")


def _body(wait: str, *after: str) -> str:
    """Return a coroutine's body that waits for a call, which leaves its result in p1, and goes on with that."""
    return smali(
        "@Body;",
        method(
            "public constructor <init>()V",
            "const/4 v0, 0x2",
            "const/4 v1, 0x0",
            f"invoke-direct {{p0, v0, v1}}, {_LAMBDA}-><init>(I{_CONTINUATION})V",
            RETURN,
        ),
        method(
            f"public final invokeSuspend({OBJECT}){OBJECT}",
            f"invoke-static {{}}, Lkotlin/coroutines/intrinsics/IntrinsicsKt;->getCOROUTINE_SUSPENDED(){OBJECT}",
            "move-result-object v0",
            "iget v1, p0, @Body;->label:I",
            "if-nez v1, :resumed",
            "const/4 v1, 0x1",
            "iput v1, p0, @Body;->label:I",
            wait,
            "move-result-object p1",
            "if-ne p1, v0, :after",
            "return-object v0",
            ":resumed",
            f"invoke-static {{p1}}, Lkotlin/ResultKt;->throwOnFailure({OBJECT})V",
            ":after",
            *after,
        ),
        parent=_LAMBDA,
        implements=("Lkotlin/jvm/functions/Function2;",),
        fields=("label:I",),
    )


def _first(flow: str) -> str:
    return block(f"sget-object v2, {flow}:{_FLOW}", f"invoke-static {{v2, p0}}, {_FLOWS}->first({_FLOW}{_CONTINUATION}){OBJECT}")


_START = block("new-instance v1, @Body;", "invoke-direct {v1}, @Body;-><init>()V", "const/4 v0, 0x0", "const/4 v2, 0x0")
_CALL = f"invoke-static {{v0, v1, v2, v0}}, Lkotlinx/coroutines/BuildersKt;->runBlocking$default{_RUN}"
_BLOCKING = application(_START, _CALL, "move-result-object v0", _UNBOX, "if-eqz v0, :refused", READ, ":refused")
_LAUNCHING = application(_START, _CALL)
_END = block("const/4 v0, 0x0", "return-object v0")
# A flow of the flags alone, as map() of the data store's flow is compiled.
_MAPPED = (
    smali(
        "@Mapped;",
        method(
            f"public collect({_COLLECTOR}{_CONTINUATION}){OBJECT}",
            "new-instance v0, @Each;",
            f"invoke-direct {{v0, p1}}, @Each;-><init>({_COLLECTOR})V",
            f"sget-object v1, @Store;->data:{_FLOW}",
            f"invoke-interface {{v1, v0, p2}}, {_FLOW}->collect({_COLLECTOR}{_CONTINUATION}){OBJECT}",
            "move-result-object v0",
            "return-object v0",
        ),
        implements=(_FLOW,),
    ),
    smali(
        "@Each;",
        method(
            f"public constructor <init>({_COLLECTOR})V",
            f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
            f"iput-object p1, p0, @Each;->next:{_COLLECTOR}",
            RETURN,
        ),
        method(
            f"public emit({OBJECT}{_CONTINUATION}){OBJECT}",
            _ASK,
            _BOX,
            f"iget-object v2, p0, @Each;->next:{_COLLECTOR}",
            f"invoke-interface {{v2, v3, p2}}, {_COLLECTOR}->emit({OBJECT}{_CONTINUATION}){OBJECT}",
            "move-result-object v3",
            "return-object v3",
        ),
        implements=(_COLLECTOR,),
        fields=(f"private final next:{_COLLECTOR}",),
    ),
    smali(
        "@Flows;",
        method(
            "static constructor <clinit>()V",
            "new-instance v0, @Mapped;",
            "invoke-direct {v0}, @Mapped;-><init>()V",
            f"sput-object v0, @Flows;->flags:{_FLOW}",
            RETURN,
        ),
        fields=(f"public static flags:{_FLOW}",),
    ),
)
_COLLECT = block(
    f"sget-object v2, @Flows;->flags:{_FLOW}",
    "new-instance v3, @Use;",
    "invoke-direct {v3}, @Use;-><init>()V",
    f"invoke-interface {{v2, v3, p0}}, {_FLOW}->collect({_COLLECTOR}{_CONTINUATION}){OBJECT}",
)
_USE = smali(
    "@Use;",
    method(f"public emit({OBJECT}{_CONTINUATION}){OBJECT}", _TAKEN, "if-eqz v3, :refused", READ, ":refused", _END),
    implements=(_COLLECTOR,),
)
_STORES = (
    _form(
        "data-store-blocking",
        lambda asked, other: (_BLOCKING, _keys(asked, other), _body(_first("@Store;->data"), _ASK, _BOX, "return-object v3")),
    ),
    _form(
        "data-store-in-coroutine",
        lambda asked, other: (
            _LAUNCHING,
            _keys(asked, other),
            _body(_first("@Store;->data"), _ASK, "if-eqz v3, :refused", READ, ":refused", _END),
        ),
    ),
    _form(
        "data-store-flow-of-flags",
        lambda asked, other: (
            _LAUNCHING,
            _keys(asked, other),
            *_MAPPED,
            _body(_first("@Flows;->flags"), _TAKEN, "if-eqz v3, :refused", READ, ":refused", _END),
        ),
    ),
    _form(
        "data-store-flow-collected",
        lambda asked, other: (_LAUNCHING, _keys(asked, other), *_MAPPED, _USE, _body(_COLLECT, _END)),
    ),
)

PAIRS = (*_DELEGATES, *_STORES)
