//! Clears the wide registers of the processor after faer.
//!
//! Its kernels for x86 (private-gemm-x86 0.1.22) return with the upper halves of the vector
//! registers set. What follows is compiled for every processor and knows the lower halves only:
//! each of its instructions would carry the upper ones along, at several times the cost (Intel 64
//! and IA-32 Architectures Optimization Reference Manual, "Mixing AVX code with SSE code"). A tanh
//! network took three times as long. No bit of a result depends on it. Threads that only helped are
//! not cleared.

/// The result of `work`, and clear registers.
pub(super) fn cleared<T>(work: impl FnOnce() -> T) -> T {
    let done = work();
    // The compiler clears them at the end of each function that uses them: one that does is called.
    pulp::Arch::new().dispatch(Wide);
    done
}

/// Uses one wide register.
struct Wide;

impl pulp::WithSimd for Wide {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, simd: S) {
        std::hint::black_box(simd.splat_f64s(0.0));
    }
}
