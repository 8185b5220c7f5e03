// Who shares campaigns with the most other participants.
// The work grows with the square of a campaign's size, so campaigns larger than `cap` are left out;
// `joinder top` counts them all.
// param label: text = ""  only these: Person, Group, Brand or Platform
// param statuses: texts = ["done", "planned", "ended"]  which statuses of joining count
// param cap: integer = 500  leave out campaigns with more participants than this
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// param limit: integer = 20  how many rows at most
// returns participant: text, label: text, connected_to: integer, campaigns: integer, participant_id: text
MATCH (x)-[e:JOINED]->(c:Campaign)
WHERE e.status IN $statuses AND e.n_origins >= $min_origins
WITH c, count(DISTINCT x.id) AS joiners
WHERE joiners <= $cap
MATCH (p)-[j:JOINED]->(c)
WHERE j.status IN $statuses AND j.n_origins >= $min_origins AND ($label = '' OR p.label = $label)
WITH c, j, p
MATCH (q)-[k:JOINED]->(c)
WHERE k.status IN $statuses AND k.n_origins >= $min_origins AND q.id <> p.id
RETURN p.name AS participant, p.label AS label, count(DISTINCT q.id) AS connected_to, count(DISTINCT c.id) AS campaigns,
       p.id AS participant_id
ORDER BY connected_to DESC, campaigns DESC, participant, participant_id
LIMIT $limit
