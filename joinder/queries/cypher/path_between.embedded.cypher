// The text of path_between for the embedded engine, which has a grammar of its own for shortest paths.
// param start: name  name, alias or id of one end
// param goal: name  name, alias or id of the other end
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns hops: integer, names: texts, relations: texts, ids: texts
MATCH (a:Person|`Group`|Brand|Platform|Campaign), (b:Person|`Group`|Brand|Platform|Campaign)
WHERE ($start IN a.keys OR a.id = $start_id) AND ($goal IN b.keys OR b.id = $goal_id) AND a.id <> b.id
MATCH way = (a)-[:JOINED|SUPPORTS|ORGANIZED|MEMBER_OF|WORKS_FOR|PART_OF* ALL SHORTEST 1..6 (r, n | WHERE r.status <> 'declined' AND r.n_origins >= $min_origins)]-(b)
WITH length(way) AS steps, properties(nodes(way), 'id') AS stops, properties(nodes(way), 'name') AS called,
     properties(rels(way), 'relation') AS ties, properties(rels(way), 'id') AS edges
WITH steps, stops, called, ties, list_to_string(' ', stops) AS by_stops, list_to_string(' ', edges) AS by_edges
RETURN steps AS hops, called AS names, ties AS relations, stops AS ids
ORDER BY hops, by_stops, by_edges
LIMIT 1
