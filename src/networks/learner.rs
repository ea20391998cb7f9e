//! One network that learns: encoder, head and what its method needs besides.
//!
//! | method | head | loss on its outputs |
//! |---|---|---|
//! | spectral, SimCLR, VICReg | projection, or none | of both views |
//! | BYOL | projection; a predictor after it | predictions against the target network's projections |
//! | DINO | projection; prototypes after it | cosines to them against the target network's |
//! | denoising, masked | decoder | squared error to the batch's target |
//! | supervised | classifier | cross-entropy |
//!
//! A target network starts as a copy and follows as a moving average, the slower the further the
//! training is (Grill et al., equation 1 and section 3.2). BYOL's projections are standardised over
//! the batch before the predictor and before they are compared. DINO's projections and prototypes
//! have unit length before they are multiplied (Caron et al., section 3.1 and their program).

use super::losses::{self, Cosines, Dino, OfPair, Standardised};
use super::{Adam, Mlp, Pass, Schedule};
use crate::error::{Error, Result};
use nalgebra::{DMatrix, RowDVector};
use rand_chacha::ChaCha8Rng;

/// 1 - the momentum of a target network at the first step.
const FOLLOWS: f64 = 0.02;

/// Temperature of SimCLR.
const TEMPERATURE: f64 = 0.5;

/// What is learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Spectral contrastive.
    Spectral,
    /// SimCLR: InfoNCE at temperature 1/2.
    SimClr,
    /// VICReg.
    VicReg,
    /// BYOL.
    Byol,
    /// DINO.
    Dino,
    /// A denoising autoencoder.
    Denoising,
    /// A masked autoencoder.
    Masked,
    /// Supervised learning.
    Supervised,
}

impl Method {
    /// Whether it restores its input.
    pub fn reconstructs(self) -> bool {
        matches!(self, Self::Denoising | Self::Masked)
    }
}

/// The sizes of the networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// From the input to the code.
    pub encoder: Vec<usize>,
    /// Whether the code is cut off at 0.
    pub rectified: bool,
    /// From the code to the outputs; empty where the code is the output.
    pub head: Vec<usize>,
    /// BYOL's predictor, from outputs to outputs; DINO's prototypes, one layer from outputs to
    /// logits; else empty.
    pub last: Vec<usize>,
}

/// Two views of n samples, and what a method may compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The views, each n x d.
    pub views: [DMatrix<f64>; 2],
    /// What reconstruction predicts, n x d.
    pub target: DMatrix<f64>,
    /// The weight of each feature in a denoising error.
    pub weights: RowDVector<f64>,
    /// 1 where a view was masked, each n x d; read by masked autoencoders only.
    pub hidden: [DMatrix<f64>; 2],
    /// The class of each sample; read by supervised learning only.
    pub classes: Vec<usize>,
}

/// A network with its optimiser.
#[derive(Debug, Clone)]
pub struct Learner {
    method: Method,
    rectified: bool,
    /// Encoder, head, and predictor or prototypes, as far as there are.
    parts: Vec<(Mlp, Adam)>,
    has_head: bool,
    /// Encoder and head of the target network; its prototypes too, for DINO.
    target: Vec<Mlp>,
    dino: Dino,
    schedule: Schedule,
    step: usize,
}

/// Encoder and head, run on both views at once.
struct Run {
    code: Pass,
    head: Option<Pass>,
    outputs: DMatrix<f64>,
}

