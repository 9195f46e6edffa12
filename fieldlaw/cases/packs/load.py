"""Reads packs from their files; one that was compiled before is not worked out again.

YAML with line numbers takes its time. So each folder of packs may have a folder `compiled` with the compiled
form of its files, each under the hash of the text that it was made from: an edited text no longer finds it
and is read from scratch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.packs.compile import digest
from fieldlaw.cases.packs.files import SUFFIX, PackFile, read_bytes, write_bytes
from fieldlaw.cases.packs.parsing import parse_pack
from fieldlaw.cases.packs.records import Pack, PackError, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["compile_folder", "compiled_path", "load_folder", "load_pack", "parse_pack"]

COMPILED = "compiled"


def load_pack(path: Path) -> Pack:
    """Read one pack file.

    Args:
        path: the YAML file.

    Returns:
        The checked pack with its hash.

    Raises:
        PackError: the file is missing, not YAML, or breaks its schema.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError((Problem(path.name, 1, "文件读不出或不是 UTF-8"),)) from error
    return _compiled(path, data) or parse_pack(text, path.name)


def _compiled(path: Path, data: bytes) -> Pack | None:
    """The pack as it was compiled from exactly this text; None without one that can be read."""
    made = compiled_path(path, data)
    try:
        return read_bytes(made.read_bytes(), made.name).pack
    except (OSError, PackError):
        return None


def compiled_path(path: Path, data: bytes) -> Path:
    """Where the compiled form of a text lies."""
    return path.parent / COMPILED / f"{digest(data).hex()}{SUFFIX}"


def compile_folder(folder: Path) -> tuple[Path, ...]:
    """Compile every pack below a folder for `load_pack`, and drop what was made of texts that are gone.

    Returns:
        The compiled files, old and new.

    Raises:
        PackError: a source is not fit to be loaded; OSError: the folder cannot be written.
    """
    made = []
    for path in sorted(folder.rglob("*.yaml")):
        target = compiled_path(path, path.read_bytes())
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_bytes(write_bytes(PackFile(load_pack(path))))
            fresh.replace(target)
        made.append(target)
    for stale in set(folder.rglob(f"{COMPILED}/*{SUFFIX}")) - set(made):
        stale.unlink()
    return tuple(made)


def load_folder(folder: Path) -> tuple[Pack, ...]:
    """Read every pack below a folder, in the order of their paths."""
    return tuple(load_pack(path) for path in sorted(folder.rglob("*.yaml")))
