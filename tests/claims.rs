//! Every claim of the paper, asserted: the reproducibility gate.

use jerc::claims::{CLAIMS, Context, Scale, Tier, gather_all, select};
use jerc::dataset::Dataset;
use jerc::dataset::digits::load_digits;
use jerc::dataset::idx::{Split, find_mnist, load_idx};

const SEED: u64 = 250_512_477;

fn assert_all(raw: Dataset, scale: Scale, tier: Tier) {
    let context = Context::new(raw, scale, tier, SEED, &|_| ()).unwrap();
    let claims = gather_all(&select(&[]).unwrap(), &context, &|| ()).unwrap();
    assert_eq!(claims.len(), CLAIMS.len());
    for (claim, (name, _)) in claims.iter().zip(CLAIMS) {
        assert_eq!(claim.name, name);
        for e in claim.evidence.iter().filter(|e| !e.holds) {
            eprintln!("{name}: {} found {} required {}", e.compared, e.found, e.required);
        }
        assert!(claim.holds(), "{name} does not hold");
    }
}

#[test]
fn all_claims_hold_on_the_digits() {
    assert_all(load_digits().unwrap(), Scale::DIGITS, Tier::Gate);
}

#[test]
fn all_claims_hold_on_mnist() {
    match find_mnist() {
        Some(folder) => {
            assert_all(load_idx("MNIST test set", &folder, Split::Test).unwrap(), Scale::MNIST, Tier::Smoke)
        }
        None => eprintln!("skipped: no MNIST files in $JERC_DATA_DIR, data/ or ../shared/data"),
    }
}

/// Another seed is another set of instances: the evidence must not hang on the default one.
#[test]
fn all_claims_hold_for_another_seed() {
    let context = Context::new(load_digits().unwrap(), Scale::DIGITS, Tier::Smoke, 1, &|_| ()).unwrap();
    for claim in gather_all(&select(&[]).unwrap(), &context, &|| ()).unwrap() {
        assert!(claim.holds(), "{claim:#?}");
    }
}

#[test]
fn unknown_claims_are_refused_by_name() {
    let error = select(&["theorem-3-3".into()]).unwrap_err().to_string();
    assert!(error.contains("theorem-3-3") && error.contains("theorem-3-1"), "{error}");
    assert_eq!(select(&["table-1".into(), "lemma-b1".into()]).unwrap().len(), 2);
}
