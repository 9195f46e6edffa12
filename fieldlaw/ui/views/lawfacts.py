"""The facts of a finding: in groups that fold, each question with its value and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law_facts import GROUPS
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import filter_chip
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.factedit import FactEditor, ValueEdit
from fieldlaw.ui.views.parts.factgroup import FactGroup
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.rowbutton import ToggleKey

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_facts import FactRow
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look

__all__ = ["FactsPanel", "ToggleKey", "ValueEdit"]
_NARROW, _WIDE = 330, 430
_ASIDE = "measured"  # many questions that few cases need: folded at first


class FactsPanel(Card):
    """All questions of the finding in hand.

    Attributes:
        entered: the id of the fact in which the keyboard is.
    """

    entered = Signal(object)

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__(self.tr("事实"), pad=0)
        self._look, self._presenter = look, presenter
        self._known = Chip(look, "", "success", "circle-check")
        self._open = Chip(look, "", "warning", "circle-help")
        self.head.addStretch(1)
        self.head.setSpacing(6)
        self.head.addWidget(self._known)
        self.head.addWidget(self._open)
        self.groups: dict[str, FactGroup] = {}
        self.unknown_only = filter_chip(look, self.tr("只看未知"))
        self._only: frozenset[str] | None = None
        self._asked: tuple[tuple[str, ...], ...] = ()
        self._behind: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._page = ("", False)
        self._tick, self._saved = IconLabel(look, "check", "success", "chip"), label("", "caption", "success")
        self._assemble()
        self.unknown_only.toggled.connect(self._filter)
        look.changed.connect(self._fit)
        self._fit()

    @property
    def editors(self) -> dict[str, FactEditor]:
        """The editors that have been made, by the id of their fact."""
        return {name: one for group in self.groups.values() for name, one in group.editors.items()}

    def _fit(self) -> None:
        self.setFixedWidth(_WIDE if self._look.field else _NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A notice over the page takes room: what has the keyboard stays in sight."""
        super().resizeEvent(event)
        if self._scroll.widget().isAncestorOf(_focus()):
            QTimer.singleShot(0, self._scroll, lambda: self._scroll.ensureWidgetVisible(_focus(), 0, 24))

    def _assemble(self) -> None:
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 4, 0, 8)
        self._list.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        inside.setProperty("sheet", "surface")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._scroll = scroll
        self.body.setSpacing(0)
        self.body.addWidget(self._basis_box())
        self.body.addWidget(rule())
        self.body.addWidget(scroll, 1)
        self.body.addWidget(rule())
        self.body.addWidget(self._foot())

    def _basis_box(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(label(self.tr("依据"), "small"), 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        self._chips = ChipFlow(holder)
        row.addWidget(holder, 1)
        row.addWidget(self.unknown_only, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _foot(self) -> QWidget:
        foot = QWidget()
        column, saved = QVBoxLayout(foot), QHBoxLayout()
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(2)
        saved.setSpacing(6)
        saved.addWidget(self._tick)
        saved.addWidget(self._saved, 1)
        column.addLayout(saved)
        column.addWidget(wrapped(self.tr("未知的事实不会被当作“没有”。"), "caption"))
        return foot

    def show_state(self, state: State) -> None:
        """Show the finding in hand."""
        facts = state.sheet.facts
        known = [row.known for row in facts if _counts(row)]
        self._known.say(self.tr("{0} 已证").format(known.count(True)), "success", "circle-check")
        self._open.say(self.tr("{0} 未知").format(known.count(False)), "warning", "circle-help")
        self._open.setVisible(not all(known))
        page = (state.sheet.finding, state.trial)
        anew, self._page = page != self._page, page
        self._build(facts)
        self._show_rows(state, anew=anew)
        self._show_basis(state)
        saved = state.finding is not None and not state.trial
        self._tick.setVisible(saved)
        at = state.finding.at if state.finding else ""
        self._saved.setText(self.tr("{0} 已存本机").format(at) if saved else self.tr("试算，没有存"))
        mark(self._saved, "tone", "success" if saved else "training")

    def _show_rows(self, state: State, *, anew: bool) -> None:
        editors = self.editors
        editable = state.editable or state.trial
        files = state.view.files if state.view else ()
        for row in (one for one in state.sheet.facts if one.id in editors):
            wrong = state.wrong[1] if state.wrong[0] == row.id else ""
            editors[row.id].show_row(row, wrong, editable=editable, anew=anew)
            editors[row.id].show_files(files, editable=editable)
        for name, group in self.groups.items():
            rows = [row for row in state.sheet.facts if row.group == name]
            unknown = sum(not row.known for row in rows)
            told = self.tr("{0} 项·{1} 未知").format(len(rows), unknown) if unknown else self.tr("都已填")
            group.head.note(told)
            group.only(self._only)

    def _show_basis(self, state: State) -> None:
        held, view = state.finding, state.view
        if held is None or view is None:
            return
        evidence = view.evidence or {}
        behind = tuple((item, evidence.get(item, ())) for item in held.items)
        if behind != self._behind or not self._chips.count():
            self._behind = behind
            self._chips.clear()
            for item, numbers in behind or ((self.tr("没有挂不合规项"), ()),):
                more = self.tr("·证据 {0} 件").format(len(numbers)) if numbers else ""
                chip = Chip(self._look, item + more, "outline", "paperclip")
                chip.setToolTip("、".join(numbers))
                self._chips.addWidget(chip)

    def _build(self, facts: tuple[FactRow, ...]) -> None:
        """Make the groups, unless they are those of the same questions."""
        asked = tuple((row.group, row.id, row.question) for row in facts)
        if asked == self._asked:
            return
        self._asked = asked
        was = {name: group.head.isChecked() for name, group in self.groups.items()}
        at = next((name for name, each in self.editors.items() if each.isAncestorOf(_focus())), "")
        for group in self.groups.values():
            self._list.removeWidget(group)
            group.deleteLater()
        self.groups = {}
        for name, title in GROUPS.items():
            rows = tuple(row for row in facts if row.group == name)
            if rows:
                self._add(name, self.tr(title), rows, opened=was.get(name, name != _ASIDE))
        if at:
            self.go_to(at)

    def _add(self, name: str, title: str, rows: tuple[FactRow, ...], *, opened: bool) -> None:
        made = FactGroup(self._look, title, rows, opened=opened)
        made.told.connect(self._presenter.set_fact)
        made.proved.connect(self._presenter.prove)
        made.entered.connect(self.entered)
        made.head.toggled.connect(self._opened)
        self.groups[name] = made
        self._list.addWidget(made)

    def _opened(self, on: bool) -> None:  # noqa: FBT001  a slot of Qt
        if on:
            self._show_rows(self._presenter.state, anew=False)

    def _filter(self, on: bool) -> None:  # noqa: FBT001  a slot of Qt
        """Show the unknown facts alone; one that is answered meanwhile stays, so that no row jumps."""
        rows = self._presenter.state.sheet.facts
        self._only = frozenset(row.id for row in rows if not row.known) if on else None
        for group in self.groups.values():
            group.only(self._only)

    def go_to(self, fact: str) -> None:
        """Take the keyboard to a fact; its group opens."""
        row = next((one for one in self._presenter.state.sheet.facts if one.id == fact), None)
        if row is None or row.group not in self.groups:
            return
        if self._only is not None and fact not in self._only:
            self.unknown_only.setChecked(False)
        self.groups[row.group].head.setChecked(True)
        editor = self.editors[fact]
        editor.setFocus()
        self._scroll.widget().adjustSize()
        self._scroll.ensureWidgetVisible(editor, 0, 24)

    def first_unknown(self, state: State) -> str:
        """The first fact that is unknown; the first of all when none is."""
        ids = [row.id for row in state.sheet.facts if not row.known and row.group != _ASIDE]
        return ids[0] if ids else next((row.id for row in state.sheet.facts), "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the first unknown fact."""
        self.go_to(self.first_unknown(self._presenter.state))


def _focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()


def _counts(row: FactRow) -> bool:
    """Days are no facts, and what the measures ask few cases need."""
    return not row.day and row.group != _ASIDE
