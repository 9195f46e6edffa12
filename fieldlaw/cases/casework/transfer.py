"""A case in one file: the envelopes as frames, then the parts. Nothing in it is readable without its key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import project, read_in
from fieldlaw.cases.ledger import canonical, chain, sealing
from fieldlaw.cases.ledger.event import DamagedEventError, Envelope, open_event, read_envelope
from fieldlaw.cases.store.segments import frame, parse
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.store.unit_of_work import UnitOfWork

_MAGIC = b"fieldlaw case 1\n"


class DamagedBundleError(KnownError):
    """An exported case is not whole, or not one of ours. Nothing of it was taken in."""

    def __init__(self, why: str) -> None:
        super().__init__(f"这个案件文件不能用：{why}。", "重新导出一份再导入。", "本机数据没有动。")


def export_case(desk: Desk, case: str, target: Path) -> dict[str, Any]:
    """Write a case to a file; return what it holds."""
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        raws = work.raws(case)
    parts = [p for e in log.events if e.kind == "evidence_added" for p in e.body["parts"]]
    pieces = [frame(canonical.encode({"event": raw})) for raw in raws]
    pieces += [frame(canonical.encode({"part": desk.profile.blobs.get(part)})) for part in parts]
    data = _MAGIC + b"".join(pieces)
    target.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return {"path": str(target), "sha256": digest, "events": len(raws), "parts": len(parts)}


def _contents(data: bytes) -> tuple[list[bytes], list[bytes]]:
    if not data.startswith(_MAGIC):
        raise DamagedBundleError("不是本程序导出的案件")
    frames, whole = parse(data[len(_MAGIC) :])
    if whole != len(data) - len(_MAGIC) or not frames:
        raise DamagedBundleError("内容不完整")
    try:
        held = [canonical.decode(one) for one in frames]
        raws = [one["event"] for one in held if "event" in one]
        return raws, [one["part"] for one in held if "part" in one]
    except (canonical.DamagedBytesError, TypeError, KeyError) as error:
        raise DamagedBundleError("内容损坏") from error


def case_key(desk: Desk, envelopes: list[Envelope]) -> tuple[int, bytes] | None:
    """Epoch and case key that a device of the bureau granted to this profile; None where nobody did."""
    trusted = {peer.author for peer in desk.profile.peers()} | {desk.profile.keys.author}
    for envelope in envelopes:
        if envelope.kind == "key_granted" and envelope.author in trusted:
            body = open_event(envelope, bytes(32)).body
            wrapped = body["wraps"].get(desk.profile.keys.recipient)
            if wrapped:
                key = sealing.unwrap(wrapped, envelope.case, body["epoch"], desk.profile.keys)
                return body["epoch"], key
    return None


def _take(desk: Desk, work: UnitOfWork, envelopes: list[Envelope], key: tuple[int, bytes]) -> int:
    case = envelopes[0].case
    if key[0] not in work.keys(case):
        work.keep_key(case, *key)
    new = sum(work.add(envelope, send=False) for envelope in envelopes)
    project(work, read_in(desk, work, case))
    return new


def import_case(desk: Desk, source: Path) -> dict[str, Any]:
    """Take an exported case in: all of it, or nothing.

    Raises:
        DamagedBundleError: cut, changed, another format, or sealed for somebody else.
    """
    raws, parts = _contents(source.read_bytes())
    problems = chain.verify(raws)
    if problems or not raws:
        raise DamagedBundleError(problems[0].what if problems else "没有事件")
    try:
        envelopes = [read_envelope(raw) for raw in raws]
        key = case_key(desk, envelopes)
    except (DamagedEventError, sealing.CannotOpenError) as error:
        raise DamagedBundleError("密钥或内容损坏") from error
    if key is None:
        raise DamagedBundleError("没有给本机的密钥")
    ids = [(desk.profile.blobs.put(part), len(part)) for part in parts]
    with desk.profile.work() as work:
        for part, size in ids:
            work.add_part(part, envelopes[0].case, size)
        new = _take(desk, work, envelopes, key)
    return {"case": envelopes[0].case, "events": len(raws), "new": new, "parts": len(parts)}
