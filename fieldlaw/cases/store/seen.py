"""What a reviewer saw of each case when he last acted on it: his alone, never sent to anybody.

A small readable file in the profile folder. It holds case ids and numbers of events, nothing of the content.
When it cannot be read, nothing counts as seen: a reviewer then looks at everything once more.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "seen.json"
Look = tuple[str, "Mapping[bytes, int]"]
_LOG = logging.getLogger(__name__)


class SeenNotKeptError(KnownError):
    """The disk did not take the file."""

    def __init__(self) -> None:
        super().__init__("没有记下“看过了”：磁盘写不进去。", "腾出空间或检查磁盘后再试。", "案件没有变化。")


def _seen(row: Any) -> Look:
    heads = {bytes.fromhex(author): int(seq) for author, seq in row["heads"].items()}
    return str(row["at"]), heads


def _read(folder: Path) -> dict[str, Look]:
    try:
        held = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {str(case): _seen(row) for case, row in held["cases"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        _LOG.warning("%s cannot be read; nothing counts as seen", FILE, exc_info=True)
        return {}


def read_seen(folder: Path, case: str) -> Look:
    """The last look at a case; an empty time and no heads when there was none."""
    return _read(folder).get(case, ("", {}))


def write_seen(folder: Path, case: str, at: str, heads: Mapping[bytes, int]) -> None:
    """Remember a look at a case.

    Args:
        folder: the profile's folder.
        case: the case.
        at: wall time of the look, ISO 8601.
        heads: author to the number of the last event of his that was seen.

    Raises:
        SeenNotKeptError: no room, or no right; the old look stands.
    """
    looks = {**_read(folder), case: (at, heads)}
    rows = {
        name: {"at": when, "heads": {author.hex(): seq for author, seq in seen.items()}}
        for name, (when, seen) in looks.items()
    }
    text = json.dumps({"version": 1, "cases": rows}, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        write_durable(folder / FILE, text.encode())
    except OSError as error:
        raise SeenNotKeptError from error
