// The shortest way from one entity to another, over what they joined, back, organised, belong to or work for.
// `names` are the stops from one end to the other, `relations` what lies between them. Declined and denied ties do not count.
// param start: name  name, alias or id of one end
// param goal: name  name, alias or id of the other end
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns hops: integer, names: texts, relations: texts, ids: texts
MATCH (a:Person|`Group`|Brand|Platform|Campaign), (b:Person|`Group`|Brand|Platform|Campaign)
WHERE ($start IN a.keys OR a.id = $start_id) AND ($goal IN b.keys OR b.id = $goal_id) AND a.id <> b.id
MATCH way = allShortestPaths((a)-[:JOINED|SUPPORTS|ORGANIZED|MEMBER_OF|WORKS_FOR|PART_OF*1..6]-(b))
WHERE all(r IN relationships(way) WHERE r.status <> 'declined' AND r.n_origins >= $min_origins)
WITH length(way) AS steps, [n IN nodes(way) | n.id] AS stops, [n IN nodes(way) | n.name] AS called,
     [r IN relationships(way) | r.relation] AS ties, [r IN relationships(way) | r.id] AS edges
WITH steps, stops, called, ties, reduce(t = '', x IN stops | t + x + ' ') AS by_stops,
     reduce(t = '', x IN edges | t + x + ' ') AS by_edges
RETURN steps AS hops, called AS names, ties AS relations, stops AS ids
ORDER BY hops, by_stops, by_edges
LIMIT 1
