"""A small graph for the tests of exports."""

from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, View

HOSTILE = 'Robert\'); DROP </script> `x`]-() \u202e \x00\x1b "quoted" \\ and\nmore'
BASE = "https://graph.example/"


def view(name: str = "Kim Kardashian") -> View:
    """Make a small graph with one claim done, one planned, a crowd and a redirect."""
    people = [
        EntityRow("brand/ford", "Brand", "Ford", (), ("ford",), 1, 1),
        EntityRow("campaign/shfp", "Campaign", "Stop Hate for Profit", ("#StopHateForProfit",), ("shfp",), 2, 2),
        EntityRow("person/kim", "Person", name, ("Kim Kardashian West",), ("kim",), 2, 1),
    ]
    joined = ("JOINED", "campaign/shfp")
    claims = [
        ClaimRow("c1", "a1", "person/kim", *joined, "done", "", "2020-09-16", "2020-09", name, 0, 9, "", "x", ""),
        ClaimRow(
            "c2", "a1", "brand/ford", *joined, "planned", "", "2020", "", "Ford will", 30, 39, "person/kim", "x", ""
        ),
    ]
    report = (1, 1, "2020-09-15", "2020-09-15")
    edges = [
        EdgeRow("e1", "brand/ford", *joined, "planned", "", "2020", "", *report, ("c2",)),
        EdgeRow("e2", "person/kim", *joined, "done", "", "2020-09-16", "", *report, ("c1",)),
    ]
    crowd = CrowdRow(
        "w1", "a1", 1200.0, "more than", "brands", "JOINED", "campaign/shfp", "done", "", "", "", "1,200", 50, 55
    )
    return View(
        entities=tuple(people),
        articles=(ArticleRow("a1", name, "https://news.example/a b?q=ü", "The Example", "2020-09-15"),),
        claims=tuple(claims),
        crowds=(crowd,),
        edges=tuple(edges),
        redirects=(("person/kim-west", "person/kim"),),
    )