impl Learner {
    /// A network that has learned nothing yet.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for sizes that make no network or do not fit one another, or a
    /// schedule without steps.
    pub fn new(method: Method, shape: &Shape, schedule: Schedule, rng: &mut ChaCha8Rng) -> Result<Self> {
        if schedule.steps == 0 || schedule.warm_up == 0 {
            return Err(Error::range("steps of a training and of its warm-up", "at least 1", 0));
        }
        let mut parts = vec![(Mlp::new(&shape.encoder, rng)?, Adam::default())];
        for sizes in [&shape.head, &shape.last] {
            if !sizes.is_empty() {
                let before = parts[parts.len() - 1].0.outputs_count();
                if sizes[0] != before {
                    return Err(Error::range(
                        "sizes of a head or what follows it",
                        format!("{before} first"),
                        sizes[0],
                    ));
                }
                parts.push((Mlp::new(sizes, rng)?, Adam::default()));
            }
        }
        let fits = match method {
            Method::Byol => !shape.last.is_empty(),
            Method::Dino => shape.last.len() == 2,
            _ => shape.last.is_empty(),
        };
        if !fits {
            let needed = "a predictor for BYOL, one layer of prototypes for DINO, else empty";
            return Err(Error::range("last sizes", needed, format!("{:?}", shape.last)));
        }
        let (has_head, rectified) = (!shape.head.is_empty(), shape.rectified);
        let copied = match method {
            Method::Byol => 1 + usize::from(has_head),
            Method::Dino => parts.len(),
            _ => 0,
        };
        let target: Vec<Mlp> = parts[..copied].iter().map(|(part, _)| part.clone()).collect();
        let dino = Dino::new(target.last().map_or(0, Mlp::outputs_count));
        Ok(Self { method, rectified, parts, has_head, target, dino, schedule, step: 0 })
    }

    /// The codes of samples, n x k.
    pub fn code(&self, x: &DMatrix<f64>) -> DMatrix<f64> {
        self.cut(self.parts[0].0.outputs(x))
    }

    /// The outputs of the head on samples; the codes if there is none.
    pub fn outputs(&self, x: &DMatrix<f64>) -> DMatrix<f64> {
        let code = self.code(x);
        if self.has_head { self.parts[1].0.outputs(&code) } else { code }
    }

    /// The encoder.
    pub fn encoder(&self) -> &Mlp {
        &self.parts[0].0
    }

    fn cut(&self, mut code: DMatrix<f64>) -> DMatrix<f64> {
        if self.rectified {
            code.apply(|v| *v = v.max(0.0));
        }
        code
    }

    fn run(&self, encoder: &Mlp, head: Option<&Mlp>, x: DMatrix<f64>) -> Run {
        let code = encoder.forward(x);
        let cut = self.cut(code.outputs().clone());
        let head = head.map(|head| head.forward(cut.clone()));
        let outputs = head.as_ref().map_or(cut, |pass| pass.outputs().clone());
        Run { code, head, outputs }
    }

    /// One step of training. Returns the loss before it.
    ///
    /// # Panics
    /// If the batch does not have the shapes of the network, as `*` does.
    pub fn step(&mut self, batch: &Batch) -> f64 {
        let n = batch.views[0].nrows();
        let head = self.has_head.then(|| &self.parts[1].0);
        let both = stacked(&batch.views);
        let teacher = self.target.split_first().map(|(encoder, rest)| {
            let head = rest.first().filter(|_| self.has_head);
            let outputs = self.run(encoder, head, both.clone()).outputs;
            match (self.method, rest.last()) {
                (Method::Dino, Some(last)) => halves(&Cosines::of(&outputs, &last.weights(0)).values, n),
                _ => halves(&outputs, n),
            }
        });
        let run = self.run(&self.parts[0].0, head, both);
        let outputs = halves(&run.outputs, n);
        let mut gradients: Vec<Vec<f64>> = vec![];
        let (value, of_outputs) = match (self.method, &teacher) {
            (Method::Byol, Some(teacher)) => {
                let (value, of_outputs, of_predictor) = self.byol(outputs, teacher);
                gradients.push(of_predictor);
                (value, of_outputs)
            }
            (Method::Dino, Some(teacher)) => {
                let (value, of_outputs, of_prototypes) = self.dino(&run.outputs, teacher);
                gradients.push(of_prototypes);
                (value, of_outputs)
            }
            _ => {
                let OfPair { value, gradients } = self.loss(&outputs, batch);
                (value, stacked(&gradients))
            }
        };
        let mut of_code = of_outputs;
        if let (Some(head), Some(pass)) = (head, &run.head) {
            let (of_head, inputs) = head.backward(pass, of_code);
            gradients.push(of_head);
            of_code = inputs;
        }
        if self.rectified {
            of_code.zip_apply(run.code.outputs(), |slope, value| {
                if value <= 0.0 {
                    *slope = 0.0;
                }
            });
        }
        gradients.push(self.parts[0].0.gradient(&run.code, of_code));
        let rate = self.schedule.rate_at(self.step);
        for ((part, adam), gradient) in self.parts.iter_mut().zip(gradients.iter().rev()) {
            adam.step(part.parameters_mut(), gradient, rate);
        }
        if let Some([first, second]) = &teacher {
            self.dino.follow([first, second]);
            let follows = FOLLOWS * self.schedule.falling(self.step);
            for (target, (online, _)) in self.target.iter_mut().zip(&self.parts) {
                for (slow, fast) in target.parameters_mut().iter_mut().zip(online.parameters()) {
                    *slow += follows * (fast - *slow);
                }
            }
        }
        self.step += 1;
        value
    }

