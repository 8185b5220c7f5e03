"""Which names may bear on one another's identity: a generous bound, so that news is resolved without the whole ledger.

Two mentions that share no key, directly or through others, are never joined, told apart, or given ids or redirects with
regard to one another. What resolution learns to look at must be among the keys (a test compares with the whole).
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from joinder.graph.judgements import Judgement
from joinder.graph.known_names import known_names
from joinder.graph.matching import kind_of_form, name_key, slug, without_legal_form, words

#: All of a mention that its identity depends on, beside its article and places: label, name, forms.
Profile = tuple[str, str, tuple[str, ...]]

_GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}


@lru_cache(maxsize=1 << 17)
def link_keys(profile: Profile) -> frozenset[str]:
    """Give the keys by which a name may meet others."""
    label, name, forms = profile
    found = set()
    for form in (name, *(f for f in forms if kind_of_form(name, f, label) != "short")):
        bare = without_legal_form(form, "Brand")
        found |= {name_key(form, "Person"), name_key(form, "Brand"), slug(form), slug(bare)}
    found |= known_names().same(name_key(name, label), label)
    if label == "Person":
        found |= {w for w in words(name) if w not in _GENERATIONS}
    return frozenset(found)


def bridge(judgement: Judgement) -> frozenset[str]:
    """Give the keys of all names that a judgement speaks of: it makes them bear on one another."""
    names = (judgement.left.name, judgement.right.name, judgement.value or "")
    return frozenset(key for name in names if name for key in link_keys(("Person", name, ())))


def linked(
    seeds: Iterable[Profile], everything: Iterable[Profile], bridges: Iterable[frozenset[str]] = ()
) -> set[Profile]:
    """Gather all profiles that share a key with one of ``seeds``, directly or through others and ``bridges``."""
    over: dict[str, set[str]] = defaultdict(set)
    for joined in bridges:
        for key in joined:
            over[key] |= joined
    by_key: dict[str, list[Profile]] = defaultdict(list)
    for profile in everything:
        for key in link_keys(profile):
            by_key[key].append(profile)
    found = set(seeds)
    front = list(found)
    while front:
        keys = _across({key for profile in front for key in link_keys(profile)}, over)
        reached = [p for key in keys for p in by_key.pop(key, ())]
        front = [p for p in set(reached) if p not in found]
        found.update(front)
    return found


def _across(keys: set[str], over: dict[str, set[str]]) -> set[str]:
    """Add the keys that judgements lead to."""
    front: set[str] | frozenset[str] = keys
    while front:
        front = {k for key in front for k in over.get(key, ())} - keys
        keys = keys | front
    return keys
