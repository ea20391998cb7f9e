//! Tables by hand, and tables that are none.

use crate::dataset::{Dataset, LabelKind, Reading, Samples, open, open_labels};
use crate::error::{Error, Result};
use nalgebra::DMatrix;

fn open_as(name: &str, text: impl AsRef<[u8]>, reading: &Reading) -> Result<Samples> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    open(&path, None, reading)
}

fn read(text: impl AsRef<[u8]>) -> Result<Dataset> {
    open_as("table.csv", text, &Reading::default())?.load()
}

fn labelled(column: &str) -> Reading {
    Reading { label_column: Some(column.into()), ..Reading::default() }
}

fn matrix(data: &Dataset) -> Vec<f64> {
    data.features().rows().into_owned()
}

#[test]
fn columns_become_features_and_classes() {
    let data = read("a, label,b\n1,2,-0.5\n\n 3 ,0,1e3\n4,2,true\n").unwrap();
    assert_eq!(data.matrix(), DMatrix::from_row_slice(3, 2, &[1., -0.5, 3., 1000., 4., 1.]));
    assert_eq!(data.labels().unwrap().as_classes(), Some((&[1, 0, 1][..], 2)));
    // A byte order mark and Windows line ends, as spreadsheets write them.
    let windows = read("\u{feff}label,x\r\n1,2\r\n1,3\r\n0,3\r\n").unwrap();
    assert_eq!((windows.d(), windows.l()), (1, 2));
    assert_eq!(read("x\n1\n").unwrap().l(), 0);
    assert_eq!(matrix(&read("\"a, or b\",\"x;y\"\n1,2\n").unwrap()), [1., 2.]);
}

#[test]
fn separators_and_decimal_commas() {
    for (text, name) in [
        ("a,b\n1.5,2.5\n-1.25,3\n", "t.csv"),
        ("a;b\n1.5;2.5\n-1.25;3\n", "T.CSV"),
        ("a;b\n1,5;2,5\n-1,25;3\n", "t.csv"),
        ("a\tb\n1,5\t2,5\n-1,25\t3\n", "t.tsv"),
        ("\"a\";\"b\"\n\"1,5\";\"2,5\"\n\"-1,25\";\"3\"\n", "t.csv"),
    ] {
        assert_eq!(matrix(&open_as(name, text, &Reading::default()).unwrap().load().unwrap()), [1.5, 2.5, -1.25, 3.]);
    }
    let mixed = read("a;b\n1,5;2\n1.5;2\n").unwrap_err().to_string();
    assert!(mixed.contains("line 3") && mixed.contains("line 2 has a decimal comma"), "{mixed}");
}

