"""Packages whose bytecode is valid enough to be read and made to cost as much as it can."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING

from tests.dex.dexwriter import RETURN, Dex, Ref, Site, const_string, const_string_jumbo, invoke, invoke_custom, typed, uleb
from tests.hostile.dex_cases import HEADER, put, table
from tests.hostile.packages import APPLICATION, DEVICE_ID, GET_STRING, apk, fixed, on_create, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BUILDER = "Ljava/lang/StringBuilder;"
_APPEND = f"{_BUILDER}->append(Ljava/lang/String;){_BUILDER}"
_TO_STRING = f"{_BUILDER}->toString()Ljava/lang/String;"
_CONCAT = "Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;"
_START = "Ljava/lang/Thread;->start()V"


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, build in (*_amplified(), *_instructions(), *_arguments(), *_graphs(), *_texts()):
        yield f"code-{name}", lambda build=build: apk(dex=build())


def code_dex(*code: tuple, more: Callable[[Dex], None] | None = None) -> bytes:
    """Return a dex whose application runs that code when it is created."""
    dex = Dex()
    on_create(dex.add(APPLICATION, "Landroid/app/Application;"), *code)
    if more:
        more(dex)
    return dex.build()


def _amplified() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "strings-share-four-megabytes", _shared_strings
    yield "class-data-shared", partial(_shared_class_field, 24, 5000, 300)
    yield "values-shared", partial(_shared_class_field, 28, 5000, 300)
    yield "annotations-shared", partial(_shared_class_field, 20, 5000, 300)
    yield "code-shared", _shared_code
    yield "annotation-sets-shared", _shared_annotations
    yield "prototypes-share-parameters", _shared_parameters
    yield "call-sites-shared", _shared_call_sites


def _shared_strings() -> bytes:
    dex = program(lambda dex: dex.extra_strings.extend(f"s{n}" for n in range(60_000))).build()
    dex += bytes(-len(dex) % 4)
    count, at = table(dex, "string_ids")
    pad = uleb(4 << 20) + b"A" * (4 << 20) + b"\0"
    data = dex[:at] + struct.pack("<L", len(dex)) * count + dex[at + 4 * count :] + pad
    return put(data, HEADER["file_size"], len(data))


def _shared_class_field(field: int, classes: int, members: int) -> bytes:
    """Every class definition points to the items of the largest class."""

    def fill(dex: Dex) -> None:
        large = dex.add("La/Large;", annotations=("La/N;",))
        for number in range(members):
            large.static(f"f{number}", "I", number)
            large.method(f"m{number}()V", [const_string(0, "x"), RETURN], annotations=("La/N;",))
        for number in range(classes):
            dex.add(f"La/C{number};")

    dex = bytearray(program(fill).build())
    count, at = table(bytes(dex), "class_defs")
    items = [struct.unpack_from("<L", dex, at + 32 * n + field)[0] for n in range(count)]
    for number in range(count):
        struct.pack_into("<L", dex, at + 32 * number + field, max(items))
    return fixed(dex)


def _shared_code() -> bytes:
    """Twenty thousand methods of one large code item that calls what is looked for."""
    call = invoke(0x6E, DEVICE_ID, 1)

    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        some.method("large()V", [*[call] * 15_000, RETURN], flags=0x1)
        for number in range(20_000):
            some.method(f"m{number}()V", [RETURN])

    dex = program(fill).build()
    head = struct.pack("<HHHHLL", 17, 1, 5, 0, 0, 45_001)
    code, small = uleb(dex.index(head)), struct.pack("<HHHHLL", 17, 1, 5, 0, 0, 1)
    data_at = dex.index(small)
    first = uleb(data_at)
    swapped = dex.replace(b"\x01" + first, b"\x01" + code) if len(first) == len(code) else dex
    return fixed(swapped)


def _shared_annotations() -> bytes:
    def fill(dex: Dex) -> None:
        names = tuple(f"La/N{n};" for n in range(3000))
        for number in range(3000):
            dex.add(f"La/C{number};", annotations=names)

    return program(fill).build()


def _shared_parameters() -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        for number in range(3000):
            some.method(f"m({'La/P;' * 254})La/R{number};", flags=0x401)

    return program(fill).build()


def _shared_call_sites() -> bytes:
    site = Site("La/A;->boot()V", "La/A;->go()V")
    return code_dex(*[invoke_custom(site)] * 20_000, RETURN, more=_with_site)


def _with_site(dex: Dex) -> None:
    some = dex.add("La/A;")
    some.method("go()V", [RETURN], flags=0x9)
    some.method("boot()V", [RETURN], flags=0x9)


def _instructions() -> Iterator[tuple[str, Callable[[], bytes]]]:
    raw = {
        "opcode-unknown": [(0x3E,), (0x73,), (0x79,), (0xE3,)],
        "opcode-cut": [(0x14,)],
        "index-far": [(0x1A, 0xFFFF), (0x1B, 0xFFFF, 0xFFFF), (0x6E, 0xFFFF, 0), (0x52, 0xFFFF), (0x22, 0xFFFF), RETURN],
        "branch-out": [(0x2A, 0xFFFF, 0x7FFF), (0x29, 0x8000), (0x28 | 0x80 << 8,), RETURN],
        "branch-to-itself": [(0x28,), (0x29, 0), (0x2A, 0, 0), RETURN],
        "branch-into-an-instruction": [(0x29, 3), (0x14, 0, 0), RETURN],
        "switch-out": [(0x2B, 0xFFFF, 0x7FFF), (0x2C, 0, 0x8000), RETURN],
        "switch-size": [(0x2B, 4, 0), RETURN, (0x0100, 0xFFFF, 0, 0)],
        "switch-sparse-size": [(0x2C, 4, 0), RETURN, (0x0200, 0xFFFF)],
        "switch-on-itself": [(0x2B, 0, 0), RETURN],
        "array-size": [(0x26, 4, 0), RETURN, (0x0300, 0xFFFF, 0xFFFF, 0xFFFF)],
        "array-overflow": [(0x26, 4, 0), RETURN, (0x0300, 8, 0, 0x2000)],
        "payload-cut": [RETURN, (0x0100,)],
        "payloads-many": [RETURN, *[(0x0100, 0, 0, 0)] * 20_000],
        "registers-far": [(0x6E | 5 << 12, Ref("method", DEVICE_ID), 0xFFFF), (0x74 | 255 << 8, Ref("method", DEVICE_ID), 0xFFFF), RETURN],
        "no-return": [(0,)] * 1000,
    }
    for name, code in raw.items():
        yield name, lambda code=code: code_dex(*code)
    yield "million-nops", lambda: code_dex(*[(0,)] * 1_000_000, RETURN)
    yield "calls-many", lambda: code_dex(*[invoke(0x6E, DEVICE_ID, 1)] * 100_000, RETURN)
    yield "strings-many", lambda: code_dex(*[const_string(0, "https://a.example/")] * 200_000, RETURN)


def _arguments() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Code that makes the resolution of arguments work."""
    ask = invoke(0x71, GET_STRING, 0, 1)
    yield "builder-doubling", lambda: code_dex(const_string(1, "android_id"), *_doubling(200), ask, RETURN)
    yield (
        "concat-doubling",
        lambda: code_dex(const_string(1, "android_id"), *[invoke(0x6E, _CONCAT, 1, 1), (0x0C | 1 << 8,)] * 200, ask, RETURN),
    )
    yield "builder-loop", lambda: code_dex(const_string(1, "x"), *_doubling(1), (0x29, 0x10000 - 16), ask, RETURN)
    yield "asks-many", lambda: code_dex(*[const_string(1, "android_id"), ask] * 20_000, RETURN)
    yield "branches-many", lambda: code_dex(*[(0x38, 2), const_string(1, "android_id")] * 20_000, ask, RETURN)
    yield "branches-back", lambda: code_dex(*[const_string(1, "a"), (0x38, 0x10000 - 2)] * 8000, ask, RETURN)
    yield "branches-many-asks-many", lambda: code_dex(*[(0x38, 2), const_string(1, "android_id"), ask] * 8000, RETURN)
    yield "values-many", lambda: code_dex(*(i for n in range(5000) for i in ((0x38, 4), const_string(1, f"v{n}"))), ask, RETURN)
    yield "switch-fan-out", _switch_fan_out
    yield "registers-all", _all_registers
    yield (
        "moves-in-a-ring",
        lambda: code_dex(*[(0x07 | 1 << 8 | 2 << 12,), (0x07 | 2 << 8 | 3 << 12,), (0x07 | 3 << 8 | 1 << 12,)] * 20_000, ask, RETURN),
    )
    yield "constants-through-calls", partial(_through_calls, 3000)
    yield "callers-many", partial(_many_callers, 10_000)
    yield (
        "fields-of-fields",
        lambda: code_dex(*[(0x62 | 1 << 8, Ref("field", f"La/F;->f{n}:Ljava/lang/String;")) for n in range(3000)], ask, RETURN),
    )


