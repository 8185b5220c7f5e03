// Which entities have a name (in any case, with or without accents and `#`), an alias or an id.
// param entity: name  name, alias or id
// param labels: texts = []  only these labels; all where it is empty
// returns id: text, label: text, name: text, aliases: texts, n_articles: integer, n_claims: integer
// returns wikidata: texts, links: texts
MATCH (e:Person|`Group`|Brand|Platform|Campaign)
WHERE ($entity IN e.keys OR e.id = $entity_id) AND (size($labels) = 0 OR e.label IN $labels)
RETURN e.id AS id, e.label AS label, e.name AS name, e.aliases AS aliases, e.n_articles AS n_articles,
       e.n_claims AS n_claims, e.wikidata AS wikidata, e.links AS links
ORDER BY n_claims DESC, n_articles DESC, id
