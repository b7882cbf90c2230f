"""A student's server: its contract first, then load on a fresh one."""
