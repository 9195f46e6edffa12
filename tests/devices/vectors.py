"""The published-rule vectors (shared data; computed, none is a capture) and ways to feed bytes."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest

from fieldlaw.devices.decode import DECODERS

SHARED = Path(os.environ.get("FIELDLAW_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
VECTORS = SHARED / "data" / "instruments" / "vectors.json"


def rows(device, direction):
    """The vectors of a device by name; the test is skipped without the file."""
    if not VECTORS.exists():
        pytest.skip("no shared data here")
    every = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    return {row["name"]: row for row in every if (row["device"], row["direction"]) == (device, direction)}


def data_of(row):
    return bytes.fromhex(row["hex"]) if "hex" in row else row["text"].encode("latin-1")


def received(device):
    return {name: data_of(row) for name, row in rows(device, "rx").items()}


def sent(device):
    return {name: data_of(row) for name, row in rows(device, "tx").items()}


def portions(data, cuts):
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


def decode(model, pieces):
    """All events of these portions, the end included."""
    decoder = DECODERS[model]()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    return events + decoder.finish()
