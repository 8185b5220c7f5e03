"""Questions with a name: Cypher files, their catalog, and running them."""
