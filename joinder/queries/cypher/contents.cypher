// How much is in the graph.
// returns people: integer, groups: integer, brands: integer, platforms: integer, campaigns: integer
// returns articles: integer, mentions: integer, claims: integer, crowds: integer
OPTIONAL MATCH (n1:Person)
WITH count(n1) AS c1
OPTIONAL MATCH (n2:`Group`)
WITH c1, count(n2) AS c2
OPTIONAL MATCH (n3:Brand)
WITH c1, c2, count(n3) AS c3
OPTIONAL MATCH (n4:Platform)
WITH c1, c2, c3, count(n4) AS c4
OPTIONAL MATCH (n5:Campaign)
WITH c1, c2, c3, c4, count(n5) AS c5
OPTIONAL MATCH (n6:Article)
WITH c1, c2, c3, c4, c5, count(n6) AS c6
OPTIONAL MATCH (n7:Mention)
WITH c1, c2, c3, c4, c5, c6, count(n7) AS c7
OPTIONAL MATCH (n8:Claim)
WITH c1, c2, c3, c4, c5, c6, c7, count(n8) AS c8
OPTIONAL MATCH (n9:Crowd)
WITH c1, c2, c3, c4, c5, c6, c7, c8, count(n9) AS c9
RETURN c1 AS people, c2 AS groups, c3 AS brands, c4 AS platforms, c5 AS campaigns,
       c6 AS articles, c7 AS mentions, c8 AS claims, c9 AS crowds
