"""Which names may bear on one another's identity: a generous bound, so that news is resolved without the whole ledger.

Two mentions that share no key, directly or through others, are never joined, told apart, or given ids or redirects with
regard to one another. What resolution learns to look at must be among the keys (a test compares with the whole). One
thing reaches further, one step and one way only: whether anybody has a surname decides what that word means where it
stands alone (``surname``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from joinder.graph.clusters import surname_of
from joinder.graph.judgements import Judgement
from joinder.graph.known_names import known_names
from joinder.graph.matching import kind_of_form, name_key, slug, without_legal_form

#: All of a mention that its identity depends on, beside its article and places: label, name, forms.
Profile = tuple[str, str, tuple[str, ...]]


@lru_cache(maxsize=1 << 17)
def link_keys(profile: Profile) -> frozenset[str]:
    """Give the keys by which a name may meet others."""
    label, name, forms = profile
    found = set()
    for form in (name, *(f for f in forms if kind_of_form(name, f, label) != "short")):
        bare = without_legal_form(form, "Brand")
        found |= {name_key(form, "Person"), name_key(form, "Brand"), slug(form), slug(bare)}
        found |= known_names().same(name_key(form, label), label)
    return frozenset(found)


def surname(profile: Profile) -> str:
    """Give the word of a full name that, alone, may be any of its bearers (``""``: none)."""
    return surname_of(profile[0], profile[1])


def bridge(judgement: Judgement) -> frozenset[str]:
    """Give the keys of all names that a judgement speaks of: it makes them bear on one another."""
    names = (judgement.left.name, judgement.right.name, judgement.value or "")
    return frozenset(key for name in names if name for key in link_keys(("Person", name, ())))


def linked(
    seeds: Iterable[Profile],
    sharing: Callable[[set[str]], Iterable[Profile]],
    bridges: Iterable[frozenset[str]] = (),
    further: Iterable[str] = (),
) -> set[Profile]:
    """Gather all profiles that share a key with one of ``seeds``, directly or through others and ``bridges``.

    Args:
        seeds: the profiles of which some mentions come or go.
        sharing: gives the profiles that have one of some keys.
        bridges: keys that belong together because somebody judged so.
        further: keys to begin with beside those of the seeds.
    """
    over: dict[str, set[str]] = defaultdict(set)
    for joined in bridges:
        for key in joined:
            over[key] |= joined
    found = set(seeds)
    front = {key for profile in found for key in link_keys(profile)} | set(further)
    seen: set[str] = set()
    while front:
        front = _across(front, over) - seen
        seen |= front
        fresh = set(sharing(front)) - found
        found |= fresh
        front = {key for profile in fresh for key in link_keys(profile)} - seen
    return found


def _across(keys: set[str], over: dict[str, set[str]]) -> set[str]:
    """Add the keys that judgements lead to."""
    front: set[str] | frozenset[str] = keys
    while front:
        front = {k for key in front for k in over.get(key, ())} - keys
        keys = keys | front
    return keys
