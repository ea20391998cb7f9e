//! Every format through the door.

use super::*;
use crate::output::{Array, write_npz};
use flate2::{Compression, write::GzEncoder};
use nalgebra::dmatrix;
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;

fn file(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn npy(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}\n");
    [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), data].concat()
}

fn rows(path: &Path) -> Vec<f64> {
    let samples = open(path, None, &Reading::default()).unwrap();
    let mut rows = vec![];
    samples
        .pass(|x, _| {
            rows.extend_from_slice(x);
            Ok(())
        })
        .unwrap();
    assert_eq!(samples.load().unwrap().features().rows().into_owned(), rows);
    // The last row alone, and nothing beyond it.
    let (n, d) = (samples.n(), samples.d());
    let mut last = vec![f64::NAN; d];
    samples.read(n - 1, &mut last).unwrap();
    assert_eq!(last, rows[(n - 1) * d..]);
    assert!(matches!(samples.read(n, &mut last), Err(Error::OutOfRange { .. })));
    assert!(matches!(samples.read(0, &mut vec![0.0; n * d + 1]), Err(Error::OutOfRange { .. })));
    rows
}

/// Which samples are labelled, and the classes of these, from a file of samples or from one beside it.
fn partly(path: &Path, labels: Option<&Path>) -> (Vec<bool>, Vec<usize>) {
    let (samples, labels) = open_partly(path, labels, &Reading::default()).unwrap();
    assert_eq!((samples.l(), samples.n()), (0, labels.as_ref().unwrap().n()));
    let labels = labels.unwrap();
    let mut rows = vec![0.0; labels.n() * labels.l()];
    labels.read(0, &mut rows).unwrap();
    let labelled = rows.chunks(labels.l()).map(|row| row.iter().all(|v| !v.is_nan())).collect();
    (labelled, labels.labels().as_classes().unwrap().0.to_vec())
}

/// Of five samples the second and the fourth are not labelled.
#[test]
fn some_samples_are_labelled_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let expected = (vec![true, false, true, false, true], vec![1, 0, 1]);
    let table = file(&folder, "t.csv", b"a,kind,b\n1,u,2\n3,,4\n5,s,6\n7,,8\n9,u,1\n");
    let reading = Reading { label_column: Some("kind".into()), ..Reading::default() };
    let (samples, labels) = open_partly(&table, None, &reading).unwrap();
    assert_eq!((samples.d(), labels.unwrap().labelled()), (2, 3));
    // Where none may be missing, it is said which is.
    assert!(open(&table, None, &reading).unwrap_err().to_string().contains("the label is missing"));
    let called = file(&folder, "c.csv", b"a,label\n1,2\n3,-1\n5,0\n7,\n9,2\n");
    assert_eq!(partly(&called, None), expected);
    let x = file(&folder, "x.npy", &npy("|u1", "(5, 1)", &[1, 2, 3, 4, 5]));
    let reals = [1.0, f64::NAN, 0.0, -1.0, 1.0].map(f64::to_le_bytes).concat();
    for (name, content) in [
        ("y.npy", npy("<f8", "(5,)", &reals)),
        ("w.npy", npy("|S1", "(5,)", b"b\0a\0b")),
        ("y.csv", b"label\n1\n-1\n0\n\"\"\n1\n".to_vec()),
    ] {
        assert_eq!(partly(&x, Some(&file(&folder, name, &content))), expected, "{name}");
    }
    let pair = folder.path().join("pair.npz");
    let (x_of_pair, y) = (dmatrix![1.; 2.; 3.; 4.; 5.], [1., f64::NAN, 0., -1., 1.]);
    write_npz(&pair, &[("X", Array::Matrix(&x_of_pair)), ("y", Array::Vector(&y))]).unwrap();
    assert_eq!(partly(&pair, None), expected);
    // Without labels there are none, and other rows are refused.
    assert!(open_partly(&x, None, &Reading::default()).unwrap().1.is_none());
    let three = file(&folder, "three.npy", &npy("|u1", "(3,)", &[0, 1, 0]));
    assert!(matches!(open_partly(&x, Some(&three), &Reading::default()), Err(Error::BadFile { .. })));
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    // As sha256sum prints it.
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(file_digest(&file(&folder, "abc", b"abc")).unwrap(), known);
}

