"""Getting files: addresses, downloads, and bytes as they come."""
