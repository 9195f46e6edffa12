"""Taking files in as evidence; runs on the store lane."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.inspecting import Note, add_evidence
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.ui.presenters.caseview import CaseView

_MEDIA = {
    ".jpg": ("照片", "image/jpeg"),
    ".jpeg": ("照片", "image/jpeg"),
    ".png": ("照片", "image/png"),
    ".mp4": ("视频", "video/mp4"),
    ".pdf": ("书证", "application/pdf"),
}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnownError(
            f"{path.name} 没有存成：文件读不出。", "换一次读卡器或数据线再拖入。", "已有证据都在。"
        ) from error


def take_in(desk: Desk, view: CaseView, item: str, path: str) -> Changes:
    """Keep a file as evidence of an item.

    Raises:
        KnownError: the file cannot be read, or the disk is full.
    """
    source = Path(path)
    word, media = _MEDIA.get(source.suffix.lower(), ("文件", "application/octet-stream"))
    count = sum(row.number.startswith(word) for row in view.evidence) + 1
    note = Note(
        number=f"{word} {count}",
        title=source.stem,
        media=media,
        place="",
        by=desk.profile.person.name,
        taken_at=desk.clock().wall,
        item=item or None,
    )
    return add_evidence(desk, view.case, _bytes(source), note)
