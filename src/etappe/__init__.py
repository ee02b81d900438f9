"""Etappe: the customer-journey platform for online shops."""

__version__ = "0.1.0"
