"""The one table from what an operating system says to what an inspector is told.

Sources: pyserial 3.5 (serialposix, serialwin32, urlhandler), its issues #331, #446, #447, #458, #474, #513
and #736, and the codes of errno.h and winerror.h. Windows texts are translated on a Chinese system, so there
only names of classes and functions and numbers are read. Windows itself was not tried.
"""

from __future__ import annotations

import errno
import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import serial

from fieldlaw.errors import KnownError

try:
    import termios
except ImportError:  # Windows has no termios
    OS_ERRORS: tuple[type[Exception], ...] = (OSError,)
else:
    OS_ERRORS = (OSError, termios.error)

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE = "已收到的读数不受影响。"


class Phase(Enum):
    """What was being done when it failed; the same code means different things."""

    OPEN = "open"
    REOPEN = "reopen"  # opening what was lost a moment ago
    READ = "read"
    WRITE = "write"
    CLOSE = "close"
    LIST = "list"


class Loss(Enum):
    """Why there is no line."""

    NOT_FOUND = "not_found"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"
    ACCESS_DENIED_AFTER_UNPLUG = "access_denied_after_unplug"
    NOT_A_PORT = "not_a_port"
    BAD_NAME = "bad_name"
    BAD_SETTINGS = "bad_settings"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNPLUGGED = "unplugged"
    CLOSED_BY_PEER = "closed_by_peer"
    CLOSED_HERE = "closed_here"
    WRITE_TIMEOUT = "write_timeout"
    CLOSE_HANGS = "close_hangs"
    IO_ERROR = "io_error"
    SILENT = "silent"  # open, and nothing comes: the session finds out
    ENDED = "ended"  # a recording has no more
    OTHER = "other"


_RETRY = "程序会自动重连。"
_SENTENCES = {
    Loss.NOT_FOUND: ("找不到仪器的端口。", "请检查仪器是否开机、数据线或蓝牙是否已连接，再重试。"),
    Loss.NO_PERMISSION: ("没有权限打开仪器的端口。", "请关闭占用该端口的程序，或请管理员授予串口权限。"),
    Loss.BUSY: ("仪器的端口正被其他程序占用。", "请关闭占用该端口的程序，再重试。"),
    Loss.ACCESS_DENIED_AFTER_UNPLUG: (
        "重新连接时，系统还没有放开仪器的端口。",
        f"请稍等几秒，{_RETRY}一直不行时，请拔下再插上，或重启蓝牙。",
    ),
    Loss.NOT_A_PORT: ("这个名称不是串口。", "请在设置中重新选择端口。"),
    Loss.BAD_NAME: ("仪器的端口名称不正确。", "请在设置中重新选择端口。"),
    Loss.BAD_SETTINGS: ("端口不接受这些串口参数。", "请检查设置中的波特率。"),
    Loss.REFUSED: ("仪器拒绝了网络连接。", "请确认已连到仪器的无线网络、地址和端口正确。"),
    Loss.UNREACHABLE: ("网络上找不到仪器。", "请确认已连到仪器的无线网络，仪器已开机。"),
    Loss.UNPLUGGED: ("与仪器的连接已断开。", f"请检查数据线、蓝牙和仪器电源，{_RETRY}"),
    Loss.CLOSED_BY_PEER: ("仪器断开了连接。", f"请检查仪器电源和无线网络，{_RETRY}"),
    Loss.CLOSED_HERE: ("与仪器的连接已断开：端口已在本机关闭。", "请重新连接。"),
    Loss.WRITE_TIMEOUT: ("命令发不到仪器。", f"请检查仪器电源和距离，{_RETRY}"),
    Loss.CLOSE_HANGS: ("仪器的端口关不上。", "请拔下数据线或关闭蓝牙；再不行，请重启电脑。"),
    Loss.IO_ERROR: ("与仪器的连接已断开：读写出错。", f"请检查数据线、蓝牙和仪器电源，{_RETRY}"),
    Loss.SILENT: ("仪器长时间没有响应。", f"请检查仪器电源和距离，{_RETRY}"),
    Loss.ENDED: ("记录已回放完毕。", "如需重看，请重新打开记录。"),
    Loss.OTHER: ("与仪器的连接已断开。", f"请检查数据线、蓝牙和仪器电源，{_RETRY}"),
}


