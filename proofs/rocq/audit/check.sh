#!/usr/bin/env bash
# Reads every compiled file of this development again with coqchk: a second, smaller program than
# coqc, which knows terms and no tactics. MathComp and the standard library are taken as checked.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t modules < <(grep '\.v$' _CoqProject | sed 's|/|.|g; s|\.v$||; s|^|Jerc.|')
[ "${#modules[@]}" -gt 20 ] || { echo "check: _CoqProject lists only ${#modules[@]} files" >&2; exit 1; }
# One process for all of them: it loads MathComp once.
coqchk -silent -Q . Jerc $(printf -- '-norec %s ' "${modules[@]}") > audit/found-check.txt 2>&1 ||
  { cat audit/found-check.txt >&2; echo "check: coqchk refuses a file (above)" >&2; exit 1; }
echo "check: coqchk has read ${#modules[@]} compiled files again"
