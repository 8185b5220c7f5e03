// What was announced, but never reported as done.
// param relation: text = ""  only this relation, as JOINED
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// param limit: integer = 500  how many rows at most
// returns who: text, relation_name: text, towards: text, what: text, first_day: text, articles: integer
// returns first_report: text, last_report: text, who_id: text, towards_id: text
MATCH (s)-[r]->(o)
WHERE r.status = 'planned' AND r.n_origins >= $min_origins AND ($relation = '' OR r.relation = $relation)
OPTIONAL MATCH (s)-[d]->(o)
WHERE d.relation = r.relation AND d.what = r.what AND d.status IN ['done', 'ended']
WITH s, r, o, count(d.id) AS confirmed
WHERE confirmed = 0
RETURN s.name AS who, r.relation AS relation_name, o.name AS towards, r.what AS what, r.first_day AS first_day,
       r.n_articles AS articles, r.first_report AS first_report, r.last_report AS last_report,
       s.id AS who_id, o.id AS towards_id
ORDER BY who, who_id, relation_name, towards, towards_id, what
LIMIT $limit
