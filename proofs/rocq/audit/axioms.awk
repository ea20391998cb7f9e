# Reads the output of Print Assumptions, one block per "@axioms NAME": closed, or names of the file `allowed` only.
BEGIN {
  while ((getline name < allowed) > 0) if (name !~ /^#/ && name != "") allow[name] = 1
}
function finish() { if (theorem != "" && !closed && !listed) bad("no verdict"); theorem = ""; closed = listed = 0 }
function bad(what) { printf "%s: %s\n", theorem, what > "/dev/stderr"; failed = 1 }
/^@axioms / { finish(); theorem = $2; theorems++; next }
/^@statement / { finish(); next }
theorem == "" { next }
/^Closed under the global context$/ { closed = 1; next }
/^Axioms:$/ { next }
# A name starts its line; its type may follow after blanks.
/^[^ \t]/ { listed++; if (!($1 in allow)) bad("depends on " $1) }
END { finish(); if (theorems == 0) { print "no theorem" > "/dev/stderr"; failed = 1 } exit failed }
