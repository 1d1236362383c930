"""Apps that look alike. Each twin has all that the violating app has, but the access does not run at start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import (
    AT_START,
    BACKGROUND,
    GATED,
    IMEI,
    OBJECT,
    READ,
    RETURN,
    UNREACHED,
    USER,
    Find,
    Pair,
    app,
    application,
    block,
    interface,
    launcher,
    method,
    new,
    smali,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ASK = block(stored("privacy_agreed"), "if-eqz v9, :refused")
_OTHER = smali(
    "@Log;",
    method("public static write()V", RETURN),
    method("public static ready()Z", stored("privacy_agreed"), "if-nez v9, :agreed", "invoke-static {}, @Log;->write()V", ":agreed",
           "const/4 v0, 0x1", "return v0"),
)  # fmt: skip
_LOG = "invoke-static {}, @Log;->write()V"


def _checks(name: str, wrong: str, right: str, found: Find = AT_START) -> Pair:
    """Return a pair that differs in how the application's onCreate asks."""
    return Pair(name, app(application(wrong), _OTHER, finds=found), app(application(right), _OTHER, finds=GATED))


_NEXT = smali("@Steps;", method("public static next(Z)V", "if-eqz p0, :refused", READ, ":refused", RETURN))
_RIGHT = block(_ASK, READ, ":refused")
_CHECKS = (
    _checks("check-around-another-call", block(_ASK, _LOG, ":refused", READ), block(_ASK, READ, ":refused", _LOG)),
    _checks("wrong-side", block(stored("privacy_agreed"), "if-nez v9, :refused", READ, ":refused"), _RIGHT),
    _checks("wrong-side-of-first-run", block(stored("is_first_run", 1), "if-eqz v9, :refused", READ, ":refused"), _RIGHT),
    _checks("both-sides", block(_ASK, READ, "goto :end", ":refused", READ, ":end"), _RIGHT),
    _checks("read-but-not-asked", block(stored("privacy_agreed"), READ), _RIGHT),
    _checks("asked-too-late", block(READ, _ASK, _LOG, ":refused"), _RIGHT),
    _checks("agreed-by-default", block(stored("privacy_agreed", 1), "if-eqz v9, :refused", READ, ":refused"), _RIGHT),
    _checks("overwritten", block(stored("privacy_agreed"), "const/4 v9, 0x1", "if-eqz v9, :refused", READ, ":refused"), _RIGHT),
    _checks("dialog-only", block(stored("privacy_agreed"), "if-nez v9, :agreed", _LOG, ":agreed", READ), _RIGHT),
    _checks("another-protocol", block(stored("use_http_protocol"), "if-eqz v9, :refused", READ, ":refused"), _RIGHT),
    _checks("insurance-policy", block(stored("policy_count", 0, "getInt", "I"), "if-eqz v9, :refused", READ, ":refused"), _RIGHT),
    _checks(
        "helper-that-is-true-anyway",
        block("invoke-static {}, @Log;->ready()Z", "move-result v9", "if-eqz v9, :refused", READ, ":refused"),
        _RIGHT,
    ),
    Pair(
        "flag-handed-over-and-true-elsewhere",
        app(application(stored("privacy_agreed"), "invoke-static {v9}, @Steps;->next(Z)V"),
            launcher("const/4 v0, 0x1", "invoke-static {v0}, @Steps;->next(Z)V"), _NEXT, finds=AT_START),
        app(application(stored("privacy_agreed"), "invoke-static {v9}, @Steps;->next(Z)V"),
            launcher("const/4 v0, 0x0", "invoke-static {v0}, @Steps;->next(Z)V"), _NEXT, finds=GATED),
    ),
    Pair(
        "second-way-without-check",
        app(application(_ASK, "invoke-static {}, @Steps;->go()V", ":refused"), launcher("invoke-static {}, @Steps;->go()V"),
            smali("@Steps;", method("public static go()V", READ, RETURN)), finds=AT_START),
        app(application(_ASK, "invoke-static {}, @Steps;->go()V", ":refused"), launcher(),
            smali("@Steps;", method("public static go()V", READ, RETURN)), finds=GATED),
    ),
)  # fmt: skip


def _ends(name: str, fires: str, never: str, *classes: str, finds: Find = UNREACHED, components: str = "") -> Pair:
    """Return a pair of which the second application leaves out what fires the code."""
    return Pair(
        name,
        app(application(fires), *classes, finds=AT_START, components=components),
        app(application(never), *classes, finds=finds, components=components),
    )


