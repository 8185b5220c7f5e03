"""LangChain's Neo4j graph writer, run by ``bench_load.py`` in an environment of its own: documents in, seconds out.

``python load_langchain.py URI USER PASSWORD < documents.jsonl``; a line is ``{"id", "text", "nodes", "edges"}``.
"""

import json
import sys
import time

from langchain_core.documents import Document
from langchain_neo4j import Neo4jGraph
from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship


def document(line: str) -> GraphDocument:
    """Make one document of the writer's."""
    given = json.loads(line)
    nodes = {key: Node(id=key, type=label) for key, label in given["nodes"]}
    edges = [Relationship(source=nodes[a], target=nodes[b], type=t, properties=p) for a, t, b, p in given["edges"]]
    source = Document(page_content=given["text"], metadata={"id": given["id"]})
    return GraphDocument(nodes=list(nodes.values()), relationships=edges, source=source)


def main() -> None:
    """Write all documents, in the way that its own documentation recommends."""
    documents = [document(line) for line in sys.stdin]
    uri, user, password = sys.argv[1:]
    graph = Neo4jGraph(url=uri, username=user, password=password, refresh_schema=False)
    began = time.perf_counter()
    graph.add_graph_documents(documents, include_source=True, baseEntityLabel=True)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
