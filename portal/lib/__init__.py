"""What every app may use: errors, ids, clock, storage; no models."""
