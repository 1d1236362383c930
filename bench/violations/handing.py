"""Pairs about reads that something else sets going: web pages by a bridge, timers; and about boxes that code ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.violations.app import IMEI, RETURN, application, block, launcher, method, new, smali, stored
from bench.violations.verdicts import Fire, package, versus

if TYPE_CHECKING:
    from bench.violations.app import App

_PHONE = ("READ_PHONE_STATE",)
_WEB = "Landroid/webkit/WebView;"
_OPEN = ".annotation runtime Landroid/webkit/JavascriptInterface;\n.end annotation"
_ADD = block(
    "const/4 v1, 0x0",
    new("@Bridge;"),
    'const-string v2, "app"',
    f"invoke-virtual {{v1, v0, v2}}, {_WEB}->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V",
)


def _bridge(*lines: str, opened: str = "", added: str = _ADD) -> App:
    """Return an app whose bridge has a method that reads, opened to pages or not, and another one that is open."""
    bridge = smali(
        "@Bridge;",
        method("public device()V", opened, *lines, RETURN),
        method("public title()V", _OPEN, RETURN),
    )
    return package(launcher(added), bridge, permissions=_PHONE)


_TIMER, _TASK, _RUNNABLE = "Ljava/util/Timer;", "Ljava/util/TimerTask;", "Ljava/lang/Runnable;"
_MINUTE = block("const-wide/16 v2, 0x0", "const-wide/32 v4, 0xea60")


def _timed(repeats: bool, name: str = "@Task;") -> tuple[str, str]:
    """Return code that lets a task run after a while, again and again or once; and the task."""
    task = smali(name, method("public run()V", IMEI, RETURN), parent=_TASK)
    again = f"invoke-virtual/range {{v0 .. v5}}, {_TIMER}->scheduleAtFixedRate({_TASK}JJ)V"
    once = f"invoke-virtual {{v0, v1, v2, v3}}, {_TIMER}->schedule({_TASK}J)V"
    return block("const/4 v0, 0x0", new(name, register="v1"), _MINUTE, again if repeats else once), task


def _task(repeats: bool) -> App:
    code, task = _timed(repeats)
    return package(application(code), task, permissions=_PHONE)


def _sdk_task(repeats: bool) -> App:
    code, task = _timed(repeats, "Lcn/jpush/android/Report;")
    service = smali("Lcn/jpush/android/Start;", method("public static go()V", code, RETURN))
    return package(application("invoke-static {}, Lcn/jpush/android/Start;->go()V"), service, task, permissions=_PHONE)


_UNIT = "Ljava/util/concurrent/TimeUnit;"
_EXECUTOR = "Ljava/util/concurrent/ScheduledExecutorService;"
_FUTURE = "Ljava/util/concurrent/ScheduledFuture;"


def _executed(repeats: bool) -> App:
    task = smali("@Task;", method("public run()V", IMEI, RETURN), implements=(_RUNNABLE,))
    again = f"invoke-interface/range {{v0 .. v6}}, {_EXECUTOR}->scheduleWithFixedDelay({_RUNNABLE}JJ{_UNIT}){_FUTURE}"
    once = block("move-object v4, v6", f"invoke-interface/range {{v0 .. v4}}, {_EXECUTOR}->schedule({_RUNNABLE}J{_UNIT}){_FUTURE}")
    unit = f"sget-object v6, {_UNIT}->MINUTES:{_UNIT}"
    code = block("const/4 v0, 0x0", new("@Task;", register="v1"), "const-wide/16 v2, 0x0", "const-wide/16 v4, 0x5", unit)
    return package(application(code, again if repeats else once), task, permissions=_PHONE)


_POST = f"Landroid/os/Handler;->postDelayed({_RUNNABLE}J)Z"


def _posted(repeats: bool) -> App:
    again = block("const/4 v0, 0x0", "const-wide/32 v2, 0x7530", f"invoke-virtual {{v0, p0, v2, v3}}, {_POST}")
    task = smali("@Task;", method("public run()V", IMEI, again if repeats else "", RETURN), implements=(_RUNNABLE,))
    first = block("const/4 v0, 0x0", new("@Task;", register="v1"), "const-wide/16 v2, 0x0", f"invoke-virtual {{v0, v1, v2, v3}}, {_POST}")
    return package(application(first), task, permissions=_PHONE)


_CONTEXT, _INTENT = "Landroid/content/Context;", "Landroid/content/Intent;"
_ALARM = block(
    "const/4 v0, 0x0",
    "const/4 v1, 0x0",
    "const-wide/16 v2, 0x0",
    "const-wide/32 v4, 0x36ee80",
    f"new-instance v6, {_INTENT}",
    "const-class v7, @Alarm;",
    f"invoke-direct {{v6, p0, v7}}, {_INTENT}-><init>({_CONTEXT}Ljava/lang/Class;)V",
    "const/4 v6, 0x0",
    "invoke-virtual/range {v0 .. v6}, Landroid/app/AlarmManager;->setRepeating(IJJLandroid/app/PendingIntent;)V",
)


def _alarmed(reads: bool) -> App:
    alarm = smali(
        "@Alarm;",
        method(f"public onReceive({_CONTEXT}{_INTENT})V", IMEI if reads else "", RETURN),
        parent="Landroid/content/BroadcastReceiver;",
    )
    return package(application(_ALARM), alarm, components='<receiver android:name=".Alarm"/>', permissions=_PHONE)


_SPACE = 'xmlns:android="http://schemas.android.com/apk/res/android"'
_SIZE = 'android:layout_width="wrap_content" android:layout_height="wrap_content"'
_LAYOUT = f"""<LinearLayout {_SPACE} {_SIZE}>
  <CheckBox android:id="@+id/agree" android:text="我已阅读并同意《隐私政策》" {_SIZE}/>
  <CheckBox android:id="@+id/remember" android:text="记住密码" {_SIZE}/>
