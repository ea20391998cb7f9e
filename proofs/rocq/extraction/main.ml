(* Reads jerc-certificate/1 and hands it to the extracted checker. Fields and limits as in FORMAT.md, sections 1 to 3, except the limit on digit products. *)
let bits = Z.numbits

open Json
open Verified_checker
module Z = Big_int_Z

let fields what required optional = function
  | Object members ->
      List.iter (fun (name, _) -> if not (List.mem name (required @ optional)) then refuse "%s: unknown field %S" what name) members;
      List.iter (fun name -> if not (List.mem_assoc name members) then refuse "%s: no field %S" what name) required;
      fun name -> List.assoc_opt name members
  | _ -> refuse "%s: not an object" what
let field what get name = match get name with Some value -> value | None -> refuse "%s: no field %S" what name
let text = function String (s, _) -> s | _ -> refuse "not a string"
let plain = function String (s, false) -> s | _ -> refuse "not a plain string"
let whole = function Integer x -> x | _ -> refuse "not an integer"

let natural = function Integer x when x >= 0 -> x | _ -> refuse "not a natural number"

let integer s =
  let body = if s <> "" && s.[0] = '-' then String.sub s 1 (String.length s - 1) else s in
  if String.length s > 2048 then refuse "too many bits";
  if body = "" || s = "-0" || (body.[0] = '0' && body <> "0") then refuse "not canonical";
  String.iter (function '0' .. '9' -> () | _ -> refuse "not canonical") body;
  let x = Z.big_int_of_string s in
  if bits x > 2048 then refuse "too many bits";
  x

let rational s =
  match String.split_on_char '/' s with
  | [ p; q ] ->
      let p = integer p and q = integer q in
      if Z.sign_big_int q <= 0 then refuse "not canonical";
      (p, q)
  | _ -> refuse "not canonical"

let decimal s =
  let digits, exponent = match String.index_opt s 'e' with
    | None -> (s, "0")
    | Some i -> (String.sub s 0 i, String.sub s (i + 1) (String.length s - i - 1)) in
  let whole, fraction = match String.index_opt digits '.' with
    | None -> (digits, "")
    | Some i -> (String.sub digits 0 i, String.sub digits (i + 1) (String.length digits - i - 1)) in
  if whole ^ fraction = "" || String.length (whole ^ fraction) > 616 then refuse "not canonical";
  String.iter (function '0' .. '9' -> () | _ -> refuse "not canonical") (whole ^ fraction);
  let exponent = integer exponent in
  if Z.gt_big_int (Z.abs_big_int exponent) (Z.big_int_of_int 999) then refuse "not canonical";
  let e = Z.int_of_big_int exponent - String.length fraction in
  let ten n = Z.power_int_positive_int 10 n and m = Z.big_int_of_string (whole ^ fraction) in
  if e < 0 then (m, ten (-e)) else (Z.mult_big_int m (ten e), Z.unit_big_int)

let exponent value =
  let e = whole value in
  if abs e > 10000 then refuse "exponent";
  e

let dyadic value =
  let get = fields "number" [ "mantissa"; "exponent" ] [] value in
  (integer (plain (field "number" get "mantissa")), exponent (field "number" get "exponent"))

let rec rows d = function
  | [] -> []
  | entries ->
      let rec split n l = if n = 0 then ([], l) else match l with x :: l -> let a, b = split (n - 1) l in (x :: a, b) | [] -> refuse "shape" in
      let row, rest = split d entries in
      row :: rows d rest

let matrix d value =
  let get = fields "matrix" [ "rows"; "cols"; "exponent"; "entries" ] [] value in
  let get = field "matrix" get in
  let entries = match get "entries" with Array l -> List.rev (List.rev_map (fun x -> integer (plain x)) l) | _ -> refuse "entries" in
  if natural (get "rows") <> d || natural (get "cols") <> d || List.length entries <> d * d then refuse "shape";
  (rows d entries, exponent (get "exponent"))

let transpose m = let a = Array.of_list (List.map Array.of_list m) in
  List.init (Array.length a) (fun j -> List.init (Array.length a) (fun i -> a.(i).(j)))

