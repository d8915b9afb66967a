"""What changed between two runs: a computation over two warehouses, and nothing of how it is told."""
