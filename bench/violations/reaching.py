"""Ways in which code runs at start. Each twin does the same, once the user has agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import (
    AT_START,
    IMEI,
    OBJECT,
    READ,
    RETURN,
    Find,
    Pair,
    application,
    block,
    interface,
    launcher,
    method,
    new,
    smali,
    twins,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Wrap = Callable[[str], str]

_RUNNABLE = "Ljava/lang/Runnable;"
_CALLABLE = "Ljava/util/concurrent/Callable;"
_SERVICE = "Ljava/util/concurrent/ScheduledExecutorService;"
_HANDLER = "Landroid/os/Handler;"
_CONTEXT = "Landroid/content/Context;"
_BUNDLE = "Landroid/os/Bundle;"
_INTENT = "Landroid/content/Intent;"


def _from_application(name: str, code: str, *classes: str, found: Find = AT_START, components: str = "") -> Pair:
    """Return a pair in which the application's onCreate runs the code."""
    return twins(name, lambda wrap: (application(wrap(code)), *classes), found, components)


def _task(parent: str = OBJECT, implements: tuple[str, ...] = (_RUNNABLE,), header: str = "public run()V", *more: str) -> str:
    return smali("@Task;", method(header, READ, *(more or (RETURN,))), parent=parent, implements=implements)


_NULL = ("const/4 v0, 0x0", "return-object v0")

_MAKE = "instantiateApplication(Ljava/lang/ClassLoader;Ljava/lang/String;)Landroid/app/Application;"
_ENTRIES = (
    _from_application("application", READ),
    twins(
        "application-attach",
        lambda wrap: (
            smali("@App;", method(f"protected attachBaseContext({_CONTEXT})V", wrap(READ), RETURN), parent="Landroid/app/Application;"),
        ),
    ),
    twins(
        "application-static-initialiser",
        lambda wrap: (application(methods=(method("static constructor <clinit>()V", wrap(READ), RETURN),)),),
    ),
    twins("application-base-class", lambda wrap: (smali("@App;", parent="@Base;"), application(wrap(READ)).replace("@App;", "@Base;"))),
    twins("launcher", lambda wrap: (launcher(wrap(READ)),)),
    twins("launcher-resume", lambda wrap: (launcher(methods=(method("protected onResume()V", wrap(READ), RETURN),)),)),
    twins("launcher-base-class", lambda wrap: (smali("@Main;", parent="@Base;"), launcher(wrap(READ)).replace("@Main;", "@Base;"))),
    twins(
        "launcher-template-method",
        lambda wrap: (
            smali("@Main;", method("protected load()V", wrap(READ), RETURN), parent="@Base;"),
            launcher("invoke-virtual {p0}, @Base;->load()V", methods=(method("protected load()V", RETURN),)).replace("@Main;", "@Base;"),
        ),
    ),
    twins(
        "provider",
        lambda wrap: (
            smali(
                "@Files;",
                method("public onCreate()Z", wrap(READ), "const/4 v0, 0x1", "return v0"),
                parent="Landroid/content/ContentProvider;",
            ),
        ),
        components='<provider android:name=".Files" android:authorities="cn.bench.files" android:exported="false"/>',
    ),
    twins(
        "component-factory",
        lambda wrap: (
            smali(
                "@Factory;",
                method(
                    f"public {_MAKE}",
                    wrap(READ),
                    f"invoke-super {{p0, p1, p2}}, Landroid/app/AppComponentFactory;->{_MAKE}",
                    "move-result-object v0",
                    "return-object v0",
                ),
                parent="Landroid/app/AppComponentFactory;",
            ),
        ),
        attributes='android:appComponentFactory=".Factory"',
    ),
)

_STARTUP = "Landroidx/startup/InitializationProvider;"
_INITIALIZER = "Landroidx/startup/Initializer;"


def _startup(wrap: Wrap) -> tuple[str, ...]:
    """Return an app whose library makes the initialisers that the manifest names, by reflection."""
    discover = block(
        "const/4 v0, 0x0",
        "invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;",
        "move-result-object v0",
        "invoke-virtual {v0}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;",
        "move-result-object v0",
        f"check-cast v0, {_INITIALIZER}",
        "const/4 v1, 0x0",
        f"invoke-interface {{v0, v1}}, {_INITIALIZER}->create({_CONTEXT}){OBJECT}",
        "const/4 v0, 0x1",
        "return v0",
    )
    return (
        interface(_INITIALIZER, f"create({_CONTEXT}){OBJECT}"),
        smali(_STARTUP, method("public onCreate()Z", discover), parent="Landroid/content/ContentProvider;"),
        smali("@Boot;", method(f"public create({_CONTEXT}){OBJECT}", wrap(READ), *_NULL), implements=(_INITIALIZER,)),
    )


