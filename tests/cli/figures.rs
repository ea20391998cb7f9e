//! `jerc figures`.

use crate::files::{npy, reals};
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

/// Every option of the data is in the table, and in the command of the page.
#[cfg(unix)]
#[test]
fn the_command_of_the_page_is_the_one_that_drew_it() {
    let folder = TempDir::new().unwrap();
    let (n, d) = (60, 5);
    let value = |i: usize, j: usize| ((i * 37 + j * 101 + i * j * 7 + i * i * 3) % 97) as u8;
    let rows: Vec<u8> = (0..n * d).map(|at| value(at / d, at % d)).collect();
    let turned: Vec<u8> = (0..n * d).map(|at| value(at % n, at / n)).collect();
    write(&folder, "x.npy", &npy("|u1", "False", "(60, 5)", &rows));
    write(&folder, "turned.npy", &npy("|u1", "False", "(5, 60)", &turned));
    write(&folder, "y.npy", &reals("(60,)", &(0..n).map(|i| (i % 3 * i % 7) as f64).collect::<Vec<_>>()));
    let matrix = nalgebra::DMatrix::from_row_iterator(n, d, rows.iter().map(|&v| f64::from(v)));
    let squares = matrix.map(|v| v * v);
    let arrays = [("one", jerc::output::Array::Matrix(&matrix)), ("two", jerc::output::Array::Matrix(&squares))];
    jerc::output::write_npz(&folder.path().join("both.npz"), &arrays).unwrap();
    let mut table = String::from("a,the kind,gone,b,c,d,e,size\n");
    for (i, row) in rows.chunks(d).enumerate() {
        let cells: Vec<String> = row.iter().map(u8::to_string).collect();
        table += &format!("{},{},word {i},{},{}\n", cells[0], ["u", "v", "w"][i % 3], cells[1..].join(","), i * i % 11);
    }
    write(&folder, "t.csv", table.as_bytes());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let mut tables = BTreeSet::new();
    let sources = [
        "--data x.npy --labels y.npy",
        "--data x.npy --labels y.npy --classes --components 3",
        "--data x.npy --labels y.npy --targets",
        "--data turned.npy --labels y.npy --transpose",
        "--data both.npz --labels y.npy --array two",
        "--data t.csv --label-column size --drop gone \"the kind\"",
    ];
    for source in sources {
        let line = format!("exec {} figures fig3 {source} --seeds 1 --out out", env!("CARGO_BIN_EXE_jerc"));
        let output = Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let page = read("out/index.html");
        let (_, said) = page.split_once("jerc figures fig3 ").expect("a command");
        assert_eq!(said.split('<').next().unwrap().replace("&quot;", "\""), format!("{source} --seeds 1"));
        let rows = |line: &str| line.split_once(',').unwrap().1.to_string();
        tables.insert(read("out/fig3.csv").lines().map(rows).collect::<Vec<_>>());
    }
    // The first and turned.npy are the same numbers; every other option changes some.
    assert_eq!(tables.len(), sources.len() - 1);
}

#[test]
fn relatives_of_mnist_have_their_own_names() {
    let folder = TempDir::new().unwrap();
    let images: Vec<u8> = (0..120 * 16).map(|at| (at * at % 251) as u8).collect();
    let classes: Vec<u8> = (0..120).map(|i| i % 10).collect();
    let head = [0, 0, 8, 3, 0, 0, 0, 120, 0, 0, 0, 4, 0, 0, 0, 4];
    write(&folder, "t10k-images-idx3-ubyte", &[&head[..], &images].concat());
    write(&folder, "t10k-labels-idx1-ubyte", &[&[0, 0, 8, 1, 0, 0, 0, 120][..], &classes].concat());
    for (name, title) in [("fashion", "Fashion-MNIST"), ("kuzushiji", "Kuzushiji-MNIST")] {
        let out = format!("of-{name}");
        succeed(folder.path(), &format!("figures spectrum --dataset {name} --data-dir . --out {out}"));
        let read = |file: &str| std::fs::read_to_string(folder.path().join(&out).join(file)).unwrap();
        assert!(read("spectrum.csv").lines().skip(1).all(|line| line.starts_with(&format!("{name},"))));
        let page = read("index.html");
        assert!(page.contains(&format!("{title} test set, n = 120, p = 16 features.")), "{page}");
        // Five seeds, if nothing else is said.
        assert!(page.contains(&format!("jerc figures spectrum --dataset {name} --seeds 5")), "{page}");
        for other in ["Fashion", "Kuzushiji"] {
            assert_eq!(page.contains(other), title.starts_with(other), "{page}");
        }
    }
}
