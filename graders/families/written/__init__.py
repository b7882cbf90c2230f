"""Written work: forms and documents are read, counted and flagged for people."""
