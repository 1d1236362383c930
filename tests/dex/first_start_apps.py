"""Small applications of which one call runs at start, or does not, by what the code that runs has stored."""

from __future__ import annotations

from tests.dex.test_reach import LEAK, OBJECT, application, new, smali
from tests.smali import assemble_dex

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.reach import EntryPoints, reach
from mingcha.dex.sharpen import Sharpener

__all__ = ["LEAK", "OBJECT", "Built", "application", "leaks", "new", "smali", "state"]

LEAKS = "    invoke-static {}, Lt/Leak;->leak()V\n"


def state(*fields: str, name: str = "Lt/State;", init: str = "", static: str = "", methods: tuple[tuple[str, str], ...] = ()) -> str:
    """Return a class with fields, as `public static on:Z`, what its constructor and its static initialiser do, and methods."""
    text = smali(name, *methods).replace(f".super {OBJECT}\n", f".super {OBJECT}\n" + "".join(f".field {each}\n" for each in fields))
    if init:
        call = f"    invoke-direct {{p0}}, {OBJECT}-><init>()V\n"
        text = text.replace(f"    .registers 1\n{call}", f"    .registers 8\n{call}{init}", 1)
    if static:
        text += f".method static constructor <clinit>()V\n    .registers 8\n{static}    return-void\n.end method\n"
    return text


class Built:
    """A program with an application whose onCreate() has the given code, and what reads its values."""

    def __init__(self, code: str, *classes: str, screens: tuple[str, ...] = ()) -> None:
        texts = (application(f"{code}    return-void"), *classes, smali("Lt/Leak;", LEAK))
        self.program = programs.load([("classes.dex", assemble_dex({f"{number}.smali": text for number, text in enumerate(texts)}))])
        self.graph = graphs.build(self.program, dict.fromkeys(screens, graphs.ACTIVITY))
        self.resolver = Resolver(self.program)
        self.entries = EntryPoints(("Lt/App;",), screens, (), (), ())

    def method(self, signature: str) -> int:
        """Return the id of a method that there is."""
        found = self.program.find_method(signature)
        assert found is not None
        return found

    def field(self, signature: str) -> int:
        """Return the id of a field that there is."""
        found = self.program.find_field(signature)
        assert found is not None
        return found


def leaks(code: str, *classes: str, screens: tuple[str, ...] = ()) -> bool:
    """Tell whether the leak runs at start; it does as far as calls alone tell."""
    built = Built(code, *classes, screens=screens)
    wanted = built.method("Lt/Leak;->leak()V")
    assert reach(built.graph, built.entries).start.seen[wanted]
    return bool(reach(built.graph, built.entries, Sharpener(built.graph, built.resolver, [wanted], screens).sharpen).start.seen[wanted])
