"""The parts that pages are made of: buttons, answer keys, chips, cards, the strip, the nav rail."""