#[test]
fn the_same_samples_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 3, 4];
    let market = b"%%MatrixMarket matrix coordinate integer general\n2 2 3\n1 1 1\n2 1 3\n2 2 4\n";
    let files = [
        ("x.npy", npy("|u1", "(2, 2)", &[1, 0, 3, 4])),
        ("x.csv", b"a,b\n1,0\n3,4\n".to_vec()),
        ("x.idx", idx.to_vec()),
        ("x.mtx", market.to_vec()),
    ];
    for (name, content) in files {
        assert_eq!(rows(&file(&folder, name, &content)), [1., 0., 3., 4.], "{name}");
        assert_eq!(rows(&file(&folder, &format!("{name}.gz"), &gzip(&content))), [1., 0., 3., 4.], "{name}.gz");
    }
    let path = folder.path().join("x.npz");
    write_npz(&path, &[("anything", Array::Matrix(&dmatrix![1., 0.; 3., 4.]))]).unwrap();
    assert_eq!(rows(&path), [1., 0., 3., 4.]);
    let notes = |name: &str| open(&folder.path().join(name), None, &Reading::default()).unwrap().notes().to_vec();
    assert_eq!(notes("x.idx"), ["2 samples of 1 x 2, flattened to 2 features"]);
    assert_eq!(notes("x.mtx"), ["sparse, 3 entries of 4 are stored"]);
    assert_eq!(notes("x.npy"), [""; 0]);
}

#[test]
fn rows_that_are_features_are_turned() {
    let folder = tempfile::tempdir().unwrap();
    let turned = Reading { transpose: true, ..Reading::default() };
    let matrix = |path: &Path| open(path, None, &turned).and_then(|samples| samples.load()).map(|data| data.matrix());
    let array = file(&folder, "x.npy", &npy("|u1", "(2, 3)", &[1, 2, 3, 4, 5, 6]));
    assert_eq!(matrix(&array).unwrap(), dmatrix![1., 4.; 2., 5.; 3., 6.]);
    let market = b"%%MatrixMarket matrix coordinate integer general\n2 3 2\n1 1 1\n2 3 6\n";
    assert_eq!(matrix(&file(&folder, "x.mtx", market)).unwrap(), dmatrix![1., 0.; 0., 0.; 0., 6.]);
    let table = file(&folder, "x.csv", b",AAAC-1,AAAG-1\nACTB,1,2\nCD4,3,4\nCD8,5,6\n");
    assert_eq!(matrix(&table).unwrap(), dmatrix![1., 3., 5.; 2., 4., 6.]);
    let images = file(&folder, "i.npy", &npy("|u1", "(1, 1, 1)", &[1]));
    assert!(matrix(&images).unwrap_err().to_string().contains("--transpose"));
    let labels = file(&folder, "l.csv", b"a,label\n1,0\n2,1\n3,1\n");
    assert!(matrix(&labels).unwrap_err().to_string().contains("--drop"));
}

#[test]
fn an_archive_has_the_labels_beside_the_samples() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.npz");
    let (x, z) = (dmatrix![1., 2.; 3., 4.; 5., 6.], dmatrix![7., 8.; 9., 0.; 1., 1.]);
    let y = [0., 1., 1.];
    write_npz(&path, &[("X", Array::Matrix(&x)), ("z", Array::Matrix(&z)), ("y", Array::Vector(&y))]).unwrap();
    let found = open(&path, None, &Reading::default()).unwrap();
    assert_eq!((found.load().unwrap().matrix(), found.label_count()), (x, Some(("classes", 2))));
    assert_eq!(found.notes(), ["the samples are the array X", "the labels are the array y"]);
    let chosen = Reading { array: Some("z".into()), ..Reading::default() };
    let found = open(&path, None, &chosen).unwrap();
    assert_eq!((found.load().unwrap().matrix(), found.label_count()), (z.clone(), None));
    assert_eq!(open_labels(&path, &chosen).unwrap().l(), 2);
    let none = Reading { array: Some("w".into()), ..Reading::default() };
    let refusal = |reading| open(&path, None, reading).unwrap_err().to_string();
    assert!(refusal(&none).contains("no array \"w\", but the arrays X, y, z"), "{}", refusal(&none));
    // As keras has MNIST.
    let halves =
        [("x_test", Array::Matrix(&z)), ("x_train", Array::Matrix(&z)), ("y_test", Array::Vector(&[1., 2., 3.]))];
    write_npz(&path, &[&halves[..], &[("y_train", Array::Vector(&y))]].concat()).unwrap();
    let train = Reading { array: Some("x_train".into()), ..Reading::default() };
    let found = open(&path, None, &train).unwrap();
    assert_eq!(
        (found.label_count(), &found.notes()[1][..]),
        (Some(("classes", 2)), "the labels are the array y_train")
    );
    assert_eq!(open_labels(&path, &train).unwrap().l(), 2);
    // A name of two lines would not fit into one of a message.
    write_npz(&path, &[("a\nb", Array::Matrix(&z))]).unwrap();
    let plain = Reading::default();
    assert!(refusal(&plain).contains("an archive without arrays"));
    write_npz(&path, &[("a", Array::Matrix(&z)), ("b", Array::Matrix(&z))]).unwrap();
    assert!(refusal(&plain).contains("--array"));
}

