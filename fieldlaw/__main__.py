"""Starts the program: the desktop window, or a subcommand of the headless door."""

from __future__ import annotations

import sys

from fieldlaw import cli


def _window(profile: str | None) -> int:
    from fieldlaw.app import main  # noqa: PLC0415  the headless door must start where Qt cannot

    return main(profile)


def _child(arguments: list[str]) -> int:
    """A program in one piece starts itself to read untrusted files apart."""
    from fieldlaw.devices.thermal import child  # noqa: PLC0415  needs none of the commands

    child.main(arguments)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--thermal-child"]:
        sys.exit(_child(sys.argv[2:]))
    sys.exit(cli.main(sys.argv[1:], _window))
