"""Logs: access logs of web servers become events of visitors."""