_STARTUP_PROVIDER = """<provider android:exported="false"
  android:name="androidx.startup.InitializationProvider" android:authorities="cn.bench.startup">
  <meta-data android:name="cn.bench.shop.Boot" android:value="androidx.startup"/></provider>"""

_FRAGMENT = "Landroidx/fragment/app/Fragment;"
_MANAGER = "Landroidx/fragment/app/FragmentManager;"


def _library_fragment(wrap: Wrap) -> tuple[str, ...]:
    """Return an app with a fragment of a library in the package, whose manager calls back what was added."""
    add = block(new("@Home;"), f"invoke-static {{v0}}, {_MANAGER}->add({_FRAGMENT})V")
    return (
        launcher(add),
        smali("@Home;", method(f"public onCreate({_BUNDLE})V", wrap(READ), RETURN), parent=_FRAGMENT),
        smali(_FRAGMENT, method(f"public onCreate({_BUNDLE})V", RETURN)),
        smali(
            _MANAGER,
            method(
                f"public static add({_FRAGMENT})V",
                "const/4 v0, 0x0",
                f"invoke-virtual {{p0, v0}}, {_FRAGMENT}->onCreate({_BUNDLE})V",
                RETURN,
            ),
        ),
    )


def _framework_fragment(wrap: Wrap) -> tuple[str, ...]:
    add = "Landroid/app/FragmentTransaction;->add(ILandroid/app/Fragment;)Landroid/app/FragmentTransaction;"
    code = block(
        "invoke-virtual {p0}, @Main;->getFragmentManager()Landroid/app/FragmentManager;",
        "move-result-object v1",
        "invoke-virtual {v1}, Landroid/app/FragmentManager;->beginTransaction()Landroid/app/FragmentTransaction;",
        "move-result-object v1",
        new("@Home;"),
        "const/4 v2, 0x1",
        f"invoke-virtual {{v1, v2, v0}}, {add}",
        "invoke-virtual {v1}, Landroid/app/FragmentTransaction;->commit()I",
    )
    return launcher(code), smali("@Home;", method("public onResume()V", wrap(READ), RETURN), parent="Landroid/app/Fragment;")


_COMPONENTS = (
    twins("startup-initialiser", _startup, components=_STARTUP_PROVIDER),
    twins("fragment-of-library", _library_fragment),
    twins("fragment-of-framework", _framework_fragment),
    _from_application(
        "service-started",
        block(
            f"new-instance v0, {_INTENT}",
            "const-class v1, @Sync;",
            f"invoke-direct {{v0, p0, v1}}, {_INTENT}-><init>({_CONTEXT}Ljava/lang/Class;)V",
            f"invoke-virtual {{p0, v0}}, @App;->startService({_INTENT})Landroid/content/ComponentName;",
        ),
        smali(
            "@Sync;", method(f"public onStartCommand({_INTENT}II)I", READ, "const/4 v0, 0x1", "return v0"), parent="Landroid/app/Service;"
        ),
        components='<service android:name=".Sync" android:exported="false"/>',
    ),
    _from_application(
        "intent-service-started",
        block(
            f"new-instance v0, {_INTENT}",
            "const-class v1, @Sync;",
            f"invoke-direct {{v0, p0, v1}}, {_INTENT}-><init>({_CONTEXT}Ljava/lang/Class;)V",
            f"invoke-virtual {{p0, v0}}, @App;->startService({_INTENT})Landroid/content/ComponentName;",
        ),
        smali("@Sync;", method(f"protected onHandleIntent({_INTENT})V", READ, RETURN), parent="Landroid/app/IntentService;"),
        components='<service android:name=".Sync" android:exported="false"/>',
    ),
    _from_application(
        "lifecycle-callbacks",
        block(
            new("@Watch;"),
            "invoke-virtual {p0, v0}, @App;->registerActivityLifecycleCallbacks(Landroid/app/Application$ActivityLifecycleCallbacks;)V",
        ),
        smali(
            "@Watch;",
            method("public onActivityResumed(Landroid/app/Activity;)V", READ, RETURN),
            implements=("Landroid/app/Application$ActivityLifecycleCallbacks;",),
        ),
    ),
)

