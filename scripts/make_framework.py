"""Builds src/mingcha/dex/data/framework.*.z from TypeScript declarations of the Android SDK.

    npm pack @nativescript/types-android && tar xzf nativescript-types-android-*.tgz
    python scripts/make_framework.py package/lib/android/android-platform-21-37-merged.d.ts

The declarations (Apache-2.0) name every public and protected member of API 21 to 37, but write one word for several
Java types: `number` for byte, short, int, long, float and double; `string` for String, CharSequence and char.
Parameters are therefore kept as shapes (see mingcha.dex.framework). They also leave out interfaces that are generic,
which SUPPLEMENT puts back where they matter, and some packages: framework_additions.txt has what is needed of those.
"""

from __future__ import annotations

import re
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path

ADDITIONS = Path(__file__).with_name("framework_additions.txt")
DATA = Path(__file__).resolve().parent.parent / "src/mingcha/dex/data"

BLOCK = re.compile(r"^\t*(?:declare|export) (?:abstract )?(module|class) ([\w$]+)(?:<.*?>)?\s*(.*)\{\s*$")
ALIAS = re.compile(r"^\t*export type ([\w$]+) = ([\w$]+);?\s*$")
MEMBER = re.compile(r"^\t*public (static )?(?:abstract )?([\w$]+)\((.*)\): ([^;]+);\s*$")
CONSTRUCTOR = re.compile(r"^\t*public constructor\((.*)\);\s*$")
CONSTANT = re.compile(r'^\t*public static ([\w$]+): "(.*)";\s*$')
SHAPES = {"number": "N", "boolean": "Z", "string": "S"}
CONSTANT_OWNERS = ("android/provider/", "android/Manifest")
IS_INTERFACE = "interface with the provided implementation"

# class: generic interfaces of the documented Java and Android API that the declarations leave out
SUPPLEMENT = """
java/lang/String: java/lang/CharSequence java/lang/Comparable java/io/Serializable
java/lang/Enum: java/lang/Comparable java/io/Serializable
java/util/Collection: java/lang/Iterable
java/util/List: java/util/Collection
java/util/Set: java/util/Collection
java/util/Queue: java/util/Collection
java/util/Deque: java/util/Queue
java/util/SortedSet: java/util/Set
java/util/NavigableSet: java/util/SortedSet
java/util/SortedMap: java/util/Map
java/util/NavigableMap: java/util/SortedMap
java/util/ListIterator: java/util/Iterator
java/util/AbstractCollection: java/util/Collection
java/util/AbstractList: java/util/List
java/util/AbstractSet: java/util/Set
java/util/AbstractQueue: java/util/Queue
java/util/AbstractMap: java/util/Map
java/util/ArrayList: java/util/List
java/util/LinkedList: java/util/List java/util/Deque
java/util/ArrayDeque: java/util/Deque
java/util/Vector: java/util/List
java/util/HashSet: java/util/Set
java/util/LinkedHashSet: java/util/Set
java/util/TreeSet: java/util/NavigableSet
java/util/HashMap: java/util/Map
java/util/LinkedHashMap: java/util/Map
java/util/Hashtable: java/util/Map
java/util/TreeMap: java/util/NavigableMap
java/util/WeakHashMap: java/util/Map
java/util/Scanner: java/util/Iterator
java/util/concurrent/BlockingQueue: java/util/Queue
java/util/concurrent/BlockingDeque: java/util/concurrent/BlockingQueue java/util/Deque
java/util/concurrent/TransferQueue: java/util/concurrent/BlockingQueue
java/util/concurrent/ConcurrentMap: java/util/Map
java/util/concurrent/ConcurrentNavigableMap: java/util/concurrent/ConcurrentMap java/util/NavigableMap
java/util/concurrent/ConcurrentHashMap: java/util/concurrent/ConcurrentMap
java/util/concurrent/ConcurrentSkipListMap: java/util/concurrent/ConcurrentNavigableMap
java/util/concurrent/ConcurrentLinkedQueue: java/util/Queue
java/util/concurrent/ConcurrentLinkedDeque: java/util/Deque
java/util/concurrent/CopyOnWriteArrayList: java/util/List
java/util/concurrent/CopyOnWriteArraySet: java/util/Set
java/util/concurrent/ArrayBlockingQueue: java/util/concurrent/BlockingQueue
java/util/concurrent/LinkedBlockingQueue: java/util/concurrent/BlockingQueue
java/util/concurrent/LinkedBlockingDeque: java/util/concurrent/BlockingDeque
java/util/concurrent/PriorityBlockingQueue: java/util/concurrent/BlockingQueue
java/util/concurrent/DelayQueue: java/util/concurrent/BlockingQueue
java/util/concurrent/SynchronousQueue: java/util/concurrent/BlockingQueue
java/util/concurrent/LinkedTransferQueue: java/util/concurrent/TransferQueue
java/util/concurrent/RunnableFuture: java/lang/Runnable java/util/concurrent/Future
java/util/concurrent/ScheduledFuture: java/util/concurrent/Delayed java/util/concurrent/Future
java/util/concurrent/RunnableScheduledFuture: java/util/concurrent/RunnableFuture java/util/concurrent/ScheduledFuture
java/util/concurrent/Delayed: java/lang/Comparable
java/util/concurrent/FutureTask: java/util/concurrent/RunnableFuture
java/util/concurrent/ForkJoinTask: java/util/concurrent/Future
java/util/concurrent/CompletableFuture: java/util/concurrent/Future java/util/concurrent/CompletionStage
java/util/function/UnaryOperator: java/util/function/Function
java/util/function/BinaryOperator: java/util/function/BiFunction
java/util/stream/Stream: java/util/stream/BaseStream
java/util/stream/IntStream: java/util/stream/BaseStream
java/util/stream/LongStream: java/util/stream/BaseStream
java/util/stream/DoubleStream: java/util/stream/BaseStream
java/util/stream/BaseStream: java/lang/AutoCloseable
java/nio/file/DirectoryStream: java/io/Closeable java/lang/Iterable
java/nio/file/Path: java/lang/Comparable java/lang/Iterable
android/util/ArrayMap: java/util/Map
android/util/ArraySet: java/util/Collection java/util/Set
"""

