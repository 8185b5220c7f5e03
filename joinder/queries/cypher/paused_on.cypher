// Who paused what on a platform (or with a brand, group or person), when, and the sentence that says so.
// param platform: name  name, alias or id of what was paused on
// param what: text = ""  only this: ads, account, posting, sales, content or sponsorship
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// returns participant: text, label: text, what: text, status: text, start_date: text, end_date: text
// returns quote: text, article: text, publisher: text, published: text, url: text, claim: text
MATCH (o:Platform|Brand|`Group`|Person)<-[:OBJECT]-(k:Claim)-[:SUBJECT]->(s), (k)-[:STATED_IN]->(a:Article)
WHERE ($platform IN o.keys OR o.id = $platform_id) AND k.relation = 'PAUSED'
  AND ($what = '' OR k.what = $what) AND k.status IN $statuses
RETURN s.name AS participant, s.label AS label, k.what AS what, k.status AS status, k.start_date AS start_date,
       k.end_date AS end_date, k.quote AS quote, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, k.id AS claim
ORDER BY participant, s.id, start_date, published, claim