let z = Z.big_int_of_int
let shift x n = Z.mult_big_int x (Z.power_int_positive_int 2 n)

let check_file bytes =
  if String.length bytes > 1 lsl 30 then refuse "size";
  let get = fields "file" [ "format"; "claim"; "pencil"; "witness"; "bounds" ] [ "scale"; "loss"; "unique"; "distance" ] (parse bytes) in
  let sub name required optional = field name (fields name required optional (field "file" get name)) in
  let claim = sub "claim" [ "problem"; "d"; "k"; "source" ] [] and pencil = sub "pencil" [ "a"; "s" ] []
  and witness = sub "witness" [ "v"; "t"; "floor"; "c" ] [] and stated = sub "bounds" [ "lower"; "upper"; "relative_gap" ] [] in
  if text (field "file" get "format") <> "jerc-certificate/1" then refuse "format";
  let kind = match text (claim "problem") with
    | "je" -> JointEmbedding | "rc" -> Reconstruction | "pencil" -> BarePencil | _ -> refuse "problem" in
  let d = natural (claim "d") and k = natural (claim "k") in
  if not (1 <= k && k <= d && d <= 2048) then refuse "dimension";
  if String.length bytes > 65536 + 2048 * d * d then refuse "size";
  if String.length (text (claim "source")) > 4096 then refuse "source";
  let mat_a, ea = matrix d (pencil "a") and mat_s, es = matrix d (pencil "s") and v, ev = matrix d (witness "v") in
  let man_t, et = dyadic (witness "t") and man_f, ef = dyadic (witness "floor") in
  let weights = match witness "c" with Array l -> List.map dyadic l | _ -> refuse "c" in
  if List.length weights <> k then refuse "shape";
  (* Section 3: the exponents that meet in N, and in H, differ by at most 2048. *)
  let pe = es + 2 * ev and be = ea + 2 * ev in
  let close l = if List.fold_left max min_int l - List.fold_left min max_int l > 2048 then refuse "alignment" in
  close (et + pe :: be :: List.map (fun (_, e) -> e + 2 * pe) weights);
  close [ ef + pe; be ];
  let ec = List.fold_left (fun e (_, e') -> min e e') max_int weights in
  let den_a, den_s = match get "scale" with
    | None -> (Z.unit_big_int, Z.unit_big_int)
    | Some s -> let s = field "scale" (fields "scale" [ "a"; "s" ] [] s) in (integer (plain (s "a")), integer (plain (s "s"))) in
  let option name read = match get name with None -> None | Some value -> Some (read value) in
  let ratio value = rational (plain value) in
  let loss = option "loss" (fun value ->
    let l = field "loss" (fields "loss" [ "constant"; "lower"; "upper" ] [] value) in
    (((kind, ratio (l "constant")), ratio (l "lower")), ratio (l "upper"))) in
  let eigengap = option "unique" (fun value -> ratio (field "unique" (fields "unique" [ "gap" ] [] value) "gap")) in
  check_z { size_d = d; size_k = k; mat_a; exp_a = z ea; den_a; mat_s; exp_s = z es; den_s }
    { mat_v = transpose v; exp_v = z ev; man_t; exp_t = z et; man_f; exp_f = z ef;
      man_c = List.map (fun (m, e) -> shift m (e - ec)) weights; exp_c = z ec }
    { lower = ratio (stated "lower"); upper = ratio (stated "upper"); relative_gap = decimal (plain (stated "relative_gap"));
      loss; eigengap; distance = option "distance" ratio }

let read file =
  let channel = open_in_bin file in
  let bytes = really_input_string channel (in_channel_length channel) in
  close_in channel; bytes

let () =
  let rejected = ref false in
  for i = 1 to Array.length Sys.argv - 1 do
    let verdict = match check_file (read Sys.argv.(i)) with
      | true -> "verified" | false -> "rejected: a test fails" | exception Refused why -> "rejected: " ^ why in
    if verdict <> "verified" then rejected := true;
    Printf.printf "%s: %s\n" Sys.argv.(i) verdict
  done;
  exit (if !rejected then 3 else 0)
