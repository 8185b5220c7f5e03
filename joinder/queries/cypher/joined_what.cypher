// Which campaigns someone joined, with which status and when.
// param participant: name  the participant's name, alias or id
// param statuses: texts = ["done", "planned", "ended"]  which statuses count
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// returns campaign: text, status: text, first_day: text, last_day: text, articles: integer
// returns first_report: text, last_report: text, campaign_id: text, participant: text
MATCH (p:Person|`Group`|Brand|Platform)-[j:JOINED]->(c:Campaign)
WHERE ($participant IN p.keys OR p.id = $participant_id) AND j.status IN $statuses
  AND j.n_origins >= $min_origins
RETURN c.name AS campaign, j.status AS status, j.first_day AS first_day, j.last_day AS last_day,
       j.n_articles AS articles, j.first_report AS first_report, j.last_report AS last_report,
       c.id AS campaign_id, p.name AS participant
ORDER BY campaign, campaign_id, participant, p.id, status, j.id
