//! The cases of a comparison: how many there were to be and how many there were, which instances,
//! what violated it, and which of its requirements noticed their planted fault.

use super::Run;
use crate::error::Result;
use crate::scalar::Rational;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::panic::Location;

/// How many cases a comparison is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// In the smoke, gate and full tiers.
    tiers: [usize; 3],
    /// In this one.
    pub(super) now: usize,
}

impl Effort {
    pub(super) const fn new(tiers: [usize; 3], now: usize) -> Self {
        Self { tiers, now }
    }

    /// So many of the one for each of the other.
    pub(super) fn times(self, other: Self) -> Self {
        let tiers = std::array::from_fn(|i| self.tiers[i] * other.tiers[i]);
        Self::new(tiers, self.now * other.now)
    }

    /// The same number in every tier.
    pub const fn fixed(cases: usize) -> Self {
        Self::new([cases; 3], cases)
    }
}

impl fmt::Display for Effort {
    /// The number, and those of all tiers where they differ.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tiers: [smoke, gate, full], now } = self;
        if smoke == gate && gate == full && now == gate {
            write!(f, "{now}")
        } else {
            write!(f, "{now} of {smoke}/{gate}/{full}")
        }
    }
}

/// Line and column of a case in the source.
type Place = (u32, u32);

/// The cases of a comparison: how many there were to be and were, which instances, what violated it,
/// and which requirements noticed their planted fault.
#[derive(Debug)]
pub struct Tally {
    pub(super) effort: Effort,
    /// Whether the instances are drawn, and so must differ.
    drawn: bool,
    instances: usize,
    cases: usize,
    cases_before: usize,
    empty: usize,
    pub(super) violations: usize,
    /// For each place in the source that judges a case, and each time that an instance comes by there,
    /// whether each requirement has rejected a control.
    requirements: BTreeMap<(Place, usize), Vec<bool>>,
    /// How often the current instance came by each place; the whole list, for given instances.
    visits: BTreeMap<Place, usize>,
    /// How often each kind that must occur did.
    kinds: Vec<(&'static str, usize)>,
    record: Sha256,
    /// The digests of the instances recorded.
    digests: Vec<[u8; 4]>,
    recorded: bool,
}

impl Tally {
    /// Only a line of evidence makes one.
    pub(super) fn new(effort: Effort, drawn: bool, kinds: &[&'static str]) -> Self {
        let kinds = kinds.iter().map(|&kind| (kind, 0)).collect();
        let (requirements, visits, digests, record) = (BTreeMap::new(), BTreeMap::new(), vec![], Sha256::new());
        let [instances, cases, cases_before, empty, violations] = [0; 5];
        let recorded = false;
        Self {
            effort,
            drawn,
            instances,
            cases,
            cases_before,
            empty,
            violations,
            requirements,
            visits,
            kinds,
            record,
            digests,
            recorded,
        }
    }

    /// One case. It is a violation unless the genuine run meets every requirement. Controls run until
    /// each requirement has rejected one: the first, the second, ... case of a loop each for itself
    /// over the drawn instances, and every single one of given instances.
    ///
    /// # Errors
    /// Those of the judge.
    #[track_caller]
    pub fn case<const N: usize>(&mut self, mut judge: impl FnMut(Run) -> Result<[bool; N]>) -> Result<()> {
        const { assert!(N > 0, "a case without requirements") };
        let held = judge(Run::Genuine)?;
        self.cases += 1;
        self.violations += usize::from(held != [true; N]);
        let caller = Location::caller();
        let place = (caller.line(), caller.column());
        let visit = self.visits.entry(place).or_default();
        let noticed = self.requirements.entry((place, *visit)).or_insert_with(|| vec![false; N]);
        *visit += 1;
        if noticed.contains(&false) {
            for (noticed, held) in noticed.iter_mut().zip(judge(Run::Control)?) {
                *noticed |= !held;
            }
        }
        Ok(())
    }

    /// Takes down exact values that the current instance is made of. Their fingerprint is printed
    /// with the evidence: whether another machine or version spoke of the same instances is seen.
    pub fn record<'a>(&mut self, values: impl IntoIterator<Item = &'a Rational>) {
        for value in values {
            self.record.update(value.to_string());
            self.record.update([0]);
            self.recorded = true;
        }
    }

    /// Notes that a kind of case occurred, one of those that the line says must.
    pub fn saw(&mut self, kind: &str) {
        match self.kinds.iter_mut().find(|(name, _)| *name == kind) {
            Some((_, count)) => *count += 1,
            // A kind that nobody asked for is a violation, not a silence.
            None => self.violations += 1,
        }
    }