</LinearLayout>
"""
# The ids that aapt gives the two boxes.
AGREE, REMEMBER = 0x7F030000, 0x7F030001
_BOX = "Landroid/widget/CheckBox;"
_TICK = block("const/4 v2, 0x1", f"invoke-virtual {{v1, v2}}, {_BOX}->setChecked(Z)V")


def _find(number: int) -> str:
    return block(
        f"const v1, {number:#x}",
        "invoke-virtual {p0, v1}, @Main;->findViewById(I)Landroid/view/View;",
        "move-result-object v1",
        f"check-cast v1, {_BOX}",
    )


def _shown(*lines: str, methods: tuple[str, ...] = ()) -> App:
    """Return an app with the two boxes whose screen runs the lines when it is made."""
    return package(launcher(*lines, methods=methods), resources={"layout/login.xml": _LAYOUT})


_PREFERRED = block(stored("remembered"), f"invoke-virtual {{v1, v9}}, {_BOX}->setChecked(Z)V")
_IF_PREFERRED = block(stored("remembered"), "if-eqz v9, :plain", _TICK, ":plain")
_INIT = "invoke-direct {p0}, @Main;->init()V"
_ON_BACK = method("public onBackPressed()V", _find(AGREE), _TICK, RETURN)

_BRIDGE = Fire("bridge-to-pages", data_type="imei", start_state="at-start")
_TIMED = Fire("timed-collection", data_type="imei", start_state="at-start")
_TICKED = Fire("consent-ticked-in-code", start_state="at-start")

PAIRS = (
    versus("bridge-method-is-open", _BRIDGE, lambda bad: _bridge(IMEI, opened=_OPEN if bad else "")),
    versus("bridge-is-added", _BRIDGE, lambda bad: _bridge(IMEI, opened=_OPEN, added=_ADD if bad else new("@Bridge;"))),
    versus("bridge-reads", _BRIDGE, lambda bad: _bridge(IMEI if bad else "", opened=_OPEN)),
    versus("timer-task-again", _TIMED, _task),
    versus("executor-again", _TIMED, _executed),
    versus("runnable-posts-itself", _TIMED, _posted),
    versus("alarm-again", _TIMED, _alarmed),
    versus("sdk-timer-task-again", Fire("sdk-timed-collection", "jpush", "imei", "at-start"), _sdk_task),
    versus("consent-box-is-ticked", _TICKED, lambda bad: _shown(_find(AGREE if bad else REMEMBER), _TICK)),
    versus("consent-box-shows-what-is-kept", _TICKED, lambda bad: _shown(_find(AGREE), _TICK if bad else _PREFERRED)),
    versus("consent-box-is-ticked-if-kept", _TICKED, lambda bad: _shown(_find(AGREE), _TICK if bad else _IF_PREFERRED)),
    versus(
        "consent-box-is-ticked-by-the-user",
        _TICKED,
        lambda bad: _shown(
            _INIT if bad else "",
            methods=(method("private init()V", _find(AGREE), _TICK, RETURN),) if bad else (_ON_BACK,),
        ),
    ),
)
