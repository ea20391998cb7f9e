# Fails on words that open a hole in a proof, and on hypotheses outside sections. Comments (nested) and strings do not count.
function code(line,   out, i, two, c) {
  out = ""
  for (i = 1; i <= length(line); i++) {
    two = substr(line, i, 2); c = substr(line, i, 1)
    if (!quoted && two == "(*") { depth++; i++ }
    else if (!quoted && depth && two == "*)") { depth--; i++; out = out " " }
    else if (c == "\"") { quoted = !quoted }
    else if (!depth && !quoted) out = out c
  }
  return out
}
FNR == 1 { if (depth || quoted) bad("a comment or string does not end", previous); depth = quoted = 0; sections = 0; files++ }
{
  previous = FILENAME
  line = code($0)
  words = "^|[^A-Za-z0-9_']"
  if (match(line, /(^|[^A-Za-z0-9_'])(Admitted|Admit|admit|give_up|Axioms?|Parameters?|Conjectures?|Abort|Primitive|bypass_check|vm_cast_no_check|native_cast_no_check|native_compute|Unset[ ]+(Guard|Positivity|Universe)[ ]+Checking|Load|Declare[ ]+ML)([^A-Za-z0-9_']|$)/))
    bad("forbidden: " substr(line, RSTART, RLENGTH), FILENAME)
  if (line ~ /^[ \t]*Section[ ]/) sections++
  if (line ~ /^[ \t]*(Module|End)[ ]/) { if (line ~ /Module/) bad("a module (sections are counted without them)", FILENAME); else sections-- }
  if (sections == 0 && line ~ /^[ \t]*(#\[[a-z]*\][ ]*)?(Local[ ]+|Global[ ]+)?(Hypothes[ie]s|Variables?|Context)([^A-Za-z0-9_']|$)/)
    bad("a hypothesis outside a section", FILENAME)
}
function bad(what, file) { printf "%s:%d: %s\n", file, FNR, what > "/dev/stderr"; failed = 1 }
END { if (depth || quoted) bad("a comment or string does not end", previous); exit failed || files == 0 }