    /// Ends an instance of lines that share it: what one of them recorded counts for all.
    pub(super) fn next(tallies: &mut [Self]) {
        let take = |tally: &mut Self| -> Option<[u8; 32]> {
            std::mem::take(&mut tally.recorded).then(|| tally.record.finalize_reset().into())
        };
        let digests: Vec<[u8; 32]> = tallies.iter_mut().filter_map(take).collect();
        let digest: Option<[u8; 32]> = (!digests.is_empty()).then(|| Sha256::digest(digests.concat()).into());
        for tally in tallies {
            tally.instances += 1;
            tally.empty += usize::from(tally.cases == tally.cases_before);
            tally.cases_before = tally.cases;
            if tally.drawn {
                tally.visits.clear();
            }
            tally.digests.extend(digest.map(|[a, b, c, d, ..]| [a, b, c, d]));
        }
    }

    /// The cases, if there are more than instances, how many drawn instances differ, and the kinds.
    pub(super) fn counted(&self) -> String {
        let cases = (self.cases != self.instances).then(|| format!(", {} cases", self.cases));
        let distinct = self.drawn.then(|| format!(", {} distinct", self.distinct()));
        let kinds = self.kinds.iter().map(|(kind, count)| format!(", {count} {kind}"));
        cases.into_iter().chain(distinct).chain(kinds).collect()
    }

    /// How many requirements have rejected a control.
    pub(super) fn noticed(&self) -> usize {
        self.requirements.values().flatten().filter(|noticed| **noticed).count()
    }

    /// How many instances differ from all before them.
    pub(super) fn distinct(&self) -> usize {
        self.digests.iter().collect::<BTreeSet<_>>().len()
    }

    /// What is wrong with the cases themselves, whatever they found.
    pub(super) fn defect(&self) -> Option<String> {
        let ignored = self.requirements.iter().find_map(|(((line, column), visit), noticed)| {
            let at = noticed.iter().position(|noticed| !noticed)?;
            let place = format!("requirement {} of case {} at {line}:{column}", at + 1, visit + 1);
            Some(place + " accepts the planted fault")
        });
        let unseen = self.kinds.iter().find(|(_, count)| *count == 0);
        let distinct = self.distinct();
        if self.instances != self.effort.now {
            Some(format!("{} instances for {}", self.instances, self.effort))
        } else if self.cases == 0 {
            Some("no cases".into())
        } else if self.empty > 0 {
            Some(format!("{} instances without a case", self.empty))
        } else if let Some((kind, _)) = unseen {
            Some(format!("no case of the kind \"{kind}\""))
        } else if self.drawn && self.digests.len() < self.instances {
            Some(format!("{} of {} drawn instances are recorded", self.digests.len(), self.instances))
        } else if self.drawn && 2 * distinct < self.instances {
            Some(format!("only {distinct} of {} drawn instances differ", self.instances))
        } else {
            ignored
        }
    }

    /// The fingerprint of the instances recorded, eight hexadecimal digits, if there were any.
    pub(super) fn fingerprint(&self) -> Option<String> {
        let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(self.digests.concat()));
        (!self.digests.is_empty()).then(|| format!("{a:02x}{b:02x}{c:02x}{d:02x}"))
    }

    /// The digest of the first instance, if they are drawn.
    pub(super) fn first(&self) -> Option<[u8; 4]> {
        self.digests.first().filter(|_| self.drawn).copied()
    }
}

