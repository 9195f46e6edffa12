"""Infrared images: formats, radiometry, analysis. Originals are never altered; knows cases.records only."""
