"""The dialog of the report page of an infrared image: looked at, saved as PDF, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.thermal_report_made import Spoken
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.iconbutton import IconButton, SmallTool
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.page import on_key
from fieldlaw.ui.views.parts.paper import HEIGHT, WIDTH, PaperView
from fieldlaw.ui.views.parts.printjob import Printing, ask_pdf
from fieldlaw.ui.views.parts.thermalcards import warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.ui.presenters.thermal_report import Report, State
    from fieldlaw.ui.presenters.thermal_report_made import Made
    from fieldlaw.ui.presenters.thermal_state import State as PageState
    from fieldlaw.ui.theme.look import Look

_PART, _WIDEST = 0.9, 980  # of the window; pixels
_ICONS = {"warning": "triangle-alert", "success": "circle-check", "danger": "octagon-x"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


def spoken(state: PageState) -> Spoken:
    """The words of the picture in hand for its report."""
    words = tuple(text for _head, text in warnings(state))
    return Spoken(
        colours="，".join(part for part in (thermalwords.palettes()[state.palette], _frame(state)) if part),
        notes=(*words, *_isotherm(state)),
        labels={one.label: thermalwords.figure(one) for one in state.areas if one.event},
    )


def _isotherm(state: PageState) -> tuple[str, ...]:
    """What the stripes on the picture are; nothing while no isotherm is shown."""
    low, high = (f"{one:.1f}" for one in sorted(state.limits))
    where = {
        "above": _tr("红外画面上的斜纹：高于 {0} ℃ 的地方。").format(low),
        "below": _tr("红外画面上的斜纹：低于 {0} ℃ 的地方。").format(high),
        "between": _tr("红外画面上的斜纹：{0} 至 {1} ℃ 的地方。").format(low, high),
    }
    return (where[state.isotherm],) if state.isotherm else ()


def _frame(state: PageState) -> str:
    if state.heat is None or state.heat.frames < 2:
        return ""
    return _tr("第 {0} 帧，共 {1} 帧").format(state.frame + 1, state.heat.frames)


class _Notice(QFrame):
    """One sentence over the page; hidden while it is empty."""

    def __init__(self, look: Look, tone: str) -> None:
        super().__init__()
        self.setProperty("banner", tone)
        self._words = wrapped("")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(IconLabel(look, _ICONS[tone], tone), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)

    def say(self, words: str) -> None:
        """Show a sentence, or nothing."""
        self._words.setText(words)
        self.setVisible(bool(words))


class HeatPaper(QDialog):
    """The dialog over a report that was made; it lets the report go when it is shut."""

    def __init__(self, look: Look, presenter: Report, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("sheet", "surface")
        self._look, self._presenter = look, presenter
        self.printing = Printing(self, presenter.page_to_print)
        self.printing.began.connect(lambda: self._show(presenter.state))
        self.printing.ended.connect(self._printed)
        self._title, self.count = label("", "title"), label("")
        self.paper = PaperView(look)
        self.back_page = IconButton(look, "chevron-left", self.tr("上一页"), "PgUp")
        self.next_page = IconButton(look, "chevron-right", self.tr("下一页"), "PgDn")
        self.fits = {
            HEIGHT: SmallTool(look, self.tr("适合高度")),
            WIDTH: SmallTool(look, self.tr("适合宽度")),
        }
        self.print = Button(look, self.tr("打印"), trim=Trim(icon="printer"))
        self.save = Button(look, self.tr("存 PDF"), "primary", Trim(icon="download"))
        self.shut = Button(look, self.tr("关闭"))
        self.drafts, self.saved = _Notice(look, "warning"), _Notice(look, "success")
        self.problem = _Notice(look, "danger")
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)
        self._size(parent)
        self.paper.use_fit(WIDTH)
        self.paper.setFocus()

    # --- how it is put together

    def _assemble(self) -> None:
        column, head, acts = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        for row in (head, acts):
            row.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch(1)
        for widget in (self.back_page, self.count, self.next_page, *self.fits.values()):
            head.addWidget(widget)
        acts.addStretch(1)
        for button in (self.shut, self.print, self.save):
            acts.addWidget(button)
        column.addLayout(head)
        for part in (self.drafts, self.saved, self.problem):
            column.addWidget(part)
        column.addWidget(self.paper, 1)
        column.addLayout(acts)
        for key in self.findChildren(Button):
            key.setAutoDefault(False)

    def _size(self, parent: QWidget) -> None:
        """As high as the window allows, no wider than a page wants."""
        room = parent.window().size() * _PART
        self.resize(min(room.width(), _WIDEST), room.height())
        self.setMaximumSize(room)

    def _wire(self) -> None:
        presenter = self._presenter
        self.print.clicked.connect(self.ask_print)
        self.save.clicked.connect(self.ask_save)
        self.shut.clicked.connect(self.reject)
        self.finished.connect(lambda _code: presenter.leave())
        self.back_page.clicked.connect(lambda: presenter.turn(-1))
        self.next_page.clicked.connect(lambda: presenter.turn(1))
        self.paper.scale_wanted.connect(presenter.want_scale)
        self.paper.fitted.connect(self._mark_fit)
        for name, key in self.fits.items():
            key.clicked.connect(lambda _on=False, fit=name: self.paper.use_fit(fit))
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+P", self.ask_print),
            ("Ctrl+S", self.ask_save),
            ("PgUp", lambda: presenter.turn(-1)),
            ("PgDown", lambda: presenter.turn(1)),
        )
        for keys, act in acts:
            on_key(self, keys, act)

    def _mark_fit(self, fit: str) -> None:
        for name, key in self.fits.items():
            key.setChecked(name == fit)

    def reject(self) -> None:
        """Shut it; not while it prints, which takes a moment."""
        if not self.printing.running:
            super().reject()

    # --- leaving the program

    def ask_save(self) -> None:
        """Let the person choose where the PDF goes."""
        made = self._presenter.state.made
        if made is None:
            return
        if path := ask_pdf(self, f"{made.unit}-{made.title}"):
            self._presenter.save(path)

    def ask_print(self) -> None:
        """Let the person choose a printer, then print."""
        made = self._presenter.state.made
        if made is None:
            return
        self.printing.ask(made, made.title, made.built.pages)

    def _printed(self, made: Made, went: bool) -> None:  # noqa: FBT001  as the signal gives it
        if went:
            self._presenter.printed(made)
        elif self._presenter.state.problem is None:
            self._presenter.print_failed()
        self._show(self._presenter.state)

    # --- what is shown

    def _show(self, state: State) -> None:
        made = state.made
        if made is None:
            return  # it is being shut
        title = made.title
        words = self.tr("第 {0} 页，共 {1} 页").format(state.page, state.pages)
        self.setWindowTitle(title)
        self._title.setText(title)
        self.count.setText(words)
        self.back_page.setEnabled(state.page > 1)
        self.next_page.setEnabled(state.page < state.pages)
        self.paper.show_page(state.image, (), f"{title} {words}")
        self.save.set_busy(busy=state.busy, text=self.tr("存 PDF"))
        idle = self.tr("打印 {0} 页").format(state.pages)
        printing = self.tr("正在打印") if self.printing.running else idle
        self.print.set_busy(busy=state.busy or self.printing.running, text=printing)
        self.shut.setEnabled(not self.printing.running)
        self._tell(state, made)

    def _tell(self, state: State, made: Made) -> None:
        drafts = self.tr("还有 {0} 个区域没有写入案件，报告里没有它们。").format(made.drafts)
        self.drafts.say(drafts if made.drafts else "")
        self.saved.say(self.tr("已存：{0}").format(Path(state.saved).name) if state.saved else "")
        fault = state.problem
        self.problem.say(fault.what + fault.way_out + fault.safe if fault else "")
