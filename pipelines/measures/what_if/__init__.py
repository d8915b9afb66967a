"""What closing and opening centers would do."""
