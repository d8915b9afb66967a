"""Hospitals, lists and registries of providers, and the geocoder that places them."""
