// Which campaigns two participants both joined.
// param one: name  name, alias or id of one of them
// param other: name  name, alias or id of the other
// param statuses: texts = ["done", "planned", "ended"]  which statuses of joining count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns campaign: text, one_status: text, other_status: text, one_first_day: text, other_first_day: text, campaign_id: text
MATCH (p:Person|`Group`|Brand|Platform)-[j:JOINED]->(c:Campaign)
WHERE ($one IN p.keys OR p.id = $one_id) AND j.status IN $statuses
  AND j.n_origins >= $min_origins
WITH c, j, p
MATCH (q:Person|`Group`|Brand|Platform)-[k:JOINED]->(c)
WHERE ($other IN q.keys OR q.id = $other_id) AND k.status IN $statuses
  AND k.n_origins >= $min_origins AND q.id <> p.id
RETURN c.name AS campaign, j.status AS one_status, k.status AS other_status, j.first_day AS one_first_day,
       k.first_day AS other_first_day, c.id AS campaign_id
ORDER BY campaign, campaign_id, one_status, other_status, j.id, k.id
