"""Runs again: what each step read and wrote, and which of them a change has done anew."""
