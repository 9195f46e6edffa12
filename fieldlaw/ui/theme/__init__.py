"""Colours, sizes, fonts and icons: everything that is drawn takes them from the tokens."""
