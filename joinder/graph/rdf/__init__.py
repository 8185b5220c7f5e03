"""The graph as linked data: the mapping, the writers, the reader, the vocabulary, the shapes, the checks.

Ids become IRIs under a base that the caller chooses; names never do. There are no blank nodes, and everything is
written in a fixed order, so that two exports of one graph are the same bytes. The terms follow from the ontology.
"""
