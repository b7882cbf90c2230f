"""The tests; ``python -m tests`` sets up what they need and runs them all."""
