//! Single-field mutations of good certificates are never accepted with a claim that is false.
//!
//! Truth is decided without the checker's mathematics, for d <= 3: the polynomial det(A - xS) has
//! only real roots, so by Descartes' rule (exact in that case) the changes of sign after a shift by
//! x count the eigenvalues above x; bisection does the rest.

mod common;

use common::{Random, dyadic, matrix, ratio, scaled, stretched};
use jerc_check::{Reject, Verified, check};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde_json::{Value, json};
use std::{cell::RefCell, collections::HashMap};

type Matrix = Vec<Vec<BigRational>>;
type Polynomial = Vec<BigRational>;
type Enclosures = Vec<(BigRational, BigRational)>;

// ---- the file, read naively ----

fn number(mantissa: &Value, exponent: &Value) -> BigRational {
    let mantissa: BigInt = mantissa.as_str().unwrap().parse().unwrap();
    BigRational::from(mantissa) * BigRational::from_integer(2.into()).pow(exponent.as_i64().unwrap() as i32)
}

fn read(m: &Value) -> Matrix {
    let entries: Vec<_> = m["entries"].as_array().unwrap().iter().map(|entry| number(entry, &m["exponent"])).collect();
    entries.chunks(m["cols"].as_u64().unwrap() as usize).map(<[_]>::to_vec).collect()
}

fn scale(file: &Value) -> BigRational {
    let part = |name: &str| file["scale"][name].as_str().map_or(BigInt::one(), |text| text.parse().unwrap());
    BigRational::new(part("s"), part("a"))
}

// ---- the truth ----

fn times(x: &[BigRational], y: &[BigRational]) -> Polynomial {
    let mut product = vec![BigRational::zero(); x.len() + y.len() - 1];
    for (i, a) in x.iter().enumerate() {
        for (j, b) in y.iter().enumerate() {
            product[i + j] += a * b;
        }
    }
    product
}

fn determinant(m: &[Vec<Polynomial>]) -> Polynomial {
    if m.is_empty() {
        return vec![BigRational::one()];
    }
    let mut sum = vec![BigRational::zero(); m.len() + 1];
    for j in 0..m.len() {
        let minor: Vec<Vec<_>> = m[1..].iter().map(|row| [&row[..j], &row[j + 1..]].concat()).collect();
        for (power, x) in times(&m[0][j], &determinant(&minor)).into_iter().enumerate() {
            sum[power] += if j % 2 == 0 { x } else { -x };
        }
    }
    sum
}

/// det(A - xS) as a polynomial in x.
fn characteristic(a: &Matrix, s: &Matrix) -> Polynomial {
    let line = |i: usize, j: usize| vec![a[i][j].clone(), -&s[i][j]];
    determinant(&(0..a.len()).map(|i| (0..a.len()).map(|j| line(i, j)).collect()).collect::<Vec<_>>())
}

/// A polynomial times the common denominator of its coefficients: the same roots, in integers. All
/// denominators are powers of 2, so that the largest is a multiple of each.
fn in_integers(polynomial: &Polynomial) -> Vec<BigInt> {
    let common = polynomial.iter().map(BigRational::denom).max().unwrap();
    polynomial.iter().map(|c| (c * common).to_integer()).collect()
}

