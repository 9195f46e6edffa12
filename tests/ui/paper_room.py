"""The page of the documents for tests: pages turned, signatures drawn with the mouse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from fieldlaw.cases.casework import inspecting
from fieldlaw.ui.presenters.documents import DocumentsPresenter
from fieldlaw.ui.views.documents import DocumentsPage
from fieldlaw.ui.views.parts.tworow import TwoLineRow
from tests.ui.rooms import LEFT, CaseRoom, stand

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.printing import Press
    from fieldlaw.ui.presenters.documents_state import State
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.signing import SigningPanel

NONE = Qt.KeyboardModifier.NoModifier
UP = Qt.MouseButton.NoButton


def pixels(image: QImage) -> bytes:
    """The bytes of a picture."""
    return bytes(image.constBits())


class PaperRoom(CaseRoom):
    """The page of the documents over a real case."""

    def __init__(self, look: Look, desk: Desk, qtbot: QtBot, press: Press) -> None:
        super().__init__(desk, qtbot)
        inspecting.answer_item(desk, self.case, "A01", "no", "敞门喷漆")
        self.presenter = DocumentsPresenter(self.bench, press)
        self.page = DocumentsPage(look, self.presenter)
        stand(qtbot, self.page)

    @property
    def state(self) -> State:
        return self.presenter.state

    @property
    def panel(self) -> SigningPanel:
        return self.page.side.signing

    def open(self) -> None:
        self.presenter.open(self.case)
        self.settle()

    def draw(self) -> None:
        """Write on the pad with the mouse."""
        pad = self.panel.pad
        wide, high = pad.width(), pad.height()
        points = [QPointF(wide * (0.1 + n / 80), high * (0.5 + 0.3 * math.sin(n / 4))) for n in range(60)]

        def send(kind: QEvent.Type, at: QPointF, held: Qt.MouseButton) -> None:
            QApplication.sendEvent(pad, QMouseEvent(kind, at, pad.mapToGlobal(at), LEFT, held, NONE))

        send(QEvent.Type.MouseButtonPress, points[0], LEFT)
        for point in points[1:]:
            send(QEvent.Type.MouseMove, point, LEFT)
        send(QEvent.Type.MouseButtonRelease, points[-1], UP)

    def sign(self) -> None:
        self.draw()
        self.click(self.panel.keep)

    def words(self) -> str:
        """All words on the page."""
        rows = [one.accessibleName() for one in self.page.findChildren(TwoLineRow) if one.isVisible()]
        return "\n".join([super().words(), *rows])

    def field(self, name: str) -> bytes:
        """The pixels of a field in the picture of the page."""
        image, place = self.state.image, next(one for one in self.state.places if one.name == name)
        scale = image.width() / (210 / 25.4 * 72)
        box = [round(one * scale) for one in (place.x, place.y, place.width, place.height - 4)]
        return pixels(image.copy(*box))
