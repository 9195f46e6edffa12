"""Every setting once: its type, its default, what it means."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True)
class Settings:
    """What can be chosen from outside.

    Attributes:
        profile: folder of database, blobs and settings (`--profile`, FIELDLAW_PROFILE).
        passphrase_file: a file whose first line is the passphrase (FIELDLAW_PASSPHRASE_FILE).
        jurisdiction: whose law decides here.
        bureau: the name on documents (FIELDLAW_BUREAU).
        thermal_plugin: reads infrared files of other makers (FIELDLAW_THERMAL_PLUGIN: its path).
        thermal_plugin_kind: how it is called (FIELDLAW_THERMAL_PLUGIN_KIND; see docs/thermal-plugins.md).
    """

    profile: Path
    passphrase_file: Path | None
    jurisdiction: str = "太原市"
    bureau: str = "生态环境局"
    thermal_plugin: Path | None = None
    thermal_plugin_kind: str = "fieldlaw"


def from_environment(profile: str | None = None) -> Settings:
    """Read the settings; an argument goes before the environment, the environment before the default."""
    default = platformdirs.user_data_dir("fieldlaw", appauthor=False)
    chosen = profile or os.environ.get("FIELDLAW_PROFILE") or default
    held = os.environ.get("FIELDLAW_PASSPHRASE_FILE")
    bureau = os.environ.get("FIELDLAW_BUREAU") or Settings.bureau
    plugin = os.environ.get("FIELDLAW_THERMAL_PLUGIN")
    return Settings(
        Path(chosen),
        Path(held) if held else None,
        bureau=bureau,
        thermal_plugin=Path(plugin) if plugin else None,
        thermal_plugin_kind=os.environ.get("FIELDLAW_THERMAL_PLUGIN_KIND") or Settings.thermal_plugin_kind,
    )
