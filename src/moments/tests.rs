use super::*;
use crate::scalar::{Twice, ratio};

#[test]
fn hand_computed_moments() {
    // X = [[1, 2], [3, -1]], Y = [[1], [2]]: X'X = [[10, -1], [-1, 5]], Y'X = [7, 0], |Y|² = 5.
    let x = DMatrix::from_row_slice(2, 2, &[1., 2., 3., -1.]);
    let y = DMatrix::from_row_slice(2, 1, &[1., 2.]);
    let expected = DataMoments {
        count: 2,
        mean: DVector::from_vec(vec![2., 0.5]),
        second: DMatrix::from_row_slice(2, 2, &[5., -0.5, -0.5, 2.5]),
        label_cross: DMatrix::from_row_slice(1, 2, &[3.5, 0.]),
        label_mean: DVector::from_vec(vec![1.5]),
        label_energy: 2.5,
    };
    assert_eq!(DataMoments::from_samples(&x, &y).unwrap(), expected);
    let mut stream = MomentAccumulator::new(2, 1);
    stream.push(&[1., 2.], &[1.]).unwrap();
    stream.push(&[3., -1.], &[2.]).unwrap();
    assert_eq!(stream.finish().unwrap(), expected);
    assert_eq!((expected.dimension(), expected.labels()), (2, 1));
}

/// Data with more than one tile and more than one chunk; the integers make every route exact.
fn integers(n: usize, d: usize) -> Vec<u8> {
    (0..n * d).map(|i| ((i * 7919 + i / d * 104_729) % 251) as u8).collect()
}

#[test]
fn stream_merge_and_exact_agree_over_tiles_and_chunks() {
    let (n, d, classes) = (1100, 140, 3);
    let x = integers(n, d);
    let labels: Vec<usize> = (0..n).map(|i| i % classes).collect();
    let one_hot: Vec<f64> =
        labels.iter().flat_map(|&c| (0..classes).map(move |j| f64::from(u8::from(j == c)))).collect();
    let exact = exact_moments_u8(&x, d, &labels, classes).unwrap();

    let mut whole = MomentAccumulator::new(d, classes);
    whole.push_u8(&x, &one_hot).unwrap();
    let (mut left, mut right) = (MomentAccumulator::new(d, classes), MomentAccumulator::new(d, classes));
    let cut = 513;
    left.push_u8(&x[..cut * d], &one_hot[..cut * classes]).unwrap();
    right.push_u8(&x[cut * d..], &one_hot[cut * classes..]).unwrap();
    left.merge(&right).unwrap();
    for moments in [whole.finish().unwrap(), left.finish().unwrap()] {
        assert_eq!(moments.count, n);
        assert_eq!(moments.mean, exact.mean.map(|v| v.approx()));
        assert_eq!(moments.second, exact.second.map(|v| v.approx()));
        assert_eq!(moments.label_cross, exact.label_cross.map(|v| v.approx()));
        // Three divided class counts are summed: one rounding each.
        assert!((moments.label_energy - exact.label_energy.approx()).abs() < 4. * f64::EPSILON);
    }
}

#[test]
fn a_million_rows_lose_at_most_a_few_ulps() {
    // Rows (a, b) with a = 0.1, b = -0.3 + 1e-3 (i mod 10): the exact sums are rational.
    let n = 1_000_000;
    let rows: Vec<f64> = (0..n).flat_map(|i| [0.1, -0.3 + 1e-3 * (i % 10) as f64]).collect();
    let mut stream = MomentAccumulator::new(2, 0);
    for chunk in rows.chunks(2 * 777) {
        stream.push(chunk, &[]).unwrap();
    }
    let found = stream.finish().unwrap();
    // Every row repeats ten times 10^5 times, so the mean over ten rows is the exact answer.
    let ten = DMatrix::from_row_slice(10, 2, &rows[..20]);
    let exact = DataMoments::from_samples(
        &crate::scalar::exact_matrix(&ten).unwrap(),
        &DMatrix::from_element(10, 0, ratio(0, 1)),
    )
    .unwrap();
    for (f, e) in found.second.iter().chain(found.mean.iter()).zip(exact.second.iter().chain(exact.mean.iter())) {
        let error = ((f - e.approx()) / e.approx()).abs();
        // Equal rows are the worst case, since their rounding errors do not average out: 48 terms
        // give at most 24 ulps, found are 2. A plain running sum is off by thousands.
        assert!(error <= 4.0 * f64::EPSILON, "{error:e}");
    }
}

