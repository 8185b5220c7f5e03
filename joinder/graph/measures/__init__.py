"""Measures of influence and overlap on who joined what: sparse matrices underneath, NetworkX graphs at the surface."""
