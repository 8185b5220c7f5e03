// The campaigns, those with the most participants first.
// param statuses: texts = ["done", "planned", "ended"]  which statuses of joining count
// param limit: integer = 100  how many rows at most
// returns campaign: text, participants: integer, articles: integer, claims: integer, campaign_id: text
MATCH (c:Campaign)
OPTIONAL MATCH (c)<-[j:JOINED]-(p)
WHERE j.status IN $statuses
RETURN c.name AS campaign, count(DISTINCT p.id) AS participants, c.n_articles AS articles, c.n_claims AS claims,
       c.id AS campaign_id
ORDER BY participants DESC, articles DESC, campaign, campaign_id
LIMIT $limit