_GO = "invoke-virtual {v0}, @Base;->go()V"
_CALLS = (
    _from_application(
        "overridden-method",
        block(new("@Loud;"), _GO),
        smali("@Base;", method("public go()V", RETURN)),
        smali("@Loud;", method("public go()V", READ, RETURN), parent="@Base;"),
    ),
    _from_application(
        "inherited-method",
        block(new("@Loud;"), "invoke-virtual {v0}, @Loud;->go()V"),
        smali("@Base;", method("public go()V", READ, RETURN)),
        smali("@Loud;", parent="@Base;"),
    ),
    _from_application(
        "interface",
        block(new("@Loud;"), "invoke-interface {v0}, @Job;->go()V"),
        interface("@Job;", "go()V"),
        smali("@Loud;", method("public go()V", READ, RETURN), implements=("@Job;",)),
    ),
    _from_application(
        "abstract-class",
        block(new("@Loud;"), "invoke-virtual {v0}, @Base;->run()V"),
        smali("@Base;", method("public run()V", "invoke-virtual {p0}, @Base;->go()V", RETURN), method("protected abstract go()V")).replace(
            ".class public", ".class public abstract"
        ),
        smali("@Loud;", method("protected go()V", READ, RETURN), parent="@Base;"),
    ),
    _from_application(
        "static-initialiser",
        "invoke-static {}, @Lazy;->touch()V",
        smali("@Lazy;", method("static constructor <clinit>()V", READ, RETURN), method("public static touch()V", RETURN)),
    ),
    _from_application(
        "static-initialiser-by-field",
        "sget v0, @Lazy;->level:I",
        smali("@Lazy;", method("static constructor <clinit>()V", READ, RETURN), fields=("public static level:I",)),
    ),
    _from_application(
        "singleton",
        block("invoke-static {}, @One;->get()@One;", "move-result-object v0", "invoke-virtual {v0}, @One;->init()V"),
        smali(
            "@One;",
            method("static constructor <clinit>()V", new("@One;"), "sput-object v0, @One;->it:@One;", RETURN),
            method("public static get()@One;", "sget-object v0, @One;->it:@One;", "return-object v0"),
            method("public init()V", READ, RETURN),
            fields=("static it:@One;",),
        ),
    ),
    _from_application(
        "factory",
        block("invoke-static {}, @Maker;->make()@Job;", "move-result-object v0", "invoke-interface {v0}, @Job;->go()V"),
        interface("@Job;", "go()V"),
        smali("@Maker;", method("public static make()@Job;", new("@Loud;"), "return-object v0")),
        smali("@Loud;", method("public go()V", READ, RETURN), implements=("@Job;",)),
    ),
    _from_application(
        "listener-in-field",
        block(
            new("@Hub;", register="v1"), new("@Loud;"), "iput-object v0, v1, @Hub;->listener:@Job;", "invoke-virtual {v1}, @Hub;->fire()V"
        ),
        interface("@Job;", "go()V"),
        smali(
            "@Hub;",
            method("public fire()V", "iget-object v0, p0, @Hub;->listener:@Job;", "invoke-interface {v0}, @Job;->go()V", RETURN),
            fields=("public listener:@Job;",),
        ),
        smali("@Loud;", method("public go()V", READ, RETURN), implements=("@Job;",)),
    ),
    _from_application(
        "reflection-method",
        block(
            'const-string v0, "cn.bench.shop.Hidden"',
            "invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;",
            "move-result-object v0",
            'const-string v1, "work"',
            "const/4 v2, 0x0",
            "invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;",
            "move-result-object v0",
            "invoke-virtual {v0, v2, v2}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;",
        ),
        smali("@Hidden;", method("public static work()V", READ, RETURN)),
    ),
    _from_application(
        "reflection-instance",
        block(
            'const-string v0, "cn.bench.shop.Hidden"',
            "invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;",
            "move-result-object v0",
            "invoke-virtual {v0}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;",
            "move-result-object v0",
            "check-cast v0, @Job;",
            "invoke-interface {v0}, @Job;->go()V",
        ),
        interface("@Job;", "go()V"),
        smali("@Hidden;", method("public go()V", READ, RETURN), implements=("@Job;",)),
    ),
)

