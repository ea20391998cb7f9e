(* Strict JSON, as far as jerc-certificate/1 needs it: objects, arrays, strings, integers. Anything else is refused. *)

exception Refused of string

type t = Object of (string * t) list | Array of t list | String of string * bool (* has escapes *) | Integer of int

let refuse format = Printf.ksprintf (fun message -> raise (Refused message)) format

(* No overlong forms, no surrogates, nothing above U+10FFFF. *)
let check_utf8 text =
  let n = String.length text in
  let byte i = if i < n then Char.code text.[i] else refuse "not UTF-8" in
  let continues i low high = if byte i < low || byte i > high then refuse "not UTF-8" in
  let rec from i =
    if i < n then
      match byte i with
      | b when b < 0x80 -> from (i + 1)
      | b when b >= 0xc2 && b <= 0xdf -> continues (i + 1) 0x80 0xbf; from (i + 2)
      | b when b >= 0xe0 && b <= 0xef ->
          continues (i + 1) (if b = 0xe0 then 0xa0 else 0x80) (if b = 0xed then 0x9f else 0xbf);
          continues (i + 2) 0x80 0xbf; from (i + 3)
      | b when b >= 0xf0 && b <= 0xf4 ->
          continues (i + 1) (if b = 0xf0 then 0x90 else 0x80) (if b = 0xf4 then 0x8f else 0xbf);
          continues (i + 2) 0x80 0xbf; continues (i + 3) 0x80 0xbf; from (i + 4)
      | _ -> refuse "not UTF-8" in
  from 0

let parse text =
  check_utf8 text;
  let n = String.length text and at = ref 0 in
  let peek () = if !at < n then text.[!at] else refuse "truncated" in
  let next () = let c = peek () in incr at; c in
  let rec blanks () = if !at < n && String.contains " \t\r\n" text.[!at] then (incr at; blanks ()) in
  let expect c = if next () <> c then refuse "syntax at byte %d" !at in
  let hex4 () =
    let digits = String.init 4 (fun _ -> next ()) in
    String.iter (function '0' .. '9' | 'a' .. 'f' | 'A' .. 'F' -> () | _ -> refuse "bad escape") digits;
    int_of_string ("0x" ^ digits) in
  let string () =
    let buffer = Buffer.create 16 and escaped = ref false in
    let rec go () =
      match next () with
      | '"' -> ()
      | '\\' ->
          escaped := true;
          (match next () with
           | ('"' | '\\' | '/') as c -> Buffer.add_char buffer c
           | 'b' -> Buffer.add_char buffer '\b' | 'f' -> Buffer.add_char buffer '\012'
           | 'n' -> Buffer.add_char buffer '\n' | 'r' -> Buffer.add_char buffer '\r' | 't' -> Buffer.add_char buffer '\t'
           | 'u' ->
               let u = hex4 () in
               let code =
                 if u >= 0xd800 && u < 0xdc00 then begin
                   expect '\\'; expect 'u';
                   let low = hex4 () in
                   if low < 0xdc00 || low > 0xdfff then refuse "lone surrogate";
                   0x10000 + ((u - 0xd800) lsl 10) + (low - 0xdc00)
                 end else if u >= 0xdc00 && u <= 0xdfff then refuse "lone surrogate" else u in
               Buffer.add_utf_8_uchar buffer (Uchar.of_int code)
           | _ -> refuse "bad escape");
          go ()
      | c when Char.code c < 0x20 -> refuse "control character in a string"
      | c -> Buffer.add_char buffer c; go () in
    go ();
    (Buffer.contents buffer, !escaped) in
  let number () =
    let start = !at in
    if peek () = '-' then incr at;
    while !at < n && (match text.[!at] with '0' .. '9' -> true | _ -> false) do incr at done;
    let digits = String.sub text start (!at - start) in
    let body = if digits <> "" && digits.[0] = '-' then String.sub digits 1 (String.length digits - 1) else digits in
    if body = "" || digits = "-0" || (body.[0] = '0' && body <> "0") then refuse "not an integer";
    if !at < n && String.contains ".eE" text.[!at] then refuse "not an integer";
    match int_of_string_opt digits with Some x -> Integer x | None -> refuse "an integer beyond the machine's" in
  let rec value depth =
    if depth > 16 then refuse "too deep";
    blanks ();
    match peek () with
    | '{' -> incr at; Object (members depth)
    | '[' -> incr at; Array (elements depth)
    | '"' -> incr at; let s, e = string () in String (s, e)
    | _ -> number ()
  and members depth =
    blanks ();
    if peek () = '}' then (incr at; []) else
      let rec go seen =
        blanks (); expect '"';
        let name, _ = string () in
        if List.mem_assoc name seen then refuse "the field %S twice" name;
        blanks (); expect ':';
        let seen = (name, value (depth + 1)) :: seen in
        blanks ();
        match next () with ',' -> go seen | '}' -> List.rev seen | _ -> refuse "syntax at byte %d" !at in
      go []
  and elements depth =
    blanks ();
    if peek () = ']' then (incr at; []) else
      let rec go seen =
        let seen = value (depth + 1) :: seen in
        blanks ();
        match next () with ',' -> go seen | ']' -> List.rev seen | _ -> refuse "syntax at byte %d" !at in
      go [] in
  let result = value 0 in
  blanks ();
  if !at < n then refuse "more after the object";
  result