class LinkLost(KnownError):  # noqa: N818 - a state of the world, named as the session speaks of it
    """The line to the instrument is gone or never came up.

    Attributes:
        loss: why, by name.
    """

    def __init__(self, what: str, way_out: str, safe: str = "", loss: Loss = Loss.OTHER) -> None:
        super().__init__(what, way_out, safe)
        self.loss = loss


@dataclass(frozen=True)
class Clue:
    """What one error in a chain tells. Windows: the number of the last argument of its error."""

    type: type[BaseException]
    text: str
    errno: int | None
    windows: int | None


@dataclass(frozen=True)
class _Row:
    """One row of the table: it fits when every part that is given fits."""

    loss: Loss
    errnos: tuple[int, ...] = ()
    windows: tuple[int, ...] = ()
    types: tuple[type[BaseException], ...] = ()
    text: str = ""
    phases: tuple[Phase, ...] = ()

    def fits(self, clue: Clue, phase: Phase) -> bool:
        """True when the clue, met in this phase, is what the row describes."""
        return (
            (not self.phases or phase in self.phases)
            and (not self.errnos or clue.errno in self.errnos)
            and (not self.windows or clue.windows in self.windows)
            and (not self.types or issubclass(clue.type, self.types))
            and re.search(self.text, clue.text) is not None
        )


_OPENING = (Phase.OPEN, Phase.REOPEN)
_RUNNING = (Phase.READ, Phase.WRITE, Phase.CLOSE)
_DENIED = (errno.EACCES, errno.EPERM)
_GONE = (errno.EIO, errno.ENXIO, errno.ENODEV, errno.ENOENT)
_FAR = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL)

