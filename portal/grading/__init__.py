"""Jobs, leases, reports and what the checks found."""
