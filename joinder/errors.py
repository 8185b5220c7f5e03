"""What can go wrong, named for what the caller should do about it."""


class JoinderError(Exception):
    """Something went wrong that a user can mend: ``message`` says what, ``hint`` what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ArticleError(JoinderError):
    """One article cannot be read: skip it, count it, go on."""


class DataFileError(JoinderError):
    """One of joinder's own data files (ontology, frames, word lists) is wrong; the message names file and line."""


class QueryFileError(JoinderError):
    """A ``.cypher`` file of the catalog is wrong; the message names file and line."""


class QueryRefusedError(JoinderError):
    """A user's query would write, reach a file, or mean something else on this store: refused before it ran."""


class UnknownNameError(JoinderError):
    """No entity, query or relation has this name; the hint lists near ones."""


class StoreError(JoinderError):
    """A ledger or graph store cannot be opened, reached or trusted: stop."""


class QueryFailedError(JoinderError):
    """A user's query did not come to its end: there is a mistake in it, or its time or memory was up."""


class DamagedGraphError(StoreError):
    """An embedded graph file is joinder's, but cannot be read any more: it is rebuilt from the ledger."""
