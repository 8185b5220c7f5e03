// Which entity a merged-away id has become.
// param merged: text  the old id
// returns target: text
MATCH (r:Redirect)
WHERE r.id = $merged
RETURN r.target AS target
ORDER BY target
