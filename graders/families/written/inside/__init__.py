"""Reads and judges written work; runs in containers, on Python 3.8 and later."""
