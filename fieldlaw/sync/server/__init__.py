"""The centre: keeps sealed envelopes and parts, knows no case key, signs for what it holds."""
