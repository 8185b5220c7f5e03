// Who paused what on a platform (or with a brand, group or person), when, and the sentence that says so.
// param platform: name  name, alias or id of what was paused on
// param what: text = ""  only this: ads, account, posting, sales, content or sponsorship
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns participant: text, label: text, what: text, status: text, start_date: text, end_date: text
// returns quote: text, article: text, publisher: text, published: text, url: text, claim: text
MATCH (o:Platform|Brand|`Group`|Person)<-[:OBJECT]-(c:Claim)-[:SUBJECT]->(s), (c)-[:STATED_IN]->(b:Article)
WHERE ($platform IN o.keys OR o.id = $platform_id) AND c.relation = 'PAUSED'
  AND ($what = '' OR c.what = $what) AND c.status IN $statuses
WITH o, s, c.what AS act, c.status AS state, count(DISTINCT b.origin) AS origins
WHERE origins >= $min_origins
MATCH (o)<-[:OBJECT]-(k:Claim)-[:SUBJECT]->(s), (k)-[:STATED_IN]->(a:Article)
WHERE k.relation = 'PAUSED' AND k.what = act AND k.status = state
RETURN s.name AS participant, s.label AS label, k.what AS what, k.status AS status, k.start_date AS start_date,
       k.end_date AS end_date, k.quote AS quote, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, k.id AS claim
ORDER BY participant, s.id, start_date, published, claim
