// What happened around someone or something, in the order of its days.
// `day` is the claim's first day, or, where it has none, the day of its article.
// param entity: name  name, alias or id of a person, group, brand, platform or campaign
// param relations: texts = []  only these relations; all where it is empty
// param limit: integer = 1000  how many rows at most
// returns day: text, dated: text, subject_name: text, relation: text, object_name: text, status: text, what: text
// returns end_date: text, quote: text, article: text, publisher: text, published: text, url: text, claim: text
MATCH (e:Person|`Group`|Brand|Platform|Campaign)<-[:SUBJECT|OBJECT]-(m:Claim)
WHERE ($entity IN e.keys OR e.id = $entity_id) AND (size($relations) = 0 OR m.relation IN $relations)
WITH DISTINCT m AS k
MATCH (s)<-[:SUBJECT]-(k)-[:OBJECT]->(o), (k)-[:STATED_IN]->(a:Article)
RETURN CASE WHEN k.start_date <> '' THEN k.start_date ELSE a.published END AS day,
       CASE WHEN k.start_date <> '' THEN 'claim' ELSE 'article' END AS dated,
       s.name AS subject_name, k.relation AS relation, o.name AS object_name, k.status AS status, k.what AS what,
       k.end_date AS end_date, k.quote AS quote, a.title AS article, a.publisher AS publisher,
       a.published AS published, a.url AS url, k.id AS claim
ORDER BY day, published, a.id, k.char_start, claim
LIMIT $limit
