"""Self-start, associated start and keep-alive: what the system, a timer or another process starts without the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import RETURN, application, block, launcher, method, new, smali
from bench.violations.verdicts import Fire, package, versus

if TYPE_CHECKING:
    from bench.violations.app import App
    from bench.violations.verdicts import Verdicts

BOOT = "android.intent.action.BOOT_COMPLETED"
CONTEXT = "Landroid/content/Context;"
INTENT = "Landroid/content/Intent;"
SERVICE = "Landroid/app/Service;"
_RECEIVE = f"public onReceive({CONTEXT}{INTENT})V"


def receiver(*lines: str) -> str:
    """Return a receiver @Boot that runs the lines."""
    return smali("@Boot;", method(_RECEIVE, *lines, RETURN), parent="Landroid/content/BroadcastReceiver;")


def declared(name: str = ".Boot", action: str = BOOT, attributes: str = "") -> str:
    """Return the manifest's entry of a receiver for one action."""
    inside = f'<intent-filter><action android:name="{action}"/></intent-filter>'
    return f'<receiver android:name="{name}" android:exported="true" {attributes}>{inside}</receiver>'


def when(unprompted: bool, *lines: str) -> tuple[str, ...]:
    """Return classes that run the lines when the application is created, or when the user leaves by the back key."""
    if unprompted:
        return (application(*lines),)
    return (launcher(methods=(method("public onBackPressed()V", *lines, RETURN),)),)


def _service(*methods: str) -> tuple[str, str]:
    """Return a service @Sync and its entry in the manifest, which others may start."""
    bind = method(f"public onBind({INTENT})Landroid/os/IBinder;", "const/4 v0, 0x0", "return-object v0")
    return smali("@Sync;", bind, *methods, parent=SERVICE), '<service android:name=".Sync" android:exported="true"/>'


_TO_SYNC = block(f"new-instance v0, {INTENT}", "const-class v1, @Sync;")
_START = block(
    _TO_SYNC,
    f"invoke-direct {{v0, p0, v1}}, {INTENT}-><init>({CONTEXT}Ljava/lang/Class;)V",
    f"invoke-virtual {{p0, v0}}, @Sync;->startService({INTENT})Landroid/content/ComponentName;",
)
_ALARM = "Landroid/app/AlarmManager;"
_REPEAT = block(
    "const/4 v0, 0x0",
    "const/4 v1, 0x0",
    "const-wide/16 v2, 0x0",
    "const-wide/32 v4, 0xea60",
    "const/4 v6, 0x0",
    f"invoke-virtual/range {{v0 .. v6}}, {_ALARM}->setRepeating(IJJLandroid/app/PendingIntent;)V",
)
_JOB = "Landroid/app/job/JobInfo$Builder;"
_PERSIST = block("const/4 v0, 0x0", "const/4 v1, 0x1", f"invoke-virtual {{v0, v1}}, {_JOB}->setPersisted(Z){_JOB}")


def _toward(name: str) -> str:
    return block(
        new(INTENT),
        f'const-string v1, "{name}"',
        f"invoke-virtual {{v0, v1}}, {INTENT}->setPackage(Ljava/lang/String;){INTENT}",
    )


_JPUSH = "cn.jpush.android.service.PushReceiver"
_BOOT_PERMISSION = ("RECEIVE_BOOT_COMPLETED",)

_TRIGGERS = (
    versus(
        "own-receiver-on-boot",
        Fire("self-start-receiver"),
        lambda bad: package(
            receiver(), components=declared(attributes="" if bad else 'android:enabled="false"'), permissions=_BOOT_PERMISSION
        ),
    ),
    versus(
        "sdk-receiver-on-boot",
        Fire("sdk-self-start", "jpush"),
        lambda bad: package(components=declared(_JPUSH), permissions=_BOOT_PERMISSION if bad else ()),
    ),
    versus(
        "sdk-receiver-on-network-change",
        Fire("sdk-self-start", "jpush"),
        lambda bad: package(components=declared(_JPUSH, "android.net.conn.CONNECTIVITY_CHANGE"), sdk=(21, 23 if bad else 26)),
    ),
    versus("repeating-alarm", Fire("timed-self-start", start_state="at-start"), lambda bad: package(*when(bad, _REPEAT))),
    versus(
        "persisted-job",
        Fire("timed-self-start", start_state="background"),
        lambda bad: package(
            receiver(_PERSIST) if bad else receiver(),
            *(() if bad else when(bad, _PERSIST)),
            components=declared(),
            permissions=_BOOT_PERMISSION,
        ),
    ),
    versus(
        "another-app-started",
        Fire("app-associated-start", start_state="at-start"),
        lambda bad: package(*when(bad, _toward("com.partner.app"))),
    ),
    versus(
        "own-package-named",
        Fire("app-associated-start", start_state="at-start"),
        lambda bad: package(application(_toward("com.partner.app" if bad else "cn.bench.shop"))),
    ),
    versus(
        "sdk-wakes-another-app",
        Fire("sdk-associated-start", "jpush", start_state="at-start"),
        lambda bad: package(
            *when(bad, "invoke-static {}, Lcn/jpush/android/Wake;->go()V"),
            smali("Lcn/jpush/android/Wake;", method("public static go()V", _toward("com.partner.app"), RETURN)),
        ),
    ),
)