#[test]
fn merging_keeps_the_low_parts() {
    // 1 + 2^-60 + ... : each stream holds a low part that a plain merge would drop.
    let mut total = MomentAccumulator::new(1, 0);
    let tiny = 2f64.powi(-30); // its square is 2^-60
    for _ in 0..4 {
        let mut part = MomentAccumulator::new(1, 0);
        part.push(&[1.0], &[]).unwrap();
        for _ in 0..64 {
            part.push(&[tiny], &[]).unwrap();
        }
        total.merge(&part).unwrap();
    }
    // The sum is 4 + 256 * 2^-60 = 4 + 2^-52, half an ulp of 4: visible in the low parts only.
    let low: f64 = total.tiles[0].low[0];
    assert_eq!(low, 2f64.powi(-52));
}

#[test]
fn bad_input_is_refused_and_leaves_the_stream_as_it_was() {
    let mut stream = MomentAccumulator::new(2, 1);
    assert!(matches!(stream.finish(), Err(Error::OutOfRange { .. })));
    assert!(matches!(stream.push(&[1., 2., 3.], &[1.]), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(stream.push(&[1., 2.], &[1., 2.]), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(stream.push_u8(&[1, 2], &[]), Err(Error::ShapeMismatch { .. })));
    stream.push(&[1., 2.], &[0.]).unwrap();
    match stream.push(&[1., 2., 3., f64::NAN], &[0., 0.]) {
        Err(Error::NotFinite { position, .. }) => assert_eq!(position, "sample 2, column 1"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(stream.push(&[1., 2.], &[f64::INFINITY]), Err(Error::NotFinite { .. })));
    assert_eq!(stream.finish().unwrap().count, 1);
    assert!(matches!(stream.merge(&MomentAccumulator::new(3, 1)), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(stream.merge(&MomentAccumulator::new(2, 0)), Err(Error::ShapeMismatch { .. })));
    for (x, y) in [([1e200, 0.], 0.), ([1e154, 0.], 1e160), ([0., 0.], 1e200)] {
        let mut overflowing = stream.clone();
        overflowing.push(&x, &[y]).unwrap();
        assert!(matches!(overflowing.finish(), Err(Error::NotFinite { .. })), "{x:?} {y}");
    }

    let two = DMatrix::from_element(2, 1, 1.0);
    assert!(DataMoments::from_samples(&two, &DMatrix::from_element(3, 1, 1.0)).is_err());
    assert!(DataMoments::from_samples(&DMatrix::<f64>::zeros(0, 2), &DMatrix::zeros(0, 1)).is_err());
    assert!(DataMoments::from_samples(&DMatrix::<f64>::zeros(2, 0), &DMatrix::zeros(2, 1)).is_err());
    assert!(exact_moments_u8(&[], 2, &[], 0).is_err());
    assert!(exact_moments_u8(&[1], 0, &[], 0).is_err());
    assert!(exact_moments_u8(&[1, 2, 3], 2, &[0], 1).is_err());
    assert!(exact_moments_u8(&[1, 2], 2, &[0, 0], 1).is_err());
    assert!(exact_moments_u8(&[1, 2], 2, &[1], 1).is_err());
    assert_eq!(exact_moments_u8(&[1, 2], 2, &[], 0).unwrap().label_energy, ratio(0, 1));
    // Without classes labels do not matter.
    assert!(exact_moments_u8(&[1, 2], 2, &[5], 0).is_ok());
}

/// Every field by every route, with as many features as labels, which are no one-hot rows: a row, a
/// column, a unit or a name that is taken for another one shows.
#[test]
fn every_route_fills_every_field() {
    let (n, d) = (5, 2);
    let value = |at: usize| ((at * 37 + at * at * 11) % 23) as f64;
    let (x, y): (Vec<f64>, Vec<f64>) =
        ((0..n * d).map(|at| value(at) / 8.0).collect(), (0..n * d).map(|at| value(at + 50) * 4.0 - 9.0).collect());
    let exact = |values: &[f64]| crate::scalar::exact_matrix(&DMatrix::from_row_slice(n, d, values)).unwrap();
    let expected = DataMoments::from_samples(&exact(&x), &exact(&y)).unwrap();
    assert_eq!(dyadic_moments(&x, d, &y, d).unwrap(), expected);
    let (mut stream, mut twice) = (MomentAccumulator::new(d, d), TwiceAccumulator::new(d, d));
    for (from, to) in [(0, 2), (2, 5)] {
        stream.push(&x[from * d..to * d], &y[from * d..to * d]).unwrap();
        twice.push(&x[from * d..to * d], &y[from * d..to * d]).unwrap();
    }
    assert_eq!(stream.sums(false, false).unwrap().exact_moments().unwrap(), expected);
    assert_eq!(twice.sums(false).unwrap().exact_moments().unwrap(), expected);
    let close = |found: DataMoments<f64>| {
        let expected = expected.approx();
        assert_eq!((found.count, found.second, found.mean), (n, expected.second, expected.mean));
        assert_eq!((found.label_cross, found.label_mean), (expected.label_cross, expected.label_mean));
        assert!((found.label_energy / expected.label_energy - 1.0).abs() < 1e-15);
    };
    close(stream.finish().unwrap());
    close(twice.finish().unwrap().approx());
    // What the sums say they have lost is never nothing, but for integers.
    let roundings = [stream.sums(false, false), twice.sums(false)].map(|sums| sums.unwrap().rounding());
    assert_eq!(roundings, [ROUNDING, TWICE_ROUNDING]);

    // Bytes with classes of unequal sizes.
    let (bytes, classes) = ((0..n * d).map(|at| value(at) as u8).collect::<Vec<_>>(), [2, 0, 2, 1, 2]);
    let one_hot = DMatrix::from_fn(n, 3, |i, c| ratio(i64::from(classes[i] == c), 1));
    let of_bytes = DMatrix::from_fn(n, d, |i, j| ratio(i64::from(bytes[i * d + j]), 1));
    let expected = DataMoments::from_samples(&of_bytes, &one_hot).unwrap();
    assert_eq!(exact_moments_u8(&bytes, d, &classes, 3).unwrap(), expected);
}

/// As if the features had been 0 in the samples, or had not been there.
#[test]
fn features_that_are_zeroed_or_left_out_leave_no_trace() {
    let x = DMatrix::from_fn(4, 3, |i, j| ratio(((i * 5 + j * 7) % 11) as i64 + 1, 1));
    let y = DMatrix::from_fn(4, 2, |i, j| ratio(((i * 3 + j * 5) % 7) as i64 + 1, 1));
    let of = |x: &DMatrix<_>| DataMoments::from_samples(x, &y).unwrap();
    let mut zeroed = x.clone();
    zeroed.column_mut(1).fill(ratio(0, 1));
    assert_eq!(of(&x).without(&[1]), of(&zeroed));
    assert_eq!(of(&x).restricted(&[0, 2]), of(&x.select_columns(&[0, 2])));
    let mean = |j: usize| (0..4).fold(ratio(0, 1), |sum, i| sum + &x[(i, j)]) / ratio(4, 1);
    assert_eq!(of(&x).centred(), of(&DMatrix::from_fn(4, 3, |i, j| &x[(i, j)] - mean(j))));
}

/// Where a value is no number: the sample counts those before, and the columns are its own.
#[test]
fn bad_values_are_named_by_sample_and_column() {
    let position = |result: Result<()>| match result {
        Err(Error::NotFinite { what, position, .. }) => format!("{what}: {position}"),
        other => panic!("{other:?}"),
    };
    // Two features, three labels, two samples before.
    let mut stream = MomentAccumulator::new(2, 3);
    stream.push(&[0.; 4], &[0.; 6]).unwrap();
    for at in 0..4 {
        let mut x = [0.; 4];
        x[at] = f64::NAN;
        let place = format!("samples: sample {}, column {}", 2 + at / 2, at % 2);
        assert_eq!(position(stream.push(&x, &[0.; 6])), place);
    }
    for at in 0..6 {
        let mut y = [0.; 6];
        y[at] = f64::INFINITY;
        assert_eq!(position(stream.push(&[0.; 4], &y)), format!("labels: label {}, column {}", 2 + at / 3, at % 3));
    }
    let mut views = ViewAccumulator::new(2, 3, true);
    views.push(Some(&[0.; 4]), &[0.; 12]).unwrap();
    for at in 0..4 {
        let mut x = [0.; 4];
        x[at] = f64::NAN;
        let place = format!("samples: sample {}, column {}", 2 + at / 2, at % 2);
        assert_eq!(position(views.push(Some(&x), &[0.; 12])), place);
    }
    for at in 0..12 {
        let mut of = [0.; 12];
        of[at] = f64::NAN;
        let place = format!("views: sample {}, view {}, column {}", 2 + at / 6, at / 2 % 3, at % 2);
        assert_eq!(position(views.push(Some(&[0.; 4]), &of)), place);
    }
    // Features and targets that span too much are called by their names.
    let wide = [1.0, 2f64.powi(600)];
    for (x, y, what) in [(wide, [1., 2.], "features"), ([1., 2.], wide, "targets")] {
        match dyadic_moments(&x, 1, &y, 1) {
            Err(Error::OutOfRange { what: found, .. }) => assert_eq!(found, what),
            other => panic!("{other:?}"),
        }
    }
}

/// A feature of thirds is constant for all that rounded sums can tell, and may not be.
#[test]
fn only_exact_sums_tell_a_constant() {
    let gram = || DMatrix::from_row_slice(2, 2, &[36.0, 12.0, 12.0, 4.0]).map(Twice::from);
    assert_eq!(Sums::new(1, 0, gram(), 0.0, false).unwrap().constant(0), Some(3.0));
    assert_eq!(Sums::new(1, 0, gram(), 1e-15, false).unwrap().constant(0), None);
    let mut varies = gram();
    varies[(0, 0)] += Twice::from(1.0);
    assert_eq!(Sums::new(1, 0, varies, 0.0, false).unwrap().constant(0), None);
}
