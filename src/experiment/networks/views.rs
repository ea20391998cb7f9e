//! How an image is moved and stretched.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// The range of the stretch of each axis.
const STRETCH: [f64; 2] = [0.8, 1.25];

/// Pixel centres of one axis in the source: two neighbours with their weights. A neighbour outside,
/// which is 0, is the first pixel with weight 0.
fn places(side: usize, (stretch, shift): (f64, f64)) -> impl Iterator<Item = [(usize, f64); 2]> {
    let centre = (side as f64 - 1.0) / 2.0;
    let inside = move |at: i64, weight: f64| match usize::try_from(at) {
        Ok(at) if at < side => (at, weight),
        _ => (0, 0.0),
    };
    (0..side).map(move |i| {
        let place = centre + (i as f64 - centre) * stretch + shift;
        // The floor; that of the standard library is a call into the C library here.
        let towards_zero = place as i64;
        let first = towards_zero - i64::from(place < towards_zero as f64);
        let part = place - first as f64;
        [inside(first, 1.0 - part), inside(first + 1, part)]
    })
}

/// Draws an affine map for an image: each axis is stretched by U\[0.8, 1.25\] about the centre and
/// shifted by U\[-shift, shift\] pixels, with linear interpolation, and 0 outside.
pub fn affine(image: &[f64], side: usize, shift: f64, rng: &mut ChaCha8Rng, into: &mut [f64]) {
    let [low, high] = STRETCH;
    let mut drawn = || (rng.random_range(low..=high), rng.random_range(-shift..=shift));
    let (rows, columns) = (drawn(), drawn());
    moved(image, side, [rows, columns], into);
}

/// The image under a stretch and a shift of its rows and of its columns.
pub fn moved(image: &[f64], side: usize, [rows, columns]: [(f64, f64); 2], into: &mut [f64]) {
    let columns: Vec<[(usize, f64); 2]> = places(side, columns).collect();
    let row = |i: usize| &image[i * side..(i + 1) * side];
    // A row under the stretch of rows.
    let mut half = vec![0.0; side];
    for ([(first, v), (second, w)], into) in places(side, rows).zip(into.chunks_exact_mut(side)) {
        for ((half, a), b) in half.iter_mut().zip(row(first)).zip(row(second)) {
            *half = v * a + w * b;
        }
        for ([(first, v), (second, w)], pixel) in columns.iter().zip(into) {
            *pixel = v * half[*first] + w * half[*second];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    /// Both axes have draws of their own, over the whole range: the centre of mass of a square of
    /// pixels tells shift and stretch of each.
    #[test]
    fn stretch_and_shift_of_each_axis_fill_their_ranges() {
        const SIDE: usize = 24;
        let inside = |i: usize| (8..16).contains(&i);
        let image: Vec<f64> =
            (0..SIDE * SIDE).map(|at| f64::from(u8::from(inside(at / SIDE) && inside(at % SIDE)))).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let mut ends = [[f64::INFINITY, f64::NEG_INFINITY]; 4];
        let mut together = [0.0; 2];
        let mut view = vec![0.0; SIDE * SIDE];
        for _ in 0..300 {
            affine(&image, SIDE, 2.0, &mut rng, &mut view);
            let place = |axis: usize, at: usize| if axis == 0 { at / SIDE } else { at % SIDE };
            let mass: f64 = view.iter().sum();
            let found = [0, 1].map(|axis| {
                let moment = |power: i32, centre: f64| {
                    let of = |(at, p): (usize, &f64)| p * (place(axis, at) as f64 - centre).powi(power);
                    view.iter().enumerate().map(of).sum::<f64>() / mass
                };
                let centre = moment(1, 0.0);
                // A stretched view is narrower: the source is read in larger steps.
                let stretch = (21.0f64 / 4.0 / moment(2, centre)).sqrt();
                ((11.5 - centre) * stretch, stretch)
            });
            for (axis, (shift, stretch)) in found.into_iter().enumerate() {
                for (ends, value) in ends[2 * axis..].iter_mut().zip([shift, stretch]) {
                    *ends = [ends[0].min(value), ends[1].max(value)];
                }
            }
            together[0] += found[0].0 * found[1].0;
            together[1] += (found[0].1 - 1.025) * (found[1].1 - 1.025);
        }
        for (axis, range) in ends.chunks(2).enumerate() {
            let ([low, high], [narrow, wide]) = (range[0], range[1]);
            assert!((low + 2.0).abs() < 0.15 && (high - 2.0).abs() < 0.15, "axis {axis}: {low} to {high}");
            assert!((narrow - 0.8).abs() < 0.05 && (wide - 1.25).abs() < 0.05, "axis {axis}: {narrow} to {wide}");
        }
        // Variances 4/3 and 0.017, and 300 draws.
        assert!((together[0] / 300.0).abs() < 0.3 && (together[1] / 300.0).abs() < 0.005, "{together:?}");
    }
}
