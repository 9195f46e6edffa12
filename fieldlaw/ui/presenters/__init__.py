"""Presenters: one frozen state each, one signal, no widgets; they call the use cases through the lanes."""
