use super::*;
use std::path::PathBuf;

fn bytes_of(shape: &str, dtype: &str, fortran: &str, values: &[u8]) -> Vec<u8> {
    let mut header = format!("{{'descr': '{dtype}', 'fortran_order': {fortran}, 'shape': {shape}, }}");
    while (header.len() + 11) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(values);
    bytes
}

fn file(folder: &tempfile::TempDir, name: &str, shape: &str, values: &[f64]) -> PathBuf {
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes_of(shape, "<f8", "False", &bytes)).unwrap();
    path
}

fn all(views: &Views) -> (Vec<usize>, Vec<f64>, Vec<f64>) {
    let (mut starts, mut x, mut rows) = (vec![], vec![], vec![]);
    views
        .for_each_block(|first, of, views| {
            starts.push(first);
            x.extend_from_slice(of.unwrap_or_default());
            rows.extend_from_slice(views);
            Ok(())
        })
        .unwrap();
    (starts, x, rows)
}

fn message(result: Result<Views>) -> String {
    result.map(|views| views.n()).unwrap_err().to_string()
}

#[test]
fn views_come_in_blocks_beside_their_samples() {
    let folder = tempfile::tempdir().unwrap();
    // Two blocks: 2 x 40,000 features take 640 kB a sample, 26 samples a block.
    let (n, v, d) = (30, 2, 40_000);
    let value = |at: usize| (at % 1013) as f64 - 500.0;
    let values: Vec<f64> = (0..n * v * d).map(value).collect();
    let samples: Vec<f64> = (0..n * d).map(|at| value(at + 5)).collect();
    let path = file(&folder, "V.npy", "(30, 2, 40000)", &values);
    let x = file(&folder, "X.npy", "(30, 40000)", &samples);
    let x = crate::dataset::open(&x, None, &Reading::default()).unwrap();
    let views = Views::open(&path, Some(&x), &Reading::default()).unwrap();
    assert_eq!((views.n(), views.views(), views.d(), views.has_data()), (n, v, d, true));
    assert_eq!(views.data_name(), Some(x.name()));
    // Twice the same.
    for _ in 0..2 {
        let (starts, x, rows) = all(&views);
        assert_eq!((starts, x == samples, rows == values), (vec![0, 26], true, true));
    }
    // From anywhere, and not beyond the end.
    let mut some = vec![0.0; 3 * v * d];
    views.read(27, &mut some).unwrap();
    assert!(some == values[27 * v * d..]);
    assert!(matches!(views.read(28, &mut some), Err(Error::OutOfRange { .. })));
    let alone = Views::open(&path, None, &Reading::default()).unwrap();
    assert_eq!((alone.has_data(), all(&alone).1), (false, vec![]));
    assert!(alone.notes().is_empty());
}

#[test]
fn every_format_with_three_axes_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    // n = 2, v = 3, d = 2.
    let values: Vec<f64> = (1..=12).map(f64::from).collect();
    let write = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let bytes = |convert: &dyn Fn(f64) -> Vec<u8>| values.iter().flat_map(|v| convert(*v)).collect::<Vec<u8>>();
    let half = bytes(&|v| npyz::half::f16::from_f64(v).to_le_bytes().to_vec());
    let single = bytes(&|v| (v as f32).to_le_bytes().to_vec());
    let int = bytes(&|v| (v as i16).to_le_bytes().to_vec());
    // Column after column: the first axis runs fastest.
    let fortran = |at: usize| values[(at % 2) * 6 + at / 2 % 3 * 2 + at / 6].to_le_bytes();
    let fortran: Vec<u8> = (0..12).flat_map(fortran).collect();
    let mut idx = vec![0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2];
    idx.extend(values.iter().map(|v| *v as u8));
    let mut paths = vec![
        file(&folder, "f8.npy", "(2, 3, 2)", &values),
        write("f2.npy", bytes_of("(2, 3, 2)", "<f2", "False", &half)),
        write("f4.npy", bytes_of("(2, 3, 2)", "<f4", "False", &single)),
        write("i2.npy", bytes_of("(2, 3, 2)", "<i2", "False", &int)),
        write("fortran.npy", bytes_of("(2, 3, 2)", "<f8", "True", &fortran)),
        write("views-idx3-ubyte", idx),
    ];
    let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path().join("V.npz")).unwrap());
    zip.start_file("V.npy", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, &std::fs::read(&paths[0]).unwrap()).unwrap();
    zip.finish().unwrap();
    paths.push(folder.path().join("V.npz"));
    let mut gz = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, &std::fs::read(&paths[0]).unwrap()).unwrap();
    paths.push(write("V.npy.gz", gz.finish().unwrap()));
    for path in paths {
        let views = Views::open(&path, None, &Reading::default()).unwrap();
        assert_eq!((views.n(), views.views(), views.d()), (2, 3, 2), "{path:?}");
        assert_eq!(all(&views).2, values, "{path:?}");
    }
    // Images are flattened.
    let images = file(&folder, "images.npy", "(1, 3, 2, 2)", &values);
    let views = Views::open(&images, None, &Reading::default()).unwrap();
    assert_eq!((views.n(), views.views(), views.d()), (1, 3, 4));
    assert_eq!(views.notes(), ["views of 2 x 2, flattened to 4 features"]);
}