# org.apache.http left the SDK with API 23 but is still called; class: superclass and interfaces
LEGACY = """
org/apache/http/client/HttpClient: interface
org/apache/http/impl/client/AbstractHttpClient: java/lang/Object org/apache/http/client/HttpClient
org/apache/http/impl/client/DefaultHttpClient: org/apache/http/impl/client/AbstractHttpClient
android/net/http/AndroidHttpClient: java/lang/Object org/apache/http/client/HttpClient
"""


@dataclass
class Declared:
    """One class as the declarations give it; names are dotted until `binary` has seen them all."""

    superclass: str
    interfaces: list[str]
    is_interface: bool = False
    methods: set[str] = field(default_factory=set)
    constants: dict[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """Return `text` without comments and type arguments."""
    text = re.sub(r"/\*.*?\*/", "", text)
    while "<" in text:
        shorter = re.sub(r"<[^<>]*>", "", text)
        if shorter == text:
            break
        text = shorter
    return text


def shape(parameters: str) -> str:
    """Return one letter per parameter: N number, Z boolean, S string, A array, L class, ? any reference."""
    arrays = re.sub(r"androidNative\.Array<", "androidNative.Array <", re.sub(r"/\*.*?\*/", "", parameters))
    letters = []
    for part in plain(arrays).split(","):
        if not part.strip():
            continue
        kind = part.partition(":")[2].replace("| null", "").strip()
        if kind.startswith("androidNative.Array"):
            letters.append("A")
        else:
            letters.append(SHAPES.get(kind) or ("L" if "." in kind else "?"))
    return "".join(letters)


def parents(header: str) -> tuple[str, list[str]]:
    """Return superclass and interfaces named in the rest of a class line."""
    head, _, interfaces = plain(header).partition("implements")
    superclass = head.replace("extends", "").strip()
    return superclass or "java.lang.Enum", [name.strip() for name in interfaces.split(",") if name.strip()]


def read(path: Path) -> dict[str, Declared]:
    """Return all classes of a declaration file by dotted name."""
    classes: dict[str, Declared] = {}
    stack: list[tuple[str, str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if block := BLOCK.match(line):
                kind, name, rest = block.groups()
                dotted = ".".join([n for _, n in stack] + [name])
                if kind == "class":
                    superclass, interfaces = parents(rest)
                    classes.setdefault(dotted, Declared(superclass, interfaces))
                stack.append((kind, name))
                continue
            if alias := ALIAS.match(line):  # the class's own name, when the declarations write it under another one
                own, written = (".".join([n for _, n in stack] + [name]) for name in alias.groups())
                classes[own] = classes.pop(written)
                continue
            depth = len(line) - len(line.lstrip("\t"))
            if line.strip() == "}" and depth == len(stack) - 1:
                stack.pop()
            elif stack and stack[-1][0] == "class" and depth >= len(stack):
                member(classes[".".join(n for _, n in stack)], line, inner=depth > len(stack))
    return classes


def member(owner: Declared, line: str, *, inner: bool) -> None:
    """Book one line of a class body; lines of the `implementation` argument (inner) only tell an interface."""
    if IS_INTERFACE in line:
        owner.is_interface = True
    if inner:
        return
    if found := MEMBER.match(line):
        owner.methods.add(f"{found[2]}:{shape(found[3])}")
    elif (made := CONSTRUCTOR.match(line)) and not owner.is_interface:
        owner.methods.add(f"<init>:{shape(made[1])}")
    elif constant := CONSTANT.match(line):
        owner.constants[constant[1]] = constant[2]


def binary(dotted: str, classes: dict[str, Declared]) -> str:
    """Return the binary name (slashes for packages, dollars for nested classes)."""
    parts = dotted.split(".")
    out, seen_class = parts[0], False
    for index, part in enumerate(parts[1:], 1):
        seen_class = seen_class or ".".join(parts[:index]) in classes or parts[index - 1][:1].isupper()
        out += ("$" if seen_class else "/") + part
    return out


def table(text: str) -> dict[str, list[str]]:
    """Return `name: words` lines as a dictionary."""
    rows = (line.partition(":") for line in text.strip().splitlines())
    return {name: words.split() for name, _, words in rows}


def hierarchy(classes: dict[str, Declared]) -> dict[str, tuple[bool, str, list[str]]]:
    """Return (is interface, superclass, interfaces) by binary name, with what the declarations got wrong put right."""
    interfaces_seen = {name for name, declared in classes.items() if declared.is_interface}
    supplement = table(SUPPLEMENT)
    out = {}
    for dotted, declared in classes.items():
        name = binary(dotted, classes)
        superclass, interfaces = declared.superclass, list(declared.interfaces)
        if superclass in interfaces_seen:
            interfaces.insert(0, superclass)
            superclass = "java.lang.Object"
        known = [binary(each, classes) for each in interfaces]
        known += [each for each in supplement.get(name, []) if each not in known]
        root = "" if name == "java/lang/Object" else binary(superclass, classes)
        out[name] = (declared.is_interface, root, known)
    for name, words in table(LEGACY).items():
        is_interface = words[0] == "interface"
        out.setdefault(name, (is_interface, "java/lang/Object" if is_interface else words[0], words[1:]))
    for name, added in additions().items():
        out.setdefault(name, (added.is_interface, added.superclass, added.interfaces))
    return out


def additions() -> dict[str, Declared]:
    """Return the classes that the declarations leave out by binary name; their superclasses and interfaces are binary too."""
    found = {}
    for line in ADDITIONS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, _, methods = line.partition("|")
        kind, name, superclass, *interfaces = head.split()
        found[name] = Declared(superclass, interfaces, kind == "i", set(methods.split()))
    return found


def write(name: str, lines: list[str]) -> None:
    """Write one compressed table."""
    packed = zlib.compress("\n".join(lines).encode(), 9)
    (DATA / name).write_bytes(packed)
    print(f"{name}: {len(lines)} lines, {len(packed)} bytes")


def main() -> None:
    """Read the declaration file named on the command line and write the three tables."""
    classes = read(Path(sys.argv[1]))
    rows = hierarchy(classes)
    missing = {up for _, root, faces in rows.values() for up in (root, *faces) if up and up not in rows}
    print(f"{len(rows)} classes; named but not declared: {sorted(missing)}")
    lines = [(f"{'i' if face else 'c'}{name}", root, *faces) for name, (face, root, faces) in sorted(rows.items())]
    write("framework.classes.z", [" ".join(words).rstrip() for words in lines])
    by_name = {**additions(), **{binary(dotted, classes): declared for dotted, declared in classes.items()}}
    members = [(name, *sorted(declared.methods)) for name, declared in sorted(by_name.items()) if declared.methods]
    write("framework.members.z", [" ".join(words) for words in members])
    constants = [
        f"L{name};->{constant}:Ljava/lang/String;\t{value}"
        for name, declared in sorted(by_name.items())
        if name.startswith(CONSTANT_OWNERS)
        for constant, value in sorted(declared.constants.items())
    ]
    write("framework.strings.z", constants)


if __name__ == "__main__":
    main()
