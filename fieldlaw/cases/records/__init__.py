"""The shared vocabulary: frozen records that every room may use. Knows nobody."""
