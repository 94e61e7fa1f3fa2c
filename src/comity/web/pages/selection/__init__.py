"""The pages of a selection, one module for each thing that people look at."""
