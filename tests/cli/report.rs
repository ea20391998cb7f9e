//! What lies beside the page of a report: with it a stranger computes the numbers again.

use crate::succeed;
use nalgebra::{DMatrix, DVector};
use serde_json::Value;
use std::io::{Cursor, Read};
use std::path::Path;

/// The arrays of an `.npz` file, vectors as one row.
fn arrays(path: &Path) -> impl Fn(&str) -> DMatrix<f64> + use<> {
    let bytes = std::fs::read(path).unwrap();
    move |name| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut file = archive.by_name(&format!("{name}.npy")).unwrap();
        let mut content = vec![];
        file.read_to_end(&mut content).unwrap();
        let array = npyz::NpyFile::new(&content[..]).unwrap();
        let (shape, order) = (array.shape().to_vec(), array.order());
        let values = array.into_vec::<f64>().unwrap();
        let (rows, columns) = if shape.len() == 2 { (shape[0], shape[1]) } else { (1, shape[0]) };
        match order {
            npyz::Order::C => DMatrix::from_row_slice(rows as usize, columns as usize, &values),
            npyz::Order::Fortran => DMatrix::from_vec(rows as usize, columns as usize, values),
        }
    }
}

/// The score of a method as the module `sweep` words it, by other means: normal equations, a
/// Cholesky factor and nalgebra's eigenvectors.
fn score(method: &str, x: &DMatrix<f64>, y: &DMatrix<f64>, covariance: &DMatrix<f64>, k: usize) -> f64 {
    let n = x.nrows() as f64;
    let c = x.tr_mul(x) / n;
    let s = &c + covariance;
    let factor = s.clone().cholesky().unwrap();
    if method == "sl" {
        let v = factor.solve(&(x.tr_mul(y) / n));
        return (y - x * v).norm_squared() / n;
    }
    let a = if method == "je" { c } else { &c * &c };
    let lower = factor.l();
    let half = lower.solve_lower_triangular(&a).unwrap();
    let whitened = lower.solve_lower_triangular(&half.transpose()).unwrap();
    let eigen = ((&whitened + whitened.transpose()) / 2.0).symmetric_eigen();
    let mut order: Vec<usize> = (0..x.ncols()).collect();
    order.sort_by(|&i, &j| eigen.eigenvalues[j].total_cmp(&eigen.eigenvalues[i]));
    let leading: Vec<DVector<f64>> = order[..k].iter().map(|&i| eigen.eigenvectors.column(i).into_owned()).collect();
    let encoder = lower.tr_solve_lower_triangular(&DMatrix::from_columns(&leading)).unwrap();
    let z = x * encoder;
    let least = z.clone().svd(true, true).solve(y, 1e-12).unwrap();
    (y - z * least).norm_squared() / n
}

#[test]
fn a_stranger_computes_a_cell_again() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "figures fig3 --seeds 2 --out out");
    let file = |name: &str| folder.path().join("out").join(name);
    let cells: Vec<Value> = serde_json::from_slice(&std::fs::read(file("cells.json")).unwrap()).unwrap();
    assert_eq!(cells.iter().map(|cell| cell["seed"].as_u64().unwrap()).collect::<Vec<_>>(), [0, 1]);
    let array = arrays(&file("cells.npz"));
    for cell in &cells {
        compute_again(cell, &array);
    }
    // Their mean is in the table.
    let table = std::fs::read_to_string(file("fig3.csv")).unwrap();
    let gaps = |cell: &Value| cell["gaps"].as_array().unwrap().clone();
    for (one, two) in gaps(&cells[0]).iter().zip(&gaps(&cells[1])) {
        let (alpha, method) = (one["alpha"].as_f64().unwrap(), one["method"].as_str().unwrap());
        let begins =
            format!("digits,{:?},{method},{alpha:?},{},2,", cells[0]["noise_max"].as_f64().unwrap(), cells[0]["n"]);
        let line = table.lines().find(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("no {begins}"));
        let mean: f64 = line[begins.len()..].split(',').next().unwrap().parse().unwrap();
        let [one, two] = [one, two].map(|row| row["gap"].as_f64().unwrap());
        assert!((mean - f64::midpoint(one, two)).abs() < 1e-15, "{line}: {one} {two}");
    }
}

