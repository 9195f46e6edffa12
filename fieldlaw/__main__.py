"""Starts the program: the desktop window, or a subcommand of the headless door."""

from __future__ import annotations

import sys

from fieldlaw import cli


def _window(profile: str | None) -> int:
    from fieldlaw.app import main  # noqa: PLC0415  the headless door must start where Qt cannot

    return main(profile)


if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:], _window))
