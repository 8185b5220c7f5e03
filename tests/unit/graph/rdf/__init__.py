"""Linked data: mapping, formats, vocabulary, shapes, reading back."""
