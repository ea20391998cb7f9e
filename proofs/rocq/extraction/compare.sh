#!/usr/bin/env bash
# Extracts the verified checker to OCaml, builds it, and compares its verdict with jerc-check's on every certificate, good and bad.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf build
mkdir build
cp json.ml main.ml build/
(cd build && coqc -q -w none -Q ../.. Jerc -o extract.vo ../extract.v 2>/dev/null || { echo "extraction fails" >&2; exit 1; })
for file in verified_checker.ml verified_checker.mli; do
  if [ -f "$file" ]; then mv "$file" build/; fi
done
# The extracted code has warnings of its own.
(cd build && ocamlfind ocamlopt -w -a -package zarith -linkpkg verified_checker.mli verified_checker.ml json.ml main.ml -o rocq-check)

root=$(cd ../../.. && pwd)
folder=$root/proofs/certificates
# JERC_CHECK names a built jerc-check; else cargo builds it.
if [ -n "${JERC_CHECK:-}" ]; then check=("$JERC_CHECK"); else check=(cargo run --manifest-path "$root/Cargo.toml" --locked --quiet -p jerc-check --); fi
[ "$(find "$folder/good" -name '*.json' | wc -l)" -ge 12 ] && [ "$(find "$folder/bad" -name '*.json' | wc -l)" -ge 100 ] || { echo "certificates are missing" >&2; exit 1; }
for kind in good bad; do
  build/rocq-check "$folder/$kind"/*.json > build/rocq-$kind.txt || true
  "${check[@]}" "$folder/$kind"/*.json > build/rust-$kind.txt || true
  for side in rocq rust; do sed -nE 's#^.*/([^/]*[.]json): (verified|rejected).*#\1 \2#p' build/$side-$kind.txt > build/$side-$kind.verdicts; done
  diff build/rust-$kind.verdicts build/rocq-$kind.verdicts || { echo "the extracted checker and jerc-check disagree on $kind (above)" >&2; exit 1; }
  count=$(find "$folder/$kind" -name '*.json' | wc -l)
  [ "$(wc -l < build/rocq-$kind.verdicts)" -eq "$count" ] || { echo "$kind: not every file has a verdict" >&2; exit 1; }
done
if grep -q rejected build/rocq-good.verdicts || grep -q verified build/rocq-bad.verdicts; then echo "a wrong verdict" >&2; exit 1; fi
echo "extracted checker: agrees with jerc-check on $(cat build/rocq-*.verdicts | wc -l) certificates, $(grep -c 'a test fails' build/rocq-bad.txt) of the bad ones refused by the proved tests"