    /// The loss of the methods without a target network.
    fn loss(&self, [first, second]: &[DMatrix<f64>; 2], batch: &Batch) -> OfPair {
        let each = |of: &dyn Fn(&DMatrix<f64>, usize) -> losses::OfOne| {
            let [a, b] = [of(first, 0), of(second, 1)];
            OfPair { value: 0.5 * (a.value + b.value), gradients: [a.gradient * 0.5, b.gradient * 0.5] }
        };
        match self.method {
            Method::SimClr => losses::info_nce(first, second, TEMPERATURE),
            Method::VicReg => losses::vicreg(first, second),
            Method::Denoising => each(&|z, _| losses::denoising(z, &batch.target, &batch.weights)),
            Method::Masked => each(&|z, view| losses::masked(z, &batch.target, &batch.hidden[view])),
            Method::Supervised => each(&|z, _| losses::cross_entropy(z, &batch.classes)),
            // The constructor gives BYOL and DINO their target.
            Method::Spectral | Method::Byol | Method::Dino => losses::spectral_contrastive(first, second),
        }
    }

    /// BYOL: value, gradient with respect to the outputs, and to the predictor.
    fn byol(&self, outputs: [DMatrix<f64>; 2], teacher: &[DMatrix<f64>; 2]) -> (f64, DMatrix<f64>, Vec<f64>) {
        let n = outputs[0].nrows();
        let online = outputs.map(Standardised::of);
        let aims = teacher.clone().map(|z| Standardised::of(z).columns);
        let predictor = &self.parts[self.parts.len() - 1].0;
        let pass = predictor.forward(stacked(&online.each_ref().map(|z| z.columns.clone())));
        let [q1, q2] = halves(pass.outputs(), n);
        let OfPair { value, gradients } = losses::byol([&q1, &q2], [&aims[0], &aims[1]]);
        let (of_predictor, inputs) = predictor.backward(&pass, stacked(&gradients));
        let [g1, g2] = halves(&inputs, n);
        let [first, second] = &online;
        (value, stacked(&[first.backward(g1), second.backward(g2)]), of_predictor)
    }

    /// DINO: value, gradient with respect to the outputs, and to the prototypes.
    fn dino(&self, outputs: &DMatrix<f64>, [t1, t2]: &[DMatrix<f64>; 2]) -> (f64, DMatrix<f64>, Vec<f64>) {
        let last = &self.parts[self.parts.len() - 1].0;
        let cosines = Cosines::of(outputs, &last.weights(0));
        let [s1, s2] = halves(&cosines.values, t1.nrows());
        let OfPair { value, gradients } = losses::dino([&s1, &s2], [t1, t2], &self.dino);
        let [of_outputs, of_prototypes] = cosines.backward(&stacked(&gradients));
        // The layer's offsets are not used.
        let mut all = of_prototypes.as_slice().to_vec();
        all.resize(last.parameters().len(), 0.0);
        (value, of_outputs, all)
    }
}

/// One below the other.
fn stacked([first, second]: &[DMatrix<f64>; 2]) -> DMatrix<f64> {
    let (rows, columns) = (first.nrows() + second.nrows(), first.ncols());
    let mut both = Vec::with_capacity(rows * columns);
    for (first, second) in first.column_iter().zip(second.column_iter()) {
        both.extend_from_slice(first.as_slice());
        both.extend_from_slice(second.as_slice());
    }
    DMatrix::from_vec(rows, columns, both)
}

fn halves(both: &DMatrix<f64>, n: usize) -> [DMatrix<f64>; 2] {
    [0, n].map(|first| {
        let mut half = Vec::with_capacity(n * both.ncols());
        both.column_iter().for_each(|column| half.extend_from_slice(&column.as_slice()[first..first + n]));
        DMatrix::from_vec(n, both.ncols(), half)
    })
}

#[cfg(test)]
mod tests;
