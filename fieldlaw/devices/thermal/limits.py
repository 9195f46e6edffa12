"""What the process that reads files may use. Set from inside of it, before the first file."""

from __future__ import annotations

import ctypes
import math
import signal
import subprocess
import sys
from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What reading one file may take.

    Attributes:
        seconds: by the clock on the wall; then the process is killed.
        memory: bytes of address space of the process, the program's own code included.
        file_bytes: larger files are not read.
    """

    seconds: float = 20.0
    memory: int = 2048 * _MIB
    file_bytes: int = 256 * _MIB


def confine(memory: int) -> bool:
    """Limit this process for good; False where the system has no means for it."""
    if sys.platform == "win32":
        return _confine_in_a_job(memory)
    return _confine_by_rlimit(memory)


def alarm(seconds: float) -> None:
    """End this process after so many seconds even if its parent is gone; 0 takes it back."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds))


def quiet() -> int:
    """Flags with which a process opens no window of its own."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


if sys.platform == "win32":
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    _EXTENDED_LIMITS = 9
    _ONE_PROCESS, _PROCESS_MEMORY = 0x8, 0x100

    def _confine_in_a_job(memory: int) -> bool:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        )  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        held = _Extended()
        held.basic.flags, held.basic.processes = _ONE_PROCESS | _PROCESS_MEMORY, 1
        held.process_memory = memory
        # The handle stays open as long as the process lives.
        return bool(
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(held), ctypes.sizeof(held))
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )

else:
    import resource

    def _confine_by_rlimit(memory: int) -> bool:
        held = {"RLIMIT_AS": memory, "RLIMIT_DATA": memory, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0}
        for name, value in held.items():
            kind = getattr(resource, name, None)
            if kind is None:
                return False
            most = resource.getrlimit(kind)[1]
            least = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(kind, (least, least))
        return True