#[test]
fn what_holds_no_views_is_refused_with_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let opened = |path: &Path| message(Views::open(path, None, &Reading::default()));
    for (shape, count, remedy) in [
        ("(4, 3)", 12, "numpy.stack"),
        ("(12,)", 12, "numpy.stack"),
        ("(4, 1, 3)", 12, "two views"),
        ("(2, 1, 3, 2)", 12, "two views"),
    ] {
        let found = opened(&file(&folder, "V.npy", shape, &vec![1.0; count]));
        assert!(found.contains(&format!("views must be (n, v, d) with v >= 2, found {shape}")), "{found}");
        assert!(found.contains(remedy), "{found}");
    }
    let mut values = vec![1.0; 12];
    values[9] = f64::NAN;
    let views = Views::open(&file(&folder, "V.npy", "(2, 3, 2)", &values), None, &Reading::default()).unwrap();
    let found = views.moments().unwrap_err().to_string();
    assert!(found.contains("V.npy") && found.contains("entry (1, 1, 1)"), "{found}");
    let table = folder.path().join("t.csv");
    std::fs::write(&table, "a,b\n1,2\n").unwrap();
    assert!(opened(&table).contains("a table has two axes"));
    // Samples of another number or width.
    let good = file(&folder, "good.npy", "(2, 3, 2)", &[1.0; 12]);
    for (shape, count, said) in [("(3, 2)", 6, "views of 2 samples, and"), ("(2, 3)", 6, "views of 2 features, and")] {
        let x = file(&folder, "X.npy", shape, &vec![1.0; count]);
        let x = crate::dataset::open(&x, None, &Reading::default()).unwrap();
        let found = message(Views::open(&good, Some(&x), &Reading::default()));
        assert!(found.contains(said) && found.contains("X.npy"), "{found}");
    }
    assert!(matches!(Views::stored("v", vec![1.0; 4], 1, 2, None), Err(Error::OutOfRange { .. })));
    assert!(matches!(Views::stored("v", vec![1.0; 5], 2, 1, None), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(Views::stored("v", vec![1.0; 4], 2, 1, Some(vec![1.0])), Err(Error::ShapeMismatch { .. })));
}

#[test]
fn files_and_memory_have_the_same_moments() {
    let folder = tempfile::tempdir().unwrap();
    let (n, v, d) = (50, 3, 2);
    let value = |at: usize| ((at * 7919) % 101) as f64 / 7.0;
    let values: Vec<f64> = (0..n * v * d).map(|at| if at % d == 1 { 0.0 } else { value(at) }).collect();
    let x: Vec<f64> = (0..n * d).map(value).collect();
    let path = file(&folder, "V.npy", "(50, 3, 2)", &values);
    let read = Views::open(&path, None, &Reading::default()).unwrap();
    let stored = Views::stored("V", values.clone(), v, d, None).unwrap();
    assert_eq!(read.moments().unwrap(), stored.moments().unwrap());
    assert_eq!(read.twice_moments().unwrap(), stored.twice_moments().unwrap());
    assert_eq!(stored.zero_features(vec![0, 1]).unwrap(), [1]);
    assert_eq!(stored.zero_features(vec![]).unwrap(), [0; 0]);
    let with = Views::stored("V", values, v, d, Some(x)).unwrap();
    assert_ne!(with.moments().unwrap().cross, stored.moments().unwrap().cross);
}

