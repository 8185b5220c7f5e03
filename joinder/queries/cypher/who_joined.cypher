// Who joined a campaign, with which status, since when and in how many articles.
// param campaign: name  the campaign's name, alias or id
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns participant: text, label: text, status: text, first_day: text, last_day: text, articles: integer
// returns first_report: text, last_report: text, participant_id: text, campaign: text
MATCH (c:Campaign)<-[j:JOINED]-(p)
WHERE ($campaign IN c.keys OR c.id = $campaign_id) AND j.status IN $statuses
  AND j.n_origins >= $min_origins
RETURN p.name AS participant, p.label AS label, j.status AS status, j.first_day AS first_day, j.last_day AS last_day,
       j.n_articles AS articles, j.first_report AS first_report, j.last_report AS last_report,
       p.id AS participant_id, c.name AS campaign
ORDER BY participant, participant_id, campaign, c.id, status, j.id
