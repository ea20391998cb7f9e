(** * The checker as an OCaml program

    check over OCaml's zarith integers in the place of Z. Trusted besides Coq: this mapping, OCaml, zarith, and the reader main.ml. *)
From Coq Require Import ZArith Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlZBigInt.
From Jerc Require Import program binary_integers.
Extraction Language OCaml.
Extraction "verified_checker.ml" check_z Problem Witness Bounds.
