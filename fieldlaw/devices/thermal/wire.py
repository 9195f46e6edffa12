"""How a window's process and the process that reads files talk over two pipes.

A message is a head in JSON and a block of bytes that the head points into. Nothing that arrives is believed:
names, types, numbers of elements and sizes are checked against the classes it claims to be. Nothing is run.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import struct
import types
import typing
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from fieldlaw.devices.thermal import image, reading, seen
from fieldlaw.devices.thermal.formats import scales

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_HEAD = 8 << 20
MOST_BODY = 1 << 30
_MOST_ELEMENTS = 1 << 16
_LENGTHS = struct.Struct(">IQ")
_DTYPES = ("<u2", "<f4", "|u1", "|b1")
_CLASSES: Mapping[str, type] = {
    one.__name__: one
    for module in (image, reading, seen, scales)
    for one in vars(module).values()
    if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.__name__
}


class WireError(Exception):
    """What arrived is no message of this kind."""


class _Array:
    """Stands for every array in the annotations."""

    def __class_getitem__(cls, item: object) -> type[_Array]:
        """The kind of number is checked where the array arrives."""
        del item
        return cls


def send(line: IO[bytes], head: Mapping[str, Any], body: bytes | memoryview = b"") -> None:
    """Write one message.

    Raises:
        OSError: the other side is gone.
    """
    packed = json.dumps(head, separators=(",", ":")).encode()
    line.write(_LENGTHS.pack(len(packed), len(body)) + packed)
    line.write(body)
    line.flush()


def receive(line: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read one message.

    Raises:
        EOFError: the other side is gone.
        WireError: no message, or longer than a message may be.
    """
    size, body = _LENGTHS.unpack(_exactly(line, _LENGTHS.size))
    if size > MOST_HEAD or body > MOST_BODY:
        raise WireError(f"{size} + {body} bytes")
    packed = _exactly(line, size)
    try:
        head = json.loads(packed)
    except (ValueError, RecursionError) as error:
        raise WireError("no JSON") from error
    if not isinstance(head, dict):
        raise WireError("no map")
    return head, _exactly(line, body)


def _exactly(line: IO[bytes], size: int) -> bytes:
    data = line.read(size)
    if data is None or len(data) != size:
        raise EOFError
    return data


