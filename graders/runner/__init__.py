"""A machine that asks the portal for work, runs it in a sandbox and reports."""
