"""Code that libraries and the system run at other times: workers, jobs, view models, crash handlers, quick settings, buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import (
    AT_START,
    BACKGROUND,
    OBJECT,
    READ,
    RETURN,
    USER,
    Find,
    Pair,
    app,
    application,
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

_CONTEXT, _CLASS = "Landroid/content/Context;", "Ljava/lang/Class;"
_MAKE = block(
    f"invoke-virtual {{p0}}, {_CLASS}->newInstance(){OBJECT}",
    "move-result-object v0",
)
_WORKER, _MODEL = "Landroidx/work/ListenableWorker;", "Landroidx/lifecycle/ViewModel;"
_RUNNABLE = "Ljava/lang/Runnable;"

# What WorkManager does, in small: an executor makes the class that it was given and asks it to work.
_WORK = (
    smali(_WORKER, method("public abstract doWork()V")).replace(".class public", ".class public abstract"),
    smali(
        "Landroidx/work/WorkManager;",
        method(
            f"public static enqueue({_CLASS})V",
            new("Landroidx/work/impl/WorkerWrapper;", "p0", types=_CLASS),
            "invoke-static {}, Ljava/util/concurrent/Executors;->newCachedThreadPool()Ljava/util/concurrent/ExecutorService;",
            "move-result-object v1",
            f"invoke-interface {{v1, v0}}, Ljava/util/concurrent/ExecutorService;->execute({_RUNNABLE})V",
            RETURN,
        ),
    ),
    smali(
        "Landroidx/work/impl/WorkerWrapper;",
        method(
            f"public constructor <init>({_CLASS})V",
            f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
            f"iput-object p1, p0, Landroidx/work/impl/WorkerWrapper;->type:{_CLASS}",
            RETURN,
        ),
        method(
            "public run()V",
            f"iget-object p0, p0, Landroidx/work/impl/WorkerWrapper;->type:{_CLASS}",
            _MAKE,
            f"check-cast v0, {_WORKER}",
            f"invoke-virtual {{v0}}, {_WORKER}->doWork()V",
            RETURN,
        ),
        implements=(_RUNNABLE,),
        fields=(f"type:{_CLASS}",),
    ),
)
_PROVIDER = smali(
    "Landroidx/lifecycle/ViewModelProvider;",
    method(f"public static get({_CLASS}){_MODEL}", _MAKE, f"check-cast v0, {_MODEL}", "return-object v0"),
)


def _model(made: str) -> tuple[str, str]:
    init = method("public constructor <init>()V", f"invoke-direct {{p0}}, {_MODEL}-><init>()V", made, RETURN)
    return smali("@Model;", init, parent=_MODEL), smali(_MODEL)


_LIBRARIES = (
    twins(
        "worker",
        lambda wrap: (
            application("const-class v0, @Sync;", f"invoke-static {{v0}}, Landroidx/work/WorkManager;->enqueue({_CLASS})V"),
            smali("@Sync;", method("public doWork()V", wrap(READ), RETURN), parent=_WORKER),
            *_WORK,
        ),
    ),
    twins(
        "view-model",
        lambda wrap: (
            launcher("const-class v0, @Model;", f"invoke-static {{v0}}, Landroidx/lifecycle/ViewModelProvider;->get({_CLASS}){_MODEL}"),
            *_model(wrap(READ)),
            _PROVIDER,
        ),
    ),
    twins(
        "completable-future",
        lambda wrap: (
            application(
                new("@Task;"),
                "invoke-static {v0}, Ljava/util/concurrent/CompletableFuture;->supplyAsync(Ljava/util/function/Supplier;)"
                "Ljava/util/concurrent/CompletableFuture;",
            ),
            smali(
                "@Task;",
                method(f"public get(){OBJECT}", wrap(READ), "const/4 v0, 0x0", "return-object v0"),
                implements=("Ljava/util/function/Supplier;",),
            ),
        ),
    ),
)

_JOB = smali(
    "@Sync;",
    method("public onStartJob(Landroid/app/job/JobParameters;)Z", READ, "const/4 v0, 0x0", "return v0"),
    method("public onStopJob(Landroid/app/job/JobParameters;)Z", "const/4 v0, 0x0", "return v0"),
    parent="Landroid/app/job/JobService;",
)
_JOB_SERVICE = '<service android:name=".Sync" android:permission="android.permission.BIND_JOB_SERVICE" {}/>'
_INFO = "Landroid/app/job/JobInfo;"
_SCHEDULE = block(
    "new-instance v0, Landroid/content/ComponentName;",
    "const-class v1, @Sync;",
    f"invoke-direct {{v0, p0, v1}}, Landroid/content/ComponentName;-><init>({_CONTEXT}{_CLASS})V",
    "new-instance v2, Landroid/app/job/JobInfo$Builder;",
    "const/4 v3, 0x1",
    "invoke-direct {v2, v3, v0}, Landroid/app/job/JobInfo$Builder;-><init>(ILandroid/content/ComponentName;)V",
    f"invoke-virtual {{v2}}, Landroid/app/job/JobInfo$Builder;->build(){_INFO}",
    "move-result-object v2",
    "const/4 v3, 0x0",
    f"invoke-virtual {{v3, v2}}, Landroid/app/job/JobScheduler;->schedule({_INFO})I",
)
_HANDLER = "Ljava/lang/Thread$UncaughtExceptionHandler;"
_CRASH = smali(
    "@Crash;", method("public uncaughtException(Ljava/lang/Thread;Ljava/lang/Throwable;)V", READ, RETURN), implements=(_HANDLER,)
)


def _times(name: str, fires: str, waits: str, *classes: str, found: Find, components: str = "") -> Pair:
    """Return a pair of which the application runs the code itself, or leaves it to the system."""
    return Pair(
        name,
        app(application(fires), *classes, finds=AT_START, components=components),
        app(application(waits), *classes, finds=found, components=components),
    )


_SYSTEM = (
    _times("job-scheduled", block(_SCHEDULE, READ), _SCHEDULE, _JOB, found=BACKGROUND, components=_JOB_SERVICE.format("")),
    _times("job-of-manifest", READ, "nop", _JOB, found=BACKGROUND, components=_JOB_SERVICE.format('android:exported="true"')),
    _times(
        "crash-handler",
        block(
            new("@Crash;"),
            "const/4 v1, 0x0",
            "invoke-virtual {v0, v1, v1}, @Crash;->uncaughtException(Ljava/lang/Thread;Ljava/lang/Throwable;)V",
        ),
        block(new("@Crash;"), f"invoke-static {{v0}}, Ljava/lang/Thread;->setDefaultUncaughtExceptionHandler({_HANDLER})V"),
        _CRASH,
        found=USER,
    ),
    _times(
        "quick-settings",
        READ,
        "nop",
        smali("@Tile;", method("public onClick()V", READ, RETURN), parent="Landroid/service/quicksettings/TileService;"),
        found=USER,
        components='<service android:name=".Tile" android:exported="true"/>',
    ),
)

_NODE = "Landroid/view/View;Landroid/view/accessibility/AccessibilityNodeInfo;"
_EVENT = "Landroid/view/View;Landroid/view/accessibility/AccessibilityEvent;"
_DELEGATE = "Landroid/view/View$AccessibilityDelegate;"


def _delegate(asked: str) -> tuple[str, ...]:
    """Return an application that makes a delegate, and the delegate, which reads when it is asked."""
    return application(new("@Texts;")), smali("@Texts;", method(f"public {asked}V", READ, RETURN), parent=_DELEGATE)


def _view(asked: str) -> tuple[str, ...]:
    """Return an application that makes a view, and the view, which reads when it is asked."""
    made = block("new-instance v0, @Panel;", f"invoke-direct {{v0, p0}}, @Panel;-><init>({_CONTEXT})V")
    init = method(f"public constructor <init>({_CONTEXT})V", f"invoke-direct {{p0, p1}}, Landroid/view/View;-><init>({_CONTEXT})V", RETURN)
    return application(made), smali("@Panel;", init, method(f"public {asked}V", READ, RETURN), parent="Landroid/view/View;")


# What only a service that reads the screen asks for, and what a view is told in any case.
_SCREEN_READERS = (
    Pair(
        "accessibility-delegate",
        app(*_delegate("sendAccessibilityEvent(Landroid/view/View;I)"), finds=AT_START),
        app(*_delegate(f"onInitializeAccessibilityNodeInfo({_NODE})"), finds=USER),
    ),
    Pair(
        "accessibility-event",
        app(*_delegate("sendAccessibilityEvent(Landroid/view/View;I)"), finds=AT_START),
        app(*_delegate(f"onPopulateAccessibilityEvent({_EVENT})"), finds=USER),
    ),
    Pair(
        "accessibility-view",
        app(*_view("onAttachedToWindow()"), finds=AT_START),
        app(*_view("onInitializeAccessibilityNodeInfo(Landroid/view/accessibility/AccessibilityNodeInfo;)"), finds=USER),
    ),
)

_CLICKED = "Landroid/view/View$OnClickListener;"
_HOLD = f"@Main;->task:{_RUNNABLE}"
_POST = block(
    f"iget-object v1, p0, {_HOLD}",
    f"invoke-virtual {{v0, v1}}, Landroid/view/View;->post({_RUNNABLE})Z",
)
_TASK = smali("@Task;", method("public run()V", READ, RETURN), implements=(_RUNNABLE,))
_QUIET = smali("@Quiet;", method("public run()V", RETURN), implements=(_RUNNABLE,))


def _held(begins: str, clicked: str, more: str = "") -> tuple[str, ...]:
    """Return a launcher that keeps a task in a field, posts another one, and does something at its beginning or when it is clicked."""
    made = block(
        new("@Task;"),
        f"iput-object v0, p0, {_HOLD}",
        more,
        new("@Quiet;"),
        "move-object v1, v0",
        "invoke-virtual {p0}, @Main;->getCurrentFocus()Landroid/view/View;",
        "move-result-object v0",
        f"invoke-virtual {{v0, v1}}, Landroid/view/View;->post({_RUNNABLE})Z",
        begins,
        f"invoke-virtual {{v0, p0}}, Landroid/view/View;->setOnClickListener({_CLICKED})V",
    )
    main = smali(
        "@Main;",
        method("protected onCreate(Landroid/os/Bundle;)V", made, RETURN),
        method("public onClick(Landroid/view/View;)V", "move-object v0, p1", clicked, RETURN),
        parent="Landroid/app/Activity;",
        implements=(_CLICKED,),
        fields=(f"task:{_RUNNABLE}",),
    )
    return main, _TASK, _QUIET


_SHARE = block(new("@Task;"), f"invoke-static {{v0}}, Ljava/util/Objects;->requireNonNull({OBJECT}){OBJECT}")

# A task in a field runs when it is posted, not when any other is; one that was handed to other code may run.
_TASKS = (
    Pair("task-posted", app(*_held(_POST, "nop"), finds=AT_START), app(*_held("nop", _POST), finds=USER)),
    Pair("task-handed-on", app(*_held("nop", _POST, _SHARE), finds=AT_START), app(*_held("nop", _POST, new("@Quiet;")), finds=USER)),
)

PAIRS = (*_LIBRARIES, *_SYSTEM, *_SCREEN_READERS, *_TASKS)