/// Arrays of an archive that scipy would save for [[1, 0, 2], [0, 0, 3]].
fn scipy(folder: &TempDir, format: &[u8; 3], indices: &[f64], starts: &[f64], data: &[f64]) -> PathBuf {
    let path = folder.path().join("s.npz");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let mut add = |name: &str, content: Vec<u8>| {
        // scipy compresses.
        archive.start_file(format!("{name}.npy"), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&content).unwrap();
    };
    let reals = |values: &[f64]| {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        npy("<f8", &format!("({},)", values.len()), &bytes)
    };
    add("format", npy("|S3", "()", format));
    for (name, values) in [("indices", indices), ("indptr", starts), ("shape", &[2., 3.]), ("data", data)] {
        add(name, reals(values));
    }
    archive.finish().unwrap();
    path
}

#[test]
fn sparse_matrices_of_scipy() {
    let folder = tempfile::tempdir().unwrap();
    let dense = [1., 0., 2., 0., 0., 3.];
    assert_eq!(rows(&scipy(&folder, b"csr", &[0., 2., 2.], &[0., 2., 3.], &[1., 2., 3.])), dense);
    assert_eq!(rows(&scipy(&folder, b"csc", &[0., 0., 1.], &[0., 1., 1., 3.], &[1., 2., 3.])), dense);
    for (format, indices, starts) in [
        (b"coo", &[0., 2., 2.][..], &[0., 2., 3.][..]),
        (b"csr", &[0., 3., 2.], &[0., 2., 3.]),
        (b"csr", &[0., 2., 2.], &[0., 3., 2.]),
        (b"csr", &[0., 2., 2.], &[0., 2., 4.]),
        (b"csr", &[0., 2., 2.], &[0., 3.]),
        (b"csr", &[0., 2., 0.5], &[0., 2., 3.]),
    ] {
        let path = scipy(&folder, format, indices, starts, &[1., 2., 3.]);
        assert!(matches!(open(&path, None, &Reading::default()), Err(Error::BadFile { .. })), "{indices:?} {starts:?}");
    }
}

#[test]
fn what_is_not_read_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, words) in [
        ("a.h5ad", &b"\x89HDF\r\n\x1a\n"[..], &["HDF5", "anndata.read_h5ad"][..]),
        ("a.parquet", b"PAR1....", &["Parquet", "read_parquet"]),
        ("a.xlsx", b"PK\x03\x04....", &["Excel", "CSV"]),
        ("a.moments", b"PK\x03\x04....", &["--moments"]),
        ("a.csv", b"\xff\xfea\0", &["UTF-16", "UTF-8"]),
        ("a.pkl", b"\x80\x04\x95", &["pickle", "numpy.save"]),
        ("a.npy", b"1,2\n", &["not a .npy file", "numpy.save"]),
        ("a.npz", b"1,2\n", &["numpy.savez"]),
        ("a.npz", b"PK\x03\x04 cut", &["damaged archive"]),
        ("a.mtx", b"1 2\n", &["MatrixMarket"]),
        ("a-idx3-ubyte", b"1 2\n", &["IDX"]),
        ("a", b"1 2\n", &["of no format that is read", ".csv"]),
        ("a.csv.gz", b"\x1f\x8b\x08\0", &["damaged or truncated"]),
        ("", b"", &["not a regular file"]),
    ] {
        let path = if name.is_empty() { folder.path().to_path_buf() } else { file(&folder, name, content) };
        let message = open(&path, None, &Reading::default()).unwrap_err().to_string();
        assert!(words.iter().all(|word| message.contains(word)) && message.contains(name), "{message}");
    }
    let path = file(&folder, "x.npy", &npy("|u1", "(2, 2)", &[1, 0, 3, 4]));
    for reading in [
        Reading { array: Some("x".into()), ..Reading::default() },
        Reading { drop: vec!["x".into()], ..Reading::default() },
        Reading { label_column: Some("x".into()), ..Reading::default() },
    ] {
        assert!(open(&path, None, &reading).unwrap_err().to_string().contains("leave it out"));
    }
}

