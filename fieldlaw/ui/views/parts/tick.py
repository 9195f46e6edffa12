"""A box to tick, with its words: the whole row takes the press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_EMPTY, _TICKED = Trim(icon="square"), Trim(icon="square-check")


class Tick(Button):
    """On or off."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(look, text, "text", _EMPTY)
        self.setCheckable(True)
        self.toggled.connect(self._turn)

    def _turn(self, ticked: bool) -> None:  # noqa: FBT001  a slot of Qt
        self.trim = _TICKED if ticked else _EMPTY
        self.update()
