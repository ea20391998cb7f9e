//! Evidence that is gathered case by case, on drawn instances or on given ones.

use super::tally::{Effort, Tally};
use super::{Context, Evidence, Route};
use crate::error::Result;
use rand_chacha::ChaCha8Rng;

/// A line of evidence to be gathered case by case: it holds iff no case violates it.
#[derive(Debug, Clone)]
pub struct Line {
    route: Route,
    id: String,
    compared: String,
    fault: String,
    because: String,
    kinds: &'static [&'static str],
}

impl Line {
    /// A line of a route; `fault` is what the control plants, `because` says what a case is allowed.
    pub fn new(
        route: Route,
        id: impl Into<String>,
        compared: impl Into<String>,
        fault: impl Into<String>,
        because: impl Into<String>,
    ) -> Self {
        let (id, compared, fault, because) = (id.into(), compared.into(), fault.into(), because.into());
        Self { route, id, compared, fault, because, kinds: &[] }
    }

    /// An exact line: no residual is allowed.
    pub fn exact(id: impl Into<String>, compared: impl Into<String>, fault: impl Into<String>) -> Self {
        Self::new(Route::Exact, id, compared, fault, "zero residual")
    }

    /// The kinds of cases that must occur; each case says its own to [`Tally::saw`].
    pub fn kinds(self, kinds: &'static [&'static str]) -> Self {
        Self { kinds, ..self }
    }

    /// Gathers it on drawn instances, as many as the effort asks for, from the stream of (owner,
    /// purpose). Each instance is recorded and has at least one case.
    ///
    /// # Errors
    /// Those of the cases.
    pub fn on_random(
        self,
        context: &Context<'_>,
        stream: (&str, &str),
        sizes: [usize; 3],
        mut case: impl FnMut(usize, &mut ChaCha8Rng, &mut Tally) -> Result<()>,
    ) -> Result<Evidence> {
        let gathered = Self::all_on_random([self], context, stream, sizes, |i, rng, [tally]| case(i, rng, tally));
        gathered.map(|[evidence]| evidence)
    }

    /// Gathers several lines on the same drawn instances.
    ///
    /// # Errors
    /// Those of the cases.
    pub fn all_on_random<const N: usize>(
        lines: [Self; N],
        context: &Context<'_>,
        (owner, purpose): (&str, &str),
        sizes: [usize; 3],
        mut case: impl FnMut(usize, &mut ChaCha8Rng, &mut [Tally; N]) -> Result<()>,
    ) -> Result<[Evidence; N]> {
        let (mut rng, effort) = (context.rng(owner, purpose), context.effort(sizes));
        let mut tallies = lines.each_ref().map(|line| Tally::new(effort, true, line.kinds));
        for number in 0..effort.now {
            case(number, &mut rng, &mut tallies)?;
            // The lines share their instances: what one records, all have.
            Tally::next(&mut tallies);
        }
        Ok(std::array::from_fn(|i| lines[i].clone().end(&tallies[i])))
    }

    /// Gathers it on the given instances.
    ///
    /// # Errors
    /// Those of the cases.
    pub fn on_each<T>(
        self,
        instances: impl IntoIterator<Item = T>,
        mut case: impl FnMut(T, &mut Tally) -> Result<()>,
    ) -> Result<Evidence> {
        let mut tally = Tally::new(Effort::fixed(0), false, self.kinds);
        for instance in instances {
            tally.effort = Effort::fixed(tally.effort.now + 1);
            case(instance, &mut tally)?;
            Tally::next(std::slice::from_mut(&mut tally));
        }
        Ok(self.end(&tally))
    }

    fn end(self, tally: &Tally) -> Evidence {
        let Self { route, id, compared, fault, because, .. } = self;
        Evidence::counted(route, [id, compared, fault, because], tally)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Run;
    use crate::scalar::ratio;

    fn exact() -> Line {
        Line::exact("x", "x", "a fault")
    }

    #[test]
    fn a_line_holds_iff_no_case_violates_it_and_its_control_is_rejected() {
        let of = |held: &[bool], noticed: bool| {
            exact().on_each(held, |&held, tally| tally.case(|run| Ok([run.pick(held, !noticed)]))).unwrap()
        };
        let good = of(&[true, true], true);
        assert!(good.holds() && good.rejects_controls());
        assert_eq!(good.pin(), "x | exact | 2 | - | violations <= 0 | 2 controls rejected");
        let bad = of(&[true, false], true);
        assert_eq!((bad.holds(), bad.rejects_controls(), bad.checks()[0].found()), (false, true, 1.0));
        let blind = of(&[true, true], false);
        assert!(!blind.holds() && !blind.rejects_controls() && blind.pin().ends_with("CONTROL ACCEPTED"));
        assert!(blind.defect().unwrap().contains("accepts the planted fault"));
        assert!(!of(&[], true).holds());
    }

    #[test]
    fn lines_on_the_same_instances_share_their_record() {
        let context = crate::claims::context::tests::smoke();
        let lines = [exact(), Line::new(Route::Minimiser, "y", "y", "a fault", "a reason").kinds(&["even"])];
        let gather = |sizes, wrong: usize| {
            Line::all_on_random(lines.clone(), &context, ("test", "lines"), sizes, |i, _, [first, second]| {
                first.record(&[ratio(i as i64, 1)]);
                first.case(|run| Ok([run == Run::Genuine]))?;
                if i % 2 == 0 {
                    second.saw("even");
                }
                second.case(|run| Ok([run == Run::Genuine && i != wrong]))
            })
            .unwrap()
        };
        let [first, second] = gather([4, 5, 6], 9);
        assert!(first.holds() && second.holds(), "{first:?} {second:?}");
        assert!(first.pin().starts_with("x | exact | 4 of 4/5/6, 4 distinct | "), "{}", first.pin());
        assert!(second.pin().starts_with("y | minimiser | 4 of 4/5/6, 4 distinct, 2 even | "), "{}", second.pin());
        assert_eq!(first.first_instance(), second.first_instance());
        let [first, second] = gather([4, 5, 6], 3);
        assert!(first.holds() && !second.holds());
        assert!(!gather([0, 5, 6], 9)[0].holds());
    }
}
