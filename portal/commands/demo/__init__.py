"""The demo: a whole site on one machine, started by one command."""
