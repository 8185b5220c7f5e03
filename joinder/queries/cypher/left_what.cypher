// Who left what for good (quit it, cut the tie, took something away), and the sentence that says so.
// param participant: name = ""  only what this one left; everyone where it is empty
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// param limit: integer = 500  how many rows at most
// returns participant: text, left_from: text, label: text, what: text, status: text, start_date: text
// returns quote: text, article: text, publisher: text, published: text, url: text, claim: text
MATCH (s:Person|`Group`|Brand|Platform)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o), (c)-[:STATED_IN]->(b:Article)
WHERE c.relation = 'LEFT' AND c.status IN $statuses
  AND ($participant_id = '' OR $participant IN s.keys OR s.id = $participant_id)
WITH s, o, c.what AS act, c.status AS state, count(DISTINCT b.origin) AS origins
WHERE origins >= $min_origins
MATCH (s)<-[:SUBJECT]-(k:Claim)-[:OBJECT]->(o), (k)-[:STATED_IN]->(a:Article)
WHERE k.relation = 'LEFT' AND k.what = act AND k.status = state
RETURN s.name AS participant, o.name AS left_from, o.label AS label, k.what AS what, k.status AS status,
       k.start_date AS start_date, k.quote AS quote, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, k.id AS claim
ORDER BY participant, s.id, left_from, o.id, start_date, published, claim
LIMIT $limit