def _doubling(times: int) -> list[tuple]:
    """Return code that appends a text to itself and asks for the result, over and over."""
    once = [
        typed(0x22, 2, _BUILDER),
        invoke(0x70, f"{_BUILDER}-><init>()V", 2),
        invoke(0x6E, _APPEND, 2, 1),
        invoke(0x6E, _APPEND, 2, 1),
        invoke(0x6E, _TO_STRING, 2),
        (0x0C | 1 << 8,),
    ]
    return once * times


def _switch_fan_out() -> bytes:
    """A switch whose sixteen thousand targets are all blocks of their own."""
    count = 16_000
    blocks = [const_string(1, "android_id")] * count
    ask = invoke(0x71, GET_STRING, 0, 1)
    body = [(0x2B, 2 * count + 3 + 3 + 1 + 1 & 0xFFFF, 2 * count + 8 >> 16), *blocks, ask, RETURN, (0,)]
    targets = [t for n in range(count) for t in (3 + 2 * n & 0xFFFF, 3 + 2 * n >> 16)]
    return code_dex(*body, (0x0100, count, 0, 0, *targets))


def _all_registers() -> bytes:
    """65,535 registers and twenty thousand branches: a state of a billion cells if each block keeps its own."""
    ask = invoke(0x71, GET_STRING, 0, 1)
    fill = [(0x13 | n << 8, n) for n in range(256)]
    dex = code_dex(*fill, *[(0x38, 2), (0x13 | 1 << 8, 7), (0x03, 40_000, 1)] * 12_000, ask, RETURN)
    return put(dex, dex.index(struct.pack("<HHHH", 17, 1, 5, 0)), 0xFFFF, 2)


