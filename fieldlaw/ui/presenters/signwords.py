"""What is said of a record that is not signed through."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.signing import FALLEN, NONE, PARTLY

_WORDS = {NONE: "笔录还没有签名", FALLEN: "笔录签后改过字，须另签", PARTLY: "笔录还有人没签"}


def sign_warning(state: str) -> str:
    """The warning for a state of signing; empty when all is signed, or nothing is known."""
    return QCoreApplication.translate("signwords", _WORDS[state]) if state in _WORDS else ""
