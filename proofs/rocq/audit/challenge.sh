#!/usr/bin/env bash
# Writes one file per headline theorem into the folder $1: the statement and, before it, every
# definition of this development that it rests on, to the end; MathComp and the standard library are
# all that such a file needs. Beside them FOLDER/definitions.tsv: theorem, definition.
# The printer makes the text, so that a change anywhere in a definition changes it.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C
folder=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$folder"

theorems() {
  tail -n +2 headline.tsv | while IFS=$'\t' read -r _ file theorem _; do
    module=${file%.v}; echo "Jerc.${module//\//.}.$theorem"
  done
}
# The prelude of a query: everything loaded, nothing of it hidden by the printer but implicit arguments.
query() {
  printf 'From mathcomp Require Import all_ssreflect all_fingroup all_algebra.\nFrom elpi Require Import elpi.\n'
  printf 'From Jerc Require Import definitions.\n'
  tail -n +2 headline.tsv | cut -f2 | sort -u | sed 's|/|.|g; s|\.v$||; s|.*|Require Jerc.&.|'
  printf 'Set Printing Depth 10000.\nSet Printing Width 100.\nUnset Printing Implicit Defensive.\n'
  # MathComp prints no base ring; a file that is read alone needs it.
  printf 'Notation "'"''M[' R ]_ n"'" := (matrix R n n) : type_scope.\n'
  printf 'Notation "'"''M[' R ]_ ( m , n )"'" := (matrix R m n) : type_scope.\n'
  printf 'Notation "'"''rV[' R ]_ n"'" := (matrix R 1 n) : type_scope.\n'
  printf 'Notation "'"''cV[' R ]_ n"'" := (matrix R n 1) : type_scope.\n'
  printf 'Open Scope ring_scope.\nElpi Command pin.\nElpi Accumulate lp:{{\n'
  cat audit/closure.elpi
  printf '}}.\nElpi Typecheck.\n'
}
ask() { (cd "$scratch" && coqc -q -w none -Q "$OLDPWD" Jerc "$1.v" > "$1.txt"); }

# A few statements are not understood again without the implicit arguments that the printer leaves out.
explicit='equation_68_max_refuted|proposition_4_3_singular_s|equations_49_cross_terms_refuted|both_sides|smallest_thresholds|uniform_gap_refuted'
{
  query
  theorems | sed -E "/\.($explicit)\$/d; s|.*|Elpi pin uses \"&\".|"
  echo 'Set Printing Implicit Defensive.'
  theorems | sed -nE "/\.($explicit)\$/s|.*|Elpi pin uses \"&\".|p"
} > "$scratch/uses.v"
ask uses
if grep '^opaque ' "$scratch/uses.txt"; then echo "a statement rests on an opaque constant (above)" >&2; exit 1; fi
{
  query
  awk '$1 == "constant"' "$scratch/uses.txt" | sort -u | awk '{printf "Elpi pin constant \"%s\".\n", $2}'
  awk '$1 == "inductive"' "$scratch/uses.txt" | sort -u | awk '{
    printf "Elpi pin projections \"%s\".\n", $2
    printf "Goal True. idtac \"@@inductive %s\"; exact I. Qed.\nPrint %s.\nGoal True. idtac \"@@end\"; exact I. Qed.\n", $2, $2}'
} > "$scratch/definitions.v"
ask definitions

modules=$(grep '\.v$' _CoqProject | sed 's|.*/||; s|\.v$||' | paste -sd '|')
awk -v folder="$folder" -v modules="$modules" -f audit/challenge.awk "$scratch/definitions.txt" "$scratch/uses.txt"
