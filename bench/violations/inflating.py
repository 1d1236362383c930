"""Code that runs at start because a layout names its class: views, fragments, navigation graphs; and layouts that are not inflated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import (
    AT_START,
    READ,
    RETURN,
    UNREACHED,
    USER,
    Find,
    Pair,
    app,
    bare,
    block,
    launcher,
    method,
    new,
    smali,
    twins,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Wrap = Callable[[str], str]

_CONTEXT, _BUNDLE = "Landroid/content/Context;", "Landroid/os/Bundle;"
_ATTRIBUTES = "Landroid/util/AttributeSet;"
_VIEW, _INFLATER, _GROUP = "Landroid/view/View;", "Landroid/view/LayoutInflater;", "Landroid/view/ViewGroup;"
_NAMESPACES = 'xmlns:android="http://schemas.android.com/apk/res/android" xmlns:app="http://schemas.android.com/apk/res-auto"'
_SIZE = 'android:layout_width="match_parent" android:layout_height="match_parent"'

# The ids that resources/public.xml gives, as code names them.
_MAIN, _OTHER, _GRAPH = "0x7f030000", "0x7f030001", "0x7f040000"


def _resources(main: str, other: str = "", graph: str = "") -> dict[str, str]:
    """Return the files of up to two layouts, by their inside, and a navigation graph, under fixed ids.

    The graph lies in res/xml, for Debian's aapt knows no res/navigation.
    """
    public = [("layout", "main", _MAIN)]
    files = {"layout/main.xml": f"<FrameLayout {_NAMESPACES} {_SIZE}>{main}</FrameLayout>"}
    if other:
        public.append(("layout", "other", _OTHER))
        files["layout/other.xml"] = f"<FrameLayout {_NAMESPACES} {_SIZE}>{other}</FrameLayout>"
    if graph:
        public.append(("xml", "graph", _GRAPH))
        files["xml/graph.xml"] = graph
        files["values/attrs.xml"] = (
            '<resources><attr name="navGraph" format="reference"/><attr name="startDestination" format="reference"/></resources>'
        )
    lines = "".join(f'<public type="{kind}" name="{name}" id="{number}"/>' for kind, name, number in public)
    return files | {"values/public.xml": f"<resources>{lines}</resources>"}


def _set_content(resource: str = _MAIN) -> str:
    return block(f"const v1, {resource}", "invoke-virtual {p0, v1}, @Main;->setContentView(I)V")


def _view(*methods: str, made: str = "", implements: tuple[str, ...] = ()) -> str:
    """Return the view @Meter; `made` is what its constructor for layouts runs."""
    init = method(
        f"public constructor <init>({_CONTEXT}{_ATTRIBUTES})V",
        f"invoke-direct {{p0, p1, p2}}, {_VIEW}-><init>({_CONTEXT}{_ATTRIBUTES})V",
        made,
        RETURN,
    )
    return smali("@Meter;", init, *methods, parent=_VIEW, implements=implements)


_METER = f"<cn.bench.shop.Meter {_SIZE}/>"
_ATTACHED = "protected onAttachedToWindow()V"


def _inflated(name: str, resources: dict[str, str], *classes: str, code: str | None = None, view: str = "") -> Pair:
    """Return a pair whose launcher inflates the main layout; @Meter reads when it is attached, if no other view is given."""
    return twins(
        name,
        lambda wrap: (launcher(code or _set_content()), view or _view(method(_ATTACHED, wrap(READ), RETURN)), *classes),
        resources=resources,
    )


_INFLATE = f"{_INFLATER}->inflate(I{_GROUP}){_VIEW}"
_BINDING = smali(
    "@MainBinding;",
    method(
        f"public static inflate({_INFLATER})V",
        f"const v1, {_MAIN}",
        "const/4 v2, 0x0",
        f"invoke-virtual {{p0, v1, v2}}, {_INFLATE}",
        RETURN,
    ),
)
_VIEWS = (
    twins("view-made", lambda wrap: (launcher(_set_content()), _view(made=wrap(READ))), resources=_resources(_METER)),
    _inflated("view-attached", _resources(_METER)),
    _inflated("view-deep-in-layout", _resources(f"<LinearLayout {_SIZE}><FrameLayout {_SIZE}>{_METER}</FrameLayout></LinearLayout>")),
    _inflated("view-by-class-attribute", _resources(f'<view class="cn.bench.shop.Meter" {_SIZE}/>')),
    _inflated("view-in-included-layout", _resources('<include layout="@layout/other"/>', _METER)),
    _inflated(
        "view-in-layout-for-other-screens",
        _resources(f"<TextView {_SIZE}/>") | {"layout-land/main.xml": f"<FrameLayout {_NAMESPACES} {_SIZE}>{_METER}</FrameLayout>"},
    ),
    _inflated(
        "view-by-field-of-resources",
        _resources(_METER),
        smali("@R$layout;", fields=(f"public static main:I = {_MAIN}",)),
        code=block("sget v1, @R$layout;->main:I", "invoke-virtual {p0, v1}, @Main;->setContentView(I)V"),
    ),
    twins(
        "view-by-template-method",
        lambda wrap: (
            smali(
                "@Base;",
                method(
                    f"protected onCreate({_BUNDLE})V",
                    "invoke-virtual {p0}, @Base;->layout()I",
                    "move-result v0",
                    "invoke-virtual {p0, v0}, @Base;->setContentView(I)V",
                    RETURN,
                ),
                method("protected layout()I", "const/4 v0, 0x0", "return v0"),
                parent="Landroid/app/Activity;",
            ),
            smali("@Main;", method("protected layout()I", f"const v0, {_MAIN}", "return v0"), parent="@Base;"),
            _view(method(_ATTACHED, wrap(READ), RETURN)),
        ),
        resources=_resources(_METER),
    ),
    _inflated(
        "view-by-inflater-of-binding",
        _resources(_METER),
        _BINDING,
        code=block(
            f"invoke-virtual {{p0}}, @Main;->getLayoutInflater(){_INFLATER}",
            "move-result-object v1",
            f"invoke-static {{v1}}, @MainBinding;->inflate({_INFLATER})V",
        ),
    ),
    twins(
        "layout-behind-check",
        lambda wrap: (launcher(wrap(_set_content())), _view(method(_ATTACHED, READ, RETURN))),
        resources=_resources(_METER),
    ),
)

_FRAGMENT, _MANAGER = "Landroidx/fragment/app/Fragment;", "Landroidx/fragment/app/FragmentManager;"
_CONTAINER = "androidx.fragment.app.FragmentContainerView"
# What the fragment library does, in small: the launcher's base moves every fragment that was added on.
_LIBRARY = (
    smali(_FRAGMENT, method(f"public onCreate({_BUNDLE})V", RETURN)),
    smali(
        _MANAGER,
        method(
            "public static moveToState()V",
            "const/4 v0, 0x0",
            "const/4 v1, 0x0",
            f"invoke-virtual {{v0, v1}}, {_FRAGMENT}->onCreate({_BUNDLE})V",
            RETURN,
        ),
    ),
    smali("Landroidx/fragment/app/FragmentContainerView;", parent="Landroid/widget/FrameLayout;")
    .replace("Landroid/widget/FrameLayout;-><init>()V", "Landroid/widget/FrameLayout;-><init>(Landroid/content/Context;)V")
    .replace("invoke-direct {p0}", "invoke-direct {p0, v0}"),
)


def _library_fragment(name: str, wrap: Wrap = bare) -> str:
    return smali(name, method(f"public onCreate({_BUNDLE})V", wrap(READ), RETURN), parent=_FRAGMENT)


def _quiet_fragment(name: str) -> str:
    return smali(name, method(f"public onCreate({_BUNDLE})V", RETURN), parent=_FRAGMENT)


_MOVE = block(_set_content(), f"invoke-static {{}}, {_MANAGER}->moveToState()V")
_HOST = f'<{_CONTAINER} android:name="androidx.navigation.fragment.NavHostFragment" app:navGraph="@xml/graph" {_SIZE}/>'


def _graph(start: str) -> str:
    return (
        f'<navigation {_NAMESPACES} app:startDestination="@+id/{start}">'
        '<fragment android:id="@+id/home" android:name="cn.bench.shop.Home"/>'
        '<fragment android:id="@+id/account" android:name="cn.bench.shop.Account"/></navigation>'
    )


_NESTED_GRAPH = (
    f'<navigation {_NAMESPACES} app:startDestination="@+id/inner">'
    '<navigation android:id="@+id/inner" app:startDestination="@+id/account">'
    '<fragment android:id="@+id/account" android:name="cn.bench.shop.Account"/></navigation></navigation>'
)
_TWO = (_quiet_fragment("@Home;"), _library_fragment("@Account;"), *_LIBRARY)
_FRAGMENTS = (
    twins(
        "fragment-in-layout",
        lambda wrap: (
            launcher(_set_content()),
            smali("@Home;", method("public onResume()V", wrap(READ), RETURN), parent="Landroid/app/Fragment;"),
        ),
        resources=_resources(f'<fragment android:name="cn.bench.shop.Home" {_SIZE}/>'),
    ),
    twins(
        "fragment-in-container",
        lambda wrap: (launcher(_MOVE), _library_fragment("@Home;", wrap), *_LIBRARY),
        resources=_resources(f'<{_CONTAINER} android:name="cn.bench.shop.Home" {_SIZE}/>'),
    ),
    Pair(
        "start-destination",
        app(launcher(_MOVE), *_TWO, finds=AT_START, resources=_resources(_HOST, graph=_graph("account"))),
        app(launcher(_MOVE), *_TWO, finds=USER, resources=_resources(_HOST, graph=_graph("home"))),
    ),
    twins(
        "start-destination-of-nested-graph",
        lambda wrap: (launcher(_MOVE), _library_fragment("@Account;", wrap), *_LIBRARY),
        resources=_resources(_HOST, graph=_NESTED_GRAPH),
    ),
)

_SCREEN = smali(
    "@Second;",
    method(f"protected onCreate({_BUNDLE})V", f"const v1, {_OTHER}", "invoke-virtual {p0, v1}, @Second;->setContentView(I)V", RETURN),
    parent="Landroid/app/Activity;",
)
_OPEN_SCREEN = '<activity android:name=".Second" android:exported="true"/>'
_READING = _view(method(_ATTACHED, READ, RETURN))
_TABLE = smali(
    "@Mapper;",
    method(
        "static constructor <clinit>()V",
        new("Landroid/util/SparseIntArray;"),
        f"const v1, {_OTHER}",
        "const/4 v2, 0x1",
        "invoke-virtual {v0, v1, v2}, Landroid/util/SparseIntArray;->put(II)V",
        RETURN,
    ),
    method("public static get()V", RETURN),
)
_RUNNABLE = ("Ljava/lang/Runnable;",)
_RUNNING = _view(method("public run()V", READ, RETURN), implements=_RUNNABLE)


def _running_launcher(*lines: str) -> str:
    """Return a launcher that is a Runnable itself."""
    create = method(f"protected onCreate({_BUNDLE})V", *lines, RETURN)
    return smali("@Main;", create, method("public run()V", READ, RETURN), parent="Landroid/app/Activity;", implements=_RUNNABLE)


def _layouts(name: str, violating: tuple[str, ...], complying: tuple[str, ...], found: Find, main: str = f"<TextView {_SIZE}/>") -> Pair:
    """Return a pair of apps with the same two layouts, the view stands in the second one."""
    resources = _resources(main, _METER)
    return Pair(
        name,
        app(*violating, finds=AT_START, components=_OPEN_SCREEN, resources=resources),
        app(*complying, finds=found, components=_OPEN_SCREEN, resources=resources),
    )


_NEAR_MISSES = (
    _layouts(
        "layout-of-another-screen", (launcher(_set_content(_OTHER)), _SCREEN, _READING), (launcher(_set_content()), _SCREEN, _READING), USER
    ),
    _layouts(
        "layout-that-nothing-inflates",
        (launcher(_set_content(_OTHER)), smali("@Second;", parent="Landroid/app/Activity;"), _READING),
        (launcher(_set_content()), smali("@Second;", parent="Landroid/app/Activity;"), _READING),
        UNREACHED,
    ),
    _layouts(
        "layout-in-a-table",
        (launcher(_set_content(_OTHER), "invoke-static {}, @Mapper;->get()V"), _SCREEN, _TABLE, _READING),
        (launcher(_set_content(), "invoke-static {}, @Mapper;->get()V"), _SCREEN, _TABLE, _READING),
        USER,
    ),
    Pair(
        "view-clicked",
        app(launcher(_set_content()), _READING, finds=AT_START, resources=_resources(_METER)),
        app(
            launcher(_set_content()),
            _view(method("public onTouchEvent(Landroid/view/MotionEvent;)Z", READ, "const/4 v0, 0x1", "return v0")),
            finds=USER,
            resources=_resources(_METER),
        ),
    ),
    Pair(
        "view-that-posts-itself",
        app(
            launcher(_set_content()),
            _RUNNING.replace(RETURN, block(f"invoke-virtual {{p0, p0}}, {_VIEW}->post(Ljava/lang/Runnable;)Z", RETURN), 1),
            finds=AT_START,
            resources=_resources(_METER),
        ),
        app(launcher(_set_content()), _RUNNING, finds=UNREACHED, resources=_resources(_METER)),
    ),
    Pair(
        "launcher-that-posts-itself",
        app(
            _running_launcher("invoke-virtual {p0, p0}, @Main;->runOnUiThread(Ljava/lang/Runnable;)V"),
            finds=AT_START,
        ),
        app(
            _running_launcher(),
            finds=UNREACHED,
        ),
    ),
)

PAIRS = (*_VIEWS, *_FRAGMENTS, *_NEAR_MISSES)
