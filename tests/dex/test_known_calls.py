"""Library calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sinks import AB, FILE, LIST, PARSE, SINK, SINK_OBJECT, SINK_URI, URI, Case, found_by, prefix, program_of, uri

from mingcha.dex.constants import HOLE, NULL, STRING, UNKNOWN, Kind, Value, array, choice, class_value, made, number, text
from mingcha.dex.known_calls import CLASS, INSTANCE_MODELS, PROCESS_BUILDER, STATIC_MODELS, URI_BUILDER

if TYPE_CHECKING:
    from mingcha.dex.program import Program

TEXTS = [
    Case(
        "concat",
        'const-string v0, "a"\nconst-string v1, "b"\n'
        f"invoke-virtual {{v0, v1}}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;\nmove-result-object v0\n{SINK}",
        [text("ab")],
    ),
    Case(
        "value_of",
        "const/16 v0, 65\ninvoke-static {v0}, Ljava/lang/String;->valueOf(C)Ljava/lang/String;\nmove-result-object v0\n"
        f"{SINK}\nconst/16 v0, 65\ninvoke-static {{v0}}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;\nmove-result-object v0\n{SINK}",
        [text("A"), text("65")],
    ),
    Case(
        "new_string",
        'new-instance v0, Ljava/lang/String;\nconst-string v1, "a"\n'
        f"invoke-direct {{v0, v1}}, Ljava/lang/String;-><init>(Ljava/lang/String;)V\n{SINK}",
        [text("a")],
    ),
    Case(
        "format",
        'const/4 v1, 2\nnew-array v1, v1, [Ljava/lang/Object;\nconst/4 v2, 0\nconst-string v3, "b"\naput-object v3, v1, v2\n'
        "const/4 v2, 1\nconst/4 v3, 7\ninvoke-static {v3}, Ljava/lang/Integer;->valueOf(I)Ljava/lang/Integer;\nmove-result-object v3\n"
        'aput-object v3, v1, v2\nconst-string v0, "a/%s/%d%%"\n'
        "invoke-static {v0, v1}, Ljava/lang/String;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;\n"
        f"move-result-object v0\n{SINK}",
        [text("a/b/7%")],
    ),
    Case(
        "format_that_rounds",
        'const/4 v1, 0\nnew-array v1, v1, [Ljava/lang/Object;\nconst-string v0, "a%.2f"\n'
        "invoke-static {v0, v1}, Ljava/lang/String;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;\n"
        f"move-result-object v0\n{SINK}",
        [prefix("a")],
    ),
]

URIS = [
    Case("parsed", f'const-string v0, "content://sms"\n{PARSE}\n{SINK_URI}', [uri("content://sms")]),
    Case(
        "path_appended",
        'const-string v0, "content://a"\n' + PARSE + '\nconst-string v1, "b"\n'
        "invoke-static {v0, v1}, Landroid/net/Uri;->withAppendedPath(Landroid/net/Uri;Ljava/lang/String;)Landroid/net/Uri;\n"
        f"move-result-object v0\n{SINK_URI}",
        [uri("content://a/b")],
    ),
    Case(
        "id_appended",
        "sget-object v0, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;\n"
        "invoke-static {}, Lt/Other;->id()J\nmove-result-wide v2\n"
        "invoke-static {v0, v2, v3}, Landroid/content/ContentUris;->withAppendedId(Landroid/net/Uri;J)Landroid/net/Uri;\n"
        f"move-result-object v0\n{SINK_URI}",
        [prefix("content://com.android.contacts/contacts/", URI)],
    ),
    Case(
        "built_upon",
        "sget-object v0, Landroid/provider/ContactsContract$Data;->CONTENT_URI:Landroid/net/Uri;\n"
        "invoke-virtual {v0}, Landroid/net/Uri;->buildUpon()Landroid/net/Uri$Builder;\nmove-result-object v0\n"
        'const-string v1, "limit"\nconst-string v2, "1"\n'
        "invoke-virtual {v0, v1, v2}, "
        "Landroid/net/Uri$Builder;->appendQueryParameter(Ljava/lang/String;Ljava/lang/String;)Landroid/net/Uri$Builder;\n"
        "move-result-object v0\ninvoke-virtual {v0}, Landroid/net/Uri$Builder;->build()Landroid/net/Uri;\n"
        f"move-result-object v0\n{SINK_URI}",
        [prefix("content://com.android.contacts/data", URI)],
    ),
    Case(
        "built_from_parts",
        "new-instance v0, Landroid/net/Uri$Builder;\ninvoke-direct {v0}, Landroid/net/Uri$Builder;-><init>()V\n"
        'const-string v1, "content"\n'
        "invoke-virtual {v0, v1}, Landroid/net/Uri$Builder;->scheme(Ljava/lang/String;)Landroid/net/Uri$Builder;\n"
        'move-result-object v0\nconst-string v1, "a.b"\n'
        "invoke-virtual {v0, v1}, Landroid/net/Uri$Builder;->authority(Ljava/lang/String;)Landroid/net/Uri$Builder;\n"
        'move-result-object v0\nconst-string v1, "c"\n'
        "invoke-virtual {v0, v1}, Landroid/net/Uri$Builder;->appendPath(Ljava/lang/String;)Landroid/net/Uri$Builder;\n"
        "move-result-object v0\ninvoke-virtual {v0}, Landroid/net/Uri$Builder;->build()Landroid/net/Uri;\n"
        f"move-result-object v0\n{SINK_URI}",
        [prefix("content://a.b/c", URI)],
    ),
    Case(
        "builder_whose_parts_are_set_apart",
        "new-instance v0, Landroid/net/Uri$Builder;\ninvoke-direct {v0}, Landroid/net/Uri$Builder;-><init>()V\n"
        'const-string v1, "content"\n'
        "invoke-virtual {v0, v1}, Landroid/net/Uri$Builder;->scheme(Ljava/lang/String;)Landroid/net/Uri$Builder;\n"
        "invoke-virtual {v0}, Landroid/net/Uri$Builder;->build()Landroid/net/Uri;\n"
        f"move-result-object v0\n{SINK_URI}",
        [UNKNOWN],
    ),
    Case(
        "framework_uris",
        f"sget-object v0, Landroid/provider/CallLog$Calls;->CONTENT_URI:Landroid/net/Uri;\n{SINK_URI}\n"
        f"sget-object v0, Landroid/provider/Telephony$Sms$Inbox;->CONTENT_URI:Landroid/net/Uri;\n{SINK_URI}\n"
        f"sget-object v0, Landroid/provider/Unknown;->CONTENT_URI:Landroid/net/Uri;\n{SINK_URI}",
        [uri("content://call_log/calls"), uri("content://sms/inbox"), UNKNOWN],
    ),
    Case(
        "framework_text",
        f"sget-object v0, Landroid/provider/Settings$Secure;->ANDROID_ID:Ljava/lang/String;\n{SINK}",
        [text("android_id")],
    ),
    Case(
        "media_volume",
        'const-string v0, "external"\n'
        "invoke-static {v0}, Landroid/provider/MediaStore$Images$Media;->getContentUri(Ljava/lang/String;)Landroid/net/Uri;\n"
        f"move-result-object v0\n{SINK_URI}",
        [uri("content://media/external/images/media")],
    ),
    Case(
        "file",
        'new-instance v0, Ljava/io/File;\nconst-string v1, "/sys/class/net/"\nconst-string v2, "wlan0"\n'
        "invoke-direct {v0, v1, v2}, Ljava/io/File;-><init>(Ljava/lang/String;Ljava/lang/String;)V\n"
        "new-instance v3, Ljava/io/File;\n"
        'const-string v1, "address"\ninvoke-direct {v3, v0, v1}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V\n'
        f"move-object v0, v3\n{SINK_OBJECT}",
        [text("/sys/class/net/wlan0/address", carrier=FILE)],
    ),
    Case(
        "reader_of_a_file",
        'new-instance v0, Ljava/io/FileReader;\nnew-instance v1, Ljava/io/File;\nconst-string v2, "/proc/net/arp"\n'
        "invoke-direct {v1, v2}, Ljava/io/File;-><init>(Ljava/lang/String;)V\n"
        f"invoke-direct {{v0, v1}}, Ljava/io/FileReader;-><init>(Ljava/io/File;)V\n{SINK_OBJECT}",
        [made("Ljava/io/FileReader;", [text("/proc/net/arp", carrier=FILE)])],
    ),
    Case(
        "reflection",
        'const-string v0, "android.os.SystemProperties"\n'
        "invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;\nmove-result-object v0\n"
        'const/4 v2, 0\nconst-string v1, "get"\n'
        "invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;\n"
        f"move-result-object v0\n{SINK_OBJECT}",
        [Value(Kind.METHOD, text="Landroid/os/SystemProperties;->get")],
    ),
    Case(
        "reflection_on_an_unknown_class",
        'invoke-static {}, Lt/Other;->type()Ljava/lang/Class;\nmove-result-object v0\nconst/4 v2, 0\nconst-string v1, "getDeviceId"\n'
        "invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;\n"
        f"move-result-object v0\n{SINK_OBJECT}",
        [Value(Kind.METHOD, text=f"{HOLE}->getDeviceId", complete=False)],
    ),
]

CASES = TEXTS + URIS


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(CASES)


@pytest.mark.debian
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values_at_the_sink(program: Program, case: Case) -> None:
    assert found_by(program, case) == case.expected


SINGLE = array(f"[{STRING}", [text("a")])

WHOLE = [
    (f"{STRING}->trim()", [text(" a\t")], text("a")),
    (f"{STRING}->toLowerCase()", [text("AB")], text("ab")),
    (f"{STRING}->toUpperCase()", [text("\u0131")], UNKNOWN),
    (f"{STRING}->substring(I)", [text("abc"), number(1)], text("bc")),
    (f"{STRING}->substring(II)", [text("abc"), number(1), number(2)], text("b")),
    (f"{STRING}->substring(II)", [text("abc"), number(2), number(1)], UNKNOWN),
    (f"{STRING}->substring(I)", [text("\U0001f600b"), number(1)], UNKNOWN),
    (f"{STRING}->substring(I)", [prefix("abc"), number(1)], UNKNOWN),
    (f"{STRING}->replace(CC)", [text("a-b-c"), number(45), number(46)], text("a.b.c")),
    (f"{STRING}->replace(CC)", [text("a-b"), number(45), UNKNOWN], UNKNOWN),
    (f"{STRING}->split({STRING})", [text("a,b,,"), text(",")], array(f"[{STRING}", [text("a"), text("b")])),
    (f"{STRING}->split({STRING})", [text("a.b"), text(".")], UNKNOWN),
    (f"{STRING}->concat({STRING})", [text("a"), UNKNOWN], prefix("a")),
    (f"{STRING}->toString()", [UNKNOWN], UNKNOWN),
    (f"{FILE}-><init>({STRING})", [UNKNOWN, text("/a//b/")], text("/a/b", carrier=FILE)),
    (f"{FILE}-><init>({STRING}{STRING})", [UNKNOWN, text("/"), text("a")], text("/a", carrier=FILE)),
    (f"{FILE}->getPath()", [text("/a", carrier=FILE)], text("/a")),
    (f"{URI}->buildUpon()", [UNKNOWN], UNKNOWN),
    (f"{URI_BUILDER}->path({STRING})", [UNKNOWN, text("a")], UNKNOWN),
    (f"{CLASS}->getName()", [class_value("La/B$C;")], text("a.B$C")),
    (f"{CLASS}->getName()", [class_value("[I")], UNKNOWN),
    ("Ljava/lang/Object;->getClass()", [made("La/B;", [])], class_value("La/B;")),
    ("Ljava/lang/Object;->getClass()", [text("a")], UNKNOWN),
    ("Ljava/lang/ClassLoader;->loadClass(Ljava/lang/String;)", [UNKNOWN, text("a.B")], class_value("La/B;")),
    ("Ljava/util/List;->iterator()", [array(f"[{STRING}", [text("a")])], array(LIST, [text("a")])),
    ("Ljava/util/List;->toArray()", [UNKNOWN], UNKNOWN),
    ("Ljava/util/Iterator;->next()", [array(LIST, [text("a"), text("b")])], AB),
    ("Ljava/util/Iterator;->next()", [made("La/B;", [])], UNKNOWN),
    ("Ljava/util/ArrayList;->get(I)", [array(LIST, [text("a")], complete=False), number(0)], choice([text("a")], complete=False)),
    (
        "Ljava/util/ArrayList;-><init>(Ljava/util/Collection;)",
        [UNKNOWN, array(LIST, [text("a")])],
        array(LIST, [text("a")], complete=False),
    ),
    (f"{PROCESS_BUILDER}->command([{STRING})", [UNKNOWN, SINGLE], made(PROCESS_BUILDER, [SINGLE])),
    ("Ljava/lang/Integer;->intValue()", [Value(Kind.NUMBER, number=3, type="Ljava/lang/Integer;")], number(3)),
]


@pytest.mark.parametrize(("name", "values", "expected"), WHOLE)
def test_instance_models(name: str, values: list[Value], expected: Value) -> None:
    owner, parameters = name.partition("->")[0], re.findall(r"\[*(?:[BCDFIJSZ]|L[^;]+;)", name.partition("(")[2])
    assert INSTANCE_MODELS[name](values, [owner, *parameters]) == expected


STATIC = [
    (f"{STRING}->valueOf(Z)", [number(0)], text("false")),
    (f"{STRING}->valueOf(Ljava/lang/Object;)", [NULL], text("null")),
    (f"{STRING}->valueOf(Ljava/lang/Object;)", [made("La/B;", [])], UNKNOWN),
    (f"{URI}->parse({STRING})", [prefix("content://")], prefix("content://", URI)),
    (f"{URI}->withAppendedPath({URI}{STRING})", [text("content://a/?b=c", carrier=URI), text("d")], UNKNOWN),
    (f"{CLASS}->forName({STRING})", [text("a.B")], class_value("La/B;")),
    (f"{CLASS}->forName({STRING})", [text("[I")], UNKNOWN),
    (f"{CLASS}->forName({STRING})", [text("")], UNKNOWN),
    ("Ljava/util/Arrays;->asList([Ljava/lang/Object;)", [SINGLE], array(LIST, [text("a")])),
    ("Ljava/util/Collections;->singletonList(Ljava/lang/Object;)", [text("a")], array(LIST, [text("a")])),
    ("Ljava/util/List;->of(Ljava/lang/Object;Ljava/lang/Object;)", [text("a"), text("b")], array(LIST, [text("a"), text("b")])),
]


@pytest.mark.parametrize(("name", "values", "expected"), STATIC)
def test_static_models(name: str, values: list[Value], expected: Value) -> None:
    assert STATIC_MODELS[name](values, re.findall(r"\[*(?:[BCDFIJSZ]|L[^;]+;)", name.partition("(")[2])) == expected
