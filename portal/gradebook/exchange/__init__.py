"""Grades as other programs write and read them: each shape is one module."""
