"""Settings of columns for tables of other programs, kept in the profile for the next file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.store.column_maps import read_maps, write_maps
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk


class UnnamedMapError(KnownError):
    """A setting without a name cannot be found again."""

    def __init__(self) -> None:
        super().__init__("没有保存对应列：没有名称。", "写上仪器或软件的名称。", "已指明的列没有丢。")


def list_maps(desk: Desk) -> tuple[dict[str, Any], ...]:
    """The saved settings, by name.

    Raises:
        DamagedMapsError: the list cannot be read.
    """
    return tuple(sorted(read_maps(desk.profile.folder), key=lambda one: str(one["name"])))


def save_map(desk: Desk, columns: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Keep a setting in place of the one of the same name; return all.

    Raises:
        UnnamedMapError: it has no name.
        DamagedMapsError, MapsNotKeptError: the list cannot be read or written.
    """
    name = str(columns["name"]).strip()
    if not name:
        raise UnnamedMapError
    others = [one for one in list_maps(desk) if one["name"] != name]
    write_maps(desk.profile.folder, [*others, {**columns, "name": name}])
    return list_maps(desk)


def forget_map(desk: Desk, name: str) -> tuple[dict[str, Any], ...]:
    """Drop a setting; return the others."""
    write_maps(desk.profile.folder, [one for one in list_maps(desk) if one["name"] != name])
    return list_maps(desk)
