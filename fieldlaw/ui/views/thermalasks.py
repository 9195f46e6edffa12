"""What the thermal page asks a person in dialogs, and what it hands to the presenter then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.thermaldialogs import (
    ClockDialog,
    NewClock,
    NewOverprint,
    NewScale,
    OverprintDialog,
    ParameterDialog,
    ScaleDialog,
    ScaleOffer,
)
from fieldlaw.ui.views.parts.worddialog import WordsDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from fieldlaw.ui.presenters.thermal import ThermalPresenter
    from fieldlaw.ui.presenters.thermal_said import Entry
    from fieldlaw.ui.presenters.thermal_scale import ScaleAsk
    from fieldlaw.ui.theme.look import Look

_LEAST_WORDS = 2


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class Asks(QObject):
    """Opens the dialogs over the page."""

    def __init__(self, look: Look, page: QWidget, presenter: ThermalPresenter) -> None:
        super().__init__(page)
        self._look, self._page, self._presenter = look, page, presenter
        presenter.scales.asked.connect(self._ask_scale)

    # --- parameters

    def parameters(self) -> None:
        """Other parameters for the whole picture or a region."""
        scopes = self._presenter.sayings.scopes()
        if scopes:
            dialog = ParameterDialog(self._look, self._page, scopes, self._presenter.sayings.attempt)
            dialog.given.connect(
                lambda given: self._presenter.sayings.adjust(given.label, given.typed, given.why)
            )
            _open(dialog)

    # --- clock

    def clock(self) -> None:
        """How far the camera's clock is off."""
        state = self._presenter.state
        batch = state.gallery.batch(state.chosen)
        clocks = state.said.clocks
        seconds = clocks[0].seconds if len(clocks) == 1 else None
        dialog = ClockDialog(self._look, self._page, state.said.camera, len(batch), seconds)
        dialog.given.connect(self._note_clock)
        _open(dialog)

    def _note_clock(self, given: NewClock) -> None:
        state = self._presenter.state
        images = state.gallery.batch(state.chosen) if given.every else (state.chosen,)
        self._presenter.sayings.note_clock(state.said.camera, images, given.seconds, given.how)

    # --- scale

    def _ask_scale(self, ask: ScaleAsk) -> None:
        offers = [ScaleOffer(one.scale, one.offset, one.source, one.verified) for one in ask.offers]
        dialog = ScaleDialog(self._look, self._page, ask.size, ask.ends, offers)
        dialog.given.connect(self._confirm)
        _open(dialog)

    def _confirm(self, given: NewScale) -> None:
        self._presenter.sayings.confirm_scale(given.scale, given.offset, given.source)

    # --- burned-in numbers

    def overprint(self) -> None:
        """A number off the camera's own picture."""
        labels = {one.label: one.words for one in self._presenter.sayings.scopes(every=True)}
        dialog = OverprintDialog(self._look, self._page, labels)
        dialog.given.connect(self._note_overprint)
        _open(dialog)

    def _note_overprint(self, given: NewOverprint) -> None:
        self._presenter.sayings.note_overprint(given.label, given.what, given.shown, given.unit)

    # --- taking back

    def take_back(self, entry: Entry) -> None:
        """Make a change void, with a reason."""
        act = Button(self._look, _tr("作废"), "danger")
        dialog = WordsDialog(self._look, self._page, _tr("作废：{0}").format(entry.what), act, _LEAST_WORDS)
        dialog.about.setText(_tr("写一句理由；原来的记录仍然看得到。"))
        dialog.given.connect(lambda reason: self._presenter.sayings.take_back(entry.event, reason))
        _open(dialog)

    # --- files and folders

    def files(self) -> None:
        """Which files are to be imported."""
        kinds = _tr(
            "热像、图片、视频和表 (*.jpg *.jpeg *.fff *.seq *.csq *.irg *.png *.bmp *.tif *.tiff *.csv"
            " *.mp4 *.mov *.avi);;所有文件 (*)"
        )
        paths, _filter = QFileDialog.getOpenFileNames(self._page, _tr("导入热像"), "", kinds)
        self._presenter.import_files(paths)

    def folder(self) -> None:
        """Which folder is to be imported."""
        path = QFileDialog.getExistingDirectory(self._page, _tr("导入文件夹"))
        if path:
            self._presenter.import_files([path])

    def export(self) -> None:
        """Where the tables of all frames are to go."""
        path = QFileDialog.getExistingDirectory(self._page, _tr("导出全部帧到文件夹"))
        if path:
            self._presenter.write_frames(Path(path))


def _open(dialog: QDialog) -> None:
    """Open a dialog that is gone for good once it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
