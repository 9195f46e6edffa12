"""Acts of a round that ask for something first: they open a dialog and pass its answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.ui.presenters.measuring import LEAST_WORDS
from fieldlaw.ui.presenters.measuring_words import NAMES, tr
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.dialogs import ask_with
from fieldlaw.ui.views.parts.rounddialogs import BeginDialog, GasDialog, PointDialog
from fieldlaw.ui.views.parts.worddialog import WordsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.theme.look import Look


def _tr(text: str) -> str:
    return QCoreApplication.translate("measuring", text)


class RoundDialogs:
    """The dialogs over one page."""

    def __init__(self, look: Look, parent: QWidget, presenter: MeasuringPresenter) -> None:
        self._look, self._parent, self._presenter = look, parent, presenter

    def _open(self, dialog: QDialog) -> None:
        ask_with(dialog, self._parent.setFocus)

    def ask_begin(self) -> None:
        """Ask what is chosen before a round."""
        presenter = self._presenter
        held, look = presenter.state, self._look
        dialog = BeginDialog(look, self._parent, held.book, presenter.instruments, presenter.person)
        dialog.given.connect(presenter.begin)
        self._open(dialog)

    def ask_point(self, tag: str) -> None:
        """Ask for a point that is not on the list."""
        dialog = PointDialog(self._look, self._parent, self._presenter.state.book, tag)
        dialog.given.connect(self._presenter.add_point)
        self._open(dialog)

    def ask_gas(self) -> None:
        """Show the gas cylinders."""
        self._open(GasDialog(self._look, self._parent, self._presenter))

    def ask_skip(self) -> None:
        """Leave the step whose card is open, with a reason."""
        step = tr(NAMES.get(self._presenter.state.step, ""))
        about = _tr("写明为什么不做“{0}”。没有做的步骤记在记录里，不挡后面的步骤。").format(step)
        self._ask_words(_tr("跳过这一步"), _tr("跳过"), about, self._presenter.leave)

    def keep_point(self) -> None:
        """Keep the point; one that was measured before asks why it was measured again."""
        presenter = self._presenter
        planned = presenter.state.planned
        if planned is not None and presenter.state.kept_of(planned.tag) is not None:
            about = _tr("{0} 已经测过。写明为什么重测；两次读数都留着，以后一次为准。").format(planned.tag)
            keep: Callable[[str], object] = lambda reason: presenter.keep_point(reason=reason)  # noqa: E731
            self._ask_words(_tr("重测"), _tr("记下"), about, keep)
        else:
            presenter.keep_point()

    def ask_end(self) -> None:
        """End the round; without a drift check a reason is needed."""
        if self._presenter.drifted:
            self._presenter.end("")
            return
        about = _tr("还没有做日终漂移。写明理由再结束；已测的点在记录里写明漂移没有核对。")
        self._ask_words(_tr("结束检测"), _tr("结束"), about, self._presenter.end)

    def ask_back(self, event: bytes) -> None:
        """Take something of the round back, with a reason."""
        about = _tr("撤回的内容和理由都留在案件里。")
        self._ask_words(
            _tr("撤回"), _tr("撤回"), about, lambda reason: self._presenter.take_back(event, reason)
        )

    def _ask_words(self, title: str, act: str, about: str, then: Callable[[str], object]) -> None:
        dialog = WordsDialog(self._look, self._parent, title, Button(self._look, act, "danger"), LEAST_WORDS)
        dialog.about.setText(about)
        dialog.given.connect(then)
        self._open(dialog)