/// What numpy.moveaxis does to three axes.
fn moved(values: &[f64], shape: [usize; 3], from: usize, to: usize) -> (Vec<f64>, [usize; 3]) {
    let mut axes = vec![0, 1, 2];
    let axis = axes.remove(from);
    axes.insert(to, axis);
    let of = |at: [usize; 3]| {
        let mut old = [0; 3];
        axes.iter().zip(at).for_each(|(&axis, at)| old[axis] = at);
        values[(old[0] * shape[1] + old[1]) * shape[2] + old[2]]
    };
    let new = [shape[axes[0]], shape[axes[1]], shape[axes[2]]];
    let each = (0..new[0]).flat_map(|i| (0..new[1]).flat_map(move |j| (0..new[2]).map(move |k| [i, j, k])));
    (each.map(of).collect(), new)
}

/// Axes in another order: the advice is followed, and gives the views.
#[test]
fn the_order_of_axes_that_is_advised_is_the_right_one() {
    let folder = tempfile::tempdir().unwrap();
    let (n, v, d) = (2, 3, 5);
    let values: Vec<f64> = (0..n * v * d).map(|at| at as f64).collect();
    let x = file(&folder, "X.npy", "(2, 5)", &[1.0; 10]);
    let x = crate::dataset::open(&x, None, &Reading::default()).unwrap();
    // (v, n, d) and (n, d, v).
    for (from, to) in [(0, 1), (1, 2)] {
        let (turned, shape) = moved(&values, [n, v, d], from, to);
        let path = file(&folder, "V.npy", &format!("{shape:?}").replace('[', "(").replace(']', ")"), &turned);
        let said = message(Views::open(&path, Some(&x), &Reading::default()));
        let (_, rest) = said.split_once("numpy.moveaxis(V, ").expect("an advice");
        let (from, to) = rest.trim_end_matches(')').split_once(", ").expect("two axes");
        let (back, shape) = moved(&turned, shape, from.parse().unwrap(), to.parse().unwrap());
        assert_eq!((back == values, shape), (true, [n, v, d]), "{said}");
        Views::open(&file(&folder, "V.npy", "(2, 3, 5)", &back), Some(&x), &Reading::default()).unwrap();
    }
}

/// `--array` names the views where they are alone, and the samples where there are some.
#[test]
fn an_array_that_is_named_is_that_of_the_samples_if_there_are_some() {
    let folder = tempfile::tempdir().unwrap();
    let archive = |name: &str, arrays: &[(&str, &str, &[f64])]| {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path().join(name)).unwrap());
        for (array, shape, values) in arrays {
            zip.start_file(format!("{array}.npy"), zip::write::SimpleFileOptions::default()).unwrap();
            let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
            std::io::Write::write_all(&mut zip, &bytes_of(shape, "<f8", "False", &bytes)).unwrap();
        }
        zip.finish().unwrap();
        folder.path().join(name)
    };
    let named = |name: &str| Reading { array: Some(name.into()), ..Reading::default() };
    let [one, two] = [[1.0; 8], [2.0; 8]];
    let several = archive("several.npz", &[("A", "(2, 2, 2)", &one), ("B", "(2, 2, 2)", &two)]);
    for (name, values) in [("A", one), ("B", two)] {
        assert_eq!(all(&Views::open(&several, None, &named(name)).unwrap()).2, values, "{name}");
    }
    assert!(message(Views::open(&several, None, &Reading::default())).contains("--array"));
    let alone = archive("alone.npz", &[("V", "(2, 2, 2)", &two)]);
    let samples = archive("samples.npz", &[("A", "(2, 2)", &one[..4]), ("B", "(2, 2)", &two[..4])]);
    let x = crate::dataset::open(&samples, None, &named("B")).unwrap();
    let (_, x, views) = all(&Views::open(&alone, Some(&x), &named("B")).unwrap());
    assert_eq!((x, views), (two[..4].to_vec(), two.to_vec()));
}