_RUNNABLE = "Ljava/lang/Runnable;"
_TASK = smali("@Task;", method("public run()V", READ, RETURN), implements=(_RUNNABLE,))
_POST = "invoke-virtual {v1, v0}, Landroid/os/Handler;->post(Ljava/lang/Runnable;)Z"
_THREAD = block(new("@Task;"), new("Ljava/lang/Thread;", "v0", types=_RUNNABLE, register="v1"))
_HANDLER = smali("@Task;", method("public handleMessage(Landroid/os/Message;)V", READ, RETURN), parent="Landroid/os/Handler;")
_TIMER = smali("@Task;", method("public run()V", READ, RETURN), parent="Ljava/util/TimerTask;")
_JOB = smali("@Task;", method(f"protected varargs doInBackground([{OBJECT}){OBJECT}", READ, "const/4 v0, 0x0", "return-object v0"),
             parent="Landroid/os/AsyncTask;")  # fmt: skip
_SERVICE = smali("@Sync;", method("public onCreate()V", READ, RETURN), parent="Landroid/app/Service;")
_INTENT = block(
    "new-instance v0, Landroid/content/Intent;",
    "const-class v1, @Sync;",
    "invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V",
)
_START = "invoke-virtual {p0, v0}, @App;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;"
_LOUD = (
    smali("@Base;", method("public go()V", RETURN)),
    smali("@Loud;", method("public go()V", READ, RETURN), parent="@Base;"),
    smali("@Quiet;", method("public go()V", RETURN), parent="@Base;"),
)
_GO = "invoke-virtual {v0}, @Base;->go()V"
_LISTENER = smali(
    "@Click;", method("public onClick(Landroid/view/View;)V", READ, RETURN), implements=("Landroid/view/View$OnClickListener;",)
)
_SET = "Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V"

_FIRED = (
    _ends("runnable-never-posted", block(new("@Task;"), new("Landroid/os/Handler;", register="v1"), _POST), new("@Task;"), _TASK),
    _ends("thread-never-started", block(_THREAD, "invoke-virtual {v1}, Ljava/lang/Thread;->start()V"), _THREAD, _TASK),
    _ends(
        "message-never-sent",
        block(new("@Task;"), "const/4 v1, 0x1", "invoke-virtual {v0, v1}, @Task;->sendEmptyMessage(I)Z"),
        new("@Task;"),
        _HANDLER,
    ),
    _ends(
        "async-task-never-executed",
        block(new("@Task;"), "const/4 v1, 0x0", "invoke-virtual {v0, v1}, @Task;->execute([Ljava/lang/Object;)Landroid/os/AsyncTask;"),
        new("@Task;"),
        _JOB,
    ),
    _ends(
        "timer-never-scheduled",
        block(
            new("@Task;"),
            new("Ljava/util/Timer;", register="v1"),
            "const-wide/16 v2, 0x64",
            "invoke-virtual {v1, v0, v2, v3}, Ljava/util/Timer;->schedule(Ljava/util/TimerTask;J)V",
        ),
        block(new("@Task;"), new("Ljava/util/Timer;", register="v1")),
        _TIMER,
    ),
    _ends("only-the-quiet-sibling", block(new("@Loud;"), _GO), block(new("@Quiet;"), _GO), *_LOUD),
    _ends(
        "dead-code",
        "invoke-static {}, @Old;->live()V",
        "const/4 v0, 0x0",
        smali("@Old;", method("public static live()V", READ, RETURN)),
    ),
    _ends(
        "service-never-started",
        block(_INTENT, _START),
        "const/4 v0, 0x0",
        _SERVICE,
        components='<service android:name=".Sync" android:exported="false"/>',
    ),
    _ends(
        "reflection-on-another-method",
        block(
            'const-string v0, "cn.bench.shop.Hidden"',
            "invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;",
            "move-result-object v0",
            'const-string v1, "work"',
            "const/4 v2, 0x0",
            "invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;",
        ),
        block(
            'const-string v0, "cn.bench.shop.Hidden"',
            "invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;",
            "move-result-object v0",
            'const-string v1, "rest"',
            "const/4 v2, 0x0",
            "invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;",
        ),
        smali("@Hidden;", method("public static work()V", READ, RETURN), method("public static rest()V", RETURN)),
    ),
)

_DIALOG = "Landroid/content/DialogInterface$OnClickListener;"
_BUILDER = "Landroid/app/AlertDialog$Builder;"
_AGREE = smali("@Agree;", method("public onClick(Landroid/content/DialogInterface;I)V", READ, RETURN), implements=(_DIALOG,))
_SHOW = block(
    new(_BUILDER, "p0", types="Landroid/content/Context;", register="v1"),
    new("@Agree;"),
    "const/4 v2, 0x1",
    f"invoke-virtual {{v1, v2, v0}}, {_BUILDER}->setPositiveButton(I{_DIALOG}){_BUILDER}",
    f"invoke-virtual {{v1}}, {_BUILDER}->show()Landroid/app/AlertDialog;",
)


