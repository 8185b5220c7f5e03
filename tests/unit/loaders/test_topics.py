"""What an article is about, by a model made by hand."""

import pytest

from joinder.loaders.linear import LinearModel
from joinder.loaders.topics import action_nouns, find_topics, themes_of
from tests.unit.loaders.reading import document

TEXT = (
    "Unilever and Ford joined Stop Hate for Profit. The boycott hurts Facebook, which sells ads. "
    "Facebook earns from ads. Critics of Facebook praised the boycott, and Facebook replied."
)
LABELS = {"Unilever": "Brand", "Ford": "Brand", "Facebook": "Platform", "Stop Hate for Profit": "Campaign"}


def test_campaigns_and_targets_are_ranked_apart() -> None:
    """Campaigns are ranked among themselves, all else by how the text treats it; without a model mentions count."""
    read = document(TEXT, LABELS)
    names = [c.name for c in read.clusters]
    topics = find_topics(read, None)
    assert [names[n] for n in topics.campaigns] == ["Stop Hate for Profit"]
    assert names[topics.targets[0]] == "Facebook"
    assert topics.target_rank(names.index("Facebook")) == 0
    assert topics.campaign_rank(names.index("Facebook")) == 9


def test_the_models_probability_is_the_sureness() -> None:
    """With a model the ranking follows its probabilities."""
    read = document(TEXT, LABELS)
    names = [c.name for c in read.clusters]
    topics = find_topics(read, LinearModel(("no", "yes"), {"Brand": (0.0, 3.0), "Platform": (3.0, 0.0)}))
    assert names[topics.targets[0]] in {"Unilever", "Ford"}
    assert topics.sureness[names.index("Unilever")] > 0.9
    assert topics.sureness[names.index("Facebook")] < 0.1


def test_names_of_nothing_are_no_topics() -> None:
    """A cluster that names nothing is neither campaign nor target."""
    read = document("They met in Zorblax yesterday.", {})
    assert find_topics(read, None).targets == ()


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("They buy ads. Each ad is an advert.", ("ads",)),
        ("The boycott hurts ads. Boycott the ads.", ("ads", "boycott")),
        ("They buy one ad.", ()),
    ],
)
def test_a_theme_needs_two_of_its_words(text: str, themes: tuple[str, ...]) -> None:
    """One word of a theme may be chance, two are not."""
    assert themes_of(document(text)) == themes


def test_definite_action_nouns_are_counted() -> None:
    """Only "the boycott" and "this boycott" speak of an action that the article is about."""
    assert action_nouns(document("The boycott grew. They joined the boycott. A boycott is a tool.")) == {"boycott": 2}
