"""What every picture is drawn with: sheet, legend, lettering, ground, style."""
