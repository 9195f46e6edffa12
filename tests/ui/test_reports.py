"""A fault of ours leaves a report that names the place in the code and nothing of any case."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from fieldlaw.app.reports import FOLDER, Reports
from fieldlaw.errors import KnownError
from fieldlaw.ui import messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "示例汽车销售服务有限公司"


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Path]:
    handler = Reports(tmp_path)
    log = logging.getLogger(messages.__name__)
    log.addHandler(handler)
    yield tmp_path / FOLDER
    log.removeHandler(handler)


def broken(text: str) -> None:
    raise ValueError(text)


def test_a_report_names_the_place_and_quotes_nothing(reports: Path) -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        broken(SECRET)
    problem = messages.problem_of(caught.value)
    (path,) = reports.iterdir()
    assert path.stem == problem.number
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert " broken" in text
    assert SECRET not in text
    assert "reports" in problem.way_out


def test_what_the_world_did_is_no_report(reports: Path) -> None:
    problem = messages.problem_of(KnownError("没有存成。", "再试。"))
    assert problem.number == ""
    assert not reports.exists()


def test_a_full_disk_makes_no_second_fault(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "unexpected %s", ("E-1",), None)
    try:
        broken("x")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    Reports(tmp_path).emit(record)
    assert (tmp_path / FOLDER).read_text() == "in the way"