def _moment(name: str, header: str, found: Find) -> Pair:
    """Return a pair of launchers that do the same, one of them at another time."""
    return Pair(
        name,
        app(launcher(methods=(method("protected onStart()V", READ, RETURN),)), finds=AT_START),
        app(launcher(methods=(method(header, READ, RETURN),)), finds=found),
    )


_TIMES = (
    Pair(
        "on-click",
        app(
            launcher(new("@Click;"), "const/4 v1, 0x0", "invoke-virtual {v0, v1}, @Click;->onClick(Landroid/view/View;)V"),
            _LISTENER,
            finds=AT_START,
        ),
        app(
            launcher(
                "const/4 v1, 0x1",
                "invoke-virtual {p0, v1}, @Main;->findViewById(I)Landroid/view/View;",
                "move-result-object v1",
                new("@Click;"),
                f"invoke-virtual {{v1, v0}}, {_SET}",
            ),
            _LISTENER,
            finds=USER,
        ),
    ),
    Pair("consent-dialog-button", app(launcher(_SHOW, READ), _AGREE, finds=AT_START), app(launcher(_SHOW), _AGREE, finds=USER)),
    _moment("on-destroy", "protected onDestroy()V", USER),
    _moment("on-back-pressed", "public onBackPressed()V", USER),
    _moment("on-permission-result", "public onRequestPermissionsResult(I[Ljava/lang/String;[I)V", USER),
    _moment("on-activity-result", "protected onActivityResult(IILandroid/content/Intent;)V", USER),
)

_PROVIDER = smali("@Files;", method("public onCreate()Z", READ, "const/4 v0, 0x1", "return v0"), parent="Landroid/content/ContentProvider;")
_RECEIVER = smali(
    "@Boot;",
    method("public onReceive(Landroid/content/Context;Landroid/content/Intent;)V", READ, RETURN),
    parent="Landroid/content/BroadcastReceiver;",
)
_ON_BOOT = """<receiver android:name=".Boot" android:exported="true"><intent-filter>
  <action android:name="android.intent.action.BOOT_COMPLETED"/></intent-filter></receiver>"""
_SCREEN = smali("@Account;", method("protected onCreate(Landroid/os/Bundle;)V", READ, RETURN), parent="Landroid/app/Activity;")
_SYNC = smali("@Sync;", method("public onCreate()V", READ, RETURN), parent="Landroid/app/Service;")
_LAUNCHED = """<service android:name=".Sync" android:exported="true"><intent-filter>
  <action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/>
</intent-filter></service>"""


def _provider(attributes: str = "") -> str:
    return f'<provider android:name=".Files" android:authorities="cn.bench.files" android:exported="false" {attributes}/>'


_MANIFESTS = (
    Pair(
        "provider-disabled",
        app(_PROVIDER, finds=AT_START, components=_provider()),
        app(_PROVIDER, finds=UNREACHED, components=_provider('android:enabled="false"')),
    ),
    Pair(
        "provider-of-another-process",
        app(_PROVIDER, finds=AT_START, components=_provider()),
        app(_PROVIDER, finds=BACKGROUND, components=_provider('android:process=":remote"')),
    ),
    Pair(
        "receiver-on-boot",
        app(_RECEIVER, application(READ), finds=AT_START, components=_ON_BOOT),
        app(_RECEIVER, finds=BACKGROUND, components=_ON_BOOT),
    ),
    Pair(
        "second-screen",
        app(
            launcher(
                "new-instance v0, Landroid/content/Intent;",
                "const-class v1, @Account;",
                "invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V",
                "invoke-virtual {p0, v0}, @Main;->startActivity(Landroid/content/Intent;)V",
            ),
            _SCREEN,
            finds=AT_START,
            components='<activity android:name=".Account"/>',
        ),
        app(_SCREEN, finds=UNREACHED, components='<activity android:name=".Account"/>'),
    ),
    Pair(
        "service-with-the-filter-of-a-launcher",
        app(_SYNC, application(READ), finds=AT_START, components=_LAUNCHED),
        app(_SYNC, finds=BACKGROUND, components=_LAUNCHED),
    ),
    Pair(
        "observer",
        *(
            app(
                application(
                    new("@Watch;"),
                    new("Ljava/util/Observable;", register="v1"),
                    "invoke-virtual {v1, v0}, Ljava/util/Observable;->addObserver(Ljava/util/Observer;)V",
                    *tells,
                ),
                smali(
                    "@Watch;",
                    method(f"public update(Ljava/util/Observable;{OBJECT})V", READ, RETURN),
                    implements=("Ljava/util/Observer;",),
                ),
                finds=found,
            )
            for tells, found in ((("invoke-virtual {v1}, Ljava/util/Observable;->notifyObservers()V",), AT_START), ((), UNREACHED))
        ),
    ),
    Pair(
        "dead-library",
        app(
            application("invoke-static {}, Lcom/umeng/commonsdk/UMConfigure;->init()V"),
            smali("Lcom/umeng/commonsdk/UMConfigure;", method("public static init()V", IMEI, RETURN)),
            finds=Find("at-start", owner="umeng_common"),
        ),
        app(
            application(),
            smali("Lcom/umeng/commonsdk/UMConfigure;", method("public static init()V", IMEI, RETURN)),
            finds=Find("unreached", owner="umeng_common", initiator="umeng_common"),
        ),
    ),
)

