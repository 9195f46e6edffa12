"""What several rooms of the cases need in their tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cases.bureau import Bureau, make_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path)
    yield made
    made.close()


@pytest.fixture
def four(tmp_path: Path) -> Iterator[Bureau]:
    """A bureau with somebody who has nothing to do with the case; the reviewer has the case."""
    made = make_bureau(tmp_path, ("钱宇", "委员"))
    made.carry(made.one, made.boss)
    yield made
    made.close()
