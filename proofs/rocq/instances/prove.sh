#!/usr/bin/env bash
# Certificates as theorems. Writes each as generated/NAME.v with `jerc rocq`, compiles it, and demands that `optimal` is closed (d <= 20) or rests on the allowed primitive integers.
# Certificates: the good ones of proofs/certificates, and every *.json of the folders given as arguments.
set -euo pipefail
cd "$(dirname "$0")/.."
jerc=${JERC:-}
if [ -z "$jerc" ]; then
  cargo build --release --locked --quiet --manifest-path ../../Cargo.toml --bin jerc
  jerc=${CARGO_TARGET_DIR:-../../target}/release/jerc
fi
mkdir -p generated
count=0
for certificate in ../certificates/good/*.json $(for folder in "$@"; do find "$folder" -name 'certificate-*.json' | sort; done); do
  name=$(basename "$(dirname "$certificate")")_$(basename "$certificate" .json); name=certificate_${name//[^A-Za-z0-9]/_}
  "$jerc" rocq "$certificate" -o "generated/$name.v" > /dev/null
  printf 'Goal True. idtac "@axioms %s"; exact I. Qed.\nPrint Assumptions optimal.\n' "$name" >> "generated/$name.v"
  start=$SECONDS
  coqc -q -w none -Q . Jerc "generated/$name.v" > "generated/$name.out"
  if grep -q 'check_z_sound' "generated/$name.v"; then
    grep -q '^Closed under the global context$' "generated/$name.out" || { echo "$name rests on axioms" >&2; exit 1; }
  else
    awk -v allowed=audit/primitive_integers.txt -f audit/axioms.awk "generated/$name.out" || exit 1
  fi
  echo "proved in Rocq: $name ($((SECONDS - start)) s)"
  count=$((count + 1))
done
[ "$count" -ge 12 ] || { echo "only $count certificates" >&2; exit 1; }
