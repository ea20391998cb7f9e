//! Losses against a target network, through which no gradient goes.

use super::{Directions, OfPair, softmax};
use nalgebra::{DMatrix, RowDVector};

/// 2 - mean cos(q1, t2) - mean cos(q2, t1): predictions of the one network, targets of the other.
pub fn byol(predictions: [&DMatrix<f64>; 2], targets: [&DMatrix<f64>; 2]) -> OfPair {
    let n = predictions[0].nrows() as f64;
    let mut value = 2.0;
    let mut towards = |prediction: &DMatrix<f64>, target: &DMatrix<f64>| {
        let (q, t) = (Directions::of(prediction), Directions::of(target));
        value -= q.rows.dot(&t.rows) / n;
        q.backward(t.rows / -n)
    };
    let gradients = [towards(predictions[0], targets[1]), towards(predictions[1], targets[0])];
    OfPair { value, gradients }
}

/// Temperatures of student and teacher, and the centre of the teacher's outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Dino {
    /// Temperature of the student.
    pub student: f64,
    /// Temperature of the teacher: lower, so that it is sharper.
    pub teacher: f64,
    /// Subtracted from the teacher's outputs; a moving average of their mean.
    pub centre: RowDVector<f64>,
}

impl Dino {
    /// The temperatures of the paper, 0.1 and 0.04, and a centre of 0.
    pub fn new(k: usize) -> Self {
        Self { student: 0.1, teacher: 0.04, centre: RowDVector::zeros(k) }
    }

    /// Moves the centre towards the mean of the teacher's outputs by a tenth.
    pub fn follow(&mut self, teacher: [&DMatrix<f64>; 2]) {
        const KEPT: f64 = 0.9;
        let mean = (teacher[0].row_mean() + teacher[1].row_mean()) * 0.5;
        self.centre = &self.centre * KEPT + mean * (1.0 - KEPT);
    }
}

/// The mean over both orders of the cross-entropy -p(teacher)' log p(student), each on the other's
/// view. All outputs are logits, n x k.
pub fn dino(student: [&DMatrix<f64>; 2], teacher: [&DMatrix<f64>; 2], setting: &Dino) -> OfPair {
    let count = 2.0 * student[0].nrows() as f64;
    let mut value = 0.0;
    let mut towards = |student: &DMatrix<f64>, teacher: &DMatrix<f64>| {
        let centred = DMatrix::from_fn(teacher.nrows(), teacher.ncols(), |i, j| {
            (teacher[(i, j)] - setting.centre[j]) / setting.teacher
        });
        let (wanted, found) = (softmax(centred), softmax(student / setting.student));
        value -= wanted.zip_map(&found, |p, q| p * q.max(f64::MIN_POSITIVE).ln()).sum() / count;
        (found - wanted) / (setting.student * count)
    };
    let gradients = [towards(student[0], teacher[1]), towards(student[1], teacher[0])];
    OfPair { value, gradients }
}