# The first row that fits counts. Windows numbers come first: an errno there is only a rough translation.
TABLE = (
    _Row(Loss.WRITE_TIMEOUT, types=(serial.SerialTimeoutException,)),
    _Row(Loss.CLOSED_HERE, types=(serial.PortNotOpenError,)),
    _Row(Loss.NOT_FOUND, windows=(2, 3), phases=_OPENING),  # FILE_NOT_FOUND, PATH_NOT_FOUND
    _Row(Loss.ACCESS_DENIED_AFTER_UNPLUG, windows=(5,), phases=(Phase.REOPEN,)),  # ACCESS_DENIED
    _Row(Loss.BUSY, windows=(5, 32, 170), phases=_OPENING),  # a COM port has one owner
    _Row(Loss.UNREACHABLE, windows=(121, 1460, 10051, 10060, 10065), phases=_OPENING),  # 121: Bluetooth
    _Row(Loss.BAD_NAME, windows=(123, 161), phases=_OPENING),  # INVALID_NAME, BAD_PATHNAME
    _Row(Loss.BAD_SETTINGS, windows=(87,), phases=_OPENING),  # INVALID_PARAMETER from SetCommState
    _Row(Loss.UNPLUGGED, windows=(2, 5, 6, 22, 31, 55, 433, 995, 1167), phases=_RUNNING),
    _Row(Loss.NOT_FOUND, windows=(31, 433, 1167), phases=_OPENING),  # the driver is alone
    _Row(Loss.WRITE_TIMEOUT, windows=(121, 1460), phases=(Phase.WRITE,)),
    _Row(Loss.CLOSED_BY_PEER, windows=(10053, 10054, 10058), phases=_RUNNING),
    _Row(Loss.REFUSED, windows=(10061, 1225), phases=_OPENING),
    _Row(Loss.UNPLUGGED, text=r"ClearCommError|GetOverlappedResult|WriteFile|ReadFile", phases=_RUNNING),
    _Row(Loss.CLOSED_BY_PEER, text=r"socket disconnected|[Cc]onnection (lost|failed)", phases=_RUNNING),
    _Row(Loss.UNPLUGGED, text=r"returned no data|device reports error", phases=_RUNNING),
    _Row(Loss.BAD_NAME, text=r"expected a string in the form|invalid URL", phases=_OPENING),
    _Row(Loss.BAD_NAME, types=(UnicodeError,), phases=_OPENING),
    _Row(Loss.BAD_SETTINGS, types=(ValueError,), text=r"baud|Invalid|not a valid", phases=_OPENING),
    _Row(Loss.BAD_NAME, types=(ValueError,), phases=_OPENING),
    _Row(Loss.UNREACHABLE, types=(socket.gaierror,), phases=_OPENING),
    _Row(Loss.UNREACHABLE, types=(TimeoutError,), phases=_OPENING),
    _Row(Loss.WRITE_TIMEOUT, types=(TimeoutError,), phases=(Phase.WRITE,)),
    _Row(Loss.ACCESS_DENIED_AFTER_UNPLUG, errnos=(*_DENIED, errno.EBUSY), phases=(Phase.REOPEN,)),
    _Row(Loss.UNPLUGGED, errnos=_DENIED, phases=_RUNNING),
    _Row(Loss.NO_PERMISSION, errnos=_DENIED),
    _Row(Loss.BUSY, errnos=(errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK), phases=_OPENING),
    _Row(Loss.NOT_FOUND, errnos=(errno.ENOENT, errno.ENODEV, errno.ENXIO), phases=_OPENING),
    _Row(Loss.NOT_A_PORT, errnos=(errno.ENOTTY, errno.EISDIR, errno.EINVAL), phases=_OPENING),
    _Row(Loss.BAD_NAME, errnos=(errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP), phases=_OPENING),
    _Row(Loss.REFUSED, errnos=(errno.ECONNREFUSED,)),
    _Row(Loss.UNREACHABLE, errnos=(*_FAR, errno.ETIMEDOUT), phases=_OPENING),
    _Row(Loss.CLOSED_BY_PEER, errnos=(errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN)),
    _Row(Loss.CLOSED_BY_PEER, types=(ConnectionError,), phases=_RUNNING),
    _Row(Loss.CLOSED_BY_PEER, errnos=(*_FAR, errno.ETIMEDOUT), phases=_RUNNING),
    _Row(Loss.CLOSED_HERE, errnos=(errno.EBADF,)),
    _Row(Loss.UNPLUGGED, errnos=_GONE),
    _Row(Loss.IO_ERROR, types=(serial.SerialException, *OS_ERRORS), phases=_RUNNING),
)

# pyserial on Windows keeps only repr(ctypes.WinError()) in its message: PermissionError(13, '…', None, 5)
_WINDOWS = re.compile(r"\b\w*Error\((\d+), .*, None, (\d+)\)", re.DOTALL)


def lost(error: Exception, port: str = "", phase: Phase = Phase.OPEN) -> LinkLost:
    """Translate what the system raised into a named loss with a sentence and a way out."""
    return told(loss_of(error, phase), port)


def loss_of(error: BaseException, phase: Phase) -> Loss:
    """Name the loss: the first row of the table that fits the error or one that it came from."""
    clues = [_clue(one) for one in _chain(error)]
    return next((row.loss for row in TABLE for clue in clues if row.fits(clue, phase)), Loss.OTHER)


def told(loss: Loss, port: str = "") -> LinkLost:
    """The loss as it is told to a person, with the port's name."""
    what, way_out = _SENTENCES[loss]
    return LinkLost(f"{what}端口：{port}。" if port else what, way_out, SAFE, loss)


@contextmanager
def mapped(port: str, phase: Phase) -> Iterator[None]:
    """Let what the system raises leave as LinkLost."""
    try:
        yield
    except LinkLost:
        raise
    except OS_ERRORS as error:
        raise lost(error, port, phase) from error


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from: pyserial often keeps the number only there."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _clue(error: BaseException) -> Clue:
    text = str(error)
    shown = _WINDOWS.search(text)
    number = getattr(error, "errno", None)
    if number is None and error.args and isinstance(error.args[0], int):
        number = error.args[0]  # termios.error has no errno of its own
    if shown and number is None:
        number = int(shown[1])
    windows = getattr(error, "winerror", None) or (int(shown[2]) if shown else None)
    return Clue(type(error), text, number, windows)
