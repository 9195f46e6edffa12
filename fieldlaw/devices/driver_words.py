"""What a reader of a document must know of how the readings of a model come about."""

from __future__ import annotations

from fieldlaw.cases.records.measurement import UNCHECKED
from fieldlaw.devices.analyzers import KNOWN

_THIN = "实验性驱动：这个型号的公开资料很少，读数须与仪器屏幕核对"
_NO_CHECKSUM = frozenset({"phx42", "tva2020", "tva1000b_bt", "rae_R"})  # their lines are plain text


def driver_words() -> dict[str, tuple[str, ...]]:
    """By id of model what has to be said; models of which nothing has to be are left out."""
    told = {
        name: (*((_THIN,) if spec.experimental else ()), *((UNCHECKED,) if name in _NO_CHECKSUM else ()))
        for name, spec in KNOWN.items()
    }
    return {name: words for name, words in told.items() if words}
