"""The pack folder of a profile: each file under the hash of its bytes, written once and never over."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.packs.files import SUFFIX, PackFile, read_bytes, slurp
from fieldlaw.cases.packs.records import PackError
from fieldlaw.cases.store.durable import sync_folder, write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "packs"


class PackNotKeptError(KnownError):
    """The disk did not take a pack."""

    def __init__(self, pack_id: str) -> None:
        super().__init__(
            f"规则包 {pack_id} 没有存成：磁盘写不进去。", "腾出空间或检查磁盘后再载入。", "原有规则包未变。"
        )


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A file of the folder that is not used, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class PackFolder:
    """What lies in the folder: the packs, and the files that are left aside."""

    files: tuple[PackFile, ...] = ()
    aside: tuple[LeftAside, ...] = ()


def read_packs(folder: Path) -> PackFolder:
    """Read the packs of a profile folder; a damaged file is named and left where it is, the others count."""
    files: list[PackFile] = []
    aside: list[LeftAside] = []
    for path in _listed(folder / FOLDER):
        try:
            files.append(_read(path))
        except PackError as error:
            aside.append(LeftAside(path.name, "；".join(one.text for one in error.problems)))
        except (ValueError, RecursionError):
            aside.append(LeftAside(path.name, "内容与存下时不同，文件已损坏"))
    return PackFolder(tuple(files), tuple(aside))


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() + SUFFIX


def _read(path: Path) -> PackFile:
    data = slurp(path)
    if _name(data) != path.name:
        raise ValueError(path.name)
    return read_bytes(data, path.name)


def keep_pack(folder: Path, file: PackFile, data: bytes) -> None:
    """Keep the bytes of a pack file. A damaged file of that name is put aside under another name, not lost.

    Raises:
        PackNotKeptError: no room, or no right; nothing was kept.
    """
    path = folder / FOLDER / _name(data)
    try:
        path.parent.mkdir(exist_ok=True)
        sync_folder(folder)
        if path.exists():
            if path.read_bytes() == data:
                return
            _put_aside(path)
        write_durable(path, data)
    except OSError as error:
        raise PackNotKeptError(file.pack.header.id) from error


def put_away(folder: Path, sha256: str) -> None:
    """Take a pack out of use: its files get another ending and stay where they are.

    Args:
        folder: the profile folder.
        sha256: the hash of the pack.

    Raises:
        PackNotKeptError: the disk did not take the new names; what was not renamed is in use still.
    """
    for path in _listed(folder / FOLDER):
        try:
            pack = _read(path).pack
        except (PackError, ValueError, RecursionError):
            continue
        if pack.header.sha256 == sha256:
            try:
                path.replace(path.with_name(f"{path.name}.removed"))
                sync_folder(path.parent)
            except OSError as error:
                raise PackNotKeptError(pack.header.id) from error


def _put_aside(path: Path) -> None:
    places = (path.with_name(f"{path.name}.{number}.damaged") for number in itertools.count(1))
    path.rename(next(place for place in places if not place.exists()))
