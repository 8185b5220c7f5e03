// The sentences that say something of someone: each claim with its quote, its place in the text, its article and its speaker.
// param subject: name  name, alias or id of who does it
// param relation: text = ""  only this relation, as JOINED
// param object: name = ""  only claims on this one (name, alias or id)
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns subject_name: text, relation: text, object_name: text, status: text, what: text, start_date: text, end_date: text
// returns quote: text, char_start: integer, char_end: integer, said_by: text
// returns article: text, publisher: text, published: text, url: text, article_id: text, claim: text
MATCH (s:Person|`Group`|Brand|Platform|Campaign)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o), (c)-[:STATED_IN]->(b:Article)
WHERE ($subject IN s.keys OR s.id = $subject_id) AND ($relation = '' OR c.relation = $relation)
  AND ($object_id = '' OR $object IN o.keys OR o.id = $object_id)
WITH s.id AS one, o.id AS other, c.relation AS tie, c.what AS act, c.status AS state, collect(c.id) AS said,
     count(DISTINCT b.origin) AS origins
WHERE origins >= $min_origins
UNWIND said AS i
MATCH (s)<-[:SUBJECT]-(k:Claim)-[:OBJECT]->(o), (k)-[:STATED_IN]->(a:Article)
WHERE k.id = i
OPTIONAL MATCH (k)-[:SAID_BY]->(by)
RETURN s.name AS subject_name, k.relation AS relation, o.name AS object_name, k.status AS status, k.what AS what,
       k.start_date AS start_date, k.end_date AS end_date, k.quote AS quote, k.char_start AS char_start,
       k.char_end AS char_end, coalesce(by.name, '') AS said_by, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, a.id AS article_id, k.id AS claim
ORDER BY published, article_id, char_start, claim
