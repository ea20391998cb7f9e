use super::*;
use crate::scalar::ratio;

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
