"""The parts: what they do under fingers and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from fieldlaw.ui.main_window import MainWindow
from fieldlaw.ui.theme import icons, qss, tokens
from fieldlaw.ui.theme.tokens import Tokens
from fieldlaw.ui.views.parts.answers import AnswerKeys
from fieldlaw.ui.views.parts.labels import ElidedLabel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look


class Page(QWidget):
    """A text field and the keys, as on the workbench."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.keys, self.text = AnswerKeys(look), QPlainTextEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.keys)
        column.addWidget(self.text)
        self.keys.listen(self, "Alt+")
        self.chosen: list[str] = []
        self.keys.chosen.connect(self.chosen.append)


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> Page:
    held = Page(look)
    qtbot.addWidget(held)
    held.show()
    qtbot.waitExposed(held)
    held.activateWindow()
    return held


def test_a_digit_answers_while_the_keys_have_the_focus(page: Page, qtbot: QtBot) -> None:
    key = page.keys.findChildren(QWidget)[0]
    key.setFocus()
    qtbot.keyClick(key, Qt.Key.Key_2)
    assert page.chosen == ["no"]


def test_pressing_the_chosen_key_again_does_nothing(page: Page, qtbot: QtBot) -> None:
    key = page.keys.findChildren(QWidget)[0]
    key.setFocus()
    for _ in range(3):
        qtbot.keyClick(key, Qt.Key.Key_1)
    assert page.chosen == ["yes"]
    assert page.keys.answer == "yes"


def test_digits_in_the_text_are_text_and_alt_digits_answer(page: Page, qtbot: QtBot) -> None:
    page.text.setFocus()
    qtbot.keyClick(page.text, Qt.Key.Key_3)
    assert page.chosen == []
    assert page.text.toPlainText() == "3"
    qtbot.keyClick(page.text, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert page.chosen == ["not_applicable"]


def test_showing_an_answer_is_not_choosing_it(page: Page) -> None:
    page.keys.show_answer("no")
    assert page.chosen == []
    assert page.keys.answer == "no"


@pytest.mark.parametrize("theme", ["light", "field", "projector"])
@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_every_name_in_the_sheet_is_a_token(theme: str, scale: float) -> None:
    assert "$" not in qss.sheet(Tokens(theme, scale)).split("*/", 1)[1]


def test_every_icon_of_the_tokens_is_bundled(qtbot: QtBot) -> None:
    statuses = ("compliant", "violation", "notApplicable", "notChecked", "inProgress", "missing")
    for name in statuses:
        icon, _word, role = tokens.status(name)
        assert not icons.draw(icon, Tokens().colors[role], 20).isNull()


def test_the_window_keeps_its_zones_and_field_mode_hides_the_rail(look: Look, qtbot: QtBot) -> None:
    window = MainWindow(look)
    qtbot.addWidget(window)
    window.add_page("home", QWidget())
    window.show_page("home")
    window.show()
    assert window.nav.width() == 208
    window.toggle_field()
    assert not window.nav.isVisible()
    assert window.strip.height() == 52
    window.toggle_field()
    assert window.nav.isVisible()


def test_an_elided_label_takes_no_width_and_tells_all_in_its_tip(look: Look, qtbot: QtBot) -> None:
    label = ElidedLabel("示例汽车销售服务有限公司" * 3)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() == 0
    assert label.toolTip() == label.text()
