#!/usr/bin/env bash
# The audit gate. Red on: a forbidden word, a hypothesis outside a section, a headline theorem that
# depends on an axiom beyond the allowed ones, a headline statement that differs from the recorded one,
# a definition anywhere below a headline statement that does, a challenge that its theorem does not
# prove, a source file that is not the one of the verdict.
# Every test fails by an explicit exit: `set -e` ignores a failure before the last command of an && list.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

fail() { printf 'audit: %s\n' "$*" >&2; exit 1; }

# 1. Words. Comments are removed first, so that they may speak of axioms.
mapfile -t sources < <(grep '\.v$' _CoqProject)
[ "${#sources[@]}" -gt 20 ] || fail "_CoqProject lists only ${#sources[@]} files"
mapfile -t present < <(find . -name '*.v' -not -path './generated/*' -not -path './audit/*' -not -path './challenge/*' -not -path './extraction/*' | sed 's|^\./||' | sort)
unlisted=$(comm -13 <(printf '%s\n' "${sources[@]}" | sort) <(printf '%s\n' "${present[@]}"))
[ -z "$unlisted" ] || fail "not in _CoqProject: $unlisted"
awk -f audit/words.awk "${sources[@]}" extraction/extract.v || fail "forbidden words (above)"

# 2. Axioms and 3. statements of every headline theorem, in one run.
declare -A proved=()
{
  printf 'From mathcomp Require Import all_ssreflect all_algebra.\nFrom Jerc Require Import definitions.\n'
  tail -n +2 headline.tsv | cut -f2 | sort -u | sed 's|/|.|g; s|\.v$||; s|.*|Require Jerc.&.|'
  printf 'Set Printing Width 120.\nSet Printing Depth 10000.\nOpen Scope ring_scope.\n'
  tail -n +2 headline.tsv | while IFS=$'\t' read -r _ file theorem _; do
    module=${file%.v}; name=Jerc.${module//\//.}.$theorem
    printf 'Goal True. idtac "@statement %s"; exact I. Qed.\nCheck @%s.\n' "$name" "$name"
    printf 'Goal True. idtac "@axioms %s"; exact I. Qed.\nPrint Assumptions %s.\n' "$name" "$name"
  done
} > audit/check.v
coqc -q -w none -Q . Jerc audit/check.v > audit/found-output.txt || fail "a headline theorem does not exist (above)"
rm -f audit/check.v audit/check.vo audit/check.vok audit/check.vos audit/check.glob audit/.check.aux
awk -v allowed=audit/primitive_integers.txt -f audit/axioms.awk audit/found-output.txt || fail "axioms (above)"
awk '/^@axioms /{show = 0} /^@statement /{show = 1; print ""; sub(/^@statement Jerc\./, "## ")} show' audit/found-output.txt > audit/found-statements.txt
expected=$(tail -n +2 headline.tsv | wc -l)
found=$(grep -c '^## ' audit/found-statements.txt)
[ "$found" -eq "$expected" ] || fail "$found statements instead of $expected"

# 4. The challenges: each statement with all definitions that it rests on, as files that need nothing of this
# development. Text says what changed; that the theorem proves the recorded file is checked by conversion.
rm -rf audit/found-challenge
audit/challenge.sh audit/found-challenge || fail "no challenge (above)"
if [ "${1:-}" = --record ]; then
  rm -rf challenge
  cp -r audit/found-challenge challenge
fi
diff -ru challenge audit/found-challenge || fail "a definition below a headline statement changed (above); after reading it: make record"
[ "$(find challenge -name '*.v' | wc -l)" -eq "$expected" ] || fail "not $expected challenges"
awk -f audit/alone.awk challenge/*.v > audit/challenges_alone.v
coqc -q -w none audit/challenges_alone.v || fail "a challenge does not stand alone (above)"
awk -f audit/solutions.awk challenge/*.v > audit/challenges_solved.v
coqc -q -w none -Q . Jerc audit/challenges_solved.v || fail "a headline theorem does not prove its challenge (above)"
rm -f audit/challenges_{alone,solved}.* audit/.challenges_*.aux

# 5. The verdict, for machines: the axioms and definitions of every headline theorem, and the hashes of what was read.
{ sha256sum "${sources[@]}"; (cd challenge && sha256sum -- *.v | sed 's|  |  challenge/|'); } > audit/found-hashes.txt
awk -f audit/verdict.awk audit/found-hashes.txt challenge/definitions.tsv audit/found-output.txt > audit/found-verdict.json

# 6. The dependency graph: what each headline theorem uses, to the end.
{
  printf 'From elpi Require Import elpi.\n'
  tail -n +2 headline.tsv | cut -f2 | sort -u | sed 's|/|.|g; s|\.v$||; s|.*|Require Jerc.&.|'
  printf 'Elpi Command graph.\nElpi Accumulate lp:{{\n'
  cat audit/graph.elpi
  printf '}}.\nElpi Typecheck.\nElpi graph'
  sed -n 's|^## \(.*\)| "Jerc.\1"|p' audit/found-statements.txt
  printf '.\n'
} > audit/graph.v
coqc -q -w none -Q . Jerc audit/graph.v > audit/found-graph.txt || fail "no dependency graph (above)"
rm -f audit/graph.v audit/graph.vo audit/graph.vok audit/graph.vos audit/graph.glob audit/.graph.aux
sources_hash=$(sed '/  challenge\//d' audit/found-hashes.txt | sha256sum | cut -d' ' -f1)
awk -v sources="$sources_hash" -f audit/graph.awk audit/found-graph.txt > audit/found-dependencies.json || fail "no dependency graph (above)"

if [ "${1:-}" = --record ]; then
  cp audit/found-statements.txt audit/statements.txt
  cp audit/found-verdict.json audit/verdict.json
  cp audit/found-dependencies.json audit/dependencies.json
  echo "audit: recorded $found statements; read the diff"
  exit 0
fi
diff -u audit/statements.txt audit/found-statements.txt || fail "a headline statement changed (above); after reading it: make record"
diff -u audit/verdict.json audit/found-verdict.json || fail "a source file is not the one of the verdict (above): make record"
diff -u audit/dependencies.json audit/found-dependencies.json || fail "a proof uses other lemmas than those recorded (above): make record"
echo "audit: $found headline theorems, closed or on allowed primitive integers only; ${#sources[@]} files without forbidden words; statements as recorded, with every definition below them"
