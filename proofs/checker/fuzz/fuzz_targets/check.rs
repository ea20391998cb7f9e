//! Any bytes are verified or refused, without a panic; what is verified is consistent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use num_traits::Signed;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(verified) = jerc_check::check(bytes) {
        assert!(1 <= verified.k && verified.k <= verified.d && verified.d <= 2048);
        assert!(verified.lower <= verified.upper);
        assert!(!verified.relative_gap.is_negative());
        assert!(verified.source.len() <= 4096);
    }
});