/// The gaps of one cell from its samples.
fn compute_again(cell: &Value, array: &dyn Fn(&str) -> DMatrix<f64>) {
    let [x, y, theta, gamma] =
        ["samples", "labels", "theta", "gamma"].map(|name| array(&format!("{name}-{}", cell["seed"])));
    let (k, n) = (cell["k"].as_u64().unwrap() as usize, cell["n"].as_u64().unwrap());
    assert_eq!((x.shape(), y.nrows()), ((n as usize, k + gamma.len()), n as usize));
    let mut clean = x.clone();
    clean.columns_range_mut(k..).fill(0.0);
    let gaps = cell["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 3 * 8);
    for row in gaps {
        let (alpha, method) = (row["alpha"].as_f64().unwrap(), row["method"].as_str().unwrap());
        let mut sigma = DVector::from_column_slice(theta.as_slice());
        sigma.rows_mut(k, gamma.len()).zip_apply(&gamma.transpose(), |s, g| *s += alpha * alpha * g);
        let sigma = DMatrix::from_diagonal(&sigma);
        // Clean samples have no noise, and their encoder none to ignore: its covariance is Θ's on
        // the signal, and whatever is invertible beside it.
        let gap = (score(method, &clean, &y, &sigma, k) - score(method, &x, &y, &sigma, k)).abs();
        // Rounding of the probe, relative to |Y|²/n = 1.
        assert!((gap - row["gap"].as_f64().unwrap()).abs() < 1e-9, "{row}: {gap}");
    }
}

#[test]
fn the_commands_of_the_page_check_what_it_keeps() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "verify --only theorem-3-1 table-1 --tier smoke --out report");
    let report = folder.path().join("report");
    let page = std::fs::read_to_string(report.join("index.html")).unwrap();
    let commands: Vec<&str> =
        page.split("<code>jerc check ").skip(1).map(|rest| rest.split("</code>").next().unwrap()).collect();
    let certificates: Vec<&&str> = commands.iter().filter(|command| command.contains(".json")).collect();
    assert_eq!(certificates.len(), 3, "{commands:?}");
    for command in certificates {
        let said = succeed(&report, &format!("check {command}"));
        assert!(said.contains("matrices recomputed from the data"), "{command}: {said}");
    }
    // The command under a card makes the card again.
    let again = page.split("Check it again: <code>jerc ").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
    assert!(again.ends_with("--only theorem-3-1 --out again"), "{again}");
    assert!(succeed(folder.path(), again).contains("1 of 1 claims verified"));
    // The page beside it leads from the theorem to what it rests on, and back to the report.
    let graph = std::fs::read_to_string(report.join("dependencies.html")).unwrap();
    for row in ["statements/theorem_3_1.v", "library/eckart_young.v", "definitions.v"] {
        assert!(graph.contains(&format!("href=\"#theorem-3-1-{row}\"")), "{row}");
        assert!(graph.contains(&format!("id=\"theorem-3-1-{row}\"")), "{row}");
    }
    let rows = |claim: &str| {
        let drawing = graph.split(&format!("aria-label=\"What {claim} rests on\"")).nth(1).unwrap();
        let drawing = drawing.split("</svg>").next().unwrap();
        ["certificate</text>", "snapshots/", "href=\"#"].map(|what| drawing.contains(what))
    };
    // Nothing is proved or certified of a table of the paper.
    assert_eq!([rows("theorem-3-1"), rows("table-1")], [[true, true, true], [false, true, false]]);
    // And leaves the report as it was.
    assert_eq!(std::fs::read_to_string(report.join("index.html")).unwrap(), page);
}
