//! `jerc figures`.

use crate::files::reals;
use crate::{contents, refuse, succeed, succeed_json, write};
use std::collections::BTreeSet;
use std::process::Command;
use tempfile::TempDir;

#[test]
fn figures_are_written_with_their_page() {
    let folder = tempfile::tempdir().unwrap();
    let text = succeed(folder.path(), "figures fig3 --seeds 2 --out figures");
    assert_eq!(text, "figures/fig3.csv\nNext: open figures/index.html in a browser.\n");
    let file = |name: &str| folder.path().join("figures").join(name);
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    let csv = read("fig3.csv");
    // Two noise levels, three methods, eight alphas, five sizes.
    assert_eq!(csv.lines().count(), 1 + 2 * 3 * 8 * 5);
    assert!(csv.lines().nth(1).unwrap().starts_with("digits,1.0,sl,0.0,100,2,"), "{csv}");
    assert!(read("fig3.svg").starts_with("<svg") && read("fig3.svg").contains("noise up to 1000"));
    let page = read("index.html");
    assert!(page.contains("<svg") && page.contains("jerc figures fig3 --dataset digits --seeds 2"), "{page}");
    // The name space of SVG is the only address: no network.
    assert!(!page.replace("http://www.w3.org/2000/svg", "").contains("http"), "{page}");
    if cfg!(feature = "png") {
        assert!(std::fs::read(file("fig3.png")).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    }
    // The same again gives the same bytes; fig4 then has the rows of fig3 among its own.
    succeed(folder.path(), "figures fig3 --seeds 2 --out figures");
    assert_eq!(read("fig3.csv"), csv);
    succeed(folder.path(), "figures fig4 --seeds 2 --out four");
    let four = std::fs::read_to_string(folder.path().join("four/fig4.csv")).unwrap();
    assert_eq!(four.lines().count(), 1 + 4 * 3 * 8 * 5);
    assert!(csv.lines().all(|line| four.lines().any(|other| other == line)));
}

#[test]
fn explaining_figures_are_drawn_alone() {
    let folder = TempDir::new().expect("a folder");
    let text = succeed(
        folder.path(),
        "figures spectrum phase finite-n finite-n-mnist high-dimension rates overlap harmonics --seeds 1 --out out",
    );
    assert_eq!(text.lines().count(), 9, "{text}");
    let table = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).expect("a table");
    for (name, header, lines) in [
        ("spectrum.csv", "dataset,noise,paradigm,kind,index,alpha,eigenvalue,alpha_threshold", 4 * (65 + 9) * 8),
        ("phase.csv", "dataset,theta_max,paradigm,route,noise,alpha_low,alpha_high,crossing", 4 * (161 + 9)),
        (
            "finite-n.csv",
            "dataset,noise,paradigm,n,draws,alpha_low,alpha_median,alpha_high,alpha_threshold,alpha_predicted",
            28,
        ),
        ("finite-n-mnist.csv", "dataset,noise_max,n,alpha,seeds,gap_mean,gap_std,predicted,population", 2 * 3 * 13),
        (
            "high-dimension.csv",
            "kind,paradigm,ratio,alpha_squared,explained,deviation,draws,population",
            2 * (51 + 80 + 8),
        ),
        ("overlap.csv", "overlap,method,alpha,angle_degrees", 4 * 2 * 41),
        ("harmonics.csv", "t_low,t_high,function,beta_squared,eigenvalue,beta_squared_linear", 2 * (5 * 45 + 2 * 12)),
        ("rates.csv", "dataset,method,along,alpha,n,draws,distance,predicted,slope,slope_predicted", 3 * (13 + 7)),
    ] {
        let table = table(name);
        assert_eq!(table.lines().next(), Some(header));
        assert_eq!(table.lines().count(), lines + 1, "{name}");
    }
    assert!(!folder.path().join("out/fig3.csv").exists());
    // The models beside the figures have the thresholds that are drawn.
    let spectrum = table("spectrum.csv");
    for noise in ["weak", "strong"] {
        let exact = succeed_json(folder.path(), &format!("thresholds out/small-model-{noise}.json"));
        for (paradigm, key) in [("joint-embedding", "alpha_squared_je"), ("reconstruction", "alpha_squared_rc")] {
            let (p, q) = exact[key].as_str().expect("a fraction").split_once('/').expect("p/q");
            let squared = p.parse::<f64>().expect("p") / q.parse::<f64>().expect("q");
            let begins = format!("digits,{noise},{paradigm},");
            let row = spectrum.lines().find(|line| line.starts_with(&begins)).expect("a row");
            let drawn: f64 = row.rsplit(',').next().expect("a cell").parse().expect("a number");
            assert!((drawn - squared.max(0.0).sqrt()).abs() < 1e-9, "{row}: {exact}");
        }
    }
}