_EXECUTOR = block(
    "invoke-static {}, Ljava/util/concurrent/Executors;->newSingleThreadScheduledExecutor()" + _SERVICE, "move-result-object v1"
)
_ASYNC = (
    _from_application(
        "thread",
        block(
            new("@Task;"),
            new("Ljava/lang/Thread;", "v0", types=_RUNNABLE, register="v1"),
            "invoke-virtual {v1}, Ljava/lang/Thread;->start()V",
        ),
        _task(),
    ),
    _from_application(
        "thread-subclass",
        block(new("@Task;"), "invoke-virtual {v0}, @Task;->start()V"),
        _task("Ljava/lang/Thread;", ()),
    ),
    _from_application(
        "executor", block(new("@Task;"), _EXECUTOR, f"invoke-interface {{v1, v0}}, {_SERVICE}->execute({_RUNNABLE})V"), _task()
    ),
    _from_application(
        "executor-submit",
        block(new("@Task;"), _EXECUTOR, f"invoke-interface {{v1, v0}}, {_SERVICE}->submit({_CALLABLE})Ljava/util/concurrent/Future;"),
        _task(OBJECT, (_CALLABLE,), "public call()Ljava/lang/Object;", *_NULL),
    ),
    _from_application(
        "executor-schedule",
        block(
            new("@Task;"),
            _EXECUTOR,
            "const-wide/16 v2, 0x5",
            "const/4 v4, 0x0",
            f"invoke-interface {{v1, v0, v2, v3, v4}}, {_SERVICE}->schedule({_RUNNABLE}JLjava/util/concurrent/TimeUnit;)"
            "Ljava/util/concurrent/ScheduledFuture;",
        ),
        _task(),
    ),
    _from_application(
        "own-thread-pool",
        block(new("@Task;"), f"invoke-static {{v0}}, @Pool;->run({_RUNNABLE})V"),
        _task(),
        smali(
            "@Pool;",
            method(
                f"public static run({_RUNNABLE})V", _EXECUTOR, f"invoke-interface {{v1, p0}}, {_SERVICE}->execute({_RUNNABLE})V", RETURN
            ),
        ),
    ),
    _from_application(
        "handler-post",
        block(
            new("@Task;"),
            new(_HANDLER, register="v1"),
            "const-wide/16 v2, 0x64",
            f"invoke-virtual {{v1, v0, v2, v3}}, {_HANDLER}->postDelayed({_RUNNABLE}J)Z",
        ),
        _task(),
    ),
    _from_application(
        "handler-message",
        block(new("@Task;"), "const/4 v1, 0x1", "invoke-virtual {v0, v1}, @Task;->sendEmptyMessage(I)Z"),
        _task(_HANDLER, (), "public handleMessage(Landroid/os/Message;)V"),
    ),
    _from_application(
        "handler-callback",
        block(
            new("@Task;"),
            new(_HANDLER, "v0", types="Landroid/os/Handler$Callback;", register="v1"),
            f"invoke-virtual {{v1}}, {_HANDLER}->obtainMessage()Landroid/os/Message;",
            "move-result-object v2",
            "invoke-virtual {v2}, Landroid/os/Message;->sendToTarget()V",
        ),
        _task(OBJECT, ("Landroid/os/Handler$Callback;",), "public handleMessage(Landroid/os/Message;)Z", "const/4 v0, 0x1", "return v0"),
    ),
    _from_application(
        "idle-handler",
        block(
            new("@Task;"),
            "invoke-static {}, Landroid/os/Looper;->myQueue()Landroid/os/MessageQueue;",
            "move-result-object v1",
            "invoke-virtual {v1, v0}, Landroid/os/MessageQueue;->addIdleHandler(Landroid/os/MessageQueue$IdleHandler;)V",
        ),
        _task(OBJECT, ("Landroid/os/MessageQueue$IdleHandler;",), "public queueIdle()Z", "const/4 v0, 0x0", "return v0"),
    ),
    _from_application(
        "async-task",
        block(new("@Task;"), "const/4 v1, 0x0", "invoke-virtual {v0, v1}, @Task;->execute([Ljava/lang/Object;)Landroid/os/AsyncTask;"),
        _task("Landroid/os/AsyncTask;", (), f"protected varargs doInBackground([{OBJECT}){OBJECT}", *_NULL),
    ),
    _from_application(
        "timer",
        block(
            new("@Task;"),
            new("Ljava/util/Timer;", register="v1"),
            "const-wide/16 v2, 0x64",
            "invoke-virtual {v1, v0, v2, v3}, Ljava/util/Timer;->schedule(Ljava/util/TimerTask;J)V",
        ),
        _task("Ljava/util/TimerTask;", ()),
    ),
    twins(
        "run-on-ui-thread",
        lambda wrap: (launcher(wrap(block(new("@Task;"), f"invoke-virtual {{p0, v0}}, @Main;->runOnUiThread({_RUNNABLE})V"))), _task()),
    ),
    twins(
        "view-post",
        lambda wrap: (
            launcher(
                wrap(
                    block(
                        "const/4 v1, 0x1",
                        "invoke-virtual {p0, v1}, @Main;->findViewById(I)Landroid/view/View;",
                        "move-result-object v1",
                        new("@Task;"),
                        f"invoke-virtual {{v1, v0}}, Landroid/view/View;->post({_RUNNABLE})Z",
                    )
                )
            ),
            _task(),
        ),
    ),
)

