"""What the tests of signed packs share: people with real keys, and packs that they signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldlaw.cases.casework.packtrust import Entry
from fieldlaw.cases.packs import files
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder

if TYPE_CHECKING:
    from fieldlaw.cases.packs.records import Pack

_MADE = {pack.header.id: pack for pack in load_folder(Path(__file__).parents[1] / "law_cases" / "packs")}


def headed(pack: Pack, **header: Any) -> Pack:
    """The pack with another header."""
    return build({**pack.content, "pack": {**pack.content["pack"], **header}})


NATIONAL = headed(_MADE["test-statutes"], id="made-statutes", jurisdiction="CN")
SHANXI = headed(
    build({**_MADE["test-benchmark"].content, "places": ["太原市"]}),
    id="sx-benchmark-made", jurisdiction="山西省", edition="2026 年版", author="甲", reviewer="乙",
)  # fmt: skip
STRAW = {
    "violation": "straw_burning",
    "jurisdiction": "太原市",
    "party": {"kind": "citizen"},
    "act": {"start": "2023-05-23", "end": "2023-05-23"},
    "decided": "2023-06-01",
    "facts": {"burned": "yes", "area": "0.2", "place": "field"},
}


@dataclass(frozen=True)
class Jurist:
    """Somebody who signs packs."""

    name: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def digits(self) -> str:
        """The public key."""
        return self.key.public_key().public_bytes_raw().hex()

    @property
    def entry(self) -> Entry:
        """As they are entered in the list."""
        return Entry(self.name, "法制科", self.digits, self.digits[-8:])


def signed_bytes(pack: Pack, author: Jurist | None, reviewer: Jurist | None) -> bytes:
    """A compiled pack, signed by those who are given."""
    file = files.PackFile(pack)
    for who, role in ((author, "author"), (reviewer, "reviewer")):
        if who is not None:
            file = files.sign_file(file, who.key, role, who.name)
    return files.write_bytes(file)
