# The challenges given, one module each, with every statement proved by the theorem of its name. The
# records of a challenge give way to the development's, whose texts the audit has compared.
BEGIN {
  print "From Bignums Require BigZ.\nFrom mathcomp Require ssrZ."
  print "From mathcomp Require Import all_ssreflect all_fingroup all_algebra."
}
function alias(name) { if (name != "") print "Notation " name " := " path "." name "." }
function close_module() { if (theorem != "") print "Definition solved : statement := @Jerc." theorem ".\nEnd " module ".\n" }
FNR == 1 {
  close_module()
  theorem = FILENAME; sub(/.*\//, "", theorem); sub(/\.v$/, "", theorem)
  module = "challenge_" theorem; gsub(/\./, "_", module)
  file = theorem; sub(/\.[^.]*$/, "", file)
  print "From Jerc Require " file ".\nModule " module "."
}
/^From / { next }
/^\(\* Jerc\..* \*\)$/ {
  path = name = $2; sub(/\.[^.]*$/, "", path); sub(/.*\./, "", name); alias(name)
  record = 1; next
}
/^\(\* end \*\)$/ { record = 0; next }
record {
  line = $0
  while (match(line, /(:=|[|]|^ ) *[A-Z][A-Za-z0-9_']*/)) {
    name = substr(line, RSTART, RLENGTH); gsub(/[:=| ]/, "", name); alias(name)
    line = substr(line, RSTART + RLENGTH)
  }
  if (match(line, /^ *([{] *)?[a-z][A-Za-z0-9_']* :/)) {
    name = substr(line, RSTART, RLENGTH - 2); gsub(/[ {]/, "", name); alias(name)
  }
  next
}
{ print }
END { close_module() }