# What RxJava does, in small: a source keeps a function, subscribing hands a task to a worker, which calls the function.
_RX = "Lio/reactivex/Observable;"
_RX_LIBRARY = (
    interface("Lio/reactivex/functions/Function;", f"apply({OBJECT}){OBJECT}"),
    smali(
        _RX,
        method(
            "public constructor <init>(Lio/reactivex/functions/Function;)V",
            f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
            f"iput-object p1, p0, {_RX}->f:Lio/reactivex/functions/Function;",
            RETURN,
        ),
        method(
            f"public static map(Lio/reactivex/functions/Function;){_RX}",
            new(_RX, "p0", types="Lio/reactivex/functions/Function;"),
            "return-object v0",
        ),
        method(
            "public subscribe()V",
            new("Lio/reactivex/Worker;", "p0", types=_RX),
            _EXECUTOR,
            f"invoke-interface {{v1, v0}}, {_SERVICE}->execute({_RUNNABLE})V",
            RETURN,
        ),
        fields=("f:Lio/reactivex/functions/Function;",),
    ),
    smali(
        "Lio/reactivex/Worker;",
        method(
            f"public constructor <init>({_RX})V",
            f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
            f"iput-object p1, p0, Lio/reactivex/Worker;->source:{_RX}",
            RETURN,
        ),
        method(
            "public run()V",
            f"iget-object v0, p0, Lio/reactivex/Worker;->source:{_RX}",
            f"iget-object v0, v0, {_RX}->f:Lio/reactivex/functions/Function;",
            "const/4 v1, 0x0",
            f"invoke-interface {{v0, v1}}, Lio/reactivex/functions/Function;->apply({OBJECT}){OBJECT}",
            RETURN,
        ),
        implements=(_RUNNABLE,),
        fields=(f"source:{_RX}",),
    ),
)

# What Kotlin makes of launch { … }: a class with invokeSuspend, resumed by the library's continuation.
_SUSPEND = "Lkotlin/coroutines/jvm/internal/BaseContinuationImpl;"
_COROUTINES = (
    smali(
        _SUSPEND,
        method(f"protected abstract invokeSuspend({OBJECT}){OBJECT}"),
        method(
            "public resumeWith()V", "const/4 v0, 0x0", f"invoke-virtual {{p0, v0}}, {_SUSPEND}->invokeSuspend({OBJECT}){OBJECT}", RETURN
        ),
    ).replace(".class public", ".class public abstract"),
    smali(
        "Lkotlinx/coroutines/DispatchedTask;",
        method(
            f"public constructor <init>({_SUSPEND})V",
            f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
            f"iput-object p1, p0, Lkotlinx/coroutines/DispatchedTask;->c:{_SUSPEND}",
            RETURN,
        ),
        method(
            "public run()V",
            f"iget-object v0, p0, Lkotlinx/coroutines/DispatchedTask;->c:{_SUSPEND}",
            f"invoke-virtual {{v0}}, {_SUSPEND}->resumeWith()V",
            RETURN,
        ),
        implements=(_RUNNABLE,),
        fields=(f"c:{_SUSPEND}",),
    ),
    smali(
        "Lkotlinx/coroutines/BuildersKt;",
        method(
            f"public static launch({_SUSPEND})V",
            new("Lkotlinx/coroutines/DispatchedTask;", "p0", types=_SUSPEND),
            _EXECUTOR,
            f"invoke-interface {{v1, v0}}, {_SERVICE}->execute({_RUNNABLE})V",
            RETURN,
        ),
    ),
)

