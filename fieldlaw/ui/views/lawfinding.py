"""The form of a finding: the violation, the items behind it, the party, the days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.law_facts import NAMES
from fieldlaw.ui.presenters.law_state import FindingDraft
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label, wrapped
from fieldlaw.ui.views.parts.rowbutton import RowButton, TickRow, ToggleKey
from fieldlaw.ui.views.parts.stateline import clear

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_read import Proposal
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look

_PARTIES = (("legal_person", "法人或其他组织"), ("citizen", "公民"))
_WIDTH = 1000
_OFFERED = 6


class FindingForm(QFrame):
    """The sheet.

    Attributes:
        back_wanted: back to the findings, nothing written.
    """

    back_wanted = Signal()

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look, self._presenter = look, presenter
        self.violation, self.title = Choice(look), QLineEdit()
        self.violation.setPlaceholderText(self.tr("选违法行为"))
        self.search = QLineEdit()
        self.offers: dict[str, RowButton] = {}
        self._known: tuple[tuple[str, str, frozenset[str]], ...] = ()
        self._offered: tuple[tuple[str, str], ...] = ()
        self.jurisdiction = QLineEdit()
        self.days = {name: QLineEdit() for name in NAMES}
        self.party = QButtonGroup(self)
        self.ticks: dict[str, TickRow] = {}
        self._advice: frozenset[str] = frozenset()
        self._loaded: tuple[str, str] | None = None
        self._proposals: tuple[Proposal, ...] = ()
        self._wrong = wrapped("", "small", "danger")
        self.act = Button(look, "", "primary", size="controlLarge")
        self.back = Button(look, self.tr("返回"), size="controlLarge")
        self._assemble()
        self._wire()

    def _wire(self) -> None:
        self.act.clicked.connect(self._press)
        self.back.clicked.connect(self.back_wanted)
        self.violation.activated.connect(self._name)
        self.violation.activated.connect(self._mark)
        self.violation.activated.connect(self._weigh)
        self.search.textChanged.connect(self._offer)
        self.jurisdiction.textChanged.connect(self._weigh)
        self.party.idClicked.connect(self._weigh)

    def _assemble(self) -> None:
        card = Card(self.tr("违法行为"), pad=20)
        card.setMaximumWidth(_WIDTH)
        card.body.setSpacing(14)
        card.body.addLayout(self._kind())
        self._offers = QVBoxLayout()
        self._offers.setSpacing(4)
        self._lead = wrapped("", "small")
        card.body.addWidget(self._lead)
        card.body.addLayout(self._offers)
        card.body.addWidget(label(self.tr("依据的不合规项（勾选）"), "small"))
        self._items = QVBoxLayout()
        self._items.setSpacing(4)
        card.body.addLayout(self._items)
        card.body.addLayout(self._rest())
        card.body.addWidget(self._wrong)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.act)
        foot.addWidget(self.back)
        foot.addStretch(1)
        card.body.addLayout(foot)
        self._scrolled(card)

    def _scrolled(self, card: Card) -> None:
        inside = QWidget()
        inside.setProperty("sheet", "window")
        row = QHBoxLayout(inside)
        row.setContentsMargins(16, 16, 16, 16)
        row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _kind(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        self.violation.setMinimumContentsLength(12)
        self.violation.setAccessibleName(self.tr("违法行为"))
        self.title.setAccessibleName(self.tr("简称"))
        self.search.setPlaceholderText(self.tr("打几个字，如：台账、危险废物"))
        self.search.setAccessibleName(self.tr("查违法行为"))
        grid.addWidget(label(self.tr("查违法行为"), "small"), 0, 0)
        grid.addWidget(label(self.tr("违法行为（规则包里的）"), "small"), 0, 1)
        grid.addWidget(label(self.tr("简称（页签上用）"), "small"), 0, 2)
        for column, (widget, stretch) in enumerate(((self.search, 2), (self.violation, 3), (self.title, 2))):
            grid.addWidget(widget, 1, column)
            grid.setColumnStretch(column, stretch)
        return grid

    def _list(self, held: str) -> None:
        """Fill the list of violations; those that go with the items come first."""
        self._known = self._presenter.violations()
        bases = {base for one in self._proposals for base in one.bases}
        ordered = sorted(self._known, key=lambda one: not one[2] & bases)
        self.violation.clear()
        for name, words, _bases in ordered:
            self.violation.addItem(words, name)
        self.violation.setCurrentIndex(self.violation.findData(held))

    def _offer(self, _what: object = None) -> None:
        """Offer what was searched for; without a search, what goes with the items that are ticked."""
        wanted = self.search.text().strip()
        ticked = {item for item, row in self.ticks.items() if row.isChecked()}
        meant = [one for one in self._proposals if not ticked or one.item in ticked]
        bases = {base for one in meant for base in one.bases}
        found = [one for one in self._known if (wanted in one[1] if wanted else one[2] & bases)]
        near = [] if found or not wanted else [one for one in self._known if _near(wanted, one[1])]
        self._lead.setText(self._led(wanted, len(found), near=bool(near)))
        found = found or near
        self._lead.setVisible(bool(self._lead.text()))
        self._show_offers(tuple((name, words) for name, words, _ in found[:_OFFERED]))

    def _led(self, wanted: str, count: int, *, near: bool) -> str:
        if not wanted:
            return self.tr("和不合规项相符的违法行为") if count else ""
        if near:
            return self.tr("名称都不含“{0}”，下面是用字相近的").format(wanted)
        if not count:
            return self.tr("规则包里没有名称含“{0}”的违法行为").format(wanted)
        more = self.tr("，先列 {0} 个").format(_OFFERED) if count > _OFFERED else ""
        return self.tr("名称含“{0}”的有 {1} 个{2}").format(wanted, count, more)

    def _show_offers(self, offers: tuple[tuple[str, str], ...]) -> None:
        if offers == self._offered:
            return
        self._offered = offers
        clear(self._offers)
        self.offers = {}
        for name, words in offers:
            row = RowButton(self._look, words, "scale")
            row.clicked.connect(lambda _checked=False, name=name: self._pick(name))
            self.offers[name] = row
            self._offers.addWidget(row)
        self._mark()

    def _mark(self, _what: object = None) -> None:
        """Say which of the offers was taken."""
        for name, row in self.offers.items():
            taken = name == self.violation.currentData()
            row.note(self.tr("已选") if taken else self.tr("选这个"))

    def _pick(self, name: str) -> None:
        self.violation.setCurrentIndex(self.violation.findData(name))
        self._name()
        self._mark()
        self._weigh()

    def _rest(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        for place, (name, words) in enumerate(NAMES.items()):
            self.days[name].setPlaceholderText(self.tr("未知，如 2026-08-10"))
            self._field(grid, (0, place), self.tr(words), self.days[name])
        grid.setRowMinimumHeight(2, 4)
        keys = QWidget()
        row = QHBoxLayout(keys)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, (_kind, words) in enumerate(_PARTIES):
            key = ToggleKey(self._look, self.tr(words))
            self.party.addButton(key, place)
            row.addWidget(key, 1)
        self._field(grid, (3, 0), self.tr("当事人"), keys, 2)
        self._field(grid, (3, 2), self.tr("办案地区"), self.jurisdiction, 2)
        return grid

    def _field(
        self, grid: QGridLayout, place: tuple[int, int], words: str, widget: QWidget, wide: int = 1
    ) -> None:
        head = label(words, "small")
        head.setBuddy(widget)
        widget.setAccessibleName(words)
        grid.addWidget(head, place[0], place[1], 1, wide)
        grid.addWidget(widget, place[0] + 1, place[1], 1, wide)
        grid.setColumnStretch(place[1], 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the search for a violation."""
        self.search.setFocus()

    def _name(self) -> None:
        names = {words for _name, words, _bases in self._known}
        if self.title.text() in ("", *names):
            self.title.setText(self.violation.currentText())
            self.title.setCursorPosition(0)

    def show_state(self, state: State) -> None:
        """Show the form; what was typed stays as long as it is the same finding."""
        self._wrong.setText(state.wrong[1])
        self._wrong.setVisible(bool(state.wrong[1]))
        if state.wrong[0] in self.days:
            self.days[state.wrong[0]].setFocus()
        view = state.view
        loaded = (view.case, state.sheet.finding) if view else None
        self.back.setVisible(bool(view and view.findings))
        if not state.form or view is None:
            self._loaded = None
        elif loaded != self._loaded:
            self._loaded = loaded
            self._load(state, view.proposals)
        elif view.proposals != self._proposals:
            self._load_items(view.proposals, self._ticked())
        self._weigh()

    def _load(self, state: State, proposals: tuple[Proposal, ...]) -> None:
        held = state.finding
        request: dict[str, Any] = held.request if held else {"jurisdiction": self._presenter.jurisdiction}
        self._proposals = proposals
        self.search.clear()
        self._list(str(request.get("violation", "")))
        self.title.setText(held.title if held else "")
        self.jurisdiction.setText(str(request.get("jurisdiction", "")))
        party = str(request.get("party", {}).get("kind", ""))
        self.party.setExclusive(False)
        for place, (kind, _words) in enumerate(_PARTIES):
            self.party.button(place).setChecked(kind == party)
        self.party.setExclusive(True)
        self._load_items(proposals, held.items if held else None)
        days = {name: str(request.get(name) or "") for name in NAMES}
        act = request.get("act") or {}
        days |= {"act.start": str(act.get("start") or ""), "act.end": str(act.get("end") or "")}
        if held is None:
            days["found"] = min((one.day for one in proposals), default="")
        for name, field in self.days.items():
            field.setText(days[name])

    def _load_items(self, proposals: tuple[Proposal, ...], ticked: tuple[str, ...] | None) -> None:
        clear(self._items)
        self.ticks, self._proposals = {}, proposals
        self._advice = frozenset(one.item for one in proposals if one.advice)
        gone = [item for item in ticked or () if item not in {one.item for one in proposals}]
        for one in proposals:
            other = [title for title in one.used if ticked is None or one.item not in ticked]
            note = self.tr("工艺建议项，不能单独立案") if one.advice else ""
            note = note or (self.tr("已在：{0}").format("、".join(other)) if other else "")
            self._tick(one.item, f"{one.item}  {one.statement}", note, on=bool(ticked and one.item in ticked))
        if not proposals and not gone:
            self._items.addWidget(wrapped(self.tr("没有答“不合规”的项；可以先记，之后再挂。"), "small"))
        for item in gone:
            self._tick(item, item, self.tr("答复已改，不再是不合规"), on=True)
        self._offer()

    def _tick(self, item: str, words: str, note: str, *, on: bool) -> None:
        row = TickRow(self._look, words, note)
        row.setChecked(on)
        row.clicked.connect(self._weigh)
        row.clicked.connect(self._offer)
        self.ticks[item] = row
        self._items.addWidget(row)

    def _ticked(self) -> tuple[str, ...]:
        return tuple(item for item, row in self.ticks.items() if row.isChecked())

    def _missing(self) -> tuple[str, QWidget] | None:
        """What must still be filled in, and where."""
        ticked = self._ticked()
        first = next(iter(self.ticks.values()), None)
        if self.violation.currentIndex() < 0:
            return self.tr("还差：违法行为"), self.violation
        if not ticked and first is not None and self._of_items():
            return self.tr("还差：勾选不合规项"), first
        if ticked and first is not None and set(ticked) <= self._advice:
            return self.tr("只有建议项，不能立案"), first
        if self.party.checkedId() < 0:
            return self.tr("还差：当事人"), self.party.button(0)
        if not self.jurisdiction.text().strip():
            return self.tr("还差：办案地区"), self.jurisdiction
        return None

    def _of_items(self) -> bool:
        """Whether the violation goes with an item that was answered 不合规; others come from elsewhere."""
        bases = {base for one in self._proposals for base in one.bases}
        held = self.violation.currentData()
        return any(name == held and belongs & bases for name, _words, belongs in self._known)

    def _weigh(self, _what: object = None) -> None:
        self.act.weigh(self._missing(), self.tr("记入案件"))

    def _press(self) -> None:
        missing = self._missing()
        if missing is not None:
            missing[1].setFocus()
            return
        draft = FindingDraft(
            violation=str(self.violation.currentData()),
            title=self.title.text().strip() or self.violation.currentText(),
            party=_PARTIES[self.party.checkedId()][0],
            jurisdiction=self.jurisdiction.text().strip(),
            items=self._ticked(),
            days={name: field.text() for name, field in self.days.items()},
        )
        self._presenter.record(draft)


def _near(wanted: str, words: str) -> bool:
    """Whether most characters of a short trade word (未批先建) stand in a full name."""
    letters = set(wanted)
    return len(letters) > 1 and len(letters & set(words)) * 4 >= len(letters) * 3
