"""The dialog of a text for publication: what it must not show is marked; the clean copy goes to a file."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.labels import label, wrapped
from fieldlaw.ui.views.parts.notices import NoticeLine

if TYPE_CHECKING:
    from fieldlaw.cases.law.redaction import Leak, Published
    from fieldlaw.ui.presenters.disclosure import DisclosurePresenter, State
    from fieldlaw.ui.theme.look import Look

_WIDE, _HIGH = 560, 200
_WRITE, _MARKED = range(2)
_ICON = QUrl("leak")


class DisclosureDialog(QDialog):
    """The dialog; what it writes is a text of its own, never the original."""

    def __init__(self, look: Look, presenter: DisclosurePresenter, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("核对公开稿"))
        self.setProperty("sheet", "surface")
        self.setFixedWidth(_WIDE)
        self._look, self._presenter, self._name = look, presenter, name
        self._offered: object = None
        self._found: object = None
        self._taken: object = None
        self.edit, self.marked = QPlainTextEdit(), QTextBrowser()
        self.show_names, self.hide_names = QLineEdit(), QLineEdit()
        self.take = Button(look, self.tr("打开文件…"), trim=Trim(icon="folder-open"))
        self.check = Button(look, self.tr("核对"), trim=Trim(icon="list-checks"))
        self.again = Button(look, self.tr("改文字"), trim=Trim(icon="pen-line"))
        self.save = Button(look, self.tr("另存公开稿…"), "primary", Trim(icon="download"))
        self.stop = Button(look, self.tr("关闭"))
        self._leaks, self._needless = Chip(look, "", "danger", "eye"), wrapped("", "small", "warning")
        self.problem = NoticeLine(look, "danger", "octagon-x", "danger")
        self.kept = NoticeLine(look, "success", "circle-check", "success")
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)
        self.edit.setFocus()

    # --- how it is put together

    def _assemble(self) -> None:
        self._stack = QStackedWidget()
        self.edit.setPlaceholderText(self.tr("粘贴拟公开的文字，或打开文件"))
        self.edit.setAccessibleName(self.tr("拟公开的文字"))
        self.edit.setTabChangesFocus(True)
        self.marked.setAccessibleName(self.tr("标出的文字"))
        for page in (self.edit, self.marked):
            page.setFixedHeight(_HIGH)
            self._stack.addWidget(page)
        about = self.tr("公开稿另写一份，不改原件。法定代表人案件里没有，请补在“应公开”里。")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(label(self.tr("核对公开稿"), "title"))
        column.addWidget(wrapped(about, "small"))
        column.addLayout(self._names())
        column.addWidget(self._stack)
        found = QHBoxLayout()
        found.setSpacing(10)
        found.addWidget(self._leaks)
        found.addWidget(self._needless, 1)
        column.addLayout(found)
        column.addWidget(self.problem)
        column.addWidget(self.kept)
        column.addLayout(self._acts())

    def _names(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        rows = ((self.tr("应公开的名称"), self.show_names), (self.tr("不公开的姓名"), self.hide_names))
        for line, (word, edit) in enumerate(rows):
            edit.setAccessibleName(word)
            edit.setPlaceholderText(self.tr("用顿号隔开"))
            grid.addWidget(label(word, "small"), line, 0)
            grid.addWidget(edit, line, 1)
        return grid

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.take)
        row.addStretch(1)
        for button in (self.stop, self.again, self.check, self.save):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.take.setAutoDefault(False)
        return row

    def _wire(self) -> None:
        self.take.clicked.connect(self.ask_file)
        self.check.clicked.connect(self.look_through)
        self.again.clicked.connect(self._write_on)
        self.save.clicked.connect(self.ask_path)
        self.stop.clicked.connect(self.reject)
        self.edit.textChanged.connect(lambda: self._fit(self._presenter.state))
        for edit in (self.show_names, self.hide_names):
            edit.textEdited.connect(lambda _text: self._write_on())

    # --- what it does

    def ask_file(self) -> None:
        """Let the person choose a text."""
        words = self.tr("文本 (*.txt *.md)")
        chosen, _kind = QFileDialog.getOpenFileName(self, self.tr("打开拟公开的文字"), "", words)
        if chosen:
            self._presenter.take_file(chosen)

    def look_through(self) -> None:
        """Look the text through with the names as they are written."""
        self._presenter.look_through(self.edit.toPlainText(), self.show_names.text(), self.hide_names.text())

    def ask_path(self) -> None:
        """Let the person choose where the copy goes."""
        name = self.tr("{0}-公开稿.txt").format(self._name)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("另存公开稿"), name, self.tr("文本 (*.txt)")
        )
        if chosen:
            self._presenter.save(chosen if Path(chosen).suffix else f"{chosen}.txt")

    def _write_on(self) -> None:
        """Back to the text: what was found no longer fits it."""
        self._stack.setCurrentIndex(_WRITE)
        self._fit(self._presenter.state)

    # --- what it shows

    def _show(self, state: State) -> None:
        if state.offered is not None and state.offered is not self._offered:
            self._offered = state.offered
            self.show_names.setText("、".join(state.offered.show))
            self.hide_names.setText("、".join(state.offered.hide))
        if state.taken and state.taken is not self._taken:
            self._taken = state.taken
            self.edit.setPlainText(state.taken)
            self._stack.setCurrentIndex(_WRITE)
        if state.found is not None and state.found is not self._found and state.looked is not None:
            self._found = state.found
            self._mark(state.looked.text, state.found)
            self._stack.setCurrentIndex(_MARKED)
        self._fit(state)

    def _fit(self, state: State) -> None:
        looked = self._stack.currentIndex() == _MARKED and state.found is not None
        self._leaks.setVisible(looked)
        self._needless.setVisible(looked)
        self.save.setVisible(looked)
        self.again.setVisible(looked)
        self.check.setVisible(not looked)
        self.check.setEnabled(bool(self.edit.toPlainText().strip()) and not state.busy)
        self.save.setEnabled(not state.busy)
        if state.found is not None:
            self._tell(state.found)
        self.problem.show_problem(state.problem)
        self.kept.setVisible(bool(state.saved) and looked)
        about = self.tr("核对结果已记入案件。") if state.recorded else self.tr("案件已通过，结果不再记入。")
        self.kept.say(self.tr("公开稿已存"), f"{Path(state.saved).name}。{about}")

    def _tell(self, found: Published) -> None:
        if found.leaks:
            self._leaks.say(self.tr("该隐去 {0} 处").format(len(found.leaks)), "danger", "circle-x")
        else:
            self._leaks.say(self.tr("没有该隐去的"), "success", "circle-check")
        names = "、".join(found.needless)
        self._needless.setText(self.tr("不必隐去：{0}。请在文字里写全。").format(names) if names else "")

    def _mark(self, text: str, found: Published) -> None:
        """The text with each place that must be hidden: icon, the words in bold on a tint, what they are."""
        image = self._look.icon("triangle-alert", "danger", "chip")
        self.marked.document().addResource(QTextDocument.ResourceType.ImageResource, _ICON, image)
        parts, at = [], 0
        for leak in found.leaks:
            parts += [escape(text[at : leak.start]), self._leak(leak)]
            at = leak.end
        parts.append(escape(text[at:]))
        self.marked.setHtml(f'<div style="white-space: pre-wrap">{"".join(parts)}</div>')

    def _leak(self, leak: Leak) -> str:
        ink, tint = (self._look.colour(role).name() for role in ("danger", "dangerTint"))
        side = self._look.tokens.icon_size("chip")
        return (
            f'<img src="leak" width="{side}" height="{side}">'
            f'<span style="color:{ink}; background-color:{tint}; font-weight:bold">'
            f"{escape(leak.found)}</span>"
            f'<span style="color:{ink}">（{escape(leak.name)}）</span>'
        )