_LIBRARIES = (
    _from_application(
        "rx",
        block(
            new("@Read;"),
            f"invoke-static {{v0}}, {_RX}->map(Lio/reactivex/functions/Function;){_RX}",
            "move-result-object v0",
            f"invoke-virtual {{v0}}, {_RX}->subscribe()V",
        ),
        smali("@Read;", method(f"public apply({OBJECT}){OBJECT}", READ, *_NULL), implements=("Lio/reactivex/functions/Function;",)),
        *_RX_LIBRARY,
    ),
    _from_application(
        "coroutine",
        block(new("@App$onCreate$1;"), f"invoke-static {{v0}}, Lkotlinx/coroutines/BuildersKt;->launch({_SUSPEND})V"),
        smali("@App$onCreate$1;", method(f"protected invokeSuspend({OBJECT}){OBJECT}", READ, *_NULL), parent=_SUSPEND),
        *_COROUTINES,
    ),
    _from_application(
        "lambda-class",
        block(
            new("@App$$ExternalSyntheticLambda0;"),
            new(_HANDLER, register="v1"),
            f"invoke-virtual {{v1, v0}}, {_HANDLER}->post({_RUNNABLE})Z",
        ),
        smali(
            "@App$$ExternalSyntheticLambda0;",
            method("public run()V", "invoke-static {}, @Steps;->lambda$onCreate$0()V", RETURN),
            implements=(_RUNNABLE,),
        ),
        smali("@Steps;", method("static synthetic lambda$onCreate$0()V", READ, RETURN)),
    ),
    _from_application(
        "lambda-of-kotlin",
        block(new("@App$init$1;"), "invoke-static {v0}, @Steps;->later(Lkotlin/jvm/functions/Function0;)V"),
        interface("Lkotlin/jvm/functions/Function0;", f"invoke(){OBJECT}"),
        smali("@App$init$1;", method(f"public invoke(){OBJECT}", READ, *_NULL), implements=("Lkotlin/jvm/functions/Function0;",)),
        smali(
            "@Steps;",
            method(
                "public static later(Lkotlin/jvm/functions/Function0;)V",
                f"invoke-interface {{p0}}, Lkotlin/jvm/functions/Function0;->invoke(){OBJECT}",
                RETURN,
            ),
        ),
    ),
)

_PUSH = "Lcn/jpush/android/api/JPushInterface;"
_FOREIGN = Find("at-start", owner="jpush")
_OWN_ACCOUNT = Find("at-start", owner="jpush", initiator="jpush")
_SDKS = (
    _from_application(
        "sdk-called-by-app",
        f"invoke-static {{}}, {_PUSH}->init()V",
        smali(_PUSH, method("public static init()V", "invoke-static {}, Lcn/jpush/android/d/a;->a()V", RETURN)),
        smali("Lcn/jpush/android/d/a;", method("public static a()V", IMEI, RETURN)),
        found=_FOREIGN,
    ),
    twins(
        "sdk-own-provider",
        lambda wrap: (
            smali(
                "Lcn/jpush/android/service/InitProvider;",
                method("public onCreate()Z", wrap("invoke-static {}, Lcn/jpush/android/d/a;->a()V"), "const/4 v0, 0x1", "return v0"),
                parent="Landroid/content/ContentProvider;",
            ),
            smali("Lcn/jpush/android/d/a;", method("public static a()V", IMEI, RETURN)),
        ),
        _OWN_ACCOUNT,
        '<provider android:name="cn.jpush.android.service.InitProvider" android:authorities="cn.bench.push" android:exported="false"/>',
    ),
    _from_application(
        "unknown-library-called-by-app",
        "invoke-static {}, Lorg/tracker/core/Agent;->start()V",
        smali("Lorg/tracker/core/Agent;", method("public static start()V", IMEI, RETURN)),
        found=Find("at-start", owner="unknown:org.tracker"),
    ),
)

PAIRS = (*_ENTRIES, *_COMPONENTS, *_CALLS, *_ASYNC, *_LIBRARIES, *_SDKS)
