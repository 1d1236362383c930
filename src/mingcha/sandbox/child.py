"""What happens in the forked child: let go of everything inherited, lock in, read the package, answer, exit."""

from __future__ import annotations

import faulthandler
import fcntl
import gc
import mmap
import os
import signal
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from mingcha.model import UnreadablePackageError
from mingcha.sandbox import frame
from mingcha.sandbox.confinement import confine
from mingcha.sandbox.outcome import Status

if TYPE_CHECKING:
    from types import TracebackType

    from mingcha.sandbox.limits import Limits

Data = mmap.mmap | memoryview
Reader = Callable[[Data], Any]

_PACKAGE, _PIPE, _FIRST_OTHER = 3, 4, 5
_EXIT_FAILED = 70
_FRAMES = 6
_WORDS = 2000


def serve(read: Reader, package: int, pipe: int, limits: Limits, *, unsafe: bool, parent: int) -> NoReturn:
    """Run `read` over the package behind one descriptor, write the answer to the other and end the process."""
    code = _EXIT_FAILED
    try:
        # What the parent made stays shared, and a life this short is not worth looking for cycles.
        gc.freeze()
        gc.disable()
        _let_go(package, pipe)
        data = _map()
        isolation = confine(limits, parent)
        _write(isolation.to_wire())
        if isolation.complete or unsafe:
            status, payload = _answer(read, data)
        else:
            status, payload = Status.REFUSED, b"null"
        _write(frame.header(status, len(payload)))
        _write(payload)
        code = 0
    finally:
        # Neither exceptions nor exit handlers nor buffered output of the parent may go on from here.
        os._exit(code)


def _let_go(package: int, pipe: int) -> None:
    os.setsid()
    faulthandler.disable()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    # Out of the way of the places that are about to be filled.
    package, pipe = (_above(_FIRST_OTHER, descriptor) for descriptor in (package, pipe))
    nowhere = _above(_FIRST_OTHER, os.open(os.devnull, os.O_RDWR))
    for source, place in ((nowhere, 0), (nowhere, 1), (nowhere, 2), (package, _PACKAGE), (pipe, _PIPE)):
        os.dup2(source, place)
    os.closerange(_FIRST_OTHER, os.sysconf("SC_OPEN_MAX"))


def _above(floor: int, descriptor: int) -> int:
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, floor)


def _map() -> Data:
    empty = os.fstat(_PACKAGE).st_size == 0
    data = memoryview(b"") if empty else mmap.mmap(_PACKAGE, 0, access=mmap.ACCESS_READ)
    os.close(_PACKAGE)
    return data


def _answer(read: Reader, data: Data) -> tuple[Status, bytes]:
    try:
        return Status.OK, frame.encode(read(data))
    except UnreadablePackageError as error:
        message = str(error)
        return Status.UNREADABLE, _both(getattr(error, "zh", message), getattr(error, "en", message))
    except MemoryError:
        return Status.MEMORY, b"null"
    except BaseException as error:  # noqa: BLE001 - the border of the sandbox: whatever it was becomes a record
        said = f"{type(error).__name__}: {error}"[:_WORDS]
        where = _places(error.__traceback__)
        return Status.ERROR, _both(f"分析程序出错：{said}（{where}）", f"the analysis failed: {said} ({where})")


def _both(chinese: str, english: str) -> bytes:
    return frame.encode([chinese[: 2 * _WORDS], english[: 2 * _WORDS]])


def _places(trace: TracebackType | None) -> str:
    """Name the innermost frames below this module's as module:function:line, which holds no path of this machine."""
    places = [f"{where.f_globals.get('__name__')}:{where.f_code.co_name}:{line}" for where, line in traceback.walk_tb(trace)]
    return " > ".join(places[1:][-_FRAMES:])


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(_PIPE, view) :]
