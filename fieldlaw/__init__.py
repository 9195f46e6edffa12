"""fieldlaw: the desktop program that environmental inspectors carry into plants."""

__version__ = "0.1.0"
