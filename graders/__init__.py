"""Everything that happens where submissions are executed and judged; no Django."""
