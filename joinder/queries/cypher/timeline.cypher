// What happened around someone or something, in the order of its days.
// `day` is the claim's first day, or, where it has none, the day of its article.
// param entity: name  name, alias or id of a person, group, brand, platform or campaign
// param relations: texts = []  only these relations; all where it is empty
// param min_origins: integer = 1  only what so many origins tell (reprints of one story count once)
// param limit: integer = 1000  how many rows at most
// returns day: text, dated: text, subject_name: text, relation: text, object_name: text, status: text, what: text
// returns end_date: text, quote: text, article: text, publisher: text, published: text, url: text, claim: text
MATCH (e:Person|`Group`|Brand|Platform|Campaign)<-[:SUBJECT|OBJECT]-(m:Claim)
WHERE ($entity IN e.keys OR e.id = $entity_id) AND (size($relations) = 0 OR m.relation IN $relations)
WITH DISTINCT m AS c
MATCH (s)<-[:SUBJECT]-(c)-[:OBJECT]->(o), (c)-[:STATED_IN]->(b:Article)
WITH s.id AS one, o.id AS other, c.relation AS tie, c.what AS act, c.status AS state, collect(c.id) AS said,
     count(DISTINCT b.origin) AS origins
WHERE origins >= $min_origins
UNWIND said AS i
MATCH (s)<-[:SUBJECT]-(k:Claim)-[:OBJECT]->(o), (k)-[:STATED_IN]->(a:Article)
WHERE k.id = i
RETURN CASE WHEN k.start_date <> '' THEN k.start_date ELSE a.published END AS day,
       CASE WHEN k.start_date <> '' THEN 'claim' ELSE 'article' END AS dated,
       s.name AS subject_name, k.relation AS relation, o.name AS object_name, k.status AS status, k.what AS what,
       k.end_date AS end_date, k.quote AS quote, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, k.id AS claim
ORDER BY day, published, a.id, k.char_start, claim
LIMIT $limit