#[test]
fn matrices_of_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let matrix = dmatrix![1., 0.; 0., 4.];
    // As pandas writes df.cov().
    let table = file(&folder, "t.csv", b",a,b\na,1,0\nb,0,4\n");
    assert_eq!(read_matrix(&table, "theta").unwrap(), matrix);
    let array = file(&folder, "t.npy", &npy("|u1", "(2, 2)", &[1, 0, 0, 4]));
    assert_eq!(read_matrix(&array, "theta").unwrap(), matrix);
    let flat = file(&folder, "f.npy", &npy("|u1", "(2,)", &[1, 0]));
    assert!(read_matrix(&flat, "theta").unwrap_err().to_string().contains("theta has 1 axis, not 2"));
}

/// Labels of another file belong to the same rows in every format, in a pass and in memory.
#[test]
fn labels_stay_with_their_samples_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let y = file(&folder, "y.npy", &npy("|u1", "(3,)", &[7, 3, 7]));
    let kinds = file(&folder, "kinds.csv", b"other,kind\n1,v\n2,u\n3,v\n");
    let market = b"%%MatrixMarket matrix coordinate integer general\n3 2 3\n1 1 1\n2 1 3\n3 2 4\n";
    let idx = [0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 2, 1, 0, 3, 0, 0, 4];
    let pair = folder.path().join("x.npz");
    write_npz(&pair, &[("X", Array::Matrix(&dmatrix![1., 0.; 3., 0.; 0., 4.]))]).unwrap();
    let by_name = Reading { label_column: Some("kind".into()), ..Reading::default() };
    for samples in [
        file(&folder, "x.npy", &npy("|u1", "(3, 2)", &[1, 0, 3, 0, 0, 4])),
        file(&folder, "x.csv", b"a,b\n1,0\n3,0\n0,4\n"),
        file(&folder, "x.idx", &idx),
        file(&folder, "x.mtx", market),
        pair,
    ] {
        for (labels, reading) in [(&y, &Reading::default()), (&kinds, &by_name)] {
            let found = open(&samples, Some(labels), reading).unwrap();
            let expected = dmatrix![0., 1.; 1., 0.; 0., 1.];
            let loaded = found.load().unwrap();
            assert_eq!((loaded.label_matrix(), found.label_count()), (expected.clone(), Some(("classes", 2))));
            assert_eq!(loaded.matrix(), dmatrix![1., 0.; 3., 0.; 0., 4.], "{samples:?}");
            let mut passed = vec![];
            found
                .pass(|_, y| {
                    passed.extend_from_slice(y);
                    Ok(())
                })
                .unwrap();
            assert_eq!(DMatrix::from_row_slice(3, 2, &passed), expected, "{samples:?}");
        }
    }
    // Parts of a data set: classes keep their numbers, wherever they stand.
    let numbered = Reading { numbered: true, ..Reading::default() };
    let table = file(&folder, "t.csv", b"a,label\n1,7\n3,3\n0,7\n");
    let both = folder.path().join("both.npz");
    let x = dmatrix![1.; 3.; 0.];
    write_npz(&both, &[("X", Array::Matrix(&x)), ("y", Array::Vector(&[7., 3., 7.]))]).unwrap();
    let x = file(&folder, "x.npy", &npy("|u1", "(3, 1)", &[1, 3, 0]));
    for (samples, labels) in [(&table, None), (&both, None), (&x, Some(&y)), (&x, Some(&table)), (&x, Some(&both))] {
        let found = open(samples, labels.map(PathBuf::as_path), &numbered).unwrap().load().unwrap();
        assert_eq!(found.labels().unwrap().as_classes(), Some((&[7, 3, 7][..], 8)), "{samples:?} {labels:?}");
    }
}

#[test]
fn a_table_is_told_by_any_of_its_extensions() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["csv", "tsv", "tab", "txt", "dat", "CSV", "Txt"] {
        assert_eq!(rows(&file(&folder, &format!("x.{name}"), b"a,b\n1,0\n3,4\n")), [1., 0., 3., 4.], "{name}");
        let packed = file(&folder, &format!("x.{name}.gz"), &gzip(b"a,b\n1,0\n3,4\n"));
        assert_eq!(rows(&packed), [1., 0., 3., 4.], "{name}.gz");
    }
}

