// Everyone who joined a campaign: status, days, number of articles, and the best sentence that says so with its article.
// The best sentence is that of the earliest dated article; among equals, the claim with the smallest id.
// param campaign: name  the campaign's name, alias or id
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns participant: text, label: text, status: text, first_day: text, last_day: text, articles: integer
// returns quote: text, article: text, publisher: text, published: text, url: text, participant_id: text, claim: text
MATCH (c:Campaign)<-[j:JOINED]-(p)
WHERE ($campaign IN c.keys OR c.id = $campaign_id) AND j.status IN $statuses
  AND j.n_origins >= $min_origins
WITH c, j, p
MATCH (p)<-[:SUBJECT]-(k:Claim)-[:OBJECT]->(c), (k)-[:STATED_IN]->(a:Article)
WHERE k.relation = 'JOINED' AND k.status = j.status AND k.what = j.what
WITH c, j, p, min(CASE WHEN a.published = '' THEN '9999999999' ELSE left(a.published + '0000000000', 10) END + k.id) AS best
MATCH (p)<-[:SUBJECT]-(b:Claim)-[:OBJECT]->(c), (b)-[:STATED_IN]->(t:Article)
WHERE b.id = right(best, size(best) - 10)
RETURN p.name AS participant, p.label AS label, j.status AS status, j.first_day AS first_day, j.last_day AS last_day,
       j.n_articles AS articles, b.quote AS quote, t.title AS article, t.publisher AS publisher,
       t.published AS published, t.url AS url, p.id AS participant_id, b.id AS claim
ORDER BY participant, participant_id, c.id, status, j.id
