//! Joint-embedding with q drawn views of each sample instead of Σ, under noise of one variance.
//!
//! The moments are estimated from the views: Σ^ is the covariance within the samples, and y =
//! m/(n(q-1)). A signal separates iff l > L, with
//!
//! l = (c/th + 1/q)/(1/(α² + t) + 1/q), L = (1 + sqrt(γ + y - γ y))/(1 - y), y < 1.
//!
//! Which estimator: G^ here is the second moment of the mean views, which holds Σ/q besides G; the
//! pencil is (G^, Σ^). The factor q/(q - 1) of the eigenvalue belongs to the plug-in Σ^ = S^ - G^, which
//! is (q-1)/q of the covariance within the samples. It moves no vector and no threshold.
//!
//! Source: spiked F matrices, Wang and Yao, Ann. Stat. 45 (2017), arXiv:1504.05087; for a fixed signal
//! and Gaussian noise Zhang, Hou, Bai and Hu, arXiv:2104.04734.

use super::Signal;
use super::number::Root;
use crate::error::{Error, Result};

/// What q drawn views need.
#[derive(Debug, Clone, PartialEq)]
pub struct Views<T: Root> {
    /// γ = m/n.
    pub ratio: T,
    /// t = th/g of the noise.
    pub t: T,
    /// q, the views of each sample.
    pub count: usize,
}

impl<T: Root> Views<T> {
    /// γ, t and q.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless q >= 2 and m < n (q - 1): else Σ^ is singular.
    pub fn new(ratio: T, t: T, count: usize) -> Result<Self> {
        if count < 2 || ratio >= T::from_count(count - 1) {
            return Err(Error::range(
                "views of each sample",
                "> 1 + m/n, so that their covariance is not singular",
                count,
            ));
        }
        Ok(Self { ratio, t, count })
    }

    fn q(&self) -> T {
        T::from_count(self.count)
    }

    /// y.
    fn views_ratio(&self) -> T {
        self.ratio.clone() / T::from_count(self.count - 1)
    }

    /// L, the edge of the noise in units of its ratio; none if it is not in this field.
    pub fn edge(&self) -> Option<T> {
        let y = self.views_ratio();
        let under = self.ratio.clone() + y.clone() - self.ratio.clone() * y.clone();
        Some((T::one() + under.root()?) / (T::one() - y))
    }

    /// l - L at α².
    pub fn margin(&self, signal: &Signal<T>, alpha_squared: &T) -> Option<T> {
        let share = T::one() / self.q();
        let noise = T::one() / (alpha_squared.clone() + self.t.clone()) + share.clone();
        Some((T::one() / signal.ratio() + share) / noise - self.edge()?)
    }

    /// The threshold on α²: `Some(None)` if no fixed α will do as n grows (at one n an α² far above n
    /// does), none if it is not in this field.
    pub fn threshold(&self, signal: &Signal<T>) -> Option<Option<T>> {
        let (edge, share) = (self.edge()?, T::one() / self.q());
        let signal = T::one() / signal.ratio() + share.clone();
        let left = signal / edge - share;
        Some((left > T::zero()).then(|| T::one() / left - self.t.clone()))
    }

    /// The outlier of (G^, Σ^) for the plug-in Σ^ = S^ - G^, at α² where the signal separates; γ <= 1 or not.
    pub fn outlier(&self, signal: &Signal<T>, alpha_squared: &T) -> T {
        let (one, q, y) = (T::one(), self.q(), self.views_ratio());
        let share = one.clone() / q.clone();
        let noise = one.clone() / (alpha_squared.clone() + self.t.clone()) + share.clone();
        let l = (one.clone() / signal.ratio() + share) / noise.clone();
        let scale = noise * q.clone() / (q - one.clone());
        scale * l.clone() * (l.clone() - one.clone() + self.ratio.clone()) / (l.clone() - one - y * l)
    }
}