/// In capitals or not, X has its labels in either; the pair of its own case goes first.
#[test]
fn the_labels_of_a_named_array_are_its_pair() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.npz");
    let x = dmatrix![1.; 3.; 0.];
    let small: &[f64] = &[1., 0., 1.];
    let large: &[f64] = &[0.5, 0., 1.];
    for (name, beside, expected) in [
        ("X_train", &["y_train"][..], Some("y_train")),
        ("X_train", &["Y_train"], Some("Y_train")),
        ("X_train", &["Y_train", "y_train"], Some("Y_train")),
        ("x_train", &["Y_train", "y_train"], Some("y_train")),
        ("x_train", &["Y_train"], None),
        ("X_train", &["y_test"], None),
        ("A_train", &["y_train"], None),
    ] {
        let labels =
            beside.iter().map(|name| (*name, Array::Vector(if name.starts_with('y') { small } else { large })));
        write_npz(&path, &labels.chain([(name, Array::Matrix(&x))]).collect::<Vec<_>>()).unwrap();
        let reading = Reading { array: Some(name.into()), ..Reading::default() };
        let found = open(&path, None, &reading).unwrap();
        let note = expected.map(|expected| format!("the labels are the array {expected}"));
        assert_eq!(found.notes().get(1), note.as_ref(), "{name} {beside:?}");
        let kind = expected.map(|name| if name.starts_with('y') { ("classes", 2) } else { ("targets", 1) });
        assert_eq!(found.label_count(), kind, "{name} {beside:?}");
    }
}

#[test]
fn lines_and_bounds_of_matrix_market() {
    let folder = tempfile::tempdir().unwrap();
    let head = "%%MatrixMarket matrix coordinate real general\n% a comment\n\n% another\n";
    let opened =
        |text: &str| open(&file(&folder, "k.mtx", format!("{head}{text}").as_bytes()), None, &Reading::default());
    for (text, words) in [
        ("2 x 1\n", "line 5: the sizes are missing"),
        ("2 3 2\n1 1 1\n\n% between\n2 4 1\n", "line 9: no row and column of a 2 x 3 matrix"),
        ("2 3 1\n3 1 1\n", "line 6: no row and column of a 2 x 3 matrix"),
        ("3 2 1\n1 3 1\n", "line 6: no row and column of a 3 x 2 matrix"),
        ("2 3 1\n\n2 3 x\n", "line 7: no finite number"),
        ("2 3 3\n1 1 1\n2 2 1\n", "line 8: 3 entries are promised, 2 follow"),
        ("2 3 1\n1 1 1\n\n2 2 1\n", "line 8: more than the 1 entries"),
        ("1 131073 0\n", "too large"),
        ("1002000 1 1\n1 1 1\n", "1002000 rows, and only 1 entries"),
    ] {
        let said = opened(text).unwrap_err().to_string();
        assert!(said.contains(words), "{said} should say {words}");
    }
    assert_eq!(opened("2 3 2\n2 3 5\n1 1 1\n").unwrap().load().unwrap().matrix(), dmatrix![1., 0., 0.; 0., 0., 5.]);
    for (n, d) in [(1, 131_072), (1_001_999, 1)] {
        let found = opened(&format!("{n} {d} 1\n1 1 1\n")).unwrap();
        assert_eq!((found.n(), found.d()), (n, d));
    }
}

/// Only -1 leaves out; the advice is followed.
#[test]
fn classes_below_minus_one_are_no_gaps() {
    let folder = tempfile::tempdir().unwrap();
    let labels = |values: &[i8], kind| {
        let bytes: Vec<u8> = values.iter().map(|&v| v as u8).collect();
        let path = file(&folder, "y.npy", &npy("|i1", &format!("({},)", values.len()), &bytes));
        open_some_labels(&path, &Reading { labels: kind, ..Reading::default() })
    };
    let said = labels(&[-2, 0, -1, 0, -2], LabelKind::Told).unwrap_err().to_string();
    assert!(said.contains("a class -2, and only -1") && said.contains("or say --targets"), "{said}");
    assert_eq!(labels(&[-2, 0, -1, 0, -2], LabelKind::Targets).unwrap().labelled(), 5);
    assert_eq!(labels(&[0, 1, -1, 1, 0], LabelKind::Told).unwrap().labelled(), 4);
    let said = labels(&[-1, 1, 1, -1, -1], LabelKind::Told).unwrap_err().to_string();
    assert!(said.contains("one class besides -1") && said.contains("(3 of 5 are not)"), "{said}");
    assert_eq!(labels(&[-1, 1, 1, -1, -1], LabelKind::Targets).unwrap().labelled(), 5);
}
