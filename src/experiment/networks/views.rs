//! How an image is moved and stretched.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// The range of the stretch of each axis.
const STRETCH: [f64; 2] = [0.8, 1.25];

/// Pixel centres of one axis in the source: two neighbours with their weights. A neighbour outside
/// is the pixel after the last, which is 0.
fn places(side: usize, (stretch, shift): (f64, f64)) -> impl Iterator<Item = [(usize, f64); 2]> {
    let centre = (side as f64 - 1.0) / 2.0;
    let inside = move |place: f64| if place >= 0.0 && place < side as f64 { place as usize } else { side };
    (0..side).map(move |i| {
        let place = centre + (i as f64 - centre) * stretch + shift;
        let (first, part) = (place.floor(), place - place.floor());
        [(inside(first), 1.0 - part), (inside(first + 1.0), part)]
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
    let zeros = vec![0.0; side];
    let row = |i: usize| if i < side { &image[i * side..(i + 1) * side] } else { &zeros };
    // A row under the stretch of rows, and the 0 after its last pixel.
    let mut half = vec![0.0; side + 1];
    for ([(first, v), (second, w)], into) in places(side, rows).zip(into.chunks_exact_mut(side)) {
        for ((half, a), b) in half.iter_mut().zip(row(first)).zip(row(second)) {
            *half = v * a + w * b;
        }
        for ([(first, v), (second, w)], pixel) in columns.iter().zip(into) {
            *pixel = v * half[*first] + w * half[*second];
        }
    }
}
