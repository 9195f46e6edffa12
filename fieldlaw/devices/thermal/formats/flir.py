"""FLIR files: radiometric JPEG, bare FFF, and sequences of FFF blocks (SEQ, CSQ)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fieldlaw.devices.thermal.formats import flir_block as blocks
from fieldlaw.devices.thermal.formats import flir_camera, flir_carrier, flir_extras, flir_pixels
from fieldlaw.devices.thermal.formats.broken import BrokenError
from fieldlaw.devices.thermal.formats.exif import NOTHING
from fieldlaw.devices.thermal.image import ThermalFrame, UnknownRecord
from fieldlaw.devices.thermal.reading import DAMAGED, NOT_DECODED, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.thermal.formats.exif import Exif
    from fieldlaw.devices.thermal.formats.flir_block import Block, Record
    from fieldlaw.devices.thermal.reading import Scale

MAKER = "FLIR"
_OLD = b"AFF\0"  # older sequences, whose layout is not known here
_READ = {
    blocks.RAW, blocks.VISIBLE, blocks.CAMERA, blocks.TOOLS, blocks.PALETTE, blocks.TEXT, blocks.OVERLAY,
    blocks.GPS,
}  # fmt: skip
T = TypeVar("T")


def claims(data: bytes) -> bool:
    """True for a FLIR block, and for a JPEG with a FLIR segment."""
    return data[:4] in (blocks.MAGIC, _OLD) or flir_carrier.carries_flir(data)


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """Read frame `frame` of a file; its own scale holds, so that `scale` is not looked at."""
    del scale
    if data[:4] == _OLD:
        return Reading("flir_seq", reason=NOT_DECODED, maker=MAKER)
    if data[:4] == blocks.MAGIC:
        return _sequence(data, frame)
    try:
        carrier = flir_carrier.unpack(data)
        _look_for(frame, 1)
        held = decode_block(carrier.block, carrier.said)
    except BrokenError as error:
        return Reading("flir_jpeg", frames=1, reason=error.reason, where=error.where, maker=MAKER)
    marks = {DAMAGED: not carrier.whole, "resaved": carrier.resaved}
    return Reading("flir_jpeg", _marked(held, marks), frames=1, maker=MAKER)


def _look_for(frame: int, frames: int) -> None:
    if not 0 <= frame < frames:
        raise BrokenError(f"第 {frame} 帧（共 {frames} 帧）")


def _marked(frame: ThermalFrame, marks: dict[str, bool]) -> ThermalFrame:
    added = [code for code, holds in marks.items() if holds and code not in frame.warnings]
    return replace(frame, warnings=(*frame.warnings, *added)) if added else frame


def _sequence(data: bytes, frame: int) -> Reading:
    index = blocks.index(data)
    count = len(index.places)
    kind = _kind(data, index)
    try:
        _look_for(frame, count)
        start, end = index.places[frame]
        held = decode_block(memoryview(data)[start:end], bare=True)
    except BrokenError as error:
        return Reading(kind, frames=count, reason=error.reason, where=error.where, maker=MAKER)
    return Reading(kind, _marked(held, {DAMAGED: not index.whole}), frames=count, maker=MAKER)


def _kind(data: bytes, index: blocks.Index) -> str:
    start, _ = index.places[0]
    try:
        entries = blocks.directory(data, start).entries
    except BrokenError:
        entries = ()
    at = next((at for kind, _, at, _, _ in entries if kind == blocks.RAW), None)
    if at is not None and flir_pixels.is_jpeg_ls(data, start + at):
        return "flir_csq"
    return "flir_seq" if len(index.places) > 1 else "flir_fff"


class _Sides:
    """The records beside the temperatures of one block; remembers when one of them is broken."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self.broken = not block.whole or any(self._wrong(record) for record in block.records)

    def _wrong(self, record: Record) -> bool:
        """Another checksum than the directory's; parameters have one where they were changed afterwards."""
        if record.sound:
            return False
        changed = self._block.first(blocks.CHANGED) if record.kind == blocks.CAMERA else None
        return changed is None or not flir_extras.is_text(changed)

    def take(self, kind: int, reader: Callable[[Record], T], otherwise: T) -> T:
        """What a record says; `otherwise` when there is none, or a broken one."""
        record = self._block.first(kind)
        if record is None:
            return otherwise
        try:
            return reader(record)
        except BrokenError:
            self.broken = True
            return otherwise

    def others(self) -> tuple[UnknownRecord, ...]:
        """The records that are not read: of another kind, or a second one of the same."""
        return tuple(
            UnknownRecord(one.kind, one.subtype, len(one.data))
            for one in self._block.records
            if one.kind not in _READ or self._block.first(one.kind) is not one
        )


def decode_block(block: bytes | memoryview, said: Exif = NOTHING, *, bare: bool = False) -> ThermalFrame:
    """Decode one FFF block.

    Args:
        block: the block.
        said: what the JPEG around it says; taken where the block says nothing.
        bare: the block is a file of its own.

    Raises:
        BrokenError: no numbers can be given.
    """
    held = blocks.records(memoryview(block), bare=bare)
    raw, info = held.first(blocks.RAW), held.first(blocks.CAMERA)
    if raw is None or info is None:
        raise BrokenError("目录")
    air = flir_camera.air(info)
    scene, camera = flir_camera.scene(info, air), flir_camera.camera(info, said)
    frame = ThermalFrame(
        counts=flir_pixels.counts(raw),
        response=flir_camera.planck(info),
        air=air,
        scene=scene,
        camera=camera,
        level_span=flir_camera.level_span(info),
        warnings=flir_camera.warnings(camera, scene, air),
    )
    return _with_sides(frame, _Sides(held), said)


def _with_sides(frame: ThermalFrame, sides: _Sides, said: Exif) -> ThermalFrame:
    nowhere = (said.gps, said.gps_invalid)
    place, no_fix = sides.take(blocks.GPS, flir_extras.gps, nowhere)
    whole = replace(
        frame,
        visible=sides.take(blocks.VISIBLE, flir_extras.visible, None),
        overlay=sides.take(blocks.OVERLAY, flir_extras.overlay, None),
        gps=place or said.gps,
        tools=sides.take(blocks.TOOLS, flir_extras.tools, ()),
        palette=sides.take(blocks.PALETTE, flir_extras.palette, None),
        texts=sides.take(blocks.TEXT, flir_extras.texts, ()) or sides.take(blocks.CHANGED, _written, ()),
        others=sides.others(),
    )
    return _marked(whole, {"gps_invalid": no_fix, DAMAGED: sides.broken})


def _written(record: Record) -> tuple[tuple[str, str], ...]:
    """Texts in the record for changed parameters, which on some cameras holds something else."""
    return flir_extras.texts(record) if flir_extras.is_text(record) else ()
