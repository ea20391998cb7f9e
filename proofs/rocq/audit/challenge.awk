# First file: the definitions, each between "@@constant NAME" or "@@inductive NAME" and "@@end".
# Second file: the theorems, each with its statement and the names of what it rests on, in order.
function base(name) { sub(/.*\./, "", name); return name }
function module(name) { sub(/\.[^.]*$/, "", name); sub(/.*\./, "", name); return name }
# Short names: "file.name" is "name". It stays "file_name" where two definitions have the same name,
# and in the checker's program, whose names (row, sum) are MathComp's too; there the records, their
# fields and their constructors are short, as in their declarations.
function keeps(file, name,   full) {
  if (file != "program") return twice[name] > 1 && file != "definitions"
  full = "Jerc.checker.program." name
  return !(full in projection || full in inductive || name ~ /^[A-Z]/)
}
function short(name) { return keeps(module(name), base(name)) ? module(name) "_" base(name) : base(name) }
function rename(text,   out, found) {
  gsub(/'M\[ /, "'M[", text); gsub(/'rV\[ /, "'rV[", text); gsub(/'cV\[ /, "'cV[", text); gsub(/ \]_ /, "]_", text)
  out = ""
  while (match(text, "(^|[^A-Za-z0-9_'.])(" modules ")\\.[A-Za-z_]")) {
    found = substr(text, RSTART, RLENGTH)
    out = out substr(text, 1, RSTART - 1)
    text = substr(text, RSTART + RLENGTH - 1)
    if (found !~ /^[A-Za-z]/) { out = out substr(found, 1, 1); found = substr(found, 2) }
    sub(/\..*/, "", found)
    match(text, /^[A-Za-z0-9_']+/)
    if (keeps(found, substr(text, 1, RLENGTH))) out = out found "_"
  }
  return out text
}
function indent(text) { gsub(/\n/, "\n  ", text); return "  " text }
/^@@constant / { name = $2; part = "type"; type[name] = body[name] = ""; next }
/^@@inductive / { name = $2; part = "inductive"; inductive[name] = ""; next }
/^@@projections / { part = "projections"; next }
/^@@body$/ { part = "body"; next }
/^@@theorem / { theorem = $2; next }
/^@@statement$/ { part = "statement"; statement = ""; next }
/^@@uses$/ { part = "uses"; count = 0; next }
/^@@end$/ { if (part == "uses") write(); part = ""; next }
part == "type" { type[name] = type[name] (type[name] == "" ? "" : "\n") $0 }
part == "body" { body[name] = body[name] (body[name] == "" ? "" : "\n") $0 }
part == "inductive" && /^$/ { part = "" }
part == "inductive" { inductive[name] = inductive[name] (inductive[name] == "" ? "" : "\n") $0 }
part == "projections" { projection[$1] = 1 }
part == "statement" { statement = statement (statement == "" ? "" : "\n") $0 }
part == "uses" { sort_of[++count] = $1; used[count] = $2 }
function write(   file, i, names) {
  delete twice
  for (i = 1; i <= count; i++) twice[base(used[i])]++
  file = substr(theorem, 6)
  file = folder "/" file ".v"
  print "(* The statement of " substr(theorem, 6) " and all that it rests on. Written by `make record`. *)" > file
  if (file ~ /\/checker\./) print "From Bignums Require BigZ.\nFrom mathcomp Require ssrZ." > file
  print "From mathcomp Require Import all_ssreflect all_fingroup all_algebra." > file
  print "Set Implicit Arguments.\nUnset Strict Implicit.\nUnset Printing Implicit Defensive." > file
  print "Import Order.TTheory GRing.Theory Num.Theory.\nLocal Open Scope ring_scope." > file
  for (i = 1; i <= count; i++) {
    if (sort_of[i] == "constructor" || used[i] in projection) continue
    print theorem "\t" used[i] > (folder "/definitions.tsv")
    if (sort_of[i] == "inductive") {
      print "\n(* " used[i] " *)\n" rename(inductive[used[i]]) "\n(* end *)" > file
    } else {
      print "\nDefinition " short(used[i]) " :\n" indent(rename(type[used[i]])) " :=\n" indent(rename(body[used[i]])) "." > file
    }
  }
  print "\nDefinition statement : Prop :=\n" indent(rename(statement)) "." > file
  close(file)
}
