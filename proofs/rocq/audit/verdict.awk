# First file: hashes. Second: theorem, definition. Third: the output of the queries, with the axioms.
function quoted(text) { return "\"" text "\"" }
function file_of(theorem) { sub(/\.[^.]*$/, "", theorem); gsub(/\./, "/", theorem); return theorem ".v" }
FILENAME ~ /hashes/ { hash[$2] = $1; if ($2 !~ /^challenge\//) sources[++files] = $2; next }
FILENAME ~ /definitions/ { sub(/^Jerc\./, "", $1); sub(/^Jerc\./, "", $2); definitions[$1] = definitions[$1] (definitions[$1] == "" ? "" : ", ") quoted($2); next }
/^@statement / { theorem = ""; next }
/^@axioms / { theorem = $2; sub(/^Jerc\./, "", theorem); order[++count] = theorem; next }
theorem == "" || /^Axioms:$/ || /^Closed under/ { next }
/^[^ \t]/ { axioms[theorem] = axioms[theorem] (axioms[theorem] == "" ? "" : ", ") quoted($1) }
END {
  print "{\n\"theorems\": ["
  for (i = 1; i <= count; i++) {
    t = order[i]
    printf "{\"name\": %s, \"file\": %s, \"statement_sha256\": %s,\n \"axioms\": [%s],\n \"definitions\": [%s]}%s\n", quoted(t), quoted(file_of(t)), quoted(hash["challenge/" t ".v"]), axioms[t], definitions[t], i < count ? "," : ""
  }
  print "],\n\"sources_sha256\": {"
  for (i = 1; i <= files; i++) printf "%s: %s%s\n", quoted(sources[i]), quoted(hash[sources[i]]), i < files ? "," : ""
  print "}\n}"
}
