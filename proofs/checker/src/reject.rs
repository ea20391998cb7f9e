//! The reasons for which a file is refused, as a table: variant, facts, message.

use std::fmt;

macro_rules! reasons {
    ($($name:ident $(($($fact:ident: $type:ty),*))? = $text:literal;)*) => {
        /// Why a file proves nothing: the first test that failed. The text of each variant is its
        /// message, which names its facts.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Reject { $(#[doc = $text] $name $(($($type),*))?,)* }

        impl fmt::Display for Reject {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Reject::$name $(($($fact),*))? => write!(f, $text),)* }
            }
        }
    };
}

reasons! {
    FileSize(bytes: usize, limit: usize) = "the file has {bytes} bytes, the limit is {limit}";
    Truncated = "the file ends too early";
    Syntax(line: usize, column: usize) = "not JSON at line {line}, column {column}";
    DuplicateField(message: String) = "{message}";
    UnknownField(message: String) = "{message}";
    Schema(message: String) = "{message}";
    Format(found: String) = "the format is {found:?} instead of \"jerc-certificate/1\"";
    Dimension(d: usize, k: usize) = "d = {d}, k = {k} instead of 1 <= k <= d <= 2048";
    Shape(what: &'static str, found: usize, expected: usize) = "{what}: length {found} instead of {expected}";
    NotCanonical(what: &'static str) = "{what}: a number is not in canonical form";
    TooManyBits(what: &'static str) = "{what}: an integer has more than 2048 bits";
    Exponent(what: &'static str, exponent: i64) = "{what}: the exponent {exponent} is outside -10000..=10000";
    Alignment(bits: i64) = "exponents that must meet differ by {bits}, the limit is 2048";
    Work(work: u128) = "a product needs {work} digit products, the limit is 2^37";
    Asymmetric(what: &'static str, row: usize, column: usize) = "{what} is not symmetric at ({row}, {column})";
    NegativeWeight(index: usize) = "witness.c: weight {index} is negative";
    GramNotDominant(row: usize) = "V'SV is not strictly diagonally dominant in row {row}";
    DualNotDominant(row: usize) = "V'(tS + Z - A)V is not strictly diagonally dominant in row {row}";
    FloorNotDominant(row: usize) = "V_k'(A - floor S)V_k is not strictly diagonally dominant in row {row}";
    UpperTooTight(stated: f64, proved: f64) = "the upper bound {stated:e} is below the proved {proved:e}";
    LowerTooTight(stated: f64, proved: f64) = "the lower bound {stated:e} is above the proved {proved:e}";
    GapUnderstated = "the relative gap is smaller than that of the stated bounds";
    LossUndefined = "a bare pencil has no loss";
    LossConstant = "the constant of the joint-embedding loss is not 2k";
    LossTooTight = "the loss interval is tighter than the stated bounds allow";
    NoEigengap = "k = d or floor < t: no eigengap is proved";
    EigengapOverstated = "the eigengap is negative or larger than floor - t proves";
    DistanceUnderstated = "the distance is negative or smaller than the proved bound";
}

impl std::error::Error for Reject {}
