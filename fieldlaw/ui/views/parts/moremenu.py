"""A button that holds the acts for which a page has no room on site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.ui.theme.look import Look

    Act = tuple[str, Callable[[], object]]


class MoreButton(Button):
    """Opens a menu of acts; which ones there are is asked when it opens.

    Args:
        look: how it looks.
        acts: the words and what they do, in order.
    """

    def __init__(self, look: Look, acts: Callable[[], Sequence[Act]]) -> None:
        super().__init__(look, "", trim=Trim(icon="ellipsis"))
        self.setText(self.tr("更多"))
        self._acts = acts
        self.menu_of_acts = QMenu(self)
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Fill the menu and show it under the button."""
        menu = self.menu_of_acts
        menu.clear()
        for words, act in self._acts():
            menu.addAction(words).triggered.connect(lambda _on=False, act=act: act())
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
