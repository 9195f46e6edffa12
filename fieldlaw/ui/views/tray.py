"""The evidence tray: what there is for the item or the case, and where files are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from fieldlaw.ui.views.parts.buttons import Button, Trim, filter_chip
from fieldlaw.ui.views.parts.itemlist import EvidenceList
from fieldlaw.ui.views.parts.labels import label, rule
from fieldlaw.ui.views.parts.notices import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from fieldlaw.ui.presenters.workbench import State, WorkbenchPresenter
    from fieldlaw.ui.theme.look import Look


class Tray(QFrame):
    """Cards of the item or of the whole case."""

    def __init__(self, look: Look, presenter: WorkbenchPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "tray")
        self.setFixedWidth(look.tokens.width("evidenceTray"))
        self.setAcceptDrops(True)
        self._look, self._presenter = look, presenter
        self._list, self._chips, self._stack = EvidenceList(look), QButtonGroup(self), QStackedWidget()
        self._add = Button(
            look, self.tr("拖入文件，或点此选择"), "drop", Trim(icon="image-plus"), "answerKey"
        )
        self._add.clicked.connect(self.ask_files)
        self._chips.idClicked.connect(lambda place: presenter.show_tray(everything=place == 1))
        self._assemble()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 12, 12)
        head.setSpacing(6)
        head.addWidget(label(self.tr("证据"), "subtitle"), 1)
        for place in range(2):
            chip = filter_chip(self._look, "")
            self._chips.addButton(chip, place)
            head.addWidget(chip)
        nothing = EmptyState(
            self._look,
            "paperclip",
            self.tr("本项还没有证据"),
            self.tr("拖入照片、视频或书证，原件不会改动。"),
        )
        self._stack.addWidget(self._list)
        self._stack.addWidget(nothing)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 10, 14, 14)
        foot.addWidget(self._add, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files in."""
        self._presenter.add_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def ask_files(self) -> None:
        """Let the person choose files."""
        paths, _filter = QFileDialog.getOpenFileNames(self, self.tr("选择证据文件"))
        self._presenter.add_files(paths)

    def show_state(self, state: State) -> None:
        """Show the tray."""
        own = sum(row.item == state.item for row in state.all_evidence)
        self._chips.button(0).setText(self.tr("本项 {0}").format(own))
        self._chips.button(1).setText(self.tr("全部 {0}").format(len(state.all_evidence)))
        self._chips.button(1 if state.tray_all else 0).setChecked(True)
        self._list.show_rows(state.evidence)
        self._stack.setCurrentIndex(0 if state.evidence else 1)
