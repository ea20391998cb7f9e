//! A specification of any bytes is read or refused; what is read is built for a few dimensions.
#![no_main]

mod door;

use jerc::augment::Spec;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(spec) = Spec::read(&door::file("a.json", bytes)) {
        for d in [1, 2, 4, 16] {
            if let Ok(built) = spec.augmentation(d) {
                assert_eq!(built.dimension(), d);
            }
        }
    }
});
