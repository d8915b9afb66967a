"""Facilities: what is an infusion center, which site of care it is, and which records are one place."""
