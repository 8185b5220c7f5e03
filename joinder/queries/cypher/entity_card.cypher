// All that the articles say of an entity: every claim in which it is subject or object, or that it is quoted for.
// `role` is SUBJECT, OBJECT or SAID_BY; a claim in which it has two roles stands there twice.
// param entity: name  name, alias or id
// returns role: text, relation: text, subject_name: text, subject_label: text, object_name: text, object_label: text
// returns status: text, what: text, start_date: text, end_date: text, quote: text, char_start: integer, char_end: integer
// returns article: text, publisher: text, published: text, url: text, origin: text
// returns subject_id: text, object_id: text, article_id: text, claim: text
MATCH (e:Person|`Group`|Brand|Platform|Campaign)<-[r:SUBJECT|OBJECT|SAID_BY]-(k:Claim)-[:STATED_IN]->(a:Article)
WHERE $entity IN e.keys OR e.id = $entity_id
MATCH (s)<-[:SUBJECT]-(k)-[:OBJECT]->(o)
RETURN type(r) AS role, k.relation AS relation, s.name AS subject_name, s.label AS subject_label,
       o.name AS object_name, o.label AS object_label, k.status AS status, k.what AS what,
       k.start_date AS start_date, k.end_date AS end_date, k.quote AS quote, k.char_start AS char_start,
       k.char_end AS char_end, a.title AS article, a.publisher AS publisher, a.published AS published, a.url AS url,
       a.origin AS origin, s.id AS subject_id, o.id AS object_id, a.id AS article_id, k.id AS claim
ORDER BY role DESC, relation, published, article_id, char_start, claim, e.id
