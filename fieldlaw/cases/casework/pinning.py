"""The packs of the assessments of a case, kept in the case itself.

A case carries the law that it was judged by, so that any machine, years later, can put the same facts to the
same rows.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.packs.compile import canonical
from fieldlaw.cases.packs.files import reread
from fieldlaw.cases.packs.records import PackError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

_LARGEST = 16 * 1024 * 1024


def packs_to_keep(log: CaseLog, packs: Iterable[Pack], used: Collection[str]) -> list[Draft]:
    """What is to be written so that the case has the packs with these hashes; each is kept once."""
    held = {event.body["sha256"].hex() for event in log.file.all("pack_kept")}
    wanted = [pack for pack in packs if pack.header.sha256 in used and pack.header.sha256 not in held]
    return [_draft(pack) for pack in wanted]


def _draft(pack: Pack) -> Draft:
    header = pack.header
    body = {
        "pack": header.id,
        "edition": header.edition,
        "sha256": bytes.fromhex(header.sha256),
        "content": zlib.compress(canonical(pack.content), 9),
    }
    return Draft("pack_kept", body)


def kept_packs(log: CaseLog) -> dict[str, Pack]:
    """The packs in a case by their hash; one whose bytes are not what its hash says is left out."""
    found = (_unpacked(event) for event in log.file.all("pack_kept"))
    return {pack.header.sha256: pack for pack in found if pack}


def _unpacked(event: Event) -> Pack | None:
    try:
        content = zlib.decompressobj().decompress(event.body["content"], _LARGEST)
        pack = reread(json.loads(content), str(event.body["pack"]))
    except (zlib.error, ValueError, RecursionError, PackError):
        return None
    return pack if pack.header.sha256 == event.body["sha256"].hex() else None
