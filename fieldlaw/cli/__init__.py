"""The headless door: every subcommand works with no screen and prints one JSON value with --json.

Exit status: 0 done and nothing wrong, 1 done and the answer is no, 2 the input or the call cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from fieldlaw.cli import cases, doctor, instruments, law, packs, server, thermal, walk
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong with a call in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """All subcommands."""
    top = _Parser(prog="fieldlaw", description="现场执法工作台：命令行入口")
    top.add_argument("--profile", metavar="DIR", help="本机数据文件夹（也可用 FIELDLAW_PROFILE）")
    rooms = top.add_subparsers(dest="command", parser_class=_Parser)
    for room in (walk, cases, law, packs, instruments, thermal, server, doctor):
        room.add_to(rooms)
    return top


def main(words: Sequence[str], window: Callable[[str | None], int]) -> int:
    """Run one subcommand, or open the window where none is named; return the exit status.

    Args:
        words: the call.
        window: opens the desktop program on a profile folder (None: the default one).
    """
    call = parser().parse_args(words)
    if call.command is None:
        return window(call.profile)
    try:
        return int(call.run(call))
    except KnownError as error:
        print(f"fieldlaw: {error.sentence}", file=sys.stderr)
    except BrokenPipeError:  # who read the answer has had enough
        return 0
    except OSError as error:
        print(f"fieldlaw: {error.filename or ''}: {error.strerror}。检查文件和权限后再试。", file=sys.stderr)
    return 2