/// The fingerprint of one exact instance.
pub(super) fn fingerprint<'a>(values: impl IntoIterator<Item = &'a Rational>) -> Option<String> {
    let mut tally = Tally::new(Effort::fixed(1), false, &[]);
    tally.record(values);
    Tally::next(std::slice::from_mut(&mut tally));
    tally.fingerprint()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    fn tally(instances: usize) -> Tally {
        Tally::new(Effort::fixed(instances), false, &[])
    }

    /// One instance of one case whose requirements are met, and notice the fault or not.
    fn one(noticed: [bool; 2]) -> Tally {
        let mut tally = tally(1);
        tally.case(|run| Ok(noticed.map(|noticed| run == Run::Genuine || !noticed))).unwrap();
        Tally::next(std::slice::from_mut(&mut tally));
        tally
    }

    #[test]
    fn every_requirement_must_notice_its_fault() {
        assert_eq!(one([true, true]).defect(), None);
        assert_eq!(one([true, true]).noticed(), 2);
        assert!(one([true, false]).defect().unwrap().starts_with("requirement 2 of case 1 at"));
        assert!(one([false, true]).defect().unwrap().starts_with("requirement 1 of case 1 at"));
        // A comparison with itself.
        let mut itself = tally(1);
        itself.case(|run| Ok([run.off(ratio(1, 2)) == run.off(ratio(1, 2))])).unwrap();
        Tally::next(std::slice::from_mut(&mut itself));
        assert!(itself.defect().is_some());
    }

    /// Two rounds of a loop with one case, in which the control of (instance, round) is rejected or not.
    fn loops(drawn: bool, rejects: &[[bool; 2]]) -> Tally {
        let mut tally = Tally::new(Effort::fixed(rejects.len()), drawn, &[]);
        for (i, rounds) in rejects.iter().enumerate() {
            tally.record(&[ratio(i as i64, 1)]);
            rounds.iter().for_each(|&rejects| tally.case(|run| Ok([run.pick(true, !rejects)])).unwrap());
            Tally::next(std::slice::from_mut(&mut tally));
        }
        tally
    }

    #[test]
    fn each_round_of_a_loop_has_its_own_control_and_any_drawn_instance_may_reject_it() {
        assert_eq!(loops(true, &[[true, false], [false, true]]).defect(), None);
        assert_eq!(loops(true, &[[true, false], [false, true]]).noticed(), 2);
        let defect = loops(true, &[[true, false], [true, false]]).defect().unwrap();
        assert!(defect.starts_with("requirement 1 of case 2 at"), "{defect}");
    }

    #[test]
    fn given_instances_reject_one_by_one() {
        assert_eq!(loops(false, &[[true, true], [true, true]]).defect(), None);
        let defect = loops(false, &[[true, true], [false, true]]).defect().unwrap();
        assert!(defect.starts_with("requirement 1 of case 3 at"), "{defect}");
    }

    #[test]
    fn violations_are_of_genuine_runs_alone() {
        let mut tally = tally(3);
        for held in [[true, true], [true, false], [false, false]] {
            tally.case(|run| Ok(run.pick(held, [false, false]))).unwrap();
            Tally::next(std::slice::from_mut(&mut tally));
        }
        assert_eq!((tally.cases, tally.violations, tally.defect()), (3, 2, None));
        assert!(tally.case(|_| -> Result<[bool; 1]> { Err(crate::error::Error::request("x", "y")) }).is_err());
    }

    #[test]
    fn the_cases_must_be_those_that_were_planned() {
        let with = |planned: usize, instances: &[usize]| {
            let mut tally = tally(planned);
            for &cases in instances {
                (0..cases).for_each(|_| tally.case(|run| Ok([run == Run::Genuine])).unwrap());
                Tally::next(std::slice::from_mut(&mut tally));
            }
            tally.defect()
        };
        assert_eq!(with(2, &[1, 3]), None);
        assert_eq!(with(2, &[1]).as_deref(), Some("1 instances for 2"));
        assert_eq!(with(1, &[1, 1]).as_deref(), Some("2 instances for 1"));
        assert_eq!(with(0, &[]).as_deref(), Some("no cases"));
        assert_eq!(with(3, &[1, 0, 1]).as_deref(), Some("1 instances without a case"));
    }

    #[test]
    fn drawn_instances_are_recorded_and_differ() {
        let with = |values: &[i64], recorded: usize| {
            let mut tally = Tally::new(Effort::fixed(values.len()), true, &[]);
            for (i, &value) in values.iter().enumerate() {
                if i < recorded {
                    tally.record(&[ratio(value, 1)]);
                }
                tally.case(|run| Ok([run == Run::Genuine])).unwrap();
                Tally::next(std::slice::from_mut(&mut tally));
            }
            tally.defect()
        };
        assert_eq!(with(&[1, 2, 1, 2], 4), None);
        assert_eq!(with(&[1, 1, 1], 3).as_deref(), Some("only 1 of 3 drawn instances differ"));
        assert_eq!(with(&[1, 2, 3], 2).as_deref(), Some("2 of 3 drawn instances are recorded"));
    }

    #[test]
    fn kinds_must_occur() {
        let with = |seen: &[&str]| {
            let mut tally = Tally::new(Effort::fixed(1), false, &["weak", "strong"]);
            tally.case(|run| Ok([run == Run::Genuine])).unwrap();
            seen.iter().for_each(|kind| tally.saw(kind));
            Tally::next(std::slice::from_mut(&mut tally));
            (tally.defect(), tally.violations)
        };
        assert_eq!(with(&["strong", "weak", "weak"]), (None, 0));
        assert_eq!(with(&["weak"]).0.as_deref(), Some("no case of the kind \"strong\""));
        assert_eq!(with(&["strong", "weak", "other"]).1, 1);
    }

    #[test]
    fn instances_have_fingerprints() {
        let of = |values: &[(i64, i64)]| fingerprint(&values.iter().map(|&(p, q)| ratio(p, q)).collect::<Vec<_>>());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(1, 2)]).map(|hex| hex.len()), Some(8));
        assert_ne!(of(&[(1, 2), (3, 1)]), of(&[(3, 1), (1, 2)]));
        assert_ne!(of(&[(1, 2), (3, 1)]), of(&[(3, 1)]));
        // 11 and 1 are not 1 and 11.
        assert_ne!(of(&[(11, 1), (1, 1)]), of(&[(1, 1), (11, 1)]));
    }

    #[test]
    fn efforts_name_the_tiers_where_they_differ() {
        assert_eq!(Effort::fixed(4).to_string(), "4");
        assert_eq!(Effort::new([1, 2, 3], 2).to_string(), "2 of 1/2/3");
        assert_eq!(Effort::new([3, 3, 3], 2).to_string(), "2 of 3/3/3");
    }
}
