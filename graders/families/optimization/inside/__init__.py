"""Mounted into containers as `optimization`: reads, executes and judges a model."""
