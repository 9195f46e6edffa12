"""Starts the program: the desktop window, or a subcommand of the headless door."""

from __future__ import annotations

import sys

from fieldlaw.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
