"""Measurements with a floor taken in the same run; they print ratios and assert nothing about time."""