/// How many roots are above x = p/q: the changes of sign among the coefficients in y of q^n times the
/// polynomial at (p + y)/q.
fn above(polynomial: &[BigInt], x: &BigRational) -> usize {
    let (mut shifted, mut power) = (polynomial.to_vec(), BigInt::one());
    for coefficient in shifted.iter_mut().rev() {
        *coefficient *= &power;
        power *= x.denom();
    }
    for low in 0..shifted.len() {
        for i in (low..shifted.len() - 1).rev() {
            let next = x.numer() * &shifted[i + 1];
            shifted[i] += next;
        }
    }
    let signs: Vec<_> = shifted.iter().filter(|c| !c.is_zero()).map(Signed::is_positive).collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

fn positive_definite(s: &Matrix) -> bool {
    let minor = |n: usize| -> Vec<Vec<Polynomial>> {
        (0..n).map(|i| (0..n).map(|j| vec![s[i][j].clone()]).collect()).collect()
    };
    (1..=s.len()).all(|n| determinant(&minor(n))[0].is_positive())
}

/// Enclosures of the eigenvalues, largest first, of relative width 2^-70 or so.
fn eigenvalues(a: &Matrix, s: &Matrix) -> Enclosures {
    // Most mutants have the pencil of their file.
    thread_local!(static KNOWN: RefCell<HashMap<[Matrix; 2], Enclosures>> = RefCell::default());
    let pencil = [a.clone(), s.clone()];
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&pencil).cloned()) {
        return known;
    }
    let polynomial = in_integers(&characteristic(a, s));
    let mut radius = BigRational::one();
    while above(&polynomial, &radius) > 0 || above(&polynomial, &-&radius) < a.len() {
        radius *= BigRational::from_integer(2.into());
    }
    let enclosure = |i: usize| {
        let (mut low, mut high) = (-&radius, radius.clone());
        for _ in 0..80 {
            let middle = (&low + &high) / BigRational::from_integer(2.into());
            if above(&polynomial, &middle) > i { low = middle } else { high = middle }
        }
        (low, high)
    };
    let found = (0..a.len()).map(enclosure).collect();
    KNOWN.with_borrow_mut(|known| known.entry(pencil).or_insert(found).clone())
}

/// The sine of the largest angle between the span of V_k and the top k-space, in f64, by k x k and
/// d x d elimination-free formulas: its square is 1 - the least eigenvalue of G^-1 C'C with C =
/// U_k' S V_k, G = V_k' S V_k, computed for k = 1 or d - k = 1 only.
fn sine(a: &Matrix, s: &Matrix, v: &Matrix, k: usize, lambda: &[(BigRational, BigRational)]) -> Option<f64> {
    let d = a.len();
    let f = |m: &Matrix| -> Vec<Vec<f64>> { m.iter().map(|row| row.iter().map(common::approx).collect()).collect() };
    let (a, s, v) = (f(a), f(s), f(v));
    let form =
        |x: &[f64], y: &[f64]| -> f64 { (0..d).map(|i| (0..d).map(|j| x[i] * s[i][j] * y[j]).sum::<f64>()).sum() };
    let column = |j: usize| -> Vec<f64> { (0..d).map(|i| v[i][j]).collect() };
    // The eigenvector: the largest column of the adjugate of A - lambda S.
    let eigenvector = |i: usize| -> Vec<f64> {
        let l = common::approx(&lambda[i].0);
        let m = |i: usize, j: usize| a[i][j] - l * s[i][j];
        let columns: Vec<Vec<f64>> = match d {
            2 => vec![vec![m(1, 1), -m(1, 0)], vec![-m(0, 1), m(0, 0)]],
            _ => {
                let cross = |x: usize, y: usize| -> Vec<f64> {
                    (0..3)
                        .map(|c| m(x, (c + 1) % 3) * m(y, (c + 2) % 3) - m(x, (c + 2) % 3) * m(y, (c + 1) % 3))
                        .collect()
                };
                vec![cross(0, 1), cross(0, 2), cross(1, 2)]
            }
        };
        columns.into_iter().max_by(|x, y| form(x, x).total_cmp(&form(y, y))).unwrap()
    };
    if k == 1 {
        let (u, v) = (eigenvector(0), column(0));
        Some((1.0 - form(&u, &v).powi(2) / form(&u, &u) / form(&v, &v)).max(0.0).sqrt())
    } else if k + 1 == d {
        // The top space is what is S-orthogonal to the last eigenvector u: the sine is the length
        // of u's projection on span V_k.
        let (u, x, y) = (eigenvector(d - 1), column(0), column(1));
        let (g, h) = ([form(&x, &x), form(&x, &y), form(&y, &y)], [form(&u, &x), form(&u, &y)]);
        let square = (g[2] * h[0] * h[0] - 2.0 * g[1] * h[0] * h[1] + g[0] * h[1] * h[1]) / (g[0] * g[2] - g[1] * g[1]);
        Some((square / form(&u, &u)).max(0.0).sqrt())
    } else {
        None
    }
}