_PARAMETERS = "Landroid/view/WindowManager$LayoutParams;"


def _window(size: int) -> str:
    """Return a screen whose window is `size` pixels wide and high."""
    return smali(
        "@Dot;",
        method(
            "protected onCreate(Landroid/os/Bundle;)V",
            "invoke-virtual {p0}, @Dot;->getWindow()Landroid/view/Window;",
            "move-result-object v0",
            f"invoke-virtual {{v0}}, Landroid/view/Window;->getAttributes(){_PARAMETERS}",
            "move-result-object v1",
            f"const/16 v2, {size:#x}",
            f"iput v2, v1, {_PARAMETERS}->width:I",
            f"iput v2, v1, {_PARAMETERS}->height:I",
            f"invoke-virtual {{v0, v1}}, Landroid/view/Window;->setAttributes({_PARAMETERS})V",
            RETURN,
        ),
        parent="Landroid/app/Activity;",
    )


_PLAYER = "Landroid/media/MediaPlayer;"


def _music(volume: str) -> str:
    return method(
        "public onCreate()V",
        new(_PLAYER),
        "const/4 v1, 0x1",
        f"invoke-virtual {{v0, v1}}, {_PLAYER}->setLooping(Z)V",
        volume,
        f"invoke-virtual {{v0, v2, v2}}, {_PLAYER}->setVolume(FF)V",
        f"invoke-virtual {{v0}}, {_PLAYER}->start()V",
        RETURN,
    )


def _kept(name: str, bad: tuple[str, ...], good: tuple[str, ...]) -> Verdicts:
    """Return a pair of services, by their methods."""

    def make(is_bad: bool) -> App:
        written, entry = _service(*(bad if is_bad else good))
        return package(written, components=entry)

    return versus(name, Fire("keep-alive", start_state="background"), make)


_DISCONNECTED = "public onServiceDisconnected(Landroid/content/ComponentName;)V"
_CONNECTION = "Landroid/content/ServiceConnection;"
_ACCOUNTS, _RESOLVER, _ACCOUNT = "Landroid/accounts/AccountManager;", "Landroid/content/ContentResolver;", "Landroid/accounts/Account;"
_ADD_ACCOUNT = block(
    "const/4 v0, 0x0",
    "const/4 v1, 0x0",
    "const/4 v2, 0x0",
    "const/4 v3, 0x0",
    f"invoke-virtual {{v0, v1, v2, v3}}, {_ACCOUNTS}->addAccountExplicitly({_ACCOUNT}Ljava/lang/String;Landroid/os/Bundle;)Z",
)
_SYNC = block(
    "const-wide/16 v4, 0x3c",
    f"invoke-static {{v1, v2, v3, v4, v5}}, {_RESOLVER}->addPeriodicSync({_ACCOUNT}Ljava/lang/String;Landroid/os/Bundle;J)V",
)
_ADAPTER = """<service android:name=".Sync" android:exported="true"><intent-filter>
  <action android:name="android.content.SyncAdapter"/></intent-filter></service>"""


def _watching(bad: bool) -> App:
    peer = block(f"new-instance v0, {INTENT}", f"invoke-direct {{v0}}, {INTENT}-><init>()V")
    start = f"invoke-virtual {{v1, v0}}, {CONTEXT}->startService({INTENT})Landroid/content/ComponentName;"
    ended = (peer, "iget-object v1, p0, @Link;->context:Landroid/content/Context;", start) if bad else ("const/4 v0, 0x0",)
    link = smali("@Link;", method(_DISCONNECTED, *ended, RETURN), implements=(_CONNECTION,), fields=(f"public context:{CONTEXT}",))
    bind = block(
        new(INTENT),
        new("@Link;", register="v1"),
        "const/4 v2, 0x1",
        f"invoke-virtual {{p0, v0, v1, v2}}, @Sync;->bindService({INTENT}{_CONNECTION}I)Z",
    )
    written, entry = _service(method("public onCreate()V", bind, RETURN))
    return package(written, link, components=entry)


_ALIVE = (
    _kept(
        "service-starts-itself-again",
        (method("public onDestroy()V", _START, RETURN),),
        (method("public onDestroy()V", "invoke-virtual {p0}, @Sync;->stopSelf()V", RETURN),),
    ),
    _kept(
        "task-removed-starts-again",
        (method(f"public onTaskRemoved({INTENT})V", _START, RETURN),),
        (method(f"public onTaskRemoved({INTENT})V", "invoke-virtual {p0}, @Sync;->stopSelf()V", RETURN),),
    ),
    _kept("silent-music", (_music("const/4 v2, 0x0"),), (_music("const/high16 v2, 0x3f800000"),)),
    versus("watching-processes", Fire("keep-alive"), _watching),
    versus(
        "window-of-one-pixel",
        Fire("keep-alive", start_state="user-action"),
        lambda bad: package(_window(1 if bad else 100), components='<activity android:name=".Dot" android:exported="true"/>'),
    ),
    versus(
        "account-for-sync",
        Fire("keep-alive", start_state="at-start"),
        lambda bad: package(application(_ADD_ACCOUNT, *((_SYNC,) if bad else ())), components=_ADAPTER),
    ),
)

PAIRS = (*_TRIGGERS, *_ALIVE)
