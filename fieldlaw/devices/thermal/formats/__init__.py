"""Readers of radiometric files: bytes in, raw counts and the camera's constants out. No rendering."""
