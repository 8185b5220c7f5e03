"""The kinds of an article's blocks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.loaders.blocks import Block, split_blocks

STORY = (
    "Hotel chains quit the travel fair over pay\n\n"
    "Three hotel chains said on Tuesday that they would not attend the travel fair in Lisbon next month.\n\n"
    "{line}\n\n"
    "Their staff had asked them to stay away until a deal on wages was reached.{tail}"
)


def kinds(text: str, title: str | None = None) -> list[str]:
    """Give the kinds of a text's blocks."""
    return [b.kind for b in split_blocks(text, title)]


def middle(line: str) -> Block:
    """Give the block of a line that stands between the story's paragraphs."""
    return split_blocks(STORY.format(line=line, tail=""))[2]


def tail(line: str) -> Block:
    """Give the block of a line that stands behind the story."""
    return split_blocks(STORY.format(line="None has named a sum.", tail="\n\n" + line))[4]


NOISE = [
    ("By Maria Fernandes", "byline"),
    ("By our travel correspondent", "byline"),
    ("By JOHN SMITH and ANA DE SOUZA, Travel Editor", "byline"),
    ("Published 12:04 GMT, 3 May 2020", "byline"),
    ("Updated: June 4, 2021", "byline"),
    ("Tuesday 16 June 2020", "byline"),
    ("4 min read", "byline"),
    ("Photograph: Rui Costa/AFP via Getty Images", "caption"),
    ("Guests leave a hotel in Lisbon on Monday. Photo: Rui Costa/Reuters", "caption"),
    ("A porter outside the hotel [File: Rui Costa/Getty Images]", "caption"),
    ("Image source, Getty Images", "caption"),
    ("Share this article", "share"),
    ("Share on Facebook", "share"),
    ("Follow us on Twitter", "share"),
    ("Read more: The ten best beaches of the Algarve", "related"),
    ("READ NEXT — How to pack a suitcase", "related"),
    ("Related: Ryanair adds flights to Faro", "related"),
    ("See also: Porto's trams return", "related"),
    ("Most read: Storm closes airports | Sign up for alerts", "related"),
    ("You may also like", "related"),
    ("Sign up for our weekly travel newsletter", "sign-up"),
    ("Get our travel newsletter in your inbox every Friday.", "sign-up"),
    ("Subscribe now for unlimited access", "sign-up"),
    ("You are receiving this because you are a member. Unsubscribe.", "sign-up"),
    ("Advertisement", "advert"),
    ("Sponsored: Win a week in Madeira", "advert"),
    ("This site uses cookies to improve your visit. Accept all cookies?", "advert"),
    ("12 comments", "comments"),
    ("Leave a reply", "comments"),
    ("(Reporting by Maria Fernandes; Editing by Tom Hall)", "credit"),
    ("Additional reporting by Tom Hall in Porto", "credit"),
    ("© 2020 The Lisbon Gazette. All rights reserved.", "credit"),
    ("This article was amended on 17 June to correct a figure.", "credit"),
    ("The Associated Press contributed to this report.", "credit"),
    ("Media contact: press@example.org", "contact"),
    ("For more information, contact the press office.", "contact"),
    ("https://example.org/fair", "contact"),
    ("###", "rule"),
    ("* * *", "rule"),
    ("Got a story? Write to us", "call"),
    ("What do you think? Have your say below", "call"),
    ("View this post on Instagram", "embed"),
    ("Article continues below", "embed"),
]


@pytest.mark.parametrize(("line", "reason"), NOISE)
def test_noise_is_told_in_the_middle_of_a_story(line: str, reason: str) -> None:
    """The page's own lines are noise wherever they stand, and the reason says of which sort."""
    block = middle(line)
    assert (block.kind, block.reason) == ("noise", reason)


@pytest.mark.parametrize("line", [line for line, _ in NOISE])
def test_noise_is_told_behind_a_story(line: str) -> None:
    """The same lines are noise at the end."""
    assert tail(line).kind == "noise"


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, all three had left.",
        "By then Hilton, Marriott and Accor had signed.",
        "“We are done.”",
        "The fair declined to comment.",
        "Share prices of the chains fell by 2 per cent.",
        "Related unions in Spain and Italy have promised to join the boycott.",
        "Photographs of empty stands were shared by the union on Tuesday.",
        "More on the boycott: the Green MP Ana Reis and her colleague Rui Melo are backing it, and so is the mayor.",
        "Sign-ups to the pledge doubled overnight.",
        "Follow-up talks are planned for Friday.",
        "Comments by the chief executive angered the staff.",
        "Marriott, by contrast, will go.",
        "Why now? Because the season begins in May.",
        "Updated terms were offered to the staff on Monday.",
        "Also on Friday, Accor said that it would not come.",
        "Contact between the two sides has ceased.",
        "“Read the room,” said the union’s leader, Ana Reis.",
        "About 300 people took part in the march.",
        "Subscribers have left the service in droves.",
        "Get real, the union told the fair.",
        "Editing by committee is how the statement was described by Marriott, which has not signed it.",
        "Want to know who is next? Look at Hyatt, which cancelled its stand yesterday.",
    ],
)
def test_the_story_s_own_sentences_are_body(line: str) -> None:
    """A sentence that begins like a page's line is no noise, in the middle or at the end."""
    assert middle(line).kind == "body"
    assert tail(line).kind == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Madeira’s carnival draws record crowds",
        "Quiz: how well do you know the Azores?",
        "Ten Hotels Worth the Detour This Spring",
        "Sports: Benfica fall to Porto | Weekend: nine terraces",
        "Sketch, page 6: A very Portuguese divorce",
        "ON PAGE 12: Sardines hold their price",
    ],
)
def test_headlines_of_other_stories_behind_the_story_are_noise(line: str) -> None:
    """A line in headline style behind the last paragraph is a teaser."""
    assert tail(line).kind == "noise"


