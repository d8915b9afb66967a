"""Reading tables: text, workbooks, and the checks that turn cells into types."""