/// What is false in a verified file, if anything.
fn falsehood(file: &Value, verified: &Verified) -> Option<&'static str> {
    let (a, s, v) = (read(&file["pencil"]["a"]), read(&file["pencil"]["s"]), read(&file["witness"]["v"]));
    let (k, scale) = (verified.k, scale(file));
    let mirrored = |m: &Matrix| (0..m.len()).all(|i| (0..i).all(|j| m[i][j] == m[j][i]));
    if !mirrored(&a) || !mirrored(&s) || !positive_definite(&s) {
        return Some("no definite symmetric pencil");
    }
    let lambda = eigenvalues(&a, &s);
    let least: BigRational = lambda[..k].iter().map(|l| &l.0 * &scale).sum();
    let most: BigRational = lambda[..k].iter().map(|l| &l.1 * &scale).sum();
    if verified.upper < least || verified.lower > most || verified.lower > verified.upper {
        return Some("the bounds");
    }
    if &verified.upper - &verified.lower > &verified.relative_gap * verified.upper.abs() {
        return Some("the relative gap");
    }
    if let Some([constant, lower, upper]) = &verified.loss {
        let factor = BigRational::from_integer(if file["claim"]["problem"] == "je" { 2 } else { 1 }.into());
        if *lower > constant - &factor * most || *upper < constant - factor * least {
            return Some("the loss");
        }
    }
    if let Some(gap) = &verified.eigengap
        && (gap.is_negative() || (&lambda[k - 1].0 - &lambda[k].1) * &scale <= *gap)
    {
        return Some("the eigengap");
    }
    if let Some(distance) = &verified.distance
        && (lambda[k - 1].0 <= lambda[k].1
            || sine(&a, &s, &v, k, &lambda).is_some_and(|sine| distance.to_f64().unwrap() < sine - 1e-6))
    {
        return Some("the distance");
    }
    None
}

// ---- good certificates: a random integer pencil, V by Jacobi in f64 ----

