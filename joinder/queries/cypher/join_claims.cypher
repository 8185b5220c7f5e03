// Every claim of joining with its days and its article's origin: what `--as-of`, `--between` and `--min-origins` count.
// param campaign: name = ""  only this campaign; all where it is empty
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// returns participant: text, label: text, status: text, what: text, start_date: text, end_date: text
// returns quote: text, article: text, publisher: text, published: text, url: text, origin: text
// returns participant_id: text, campaign_id: text, article_id: text, claim: text
MATCH (p)<-[:SUBJECT]-(k:Claim)-[:OBJECT]->(c:Campaign), (k)-[:STATED_IN]->(a:Article)
WHERE k.relation = 'JOINED' AND k.status IN $statuses
  AND ($campaign_id = '' OR $campaign IN c.keys OR c.id = $campaign_id)
RETURN p.name AS participant, p.label AS label, k.status AS status, k.what AS what, k.start_date AS start_date,
       k.end_date AS end_date, k.quote AS quote, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, a.origin AS origin, p.id AS participant_id, c.id AS campaign_id,
       a.id AS article_id, k.id AS claim
ORDER BY participant, participant_id, campaign_id, status, published, claim
