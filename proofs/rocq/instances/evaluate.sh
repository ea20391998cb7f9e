#!/usr/bin/env bash
# The definitions of definitions.v, evaluated on thresholds.tsv and moments.tsv: states every line as a theorem in generated/instances.v, and compiles that. tests/formal_instances.rs holds the code to the same numbers.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p generated
file=generated/instances.v
awk -F '\t' '
function fail(what) { print FILENAME ": line " FNR ": " what > "/dev/stderr"; failed = 1; exit 1 }
function q(text,   part) {
  if (text !~ /^-?[0-9]+(\/[1-9][0-9]*)?$/) fail("not a fraction: " text)
  if (split(text, part, "/") == 1) part[2] = 1
  return "frac " (part[1] < 0 ? "(" part[1] ")" : part[1]) " " part[2]
}
# Lists, matrices and lists of matrices of the given lengths: entries that are missing would count as 0.
function list(text, length_,   i, n, part, out) {
  n = split(text, part, ",")
  if (n != length_) fail("not " length_ " entries: " text)
  for (i = 1; i <= n; i++) out = out (i > 1 ? "; " : "") q(part[i])
  return "[:: " out "]"
}
function rows(text, height, width,   i, n, part, out) {
  n = split(text, part, ";")
  if (n != height) fail("not " height " rows: " text)
  for (i = 1; i <= n; i++) out = out (i > 1 ? "; " : "") list(part[i], width)
  return "[:: " out "]"
}
function maps(text, count, d,   i, n, part, out) {
  n = split(text, part, "|")
  if (n != count) fail("not " count " maps: " text)
  for (i = 1; i <= n; i++) out = out (i > 1 ? "; " : "") rows(part[i], d, d)
  return "[:: " out "]"
}
function size(text, separator,   part) { return split(text, part, separator) }
BEGIN {
  print "From Coq Require Import ZArith QArith.\nFrom mathcomp Require Import all_ssreflect all_algebra."
  print "From Jerc Require Import definitions evaluation.\nOpen Scope ring_scope."
}
/^#/ { next }
$1 !~ /^[a-z][a-z0-9_]*$/ { fail("not a name: " $1) }
FILENAME ~ /thresholds/ {
  if (NF != 9) fail("not 9 fields")
  k = size($2, ","); m = size($4, ",")
  name = "thresholds_" $1
  signal = "(family F " list($2, k) ") (family F " list($3, k) ")"
  noise = "(family F " list($4, m) ") (family F " list($5, m) ")"
  i = "(ord0 : ordinal " k ")"; j = "(ord0 : ordinal " m ")"
  printf "Theorem %s (F : realFieldType) :\n  [/\\ eta2 %s %s = value F (%s),\n      delta %s %s = value F (%s),\n", name, i, signal, q($6), i, signal, q($7)
  printf "      alpha2_RC %s %s %s %s = value F (%s) &\n      alpha2_JE %s %s %s %s = value F (%s)].\n", i, j, signal, noise, q($8), i, j, signal, noise, q($9)
  print "Proof. by apply: thresholds_evaluated; vm_compute. Qed."
}
FILENAME ~ /moments/ {
  if (NF != 11) fail("not 11 fields")
  n = size($2, ";"); d = size($7, ";"); r = size($4, ","); l = size($11, ";")
  name = "moments_" $1
  X = "(mat F " n " " d " " rows($2, n, d) ")"; p = "(family F " list($4, r) ")"
  tau = "(fun w : ordinal " r " => affine " maps($5, r, d) " " rows($6, r, d) " w)"
  printf "Theorem %s (F : realFieldType) :\n  is_law (T := ordinal_finType %s) %s /\\\n  [/\\ mC %s = mat F %s %s %s,\n", name, r, p, X, d, d, rows($7, d, d)
  split("mS mG mH", moment, " ")
  for (i = 1; i <= 3; i++) printf "      %s %s %s %s = mat F %s %s %s%s\n", moment[i], p, tau, X, d, d, rows($(7 + i), d, d), i < 3 ? "," : " &"
  printf "      mB %s %s %s (mat F %s %s %s) = mat F %s %s %s].\n", p, tau, X, n, l, rows($3, n, l), l, d, rows($11, l, d)
  print "Proof. by apply: moments_evaluated; vm_compute. Qed."
}
{ all = all (all == "" ? "" : ", ") name }
END { if (!failed) print "Definition every_instance := (" all ").\nPrint Assumptions every_instance." }
' instances/thresholds.tsv instances/moments.tsv > $file
start=$SECONDS
coqc -q -w none -Q . Jerc $file > generated/instances.out 2> generated/instances.err || {
  cat generated/instances.err >&2
  line=$(sed -n 's/^File .*, line \([0-9]*\),.*/\1/p' generated/instances.err | head -n 1)
  head -n "${line:-0}" $file | grep -o '^Theorem [a-z0-9_]*' | tail -n 1 | sed 's/Theorem/not proved:/' >&2
  exit 1
}
thresholds=$(grep -c '^Theorem thresholds_' $file)
moments=$(grep -c '^Theorem moments_' $file)
[ "$thresholds" -ge 50 ] && [ "$moments" -ge 12 ] || { echo "only $thresholds thresholds and $moments moments" >&2; exit 1; }
[ "$(cat generated/instances.out)" = 'Closed under the global context' ] || { echo 'an instance rests on axioms' >&2; exit 1; }
echo "evaluated in Rocq: $thresholds instances of the thresholds, $moments of the moments ($((SECONDS - start)) s)"
