# Reads the nodes of the graph, each followed by those that it uses, and writes them as JSON, by name.
# `sources` is the digest of the list of the hashes of all source files.
function quoted(text) { sub(/^Jerc\./, "", text); return "\"" text "\"" }
/^@@node / { node = $3; role[node] = $2; order[++count] = node; next }
/^@@uses / && !((node, $2) in seen) { seen[node, $2] = 1; uses[node] = uses[node] (uses[node] == "" ? "" : ", ") quoted($2) }
function list(wanted,   i, found) {
  for (i = 1; i <= count; i++) if (role[order[i]] == wanted)
    found = found (found == "" ? "" : ",\n") quoted(order[i]) ": [" uses[order[i]] "]"
  return found
}
function arrange(   i, j, name) {
  for (i = 2; i <= count; i++) {
    name = order[i]
    for (j = i - 1; j > 0 && order[j] > name; j--) order[j + 1] = order[j]
    order[j + 1] = name
  }
}
END {
  if (count == 0) { print "no node" > "/dev/stderr"; exit 1 }
  arrange()
  print "{\n\"sources_sha256\": " quoted(sources) ",\n\"lemmas\": {\n" list("lemma") "\n},\n\"definitions\": {\n" list("definition") "\n}\n}"
}
