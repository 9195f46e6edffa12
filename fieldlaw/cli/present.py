"""The present: where the command line and the program take clock, randomness and passphrase from."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.store import profile, ring
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cases.store.folder import holds_profile
from fieldlaw.errors import KnownError
from fieldlaw.settings import Settings, from_environment

if TYPE_CHECKING:
    import argparse


class NoPassphraseError(KnownError):
    """Nothing unlocks the profile without asking, and nobody can be asked."""

    def __init__(self) -> None:
        super().__init__("没有口令。", "在终端里运行，或用 FIELDLAW_PASSPHRASE_FILE 指明口令文件。")


def passphrase(settings: Settings) -> str:
    """Take the passphrase from its file, or ask for it.

    Raises:
        NoPassphraseError: neither is possible.
    """
    if settings.passphrase_file:
        return settings.passphrase_file.read_text(encoding="utf-8").splitlines()[0]
    if not sys.stdin.isatty():
        raise NoPassphraseError
    return getpass.getpass("口令：")


def _unlock(settings: Settings) -> profile.Profile:
    if settings.passphrase_file is None:
        try:
            return profile.open_with_key(settings.profile, ring.unlock(settings.profile))
        except ring.KeyringSilentError:
            pass  # the next slot is the passphrase
    return profile.unlock(settings.profile, passphrase(settings))


def desk(call: argparse.Namespace) -> Desk:
    """Unlock the profile that a call names."""
    settings = from_environment(call.profile)
    if not holds_profile(settings.profile):
        raise KnownError(f"{settings.profile} 里没有数据。", "用 --profile 指明文件夹，或先打开程序建立。")
    return Desk(_unlock(settings), moment, os.urandom)
