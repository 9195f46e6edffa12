"""Two small dialogs of the review: the opinion of an approval, the reason for which a case goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.labels import wrapped
from fieldlaw.ui.views.parts.worddialog import WordsDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.ui.theme.look import Look

_LIST = 220


class ApproveDialog(WordsDialog):
    """The opinion."""

    def __init__(self, look: Look, parent: QWidget, number: str, least: int, asked: Sequence[str]) -> None:
        """`asked` names the checks for which something is not known: they do not forbid the approval."""
        act = Button(look, _tr(parent, "通过"), "primary", Trim(icon="circle-check"))
        super().__init__(look, parent, _tr(parent, "通过这个案件"), act, least)
        words = self.tr("{0}：写审核意见。通过以后检查不再接受新内容，意见写进案卷。")
        self.about.setText(words.format(number))
        if asked:
            open_ones = self.tr("核对还有 {0} 项待确认，通过不等于这些项没有问题：").format(len(asked))
            self.body.insertWidget(2, wrapped(open_ones, "small", "warning"))
            self.body.insertWidget(3, _listed(asked))


class ReturnDialog(WordsDialog):
    """The notice: what was said of the items, and the reason."""

    def __init__(self, look: Look, parent: QWidget, notice: Mapping[str, str], least: int) -> None:
        act = Button(look, _tr(parent, "退回全案"), "danger", Trim(icon="undo-2"))
        super().__init__(look, parent, _tr(parent, "退回全案"), act, least)
        if notice:
            self.about.setText(self.tr("这 {0} 项意见随通知一起退回；再写总的理由。").format(len(notice)))
            self.body.insertWidget(2, _listed([f"{item}：{text}" for item, text in notice.items()]))
        else:
            self.about.setText(self.tr("还没有写单项意见，只退回下面的理由。"))


def _listed(lines: Sequence[str]) -> QScrollArea:
    """Lines to read, in a place of their own that scrolls."""
    inside, scroll = QWidget(), QScrollArea()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 0)
    for line in lines:
        column.addWidget(wrapped(line))
    column.addStretch(1)
    inside.setProperty("sheet", "surface")
    scroll.setWidgetResizable(True)
    scroll.setMaximumHeight(_LIST)
    scroll.setWidget(inside)
    return scroll


def _tr(parent: QWidget, text: str) -> str:
    return parent.tr(text)
