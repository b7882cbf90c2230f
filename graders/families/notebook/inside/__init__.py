"""Runs a notebook in the student's container; imported there as assay_notebook."""
