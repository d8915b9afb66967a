"""The first answers: drive times, who is covered, who has a gap, and each county in a row."""
