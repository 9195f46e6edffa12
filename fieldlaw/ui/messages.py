"""The one door for errors and questions. What goes wrong becomes a record, then a sentence."""

from __future__ import annotations

import hashlib
import logging
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from fieldlaw.errors import KnownError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """What a person is told: what did not happen, what to do, what is safe; a number for the helper."""

    what: str
    way_out: str
    safe: str
    number: str = ""


@dataclass(frozen=True)
class Question:
    """A question with a safe answer (the default) and an act."""

    title: str
    text: str
    act: str
    safe: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("messages", text)


def _number(error: BaseException) -> str:
    """A short number of the place in the code: the same fault has the same number, no case data in it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = "".join(f"{frame.name}:{frame.lineno}" for frame in frames[-3:])
    digest = hashlib.sha256(f"{type(error).__name__}{place}".encode()).hexdigest()
    return f"E-{int(digest[:4], 16) % 10000:04d}"


def problem_of(error: BaseException) -> Problem:
    """Say an error in three sentences."""
    if isinstance(error, KnownError):
        return Problem(error.what, error.way_out, error.safe)
    number = _number(error)
    _LOG.error("unexpected %s", number, exc_info=error)
    return Problem(
        _tr("这一步没有做成：程序出了错。"),
        _tr("再试一次；还不行，把编号和数据文件夹里的 reports 交信息员。"),
        _tr("已存本机的内容都在。"),
        number,
    )


class Door(QObject):
    """Where every error arrives, from any thread.

    Attributes:
        reported: a Problem to show.
    """

    reported = Signal(object)

    def report(self, error: BaseException) -> None:
        """Show an error to the person."""
        self.reported.emit(problem_of(error))


def ask(parent: QWidget, question: Question) -> bool:
    """Ask; True when the person chose the act, False for the safe answer and for Esc."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, question.title, question.text, parent=parent)
    act = box.addButton(question.act, QMessageBox.ButtonRole.AcceptRole)
    safe = box.addButton(question.safe, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(safe)
    box.exec()
    return box.clickedButton() is act


def tell(parent: QWidget | None, problem: Problem) -> None:
    """Show a problem after which the program cannot go on."""
    text = "\n".join(line for line in (problem.way_out, problem.safe, problem.number) if line)
    box = QMessageBox(QMessageBox.Icon.Critical, problem.what, problem.what, parent=parent)
    box.setInformativeText(text)
    box.exec()