#[test]
fn labels_are_found_by_name() {
    for name in ["label", "Label", "TARGET", "class", "Y"] {
        let data = read(format!("a,{name}\n5,1\n6,2\n7,2\n")).unwrap();
        assert_eq!((matrix(&data), data.l()), (vec![5., 6., 7.], 2), "{name}");
    }
    let text = "species,a\nsetosa,1\nvirginica,2\nsetosa,3\n";
    let open = open_as("t.csv", text, &labelled("species")).unwrap();
    assert_eq!(open.label_count(), Some(("classes", 2)));
    assert_eq!(open.notes(), ["the labels are column \"species\""]);
    let refused = read(text).unwrap_err().to_string();
    assert!(refused.contains("--drop species") && refused.contains("--label-column species"), "{refused}");
    // Names of several words, or of several lines, are one word of one line.
    let quoted = read("\"two\n words\",a\nx,1\n").unwrap_err().to_string();
    assert!(quoted.contains(r#"--drop "two\n words","#) && !quoted.contains('\n'), "{quoted}");
    let dropped = Reading { drop: vec!["species".into()], ..Reading::default() };
    assert_eq!(open_as("t.csv", text, &dropped).unwrap().load().unwrap().l(), 0);
    // Two that look like labels.
    let both = "class,y,a\n1,0.5,1\n2,1.5,2\n";
    assert!(read(both).unwrap_err().to_string().contains("--drop"));
    let chosen = Reading { drop: vec!["class".into()], ..Reading::default() };
    assert_eq!(open_as("t.csv", both, &chosen).unwrap().label_count(), Some(("targets", 1)));
    let ages = "age,x\n20,1\n31,2\n42,2\n";
    assert!(open_as("t.csv", ages, &labelled("age")).unwrap_err().to_string().contains("--classes or --targets"));
    let targets = Reading { labels: LabelKind::Targets, ..labelled("age") };
    assert_eq!(open_as("t.csv", ages, &targets).unwrap().label_count(), Some(("targets", 1)));
}

#[test]
fn an_index_is_no_feature() {
    for text in [
        ",a\n0,5\n1,6\n2,7\n",
        "\"\",a\n\"1\",5\n\"2\",6\n\"3\",7\n",
        "Unnamed: 0,a\n0,5\n1,6\n2,7\n",
        "id,a\nAAAC-1,5\nAAAG-1,6\nAAAT-1,7\n",
    ] {
        let table = open_as("t.csv", text, &Reading::default()).unwrap();
        assert_eq!(matrix(&table.load().unwrap()), [5., 6., 7.], "{text}");
        assert!(table.notes()[0].contains("is an index and is left out"), "{:?}", table.notes());
    }
    for text in [",a\n3,5\n1,6\n", "id,a\n3,5\n1,6\n"] {
        assert!(read(text).unwrap_err().to_string().contains("looks like an index"), "{text}");
    }
    // A name of another kind is a feature, but not without a word.
    let time = open_as("t.csv", "time,a\n1,5\n2,6\n3,6\n4,6\n", &Reading::default()).unwrap();
    assert_eq!(
        (time.d(), time.notes()),
        (2, &["the feature \"time\" counts the lines; --drop leaves it out".to_string()][..])
    );
}

#[test]
fn a_file_of_labels() {
    let labels = |text: &str, reading: &Reading| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("y.csv");
        std::fs::write(&path, text).unwrap();
        open_labels(&path, reading)
    };
    let found = |text: &str| labels(text, &Reading::default()).unwrap().l();
    assert_eq!(found("species\nb\na\nb\n"), 2);
    assert_eq!(found(",species\n0,b\n1,a\n2,b\n"), 2);
    assert_eq!(found("a,b,target\n0,1,7\n1,2,8\n2,5,8\n"), 2);
    // Several columns are targets.
    assert_eq!(found("a,b,c\n0,1,7\n1,2,8\n2,5,8\n"), 3);
    assert_eq!(labels("a,b\n0,1\n1,2\n2,1\n", &labelled("b")).unwrap().as_classes(), Some((&[0, 1, 0][..], 2)));
}

#[test]
fn bad_tables_are_refused_with_line_and_column() {
    let latin1 = b"x\n\xe9\n";
    let long = format!("x\n{}\n", "y".repeat(5000));
    for (text, reading, expected) in [
        (&b""[..], Reading::default(), "no header line"),
        (b"\n\n", Reading::default(), "no header line"),
        (b"x,y2\n", Reading::default(), "no lines after the header"),
        (b"1,2\n3,4\n", Reading::default(), "line 1 holds numbers"),
        (b"1,5;2,5\n3;4\n", Reading::default(), "line 1 holds numbers"),
        (b"x,z\n1,2\n3\n", Reading::default(), "line 3 has 1 cells, the header has 2"),
        (b"x,z\n1,2,3\n", Reading::default(), "line 2 has 3 cells"),
        (b"x,z\n1,2\n3,four\n", Reading::default(), "line 3, column \"z\": \"four\" is not a number"),
        (b"x,z\n1,\n", Reading::default(), "line 2, column \"z\": \"\" is a missing value"),
        (b"x,z\n1,NA\n", Reading::default(), "\"NA\" is a missing value"),
        (b"x,z\n1,nan\n", Reading::default(), "line 2, column \"z\": \"nan\" is not finite"),
        (b"x,z\n-inf,1\n", Reading::default(), "line 2, column \"x\": \"-inf\" is not finite"),
        (b"x,z\n1,1e999\n", Reading::default(), "is not finite"),
        (b"x z\n1 2\n", Reading::default(), "several numbers"),
        (b"x,label\n1,\n", Reading::default(), "line 2, column \"label\": the label is missing"),
        (b"label\n1\n", Reading { labels: LabelKind::Classes, ..Reading::default() }, ""),
        (b"x,z\n1,2\n", labelled("q"), "no column \"q\""),
        (b"x,z\n1,2\n", Reading { drop: vec!["q".into()], ..Reading::default() }, "no column \"q\""),
        (b"x\n1\n", Reading { drop: vec!["x".into()], ..Reading::default() }, "no column of features"),
        (long.as_bytes(), Reading::default(), "yyy\"... is not a number"),
        (latin1, Reading::default(), "UTF-8"),
    ] {
        if expected.is_empty() {
            continue;
        }
        match open_as("table.csv", text, &reading) {
            Err(Error::BadFile { problem, .. }) => {
                assert!(problem.contains(expected) && problem.len() < 200, "{problem:?} should say {expected:?}");
            }
            other => panic!("{expected}: {other:?}"),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(&folder.path().join("none.csv"), None, &Reading::default()), Err(Error::Io { .. })));
    assert!(matches!(open(folder.path(), None, &Reading::default()), Err(Error::BadFile { .. })));
}

/// As an editor counts them: with the line ends of any system, empty lines, and cells of several lines.
#[test]
fn a_line_has_the_number_that_an_editor_shows() {
    let text = ["a,b,note", "", "1,2,u", "3,4,\"two", "", "lines\"", "", "", "5,6,u", "7,8,\"a\"", "9,1,z"];
    let dropped = Reading { drop: vec!["note".into()], ..Reading::default() };
    for end in ["\n", "\r\n"] {
        for at in (1..text.len()).filter(|&at| text[at].contains(',')) {
            // The byte 1 stands for one that is no UTF-8.
            for (before, words) in
                [("x", ", column \"a\": \"x"), ("1,", " has 4 cells"), ("\u{1}", " is no UTF-8 text")]
            {
                let bad = format!("{before}{}", text[at]);
                let mut lines = text.to_vec();
                lines[at] = &bad;
                let bytes: Vec<u8> = lines.join(end).bytes().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
                let said = open_as("t.csv", bytes, &dropped).unwrap_err().to_string();
                assert!(said.contains(&format!("line {}{words}", at + 1)), "{end:?}: {said}");
            }
        }
    }
    let mixed = read("a;b\r\n\r\n1,5;2\r\n1.5;2\r\n").unwrap_err().to_string();
    assert!(mixed.contains("line 4, ") && mixed.contains("line 3 has a decimal comma, line 4 a point"), "{mixed}");
}

/// What is said of a column names that column, whatever stands before it.
#[test]
fn notes_name_the_column_they_are_about() {
    let dropping = |names: &[&str]| Reading {
        drop: names.iter().map(ToString::to_string).collect(),
        labels: LabelKind::Classes,
        ..Reading::default()
    };
    // The feature z counts the lines from 0, and w from 1.
    let notes = |lines: usize, drop: &[&str]| {
        let line = |i: usize| format!("{},7,{},{i},{}\n", i % 2, i * i % 5 + 5, i + 1);
        let text = "label,gone,a,z,w\n".to_string() + &(0..lines).map(line).collect::<String>();
        open_as("t.csv", text, &dropping(drop)).unwrap().notes().to_vec()
    };
    let labels = "the labels are column \"label\"".to_string();
    let counts = |name: &str| format!("the feature {name:?} counts the lines; --drop leaves it out");
    assert_eq!(notes(4, &["gone"]), [labels.clone(), counts("z"), counts("w")]);
    assert_eq!(notes(4, &["gone", "z"]), [labels.clone(), counts("w")]);
    // Three lines may do so by chance.
    assert_eq!(notes(3, &["gone"]), [labels]);
    let text = "a,,id,idx\n5,0,x,1\n6,1,y,2\n7,2,z,3\n";
    let left_out = |column: &str| format!("column {column} is an index and is left out");
    let table = open_as("t.csv", text, &Reading::default()).unwrap();
    assert_eq!(table.notes(), ["2, which has no name,", "\"id\"", "\"idx\""].map(left_out));
    // Each is looked at, and what does not count is named.
    for (from, to, column, drop) in [
        ("5,0,", "5,8,", "column 2, which has no name, looks", None),
        (",x,1\n6,1,y,2\n7,2,z", ",4,1\n6,1,4,2\n7,2,4", "column \"id\" looks", Some("id")),
        (",3\n", ",9\n", "column \"idx\" looks", Some("idx")),
    ] {
        let text = text.replace(from, to);
        let said = read(&text).unwrap_err().to_string();
        assert!(said.contains(column), "{said}");
        if let Some(drop) = drop {
            assert!(said.contains(&format!("--drop {drop},")), "{said}");
            assert_eq!(matrix(&open_as("t.csv", &text, &dropping(&[drop])).unwrap().load().unwrap()), [5., 6., 7.]);
        }
    }
    for name in ["", "index", "Index", "ID", "idx", "row", "unnamed: 0"] {
        assert_eq!(matrix(&read(format!("a,{name}\n5,0\n6,1\n")).unwrap()), [5., 6.], "{name}");
    }
}

#[test]
fn every_way_to_leave_a_cell_out_is_a_missing_value() {
    for cell in ["", "NA", "na", "n/a", "NULL", "null", "None", "?"] {
        let said = read(format!("x,z\n1,{cell}\n")).unwrap_err().to_string();
        assert!(said.contains("is a missing value; fill it or drop the line"), "{said}");
    }
    // A comma within a cell of a table with commas may be anything.
    for text in ["a,b\n\"1,5\",2\n", "a,b\n1,\"1,500\"\n"] {
        assert!(read(text).unwrap_err().to_string().contains("is not a number"), "{text}");
    }
}

/// Each refusal is followed.
#[test]
fn what_a_refusal_advises_works() {
    for (bad, advice, good) in [
        ("a,b\nr,1,2\ns,3,4\n", "begin the header with a separator", ",a,b\nr,1,2\ns,3,4\n"),
        ("a,b\n1,2,3,4\n", "one cell per column", "a,b\n1,2\n3,4\n"),
        ("a,b\n1\n", "one cell per column", "a,b\n1,2\n3,4\n"),
    ] {
        let said = read(bad).unwrap_err().to_string();
        assert!(said.contains(advice), "{said}");
        assert_eq!(matrix(&read(good).unwrap()), [1., 2., 3., 4.]);
    }
    // Three columns that look like labels: one is kept, each of the others left out.
    let text = "class,y,a,label\n1,0.5,7,u\n2,1.5,8,v\n";
    let reading = |keep: &str, drop: &[&str]| Reading {
        label_column: (!keep.is_empty()).then(|| keep.to_string()),
        drop: drop.iter().map(ToString::to_string).collect(),
        ..Reading::default()
    };
    for (keep, drop) in [("", &[][..]), ("y", &[]), ("y", &["class"])] {
        let said = open_as("t.csv", text, &reading(keep, drop)).unwrap_err().to_string();
        assert!(said.contains("all look like labels; keep one with --label-column NAME"), "{said}");
        assert_eq!(said.contains("\"class\" and "), drop.is_empty(), "{said}");
    }
    let kept = open_as("t.csv", text, &reading("y", &["class", "label"])).unwrap();
    assert_eq!((kept.d(), kept.label_count(), kept.notes().len()), (1, Some(("targets", 1)), 1));
    // Labels of another file, whose column is named: that of the samples has to go.
    let folder = tempfile::tempdir().unwrap();
    let [x, y] = ["x.csv", "y.csv"].map(|name| folder.path().join(name));
    std::fs::write(&x, "a,label\n5,1\n6,2\n7,2\n").unwrap();
    std::fs::write(&y, "age,kind\n1,u\n2,v\n3,u\n").unwrap();
    let said = open(&x, Some(&y), &reading("kind", &[])).unwrap_err().to_string();
    assert!(said.contains("x.csv: the column \"label\" looks like labels") && said.contains("--drop NAME"), "{said}");
    let followed = open(&x, Some(&y), &reading("kind", &["label"])).unwrap();
    assert_eq!((followed.d(), followed.label_count()), (1, Some(("classes", 2))));
    assert!(open(&x, Some(&y), &reading("kind", &["label", "other"])).unwrap_err().to_string().contains("x.csv"));
    std::fs::write(&x, "a,b\n5,1\n6,2\n7,2\n").unwrap();
    let both = open(&x, Some(&y), &reading("kind", &[])).unwrap();
    assert_eq!((both.d(), both.label_count()), (2, Some(("classes", 2))));
}