class Packer:
    """Turns values of the known classes into a head, and gathers their bytes."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def body(self) -> bytes:
        """The bytes that the heads point into."""
        return b"".join(self._parts)

    def pack(self, value: Any) -> Any:
        """The value as JSON can hold it."""
        if isinstance(value, bytes):
            return {"bytes": self._keep(value)}
        if isinstance(value, np.ndarray):
            plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
            return {"array": [plain.dtype.str, list(plain.shape), *self._keep(plain.tobytes())]}
        if isinstance(value, tuple):
            return [self.pack(one) for one in value]
        if dataclasses.is_dataclass(value):
            held = {one.name: self.pack(getattr(value, one.name)) for one in dataclasses.fields(value)}
            return {"is": type(value).__name__, "has": held}
        return value

    def _keep(self, data: bytes) -> list[int]:
        start = self._size
        self._parts.append(data)
        self._size += len(data)
        return [start, len(data)]


def unpack(kind: Any, value: Any, body: bytes) -> Any:
    """A value of an annotated kind out of a head.

    Raises:
        WireError: it is not of this kind.
    """
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(inner, value, body)
    if origin is tuple:
        return _tuple(inner, value, body)
    if kind is _Array:
        return array(value, body)
    if kind is bytes:
        return _bytes(value, body)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(kind, value, body)
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is float and type(value) is int and abs(value) < 2**53:
        return float(value)
    if kind not in (str, int, float, bool, type(None)) or type(value) is not kind:
        raise WireError(f"{type(value).__name__} for {kind}")
    return value


def _one_of(kinds: tuple[Any, ...], value: Any, body: bytes) -> Any:
    for kind in kinds:
        try:
            return unpack(kind, value, body)
        except WireError:
            continue
    raise WireError("none of the kinds")


def _tuple(inner: tuple[Any, ...], value: Any, body: bytes) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) > _MOST_ELEMENTS:
        raise WireError("no list")
    kinds = (inner[0],) * len(value) if inner[-1] is Ellipsis else inner
    if len(kinds) != len(value):
        raise WireError("another number of elements")
    return tuple(unpack(kind, one, body) for kind, one in zip(kinds, value, strict=True))


def _record(kind: type, value: Any, body: bytes) -> Any:
    hints = _hints(kind)
    held = value.get("has") if isinstance(value, dict) and value.get("is") == kind.__name__ else None
    if not isinstance(held, dict) or held.keys() != hints.keys():
        raise WireError(f"no {kind.__name__}")
    try:
        return kind(**{name: unpack(hint, held[name], body) for name, hint in hints.items()})
    except ValueError as error:  # a promise of the class is broken
        raise WireError(str(error)) from error


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    known = {"np": np, "NDArray": _Array, **_CLASSES}
    return typing.get_type_hints(kind, localns=known)


def _bytes(value: Any, body: bytes) -> bytes:
    place = value.get("bytes") if isinstance(value, dict) else None
    return body[_inside(place, body)]


def _inside(place: Any, body: bytes) -> slice:
    if not isinstance(place, list) or len(place) != 2 or any(type(one) is not int for one in place):
        raise WireError("no place")
    start, size = place
    if start < 0 or size < 0 or start + size > len(body):
        raise WireError("outside of the message")
    return slice(start, start + size)


def array(value: Any, body: bytes) -> np.ndarray[Any, Any]:
    """An array out of a head; a copy of its own.

    Raises:
        WireError: another kind of number, or its size does not fit its bytes.
    """
    held = value.get("array") if isinstance(value, dict) else None
    if not isinstance(held, list) or len(held) != 4 or held[0] not in _DTYPES:
        raise WireError("no array")
    dtype, shape = np.dtype(held[0]), held[1]
    if not isinstance(shape, list) or len(shape) not in (2, 3):
        raise WireError("no shape")
    if any(type(side) is not int or not 0 < side <= seen.MOST_SIDE for side in shape):
        raise WireError("no side")
    part = memoryview(body)[_inside(held[2:], body)]
    if len(part) != dtype.itemsize * int(np.prod(shape, dtype=np.int64)):
        raise WireError("another size")
    if dtype.kind == "b" and not set(part) <= {0, 1}:
        raise WireError("no truth value")
    return np.frombuffer(part, dtype).astype(dtype.newbyteorder("=")).reshape(shape)


def reading_of(value: Any, body: bytes) -> reading.Reading:
    """A reading out of a head.

    Raises:
        WireError: it is none, or its numbers do not fit its response.
    """
    found = unpack(reading.Reading, value, body)
    if not isinstance(found, reading.Reading):
        raise WireError("no reading")
    if found.frame is not None:
        _check_counts(found.frame)
    return found


def _check_counts(frame: image.ThermalFrame) -> None:
    wanted = np.float32 if frame.response is None else np.uint16
    if frame.counts.ndim != 2 or frame.counts.dtype != wanted:
        raise WireError("numbers of another kind")
    if isinstance(frame.response, image.Planck) and (frame.air is None or frame.scene is None):
        raise WireError("neither air nor scene")


def still_of(value: Any, body: bytes, within: tuple[int, int] | None = None) -> seen.Still:
    """A picture out of a head, no larger than `within`.

    Raises:
        WireError: it is none, or its pixels are not RGB, or it has neither pixels nor a reason.
    """
    found = unpack(seen.Still, value, body)
    if not isinstance(found, seen.Still):
        raise WireError("no picture")
    if found.reason not in (reading.REASONS if found.pixels is None else ("", reading.CUT)):
        raise WireError("neither pixels nor a reason")
    if found.pixels is not None:
        _check_rgb(found.pixels, within)
    return found


def _check_rgb(pixels: np.ndarray[Any, Any], within: tuple[int, int] | None) -> None:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise WireError("no RGB")
    if within is not None and (pixels.shape[1] > within[0] or pixels.shape[0] > within[1]):
        raise WireError("larger than was asked for")


def probe_of(value: Any, body: bytes) -> scales.Probe | None:
    """What a matrix holds, out of a head; None when it is no matrix.

    Raises:
        WireError: it is neither, or its numbers cannot be.
    """
    found = unpack(scales.Probe | None, value, body)
    if found is None:
        return None
    if not isinstance(found, scales.Probe) or min(found.width, found.height) < 1 or found.skipped < 0:
        raise WireError("no matrix")
    if not (math.isfinite(found.low) and math.isfinite(found.high) and found.low <= found.high):
        raise WireError("no numbers")
    return found
