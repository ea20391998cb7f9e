//! How an image is moved and stretched.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// The range of the stretch of each axis.
const STRETCH: [f64; 2] = [0.8, 1.25];

/// Pixel centres of one axis in the source: two neighbours and how far the second is.
fn places(side: usize, stretch: f64, shift: f64, into: &mut Vec<(isize, f64)>) {
    let centre = (side as f64 - 1.0) / 2.0;
    into.clear();
    into.extend((0..side).map(|i| {
        let place = centre + (i as f64 - centre) * stretch + shift;
        (place.floor() as isize, place - place.floor())
    }));
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
    let mut of_axis = Vec::with_capacity(side);
    let mut half = vec![0.0; side * side];
    let inside = |place: isize| usize::try_from(place).ok().filter(|place| *place < side);
    places(side, rows.0, rows.1, &mut of_axis);
    for (i, &(place, part)) in of_axis.iter().enumerate() {
        for (source, weight) in [(place, 1.0 - part), (place + 1, part)] {
            let Some(source) = inside(source) else { continue };
            for j in 0..side {
                half[i * side + j] += weight * image[source * side + j];
            }
        }
    }
    places(side, columns.0, columns.1, &mut of_axis);
    into.fill(0.0);
    for (j, &(place, part)) in of_axis.iter().enumerate() {
        for (source, weight) in [(place, 1.0 - part), (place + 1, part)] {
            let Some(source) = inside(source) else { continue };
            for i in 0..side {
                into[i * side + j] += weight * half[i * side + source];
            }
        }
    }
}
