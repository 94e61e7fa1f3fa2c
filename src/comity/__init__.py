"""Deliberative bodies run their work by their own rules of procedure."""

__version__ = "0.1.0"
