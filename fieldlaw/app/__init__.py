"""The desktop program: the only place that wires settings, store, lanes, presenters and window together.

The window and the unlock page come first; what an open profile needs is imported on the store lane meanwhile.
"""

from fieldlaw.app.keys import Present
from fieldlaw.app.program import Program, dress, main

__all__ = ["Present", "Program", "dress", "main"]
