"""Files that describe containers: parsed and judged, never obeyed."""
