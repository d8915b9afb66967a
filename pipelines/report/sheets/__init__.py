"""Sheets: one page of a county or a state, and the brief of an area, as PDF for print and screen readers."""
