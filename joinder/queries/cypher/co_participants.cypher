// Who joined the same campaigns as someone, those with the most campaigns in common first.
// param participant: name  the participant's name, alias or id
// param statuses: texts = ["done", "planned", "ended"]  which statuses of joining count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// param limit: integer = 100  how many rows at most
// returns co_participant: text, label: text, shared: integer, co_participant_id: text
MATCH (p:Person|`Group`|Brand|Platform)-[j:JOINED]->(c:Campaign)
WHERE ($participant IN p.keys OR p.id = $participant_id) AND j.status IN $statuses
  AND j.n_origins >= $min_origins
WITH c, j, p
MATCH (q)-[k:JOINED]->(c)
WHERE k.status IN $statuses AND k.n_origins >= $min_origins AND q.id <> p.id
RETURN q.name AS co_participant, q.label AS label, count(DISTINCT c.id) AS shared, q.id AS co_participant_id
ORDER BY shared DESC, co_participant, co_participant_id
LIMIT $limit