def test_a_headline_in_title_case_in_the_middle_is_noise_but_a_sub_heading_is_not() -> None:
    """The story's own sub-headings are short; a long line in title case advertises another story."""
    assert middle("Did This Famous Singer Just Say She Will Leave Her Band?").kind == "noise"
    assert (middle("Who else has left").kind, middle("Who else has left").reason) == ("heading", "sub-heading")
    assert middle("What happens next?").reason == "question"
    assert middle("Marriott").kind == "heading"


def test_a_headline_between_two_lines_of_noise_is_noise() -> None:
    """A list of other stories that the page puts into the story is left out whole."""
    text = STORY.format(line="list 1 of 2\n\nLisbon: a city on the brink\n\nend of list", tail="")
    assert kinds(text) == ["title", "body", "noise", "noise", "noise", "body"]


@pytest.mark.parametrize("stamp", ["17:40", "20.05 GMT", "9.10am", "14:22 (BST)", "2h ago", "35 minutes ago"])
def test_time_stamps_of_a_live_blog_are_headings(stamp: str) -> None:
    """They part the entries."""
    assert (middle(stamp).kind, middle(stamp).reason) == ("heading", "time")


def test_an_entry_that_begins_with_its_time_is_body() -> None:
    """The time stands in one line with the text."""
    assert middle("9.10: The mayor has praised the chains.").kind == "body"


@pytest.mark.parametrize("mark", ["-", "–", "•", "*", "●", "1.", "(2)", "3)"])
def test_bulleted_and_numbered_lines_are_items(mark: str) -> None:
    """Under a lead-in and even at the end they belong to the story."""
    text = STORY.format(
        line="Then the rest:", tail="\n".join(["", "", f"{mark} Hilton", f"{mark} Accor, the French group"])
    )
    assert kinds(text)[-2:] == ["item", "item"]


def test_names_one_a_line_are_items_under_a_lead_in() -> None:
    """A list without bullets is told by its lead-in, or by its length."""
    names = ["Ana Reis", "Rui Melo, actor", "Hotel Workers of Porto"]
    text = STORY.format(
        line="These are the signatories so far:", tail="\n\nFull list of signatories:\n\n" + "\n".join(names)
    )
    assert kinds(text)[-3:] == ["item"] * 3
    bare = STORY.format(line="x", tail="\n\n" + "Ana Reis\nRui Melo\nEva Cruz\nTom Hall\nJo Dias")
    assert kinds(bare)[-5:] == ["item"] * 5


def test_headlines_under_a_bare_label_are_noise_with_it() -> None:
    """A label without a headline of its own announces those in the next lines."""
    text = STORY.format(
        line="None.", tail="\n\nYou May Also Like\n• The Best Towels\n• A Cat That Swims\n\n12 comments\nGreat story!"
    )
    assert kinds(text)[-5:] == ["noise"] * 5


def test_boilerplate_about_the_sender_is_about() -> None:
    """A press release's section on the sender runs to the contact line."""
    text = STORY.format(
        line="None.",
        tail="\n\nAbout the Hotel Guild\nThe guild has 400 members. It was founded in 1990.\n\nMedia contact: Ana Reis",
    )
    assert kinds(text)[-3:] == ["about", "about", "noise"]


def test_the_signature_under_a_quoted_post_is_a_heading() -> None:
    """It says who posts, and is no list item."""
    assert middle("— Hotel Guild (@hotelguild) June 26, 2020").reason == "signature"


def test_the_title_is_told_by_the_given_one_or_by_its_form() -> None:
    """A first line that is a sentence is no title."""
    text = "Chains quit the fair\n\nThree chains have quit. More may follow."
    assert kinds(text, "Chains Quit the Fair")[0] == "title"
    assert kinds(text)[0] == "title"
    assert kinds("Three chains have quit.\n\nMore may follow.")[0] == "body"
    assert kinds(text, "Another title altogether")[0] != "title"


def test_a_standfirst_is_body() -> None:
    """The line between title and story tells the story too."""
    text = (
        "Chains quit the fair\n\nHilton and Accor among those who stay away\n\nThree chains have quit. More may follow."
    )
    blocks = split_blocks(text)
    assert [b.kind for b in blocks] == ["title", "body", "body"]
    assert blocks[1].reason == "standfirst"


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    """Lines broken in mid-sentence are joined."""
    text = "Title\n\nThree hotel chains said on Monday that they would\nnot attend the fair in May,\nand Accor left."
    assert kinds(text) == ["title", "body"]


def test_an_empty_text_has_no_blocks() -> None:
    """Nothing comes of nothing."""
    assert split_blocks("") == []
    assert split_blocks(" \n\n ") == []


@given(st.text(alphabet="aB .\n|-•:?\r\t“”#1", max_size=200))
def test_blocks_tile_the_text(text: str) -> None:
    """Whatever the text, blocks are in order, apart, without outer blanks, and leave only blanks out."""
    blocks = split_blocks(text)
    at = 0
    for block in blocks:
        assert not text[at : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip() != ""
        at = block.end
    assert not text[at:].strip()


def test_splitting_is_quick() -> None:
    """An article of 450 words takes about a millisecond (the bound is loose for a busy machine)."""
    text = STORY.format(line="None has named a sum. " * 80, tail="\n\nShare this")
    began = time.process_time()
    for _ in range(20):
        split_blocks(text)
    assert (time.process_time() - began) / 20 < 0.01
