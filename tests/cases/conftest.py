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
