//! The advice on drawn problems with a known answer: how often it is wrong, and how often its
//! intervals hold. A small table is pinned in the gate, a large one in the full tier.

use jerc::advise::score::{Outcome, many, table};
use jerc::advise::simulate::{Kind, Model};
use jerc::advise::{EvidenceKind, Question, Settings, advise};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Not a seed that any constant was tried on.
const SEED: u64 = 20_261_127;

fn outcomes(problems: usize, sizes: &[usize]) -> Vec<Outcome> {
    let each = sizes.iter().map(|&n| many(SEED, 0..problems, n, &Settings::default()).unwrap());
    each.flatten().collect()
}

fn assert_table(name: &str, heading: &str, outcomes: &[Outcome]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(heading);
    let text = format!("{heading}\n\n{}", table(outcomes, Settings::default().tolerance));
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_advice_on_a_few_problems() {
    // Every kind, side and evidence once.
    let outcomes = outcomes(224, &[400]);
    assert_table("advice", "The advice on 224 problems with a known answer, seed 20261127", &outcomes);
}

#[test]
#[ignore = "full tier: minutes"]
fn the_advice_on_many_problems() {
    let outcomes = outcomes(448, &[100, 300, 1000, 3000]);
    let share =
        |what: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|o| what(o)).count() as f64 / outcomes.len() as f64;
    // 1,792 problems: three binomial deviations of 0.95 are 0.015.
    assert!(share(&|o| o.covers(o.delta(), 1.0)) >= 0.935);
    assert!(share(&|o| o.covers(o.here, 1.0)) >= 0.935);
    assert!(share(&|o| o.is_wrong(o.verdict, Settings::default().tolerance)) <= 0.01);
    let text = table(&outcomes, Settings::default().tolerance);
    let pinned = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/advice-many.txt")).unwrap();
    assert_eq!(text, pinned, "tests/data/advice-many.txt");
}

/// Independent rows are as much evidence in groups of any sizes as they are alone.
#[test]
fn the_sizes_of_groups_of_independent_rows_do_not_matter() {
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    let model = Model::random(Kind::Straddle, &mut rng).unwrap();
    let drawn = model.draw(3000, 0, &mut rng).unwrap();
    let settings = Settings { ks: vec![model.k], ..Settings::default() };
    // Groups of 1 and of 29 rows in turn.
    let groups: Vec<u64> = (0..3000).map(|row| row / 30 * 2 + u64::from(row % 30 > 0)).collect();
    let test = |groups| {
        let question = Question { groups, ..drawn.question(&model, EvidenceKind::Replicate) };
        advise(&question, &settings, &|_, _| ()).unwrap().test.unwrap()
    };
    let (grouped, alone) = (test(Some(&groups[..])), test(None));
    assert_eq!((grouped.units, alone.units), (200, 3000));
    // A hundred large groups: their standard error is known to some 7 %.
    for (grouped, alone) in [(grouped.yardstick_z, alone.yardstick_z), (grouped.explained_z, alone.explained_z)] {
        assert!(alone > 5.0 && (grouped / alone - 1.0).abs() < 0.3, "{grouped} {alone}");
    }
}
