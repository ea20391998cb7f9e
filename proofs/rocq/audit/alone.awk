# The challenges given, one module each, with MathComp and the standard library only.
BEGIN {
  print "From Bignums Require BigZ.\nFrom mathcomp Require ssrZ."
  print "From mathcomp Require Import all_ssreflect all_fingroup all_algebra."
}
function close_module() { if (module != "") print "End " module ".\n" }
FNR == 1 {
  close_module()
  module = FILENAME; sub(/.*\//, "", module); sub(/\.v$/, "", module); gsub(/\./, "_", module); module = "challenge_" module
  print "Module " module "."
}
/^From / { next }
{ print }
END { close_module() }