/// A signal to a running program; `kill` is on every Unix.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_file() {
    let folder = TempDir::new().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_jerc"))
        .args(["figures", "fig4", "--seeds", "1000", "--out", "out"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    // A thousand seeds take minutes; by then it is well past its start, where the handler is set.
    std::thread::sleep(std::time::Duration::from_millis(700));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(contents(folder.path()).values().all(Option::is_none), "files were left");
}

#[test]
fn figures_of_a_users_data() {
    let folder = tempfile::tempdir().unwrap();
    // 120 samples of 60 features: more than the 50 components that are kept.
    let value = |i: usize, j: usize| ((i * 37 + j * 101 + i * j * 7 + i * i * 3) % 97) as f64;
    let rows: Vec<f64> = (0..120 * 60).map(|at| value(at / 60, at % 60)).collect();
    write(&folder, "cells.npy", &reals("(120, 60)", &rows));
    write(&folder, "types.npy", &reals("(120,)", &(0..120).map(|i| f64::from(i % 3)).collect::<Vec<_>>()));
    succeed(folder.path(), "figures fig3 --data cells.npy --labels types.npy --seeds 1 --out out");
    let csv = std::fs::read_to_string(folder.path().join("out/fig3.csv")).unwrap();
    assert!(csv.contains("\ncells,1000.0,sl,0.0,100,1,") && csv.contains("\ncells,1000.0,sl,0.0,120,1,"), "{csv}");
    // At the paper's scale, not at that of the digits: the weakest and the strongest noise of it.
    let paper = jerc::experiment::sweep::Plan::paper(120, 1).noise_maxima;
    let ends = [paper[0], paper[paper.len() - 1]].map(|noise| format!("{noise:?}"));
    let drawn: BTreeSet<&str> = csv.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(drawn, ends.iter().map(String::as_str).collect(), "{csv}");
    for (case, call, words) in [
        ("no labels", "figures --data cells.npy", &["labels", "--labels"][..]),
        ("labels without data", "figures --labels types.npy", &["--data"]),
        ("two sources", "figures --data cells.npy --dataset mnist", &["--data", "--dataset"]),
        ("too few features", "figures --data types.npy --labels types.npy", &["types.npy"]),
        ("missing file", "figures --data none.npy", &["none.npy"]),
        ("missing folder", "figures --dataset fashion --data-dir none", &["none"]),
        ("no folder", "figures --dataset kuzushiji", &["Kuzushiji", "--data-dir"]),
        ("a folder for the digits", "figures --data-dir .", &["--data-dir", "--dataset mnist"]),
        ("no seed", "figures --seeds 0", &["--seeds", "0"]),
        ("unknown figure", "figures fig8", &["fig8", "fig3"]),
        ("networks on samples", "figures small-networks --data cells.npy", &["cells.npy", "images", "--dataset"]),
        ("a folder of something else", "figures --out .", &["not empty", "--out"]),
        ("a file", "figures --out cells.npy", &["cells.npy", "is a file"]),
    ] {
        refuse(folder.path(), case, call, words);
    }
}