_JOB = interface("@Job;", "go()V")
_JOBS = (
    _JOB,
    *(
        smali(f"@{name};", method("public go()V", *code, RETURN), implements=("@Job;",))
        for name, code in (("Loud", (READ,)), ("Quiet", ()))
    ),
)
_GO = "invoke-interface {v0}, @Job;->go()V"
_LIST = "Ljava/util/ArrayList;"


def _received(name: str, make: Callable[[str], tuple[str, ...]], *classes: str) -> Pair:
    """Return a pair that makes both jobs and runs one of them: which one, only its way to the call tells."""
    both = block(new("@Loud;", register="v4"), new("@Quiet;", register="v5"))
    apps = (app(application(both, *make(job)), *_JOBS, *classes, finds=found) for job, found in (("v4", AT_START), ("v5", UNREACHED)))
    return Pair(name, *apps)


_RECEIVERS = (
    _received("receiver-made-here", lambda job: (f"move-object v0, {job}", _GO)),
    _received(
        "receiver-in-field",
        lambda job: (
            f"sput-object {job}, @Hub;->job:@Job;",
            "invoke-static {}, @Hub;->fire()V",
        ),
        smali(
            "@Hub;", method("public static fire()V", "sget-object v0, @Hub;->job:@Job;", _GO, RETURN), fields=("public static job:@Job;",)
        ),
    ),
    _received(
        "receiver-handed-over",
        lambda job: (f"invoke-static {{{job}}}, @Hub;->fire(@Job;)V",),
        smali("@Hub;", method("public static fire(@Job;)V", "move-object v0, p0", _GO, RETURN)),
    ),
    _received(
        "receiver-of-constructor",
        lambda job: (
            "new-instance v1, @Hub;",
            f"invoke-direct {{v1, {job}}}, @Hub;-><init>(@Job;)V",
            "invoke-virtual {v1}, @Hub;->fire()V",
        ),
        smali(
            "@Hub;",
            method(
                "public constructor <init>(@Job;)V",
                f"invoke-direct {{p0}}, {OBJECT}-><init>()V",
                "iput-object p1, p0, @Hub;->job:@Job;",
                RETURN,
            ),
            method("public fire()V", "iget-object v0, p0, @Hub;->job:@Job;", _GO, RETURN),
            fields=("job:@Job;",),
        ),
    ),
    _received(
        "receiver-in-list",
        lambda job: (
            new(_LIST),
            f"sput-object v0, @Hub;->jobs:{_LIST}",
            f"sget-object v0, @Hub;->jobs:{_LIST}",
            f"invoke-virtual {{v0, {job}}}, {_LIST}->add({OBJECT})Z",
            "invoke-static {}, @Hub;->fire()V",
        ),
        smali(
            "@Hub;",
            method(
                "public static fire()V",
                f"sget-object v0, @Hub;->jobs:{_LIST}",
                f"invoke-virtual {{v0}}, {_LIST}->iterator()Ljava/util/Iterator;",
                "move-result-object v0",
                f"invoke-interface {{v0}}, Ljava/util/Iterator;->next(){OBJECT}",
                "move-result-object v0",
                "check-cast v0, @Job;",
                _GO,
                RETURN,
            ),
            fields=(f"public static jobs:{_LIST}",),
        ),
    ),
    Pair(
        "receiver-of-factory",
        *(
            app(
                application(new("@Loud;"), new("@Quiet;"), "invoke-static {}, @Maker;->make()@Job;", "move-result-object v0", _GO),
                *_JOBS,
                smali("@Maker;", method("public static make()@Job;", new(job), "return-object v0")),
                finds=found,
            )
            for job, found in (("@Loud;", AT_START), ("@Quiet;", UNREACHED))
        ),
    ),
    Pair(
        "method-of-superclass",
        *(
            app(
                application(new("@Loud;"), f"invoke-virtual {{v0}}, @Loud;->{name}()V"),
                smali("@Base;", method("public go()V", RETURN)),
                smali(
                    "@Loud;",
                    method("public go()V", READ, RETURN),
                    method("public rest()V", "invoke-super {p0}, @Base;->go()V", RETURN),
                    parent="@Base;",
                ),
                finds=found,
            )
            for name, found in (("go", AT_START), ("rest", UNREACHED))
        ),
    ),
)

PAIRS = (*_CHECKS, *_FIRED, *_TIMES, *_MANIFESTS, *_RECEIVERS)
