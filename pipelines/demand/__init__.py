"""Demand: the people whose access is measured, their counties, and how urban or rural each is."""