/// Jacobi's method: the eigenvalues and the rotations.
fn jacobi(mut m: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let d = m.len();
    let mut q: Vec<Vec<f64>> = (0..d).map(|i| (0..d).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for (i, j) in (0..30).flat_map(|_| (0..d).flat_map(|i| (0..i).map(move |j| (i, j)))) {
        if m[i][j].abs() > 1e-300 {
            let theta = 0.5 * (2.0 * m[i][j]).atan2(m[j][j] - m[i][i]);
            let (c, s) = (theta.cos(), theta.sin());
            for l in 0..d {
                (m[l][j], m[l][i]) = (c * m[l][j] + s * m[l][i], c * m[l][i] - s * m[l][j]);
                (q[l][j], q[l][i]) = (c * q[l][j] + s * q[l][i], c * q[l][i] - s * q[l][j]);
            }
            for l in 0..d {
                (m[j][l], m[i][l]) = (c * m[j][l] + s * m[i][l], c * m[i][l] - s * m[j][l]);
            }
        }
    }
    ((0..d).map(|i| m[i][i]).collect(), q)
}

/// A certificate with every optional field, of a random pencil; `coarse` is the size of a
/// deliberate error in V.
fn certificate(random: &mut Random, d: usize, k: usize, coarse: f64) -> Value {
    let integer = |random: &mut Random, n: usize| random.below(2 * n + 1) as f64 - n as f64;
    let symmetric = |random: &mut Random| {
        let rows: Vec<Vec<f64>> = (0..d).map(|_| (0..d).map(|_| integer(random, 20)).collect()).collect();
        (0..d).map(|i| (0..d).map(|j| rows[i.max(j)][i.min(j)]).collect()).collect::<Vec<Vec<f64>>>()
    };
    let product = |x: &[Vec<f64>], y: &[Vec<f64>]| -> Vec<Vec<f64>> {
        (0..d).map(|i| (0..d).map(|j| (0..d).map(|l| x[i][l] * y[l][j]).sum()).collect()).collect()
    };
    let a = symmetric(random);
    let root = symmetric(random);
    let mut s = product(&root, &root);
    (0..d).for_each(|i| s[i][i] += 30.0);
    let (weights, q) = jacobi(s.clone());
    let root: Vec<Vec<f64>> = (0..d).map(|i| (0..d).map(|j| q[i][j] / weights[j].sqrt()).collect()).collect();
    let transposed: Vec<Vec<f64>> = (0..d).map(|i| (0..d).map(|j| root[j][i]).collect()).collect();
    let (lambda, u) = jacobi(product(&product(&transposed, &a), &root));
    let mut order: Vec<usize> = (0..d).collect();
    order.sort_by(|i, j| lambda[*j].total_cmp(&lambda[*i]));
    let lambda: Vec<f64> = order.iter().map(|i| lambda[*i]).collect();
    let v = product(&root, &u);
    let v: Vec<Vec<f64>> =
        (0..d).map(|i| (0..d).map(|j| v[i][order[j]] * (1.0 + coarse * random.signed())).collect()).collect();
    let gap = if k < d { lambda[k - 1] - lambda[k] } else { 1.0 };
    let (t, floor, epsilon) = (lambda[k - 1] - 0.8 * gap, lambda[k - 1] - 0.2 * gap, 0.1 * gap);
    let sum: f64 = lambda[..k].iter().sum();
    let slack = 1.2 * epsilon * k as f64;
    let mut file = json!({
        "format": "jerc-certificate/1",
        "claim": {"problem": if random.below(2) == 0 { "je" } else { "rc" }, "d": d, "k": k, "source": "random"},
        "pencil": {"a": matrix(d, 0, |i, j| scaled(a[i][j], 0)), "s": matrix(d, 0, |i, j| scaled(s[i][j], 0))},
        "scale": {"a": "5", "s": "5"},
        "witness": {"v": matrix(d, -50, |i, j| scaled(v[i][j], 50)), "t": dyadic(t), "floor": dyadic(floor),
            "c": lambda[..k].iter().map(|l| dyadic(l - t + epsilon)).collect::<Vec<_>>()},
        "bounds": {"lower": ratio(sum, -slack), "upper": ratio(sum, slack),
            "relative_gap": format!("{:e}", 1.01 * 2.0 * slack / (sum + slack).abs())},
        "distance": ratio(0.3, 0.0),
    });
    file["unique"] = json!({"gap": ratio(0.59 * gap, 0.0)});
    let constant = if file["claim"]["problem"] == "je" { 2.0 * k as f64 } else { 50.0 };
    let factor = if file["claim"]["problem"] == "je" { 2.0 } else { 1.0 };
    file["loss"] = json!({"constant": format!("{constant}/1"), "lower": ratio(constant - factor * sum, -factor * slack * 1.01),
        "upper": ratio(constant - factor * sum, factor * slack * 1.01)});
    if k == d {
        file.as_object_mut().unwrap().retain(|name, _| name != "unique" && name != "distance");
    }
    file
}

// ---- mutations ----

fn leaves(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| leaves(field, format!("{path}/{name}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| leaves(item, format!("{path}/{i}"), found))
        }
        _ => found.push(path),
    }
}

fn mutate(file: &Value, random: &mut Random) -> Value {
    let mut paths = Vec::new();
    leaves(file, String::new(), &mut paths);
    let path = &paths[random.below(paths.len())];
    let other = file.pointer(&paths[random.below(paths.len())]).unwrap().clone();
    let mut mutant = file.clone();
    let leaf = mutant.pointer_mut(path).unwrap();
    *leaf = match (random.below(8), &*leaf) {
        (0, _) => other,
        (_, Value::Number(n)) => json!(n.as_i64().unwrap() + random.below(7) as i64 - 3),
        (1 | 2, Value::String(text)) => match text.strip_prefix('-') {
            Some(digits) => json!(digits),
            None => json!(format!("-{text}")),
        },
        (choice, Value::String(text)) => {
            // A digit replaced, removed or doubled; most often a leading one, since a change in the
            // last is within the slack.
            let mut characters: Vec<char> = text.chars().collect();
            let range = if choice < 6 { characters.len().min(4) } else { characters.len() };
            let at = random.below(range.max(1)).min(characters.len().saturating_sub(1));
            match random.below(4) {
                0 if !characters.is_empty() => drop(characters.remove(at)),
                1 if !characters.is_empty() => characters.insert(at, characters[at]),
                _ if !characters.is_empty() => characters[at] = char::from(b'0' + random.below(10) as u8),
                _ => {}
            }
            json!(characters.into_iter().collect::<String>())
        }
        _ => other,
    };
    mutant
}

/// Mutants of certificates for (d, k), from a stream of their own: how many the checker accepted, all
/// of them true, how many it refused, and how many files stated a distance.
fn mutants_of(seed: u64, d: usize, k: usize) -> [usize; 3] {
    let mut random = Random(seed);
    let [mut verified, mut refused, mut kept_distance] = [0; 3];
    for _ in 0..6 {
        let coarse = [0.0, 1e-3][random.below(2)];
        let file = certificate(&mut random, d, k, coarse);
        let Ok(good) = check(&serde_json::to_vec(&file).unwrap()) else { continue };
        assert_eq!(falsehood(&file, &good), None, "{file}");
        kept_distance += usize::from(good.distance.is_some());
        for _ in 0..500 {
            let mutant = mutate(&file, &mut random);
            match check(&serde_json::to_vec(&mutant).unwrap()) {
                Err(_) => refused += 1,
                Ok(claim) => {
                    assert_eq!(falsehood(&mutant, &claim), None, "{mutant}");
                    verified += 1;
                }
            }
        }
    }
    [verified, refused, kept_distance]
}

#[test]
fn mutations_are_never_accepted_with_a_false_claim() {
    // A thread for each size: the larger ones take most of the time.
    let sizes = [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)];
    let counts: Vec<[usize; 3]> = std::thread::scope(|scope| {
        let spawn =
            |(i, &(d, k)): (usize, &(usize, usize))| scope.spawn(move || mutants_of(20_261_123 + i as u64, d, k));
        let running: Vec<_> = sizes.iter().enumerate().map(spawn).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let [verified, refused, kept_distance] = [0, 1, 2].map(|of| counts.iter().map(|c| c[of]).sum::<usize>());
    println!("{verified} mutants verified and true, {refused} refused, {kept_distance} files with a distance");
    assert!(
        verified + refused >= 10_000 && verified > 500 && refused > 2_000 && kept_distance >= 6,
        "{verified}, {refused}, {kept_distance}"
    );
}

/// Whatever the rows, lengths and gaps of V; and something above the angle must be accepted.
#[test]
fn a_distance_below_the_true_angle_is_refused() {
    let mut random = Random(77);
    let mut seen = std::collections::BTreeMap::new();
    for (d, k) in [(2, 1), (3, 1), (3, 2)] {
        for coarse in [1e-3, 1e-2, 0.05, 0.2] {
            for _ in 0..12 {
                let file = certificate(&mut random, d, k, coarse);
                let (a, s, v) = (read(&file["pencil"]["a"]), read(&file["pencil"]["s"]), read(&file["witness"]["v"]));
                let lambda = eigenvalues(&a, &s);
                let truth = sine(&a, &s, &v, k, &lambda).unwrap();
                let apart = |i: usize, j: usize| common::approx(&(&lambda[i].0 - &lambda[j].0));
                let spread = apart(0, d - 1) / apart(k - 1, k);
                let last = |shift| (0..d).map(|i| if i + 1 == d { shift } else { 0 }).collect();
                for (shift, lengths) in
                    [(-3, vec![-3; d]), (0, vec![0; d]), (3, vec![3; d]), (-2, last(-2)), (2, last(2))]
                {
                    let text = |at: f64| serde_json::to_vec(&stretched(&file, &lengths, at)).unwrap();
                    let verdict = |at: f64| check(&text(at)).map(drop);
                    // V may be too coarse to prove anything at all.
                    if verdict(1e6).is_err() {
                        continue;
                    }
                    assert_eq!(verdict(0.999 * truth), Err(Reject::DistanceUnderstated), "{shift}: {file}");
                    // What leaves the span is at most the spread of the eigenvalues times the angle.
                    assert!(shift.abs() == 2 || verdict(20.0 * spread * truth) == Ok(()), "{shift}: {file}");
                    *seen.entry((d, k, shift)).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(seen.len() == 15 && seen.values().all(|&count| count >= 12), "{seen:?}");
}
