// The campaigns, those with the most participants first.
// param statuses: texts = ["done", "planned", "ended"]  which statuses of joining count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// param limit: integer = 100  how many rows at most
// returns campaign: text, participants: integer, articles: integer, claims: integer, campaign_id: text
MATCH (c:Campaign)
OPTIONAL MATCH (c)<-[j:JOINED]-(p)
WHERE j.status IN $statuses AND j.n_origins >= $min_origins
RETURN c.name AS campaign, count(DISTINCT p.id) AS participants, c.n_articles AS articles, c.n_claims AS claims,
       c.id AS campaign_id
ORDER BY participants DESC, articles DESC, campaign, campaign_id
LIMIT $limit
