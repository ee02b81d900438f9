"""Kernels: numba on arrays. Pure functions; the slow twins live in tests/kernels/naive.py."""
