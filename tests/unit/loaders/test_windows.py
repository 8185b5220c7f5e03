"""What the encoder reads of an article: its windows, and where names stand in them."""

from joinder.loaders.windows import LENGTH, MENTIONS, lay_windows
from joinder.loaders.wordpieces import pieces, vocabulary
from tests.unit.loaders.reading import document


def test_a_short_article_is_one_window_between_marks() -> None:
    """Paragraphs stand one after the other, a mark before them and after each."""
    laid = lay_windows(document("Ford left Vidora.\n\nTaylor Swift stayed."))
    (window,) = laid.pieces
    known = vocabulary()
    assert window[0] == known["[CLS]"]
    assert window[-1] == known["[SEP]"]
    assert window.count(known["[SEP]"]) == 2


def test_a_name_is_found_where_its_pieces_stand() -> None:
    """The spot of a name covers just its pieces."""
    read = document("Yesterday Taylor Swift left Vidora.")
    laid = lay_windows(read)
    spots = {read.clusters[s.cluster].name: laid.pieces[s.window][s.start : s.stop] for s in laid.spots}
    assert tuple(spots["Taylor Swift"]) == pieces("Taylor Swift")
    assert tuple(spots["Vidora"]) == pieces("Vidora")


def test_a_long_article_takes_several_windows_and_no_piece_is_lost() -> None:
    """No window is longer than the encoder reads at once, and together they hold every piece."""
    text = "\n\n".join(f"Paragraph {i}: Taylor Swift wrote a long letter to Vidora about it." for i in range(80))
    read = document(text)
    laid = lay_windows(read)
    marks = {vocabulary()["[CLS]"], vocabulary()["[SEP]"]}
    assert len(laid.pieces) > 1
    assert max(map(len, laid.pieces)) <= LENGTH
    inner = [piece for window in laid.pieces for piece in window if piece not in marks]
    assert inner == [piece for p in read.passages for t in p.doc for piece in pieces(t.text)]
    singer = next(i for i, cluster in enumerate(read.clusters) if cluster.name == "Taylor Swift")
    assert sum(s.cluster == singer for s in laid.spots) == MENTIONS


def test_one_endless_paragraph_is_cut() -> None:
    """A paragraph longer than a window goes on in the next."""
    laid = lay_windows(document("Ford and Vidora talked and " + "talked and " * 700 + "parted."))
    assert len(laid.pieces) >= 3
    assert max(map(len, laid.pieces)) <= LENGTH


def test_counted_crowds_are_numbered_after_the_names() -> None:
    """A crowd has a spot and a sentence as a name has."""
    read = document("Yesterday Ford left Vidora. Then 300 brands followed.")
    head = next(t for t in read.passages[0].doc if t.text == "brands")
    laid = lay_windows(read, [(0, head.i)])
    assert laid.sentences[len(read.clusters)] == [1]
    assert laid.spots[-1].cluster == len(read.clusters)
