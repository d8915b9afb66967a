"""Everything that knows the field: plain functions, frames in, frames out."""
