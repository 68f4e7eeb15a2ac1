"""Qantar: from a report on unrest to events on a map, each with its sentence and its source."""