def _through_calls(depth: int) -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        for number in range(depth):
            some.method(
                f"m{number}(Ljava/lang/String;)V", [invoke(0x71, f"La/A;->m{number + 1}(Ljava/lang/String;)V", 0), RETURN], flags=0x9
            )
        some.method(f"m{depth}(Ljava/lang/String;)V", [invoke(0x71, GET_STRING, 0, 0), RETURN], flags=0x9)

    return code_dex(const_string(0, "android_id"), invoke(0x71, "La/A;->m0(Ljava/lang/String;)V", 0), RETURN, more=fill)


def _many_callers(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        some.method("ask(Ljava/lang/String;)V", [invoke(0x71, GET_STRING, 16, 16), RETURN], flags=0x9)
        for number in range(count):
            some.method(
                f"m{number}()V", [const_string(0, f"k{number}"), invoke(0x71, "La/A;->ask(Ljava/lang/String;)V", 0), RETURN], flags=0x9
            )

    return code_dex(RETURN, more=fill)


def _graphs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "call-ring", partial(_call_ring, 20_000)
    yield "call-chain-to-the-device-id", partial(_call_chain, 20_000)
    yield "call-everything-from-everywhere", partial(_call_square, 250)
    yield "thread-starts-thread", partial(_threads, 3000)
    yield "listeners-many", partial(_listeners, 5000)
    yield "dispatch-square", partial(_dispatch_square, 1500)
    yield "reflection-many", partial(_reflection, 5000)
    yield "activities-many", partial(_activities, 3000)
    yield "static-initialisers-chain", partial(_initialisers, 10_000)


def _call_ring(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        for number in range(count):
            some.method(f"m{number}()V", [invoke(0x71, f"La/A;->m{(number + 1) % count}()V"), RETURN], flags=0x9)

    return code_dex(invoke(0x71, "La/A;->m0()V"), RETURN, more=fill)


def _call_chain(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        for number in range(count):
            some.method(f"m{number}()V", [invoke(0x6E, DEVICE_ID, 1), invoke(0x71, f"La/A;->m{number + 1}()V"), RETURN], flags=0x9)

    return code_dex(invoke(0x71, "La/A;->m0()V"), RETURN, more=fill)


def _call_square(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        calls = [invoke(0x71, f"La/A;->m{n}()V") for n in range(count)]
        for number in range(count):
            some.method(f"m{number}()V", [*calls, invoke(0x6E, DEVICE_ID, 1), RETURN], flags=0x9)

    return code_dex(invoke(0x71, "La/A;->m0()V"), RETURN, more=fill)


def _threads(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        for number in range(count):
            following = f"La/T{(number + 1) % count};"
            body = [
                typed(0x22, 0, following),
                invoke(0x6E, _START.replace("Ljava/lang/Thread;", following), 0),
                invoke(0x6E, DEVICE_ID, 1),
                RETURN,
            ]
            dex.add(f"La/T{number};", "Ljava/lang/Thread;").method("run()V", body)

    return code_dex(typed(0x22, 0, "La/T0;"), invoke(0x6E, "La/T0;->start()V", 0), RETURN, more=fill)


def _listeners(count: int) -> bytes:
    click = "Landroid/view/View$OnClickListener;"
    register = f"Landroid/view/View;->setOnClickListener({click})V"

    def fill(dex: Dex) -> None:
        for number in range(count):
            dex.add(f"La/L{number};", interfaces=(click,)).method("onClick(Landroid/view/View;)V", [invoke(0x6E, DEVICE_ID, 1), RETURN])

    body = [i for n in range(count) for i in (typed(0x22, 0, f"La/L{n};"), invoke(0x6E, register, 1, 0))]
    return code_dex(*body, RETURN, more=fill)


def _dispatch_square(count: int) -> bytes:
    """As many live overrides as call sites: the edges are their product unless they are shared."""

    def fill(dex: Dex) -> None:
        dex.add("La/P;").method("run()V", [RETURN])
        for number in range(count):
            some = dex.add(f"La/C{number};", "La/P;")
            some.method("run()V", [*[invoke(0x6E, "La/P;->run()V", 1)] * 20, invoke(0x6E, DEVICE_ID, 1), RETURN])

    makes = [typed(0x22, 0, f"La/C{n};") for n in range(count)]
    return code_dex(*makes, invoke(0x6E, "La/P;->run()V", 0), RETURN, more=fill)


def _reflection(count: int) -> bytes:
    for_name = "Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;"
    get_method = "Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;"
    names = ["getDeviceId", "getImei", "getMacAddress", "android.telephony.TelephonyManager", *(f"a.C{n}" for n in range(count))]
    body = [i for name in names for i in (const_string(0, name), invoke(0x71, for_name, 0), invoke(0x6E, get_method, 0, 0))]
    return code_dex(*body, RETURN, more=lambda dex: [dex.add(f"La/C{n};") for n in range(count)])


def _activities(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        for number in range(count):
            dex.add(f"La/A{number};", "Landroid/app/Activity;").method(
                "onCreate(Landroid/os/Bundle;)V", [invoke(0x6E, DEVICE_ID, 1), RETURN]
            )

    return code_dex(RETURN, more=fill)


def _initialisers(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        for number in range(count):
            body = [(0x62, Ref("field", f"La/S{number + 1};->f:I")), RETURN]
            some = dex.add(f"La/S{number};")
            some.static("f", "I")
            some.method("<clinit>()V", body, flags=0x10008)

    return code_dex((0x62, Ref("field", "La/S0;->f:I")), RETURN, more=fill)


def _texts() -> Iterator[tuple[str, Callable[[], bytes]]]:
    texts = {
        "addresses-glued": "http://" * 500_000,
        "address-endless": "https://" + "a" * 3_000_000,
        "address-of-dots": "http://" + "." * 1_000_000,
        "address-of-escapes": "http://a.example/" + "%41" * 500_000,
        "address-of-controls": "http://a.example/\x1b[31m\u202e\ud800",
    }
    for name, text in texts.items():
        yield name, lambda text=text: code_dex(const_string_jumbo(0, text), RETURN)
    many = [const_string_jumbo(0, f"https://h{n}.example/p?q={n}") for n in range(60_000)]
    yield "addresses-many", lambda: code_dex(*many, RETURN)
