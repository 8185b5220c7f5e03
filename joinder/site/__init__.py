"""The graph as a folder of pages that any static host can serve: each with its Turtle and JSON-LD beside it.

``layout`` says which file stands where, ``build`` writes them all. Nothing on a page comes from another host.
"""
