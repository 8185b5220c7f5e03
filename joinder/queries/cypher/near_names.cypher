// All names in the graph with their folded keys, to suggest near ones from.
// param labels: texts = []  only these labels; all where it is empty
// returns name: text, label: text, keys: texts, n_claims: integer, id: text
MATCH (e:Person|`Group`|Brand|Platform|Campaign)
WHERE size($labels) = 0 OR e.label IN $labels
RETURN e.name AS name, e.label AS label, e.keys AS keys, e.n_claims AS n_claims, e.id AS id
ORDER BY name, id
