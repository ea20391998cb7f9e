//! The embedded default: 1,797 handwritten digits of 8 x 8 pixels as bytes 0..=16, in 10 classes.
//!
//! Source: E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine
//! Learning Repository, 1998 (its test part), as carried by the crate `smartcore`. The feature and
//! class names that smartcore attaches to it belong to another data set and are not used.
//!
//! ```
//! let digits = jerc::dataset::digits::load_digits()?;
//! assert_eq!((digits.n(), digits.d(), digits.l()), (1797, 64, 10));
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Dataset, Features, Labels};
use crate::error::{Error, Result};

const PIXELS: usize = 64;
/// A pixel counts the set bits in a 4 x 4 block of the scan.
const BRIGHTEST: u8 = 16;
const CLASSES: usize = 10;

/// The 1,797 digits.
///
/// # Errors
/// [`Error::OutOfRange`] if the embedded copy is not what it should be.
pub fn load_digits() -> Result<Dataset> {
    let raw = smartcore::dataset::digits::load_dataset();
    let pixels = small_integers("pixel of the embedded digits", &raw.data, BRIGHTEST)?;
    let classes = small_integers("class of the embedded digits", &raw.target, CLASSES as u8 - 1)?;
    let labels = Labels::classes(classes.into_iter().map(usize::from).collect(), CLASSES)?;
    Dataset::new("digits", Features::bytes(pixels, PIXELS)?, Some(labels))
}

/// Reals that must be integers in `0..=largest`.
fn small_integers(what: &str, values: &[f32], largest: u8) -> Result<Vec<u8>> {
    let integer = |&value: &f32| match value.fract() == 0.0 && (0.0..=f32::from(largest)).contains(&value) {
        true => Ok(value as u8),
        false => Err(Error::range(what, format!("an integer in 0..={largest}"), value)),
    };
    values.iter().map(integer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Values;

    #[test]
    fn the_embedded_digits_are_the_known_ones() {
        let digits = load_digits().unwrap();
        assert_eq!((digits.n(), digits.d(), digits.l()), (1797, 64, 10));
        let Values::Bytes(pixels) = digits.features().values() else { panic!("reals") };
        // The first image is a zero; its first row of pixels is printed in many tutorials.
        assert_eq!(pixels[..8], [0, 0, 5, 13, 9, 1, 0, 0]);
        assert_eq!((pixels.iter().max(), pixels.iter().min()), (Some(&16), Some(&0)));
        let (of, _) = digits.labels().unwrap().as_classes().unwrap();
        assert_eq!(of[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let sizes: Vec<_> = (0..10).map(|class| of.iter().filter(|&&c| c == class).count()).collect();
        assert_eq!(sizes, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    }

    #[test]
    fn what_is_no_small_integer_is_refused() {
        for bad in [-1.0, 0.5, 17.0, f32::NAN, f32::INFINITY] {
            assert!(matches!(small_integers("pixel", &[0.0, bad], 16), Err(Error::OutOfRange { .. })), "{bad}");
        }
        assert_eq!(small_integers("pixel", &[0.0, 16.0], 16).unwrap(), [0, 16]);
    }
}
