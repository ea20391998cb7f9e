//! Files as NumPy 2 writes them, and files it never would.

use super::*;

/// A version 1 file with the given dictionary, padded as NumPy does, and data.
fn npy(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut header = dictionary.as_bytes().to_vec();
    header.resize((dictionary.len() + 11).next_multiple_of(64) - 11, b' ');
    header.push(b'\n');
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header);
    file.extend(data);
    file
}

fn plain(descr: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let fortran = if fortran { "True" } else { "False" };
    npy(&format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}"), data)
}

fn parse(bytes: &[u8]) -> Result<NpyArray> {
    read_npy_from(bytes, bytes.len() as u64, Path::new("x.npy"))
}

fn on_disk<T>(bytes: &[u8], read: impl Fn(&Path) -> Result<T>) -> Result<T> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.npy");
    std::fs::write(&path, bytes).unwrap();
    read(&path)
}

/// The problem of a [`Error::BadFile`], which must be one line.
fn problem(bytes: &[u8]) -> String {
    match parse(bytes) {
        Err(Error::BadFile { problem, remedy, .. }) if !problem.contains('\n') && !remedy.is_empty() => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_written_by_numpy_are_read() {
    // numpy.save of [[1, 2, 3], [4, 5, 6]] in each dtype and order: these data bytes, after the
    // header that `plain` rebuilds.
    let c_f4 = b"\x00\x00\x80?\x00\x00\x00@\x00\x00@@\x00\x00\x80@\x00\x00\xa0@\x00\x00\xc0@";
    let f_f4 = b"\x00\x00\x80?\x00\x00\x80@\x00\x00\x00@\x00\x00\xa0@\x00\x00@@\x00\x00\xc0@";
    let c_f8_big =
        b"?\xf0\0\0\0\0\0\0@\0\0\0\0\0\0\0@\x08\0\0\0\0\0\0@\x10\0\0\0\0\0\0@\x14\0\0\0\0\0\0@\x18\0\0\0\0\0\0";
    let f_f8_big =
        b"?\xf0\0\0\0\0\0\0@\x10\0\0\0\0\0\0@\0\0\0\0\0\0\0@\x14\0\0\0\0\0\0@\x08\0\0\0\0\0\0@\x18\0\0\0\0\0\0";
    let c_i8 =
        b"\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0";
    let f_i2_big = b"\x00\x01\x00\x04\x00\x02\x00\x05\x00\x03\x00\x06";
    let real = NpyValues::Real(vec![1., 2., 3., 4., 5., 6.]);
    let integer = NpyValues::Integer(vec![1, 2, 3, 4, 5, 6]);
    let bytes = NpyValues::Bytes(vec![1, 2, 3, 4, 5, 6]);
    let cases: [(&str, bool, &[u8], &NpyValues); 8] = [
        ("<f4", false, c_f4, &real),
        ("<f4", true, f_f4, &real),
        (">f8", false, c_f8_big, &real),
        (">f8", true, f_f8_big, &real),
        ("<i8", false, c_i8, &integer),
        (">i2", true, f_i2_big, &integer),
        ("|u1", false, b"\x01\x02\x03\x04\x05\x06", &bytes),
        ("|u1", true, b"\x01\x04\x02\x05\x03\x06", &bytes),
    ];
    for (descr, fortran, data, expected) in cases {
        let array = parse(&plain(descr, fortran, "(2, 3)", data)).unwrap();
        assert_eq!((&array.shape[..], &array.values), (&[2, 3][..], expected), "{descr} {fortran}");
    }
    // A whole file as numpy 2 wrote it: numpy.save(f, numpy.arange(3)[1:2]).
    let whole = [
        &b"\x93NUMPY\x01\x00v\x00{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }"[..],
        &[b' '; 60],
        b"\n\x01\0\0\0\0\0\0\0",
    ]
    .concat();
    assert_eq!(parse(&whole).unwrap(), NpyArray { shape: vec![1], values: NpyValues::Integer(vec![1]) });
}

#[test]
fn every_integer_width_is_read() {
    for (descr, data, value) in [
        ("|i1", &b"\xfe"[..], -2),
        ("<i2", b"\xfe\xff", -2),
        (">i4", b"\xff\xff\xff\xfe", -2),
        ("<u2", b"\xfe\xff", 65_534),
        (">u4", b"\xff\xff\xff\xfe", 4_294_967_294),
        ("<u8", b"\xff\xff\xff\xff\xff\xff\xff\x7f", i64::MAX),
    ] {
        let array = parse(&plain(descr, false, "(1,)", data)).unwrap();
        assert_eq!(array.values, NpyValues::Integer(vec![value]), "{descr}");
    }
    assert!(problem(&plain("<u8", false, "(1,)", &[0xff; 8])).contains("exceeds 2^63"));
}

#[test]
fn hostile_headers_are_refused_in_one_line() {
    let nested = format!("{{'descr': {}", "[".repeat(5000));
    let deep = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {}1{}}}", "(".repeat(60), ",)".repeat(60));
    let sets = "{".repeat(60);
    for (file, expected) in [
        (plain("<f8", false, "(100000000000000000000, 1)", &[]), "more than 2^64"),
        (plain("<f8", false, "(10000000000, 10000000000)", &[]), "more than 2^64"),
        (plain("<f8", false, "(0, 10000000000, 10000000000)", &[]), "more than 2^64"),
        (plain("|u1", false, "(4294967296, 4294967295)", &[]), "truncated"),
        (plain("<f8", false, "(0xffffffffffffffff, 0xffffffffffffffff)", &[]), "plain decimal"),
        (plain("<f8", false, "(1_0000000000, 1_0000000000)", &[]), "plain decimal"),
        (plain("<f8", false, "(1e300, 2)", &[]), "plain decimal"),
        (plain("<f8", false, "(4000000000+4000000000, 2)", &[]), "sign"),
        (plain("<f8", false, "(-1, 2)", &[]), "sign"),
        (plain("<f8", false, "(2, 3)", &[0; 47]), "truncated"),
        (plain("<f8", false, "(2, 3)", &[]), "truncated"),
        (plain("<f8", false, "(2, 3)", &[0; 49]), "extra bytes"),
        (plain("<f8", false, "(0, 3)", &[]), "no entries"),
        (plain("<f8", false, "(3, 0)", &[]), "no entries"),
        (plain("<f8", false, "()", &[0; 8]), "0 axes"),
        (plain("<f8", false, "'x'", &[0; 8]), "header cannot be read"),
        (plain("|O", false, "(1,)", b"\x80\x03"), "dtype |O"),
        (plain("<f16", false, "(1,)", &[0; 16]), "dtype <f16"),
        (plain("|b1", false, "(1,)", &[2]), "bool: 2"),
        (plain("<U1", false, "(1,)", &[0xff; 4]), "no Unicode"),
        (plain("|S1", false, "(1,)", &[0xff]), "no Unicode"),
        (plain("<c16", false, "(1,)", &[0; 16]), "dtype <c16"),
        (plain("<U0", false, "(1,)", &[]), "dtype <U0"),
        (plain("<M8[ns]", false, "(1,)", &[0; 8]), "structured or a date"),
        (plain("<q8", false, "(1,)", &[0; 8]), "header cannot be read"),
        (npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", &[0; 8]), "structured"),
        (npy("{'fortran_order': False, 'shape': (1,), }", &[0; 8]), "header cannot be read"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)", &[0; 8]), "header cannot be read"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'sh\\x61pe': (1,), }", &[0; 8]), "plain array"),
        (npy("", &[0; 8]), "header cannot be read"),
        (npy(&nested, &[]), "structured"),
        (npy(&deep, &[]), "plain array"),
        (npy(&sets, &[]), "plain array"),
        (npy(&" ".repeat(20_000), &[]), "more than 10000"),
        (b"\x93NUMPY\x01\x00\xff\xff{}".to_vec(), "within its header"),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}".to_vec(), "within its header"),
        (b"\x93NUMPY\x02\x00\xff".to_vec(), "within its header"),
        (b"\x93NUMPY\x01\x00\x03\x00{\xff}".to_vec(), "header cannot be read"),
        (b"\x93NUMPY\x09\x00\x02\x00{}".to_vec(), "version 9"),
        (b"\x93NUMPY\x01".to_vec(), "not a .npy file"),
        (b"PK\x03\x04 an archive".to_vec(), "not a .npy file"),
        (vec![], "not a .npy file"),
    ] {
        let found = problem(&file);
        assert!(found.contains(expected), "{found:?} should say {expected:?}");
    }
}

#[test]
fn versions_2_and_3_have_a_longer_length() {
    for version in [2, 3] {
        let dictionary = b"{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}";
        let file = [&b"\x93NUMPY"[..], &[version, 0], &(dictionary.len() as u32).to_le_bytes(), dictionary, &[7, 9]];
        assert_eq!(parse(&file.concat()).unwrap().values, NpyValues::Bytes(vec![7, 9]));
    }
}

#[test]
fn what_is_not_finite_is_named_by_row_and_column() {
    let data: Vec<u8> = [1.0, 2.0, 3.0, f64::NAN].iter().flat_map(|v: &f64| v.to_le_bytes()).collect();
    // Stored column after column, the NaN is still the last entry: row 1, column 1; the third entry
    // is row 0, column 1.
    for (fortran, infinite, expected) in [(false, 3, "row 1, column 1"), (true, 2, "row 0, column 1")] {
        let mut data = data.clone();
        data[8 * infinite..8 * infinite + 8].copy_from_slice(&f64::INFINITY.to_le_bytes());
        match parse(&plain("<f8", fortran, "(2, 2)", &data)) {
            Err(Error::NotFinite { position, .. }) => assert_eq!(position, expected),
            other => panic!("{other:?}"),
        }
    }
    let f4 = plain("<f4", false, "(1,)", &f32::NAN.to_le_bytes());
    assert!(matches!(parse(&f4), Err(Error::NotFinite { .. })));
}

fn read_features(path: &Path) -> Result<Features> {
    read_npy(path)?.features(path)
}

fn read_labels(path: &Path) -> Result<Labels> {
    read_npy(path)?.labels(path, LabelKind::Told, false)
}

#[test]
fn features_and_labels() {
    let bytes = plain("|u1", true, "(2, 2)", &[1, 2, 3, 4]);
    assert_eq!(on_disk(&bytes, read_features).unwrap(), Features::bytes(vec![1, 3, 2, 4], 2).unwrap());
    assert_eq!(on_disk(&bytes, read_labels).unwrap(), Labels::targets(vec![1., 3., 2., 4.], 2).unwrap());

    let row = plain("|u1", false, "(4,)", &[2, 0, 1, 2]);
    let classes = Labels::classes(vec![2, 0, 1, 2], 3).unwrap();
    assert_eq!(on_disk(&row, read_labels).unwrap(), classes);
    assert!(matches!(on_disk(&row, read_features), Err(Error::BadFile { .. })));
    // The same as a column, as floats, as text of either kind.
    let floats: Vec<u8> = [2f32, 0., 1., 2.].iter().flat_map(|v| v.to_le_bytes()).collect();
    let text: Vec<u8> = [*b"b\0", *b"aa", *b"ab", *b"b\0"].concat();
    let wide = |unit: fn(u32) -> [u8; 4]| text.iter().flat_map(|&b| unit(b.into())).collect::<Vec<u8>>();
    for file in [
        plain("|u1", false, "(4, 1)", &[2, 0, 1, 2]),
        plain("<f4", false, "(4,)", &floats),
        plain("|S2", false, "(4,)", &text),
        plain("<U2", false, "(4, 1)", &wide(u32::to_le_bytes)),
        plain(">U2", false, "(4,)", &wide(u32::to_be_bytes)),
    ] {
        assert_eq!(on_disk(&file, read_labels).unwrap(), classes);
    }
    let flags = plain("|b1", false, "(3,)", &[1, 0, 1]);
    assert_eq!(on_disk(&flags, read_labels).unwrap(), Labels::classes(vec![1, 0, 1], 2).unwrap());
    for bad in [
        plain("|S1", false, "(1, 2)", b"ab"),
        plain("|u1", false, "(1, 1, 1)", &[1]),
        plain("|u1", false, "(2,)", &[1, 2]),
    ] {
        assert!(matches!(on_disk(&bad, read_labels), Err(Error::BadFile { .. })));
    }
    assert!(matches!(on_disk(&plain("|S1", false, "(1, 2)", b"ab"), read_features), Err(Error::BadFile { .. })));
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read_npy(folder.path()), Err(Error::BadFile { .. })));
    assert!(matches!(read_npy(&folder.path().join("none.npy")), Err(Error::Io { .. })));
}

#[test]
fn images_are_flattened_row_after_row() {
    // numpy: a = arange(12).reshape(2, 2, 3); a.ravel("F") is what Fortran order stores.
    let fortran = [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11];
    let c: Vec<u8> = (0..12).collect();
    for (order, data) in [(false, &c[..]), (true, &fortran)] {
        let file = plain("|u1", order, "(2, 2, 3)", data);
        assert_eq!(on_disk(&file, read_features).unwrap(), Features::bytes(c.clone(), 6).unwrap());
    }
    let file = plain("|u1", false, "(2, 2, 3)", &c);
    assert_eq!(on_disk(&file, in_blocks).unwrap(), c.iter().map(|&v| f64::from(v)).collect::<Vec<_>>());
}

/// In Fortran order the first axis runs fastest, however many there are: entry i_1 ... i_m stands at
/// i_1 + n_1 (i_2 + n_2 (i_3 + ...)).
#[test]
fn fortran_order_of_any_number_of_axes_is_turned() {
    for lengths in [&[2, 3][..], &[2, 3, 4], &[2, 3, 2, 3], &[2, 1, 3, 2, 2]] {
        let size: usize = lengths.iter().product();
        let mut stored = vec![0; size];
        for entry in 0..size {
            // The indices, the last axis first.
            let (mut left, mut place) = (entry, 0);
            let indices: Vec<usize> = lengths.iter().rev().map(|n| (left % n, left /= n).0).collect();
            for (index, length) in indices.iter().zip(lengths.iter().rev()) {
                place = place * length + index;
            }
            stored[place] = entry as u8;
        }
        let axes: Vec<String> = lengths.iter().map(ToString::to_string).collect();
        let file = plain("|u1", true, &format!("({})", axes.join(", ")), &stored);
        let expected: Vec<u8> = (0..size as u8).collect();
        assert_eq!(on_disk(&file, read_features).unwrap(), Features::bytes(expected, size / lengths[0]).unwrap());
    }
}

#[test]
fn python_2_wrote_long_integers() {
    assert_eq!(parse(&plain("|u1", false, "(2L, 1L)", &[7, 9])).unwrap().shape, [2, 1]);
    assert!(problem(&plain("|u1", false, "(2LL, 1)", &[7, 9])).contains("plain decimal"));
}

#[test]
fn integers_become_reals_exactly_or_not_at_all() {
    let exact = 1i64 << 53;
    for (value, fits) in
        [(exact, true), (exact + 1, false), (exact + 2, true), (-exact - 1, false), (i64::MAX, false), (i64::MIN, true)]
    {
        let file = plain("<i8", false, "(1, 1)", &value.to_le_bytes());
        assert_eq!(on_disk(&file, read_features).is_ok(), fits, "{value}");
    }
}

/// All rows of a file, from its blocks.
fn in_blocks(path: &Path) -> Result<Vec<f64>> {
    let mut all = Vec::new();
    NpyRows::open(path)?.expect("in C order").blocks(|rows| {
        all.extend_from_slice(rows);
        Ok(())
    })?;
    Ok(all)
}

/// 0, 1, 2, 100, the least positive half and -5 (numpy.float16), in both byte orders.
const HALVES: [[u8; 12]; 2] =
    [[0, 0, 0, 0x3c, 0, 0x40, 0x40, 0x56, 1, 0, 0, 0xc5], [0, 0, 0x3c, 0, 0x40, 0, 0x56, 0x40, 0, 1, 0xc5, 0]];

#[test]
fn half_precision_is_widened() {
    for (descr, data) in ["<f2", ">f2"].into_iter().zip(HALVES) {
        let array = parse(&plain(descr, false, "(6,)", &data)).unwrap();
        assert_eq!(array.values, NpyValues::Real(vec![0., 1., 2., 100., 2f64.powi(-24), -5.]));
    }
}

#[test]
fn blocks_hold_what_the_whole_file_holds() {
    // Every type in both byte orders: 0, 1, 2, 100 and the least value.
    macro_rules! bytes {
        ($type:ty, $least:expr) => {{
            let values: [$type; 6] = [0 as $type, 1 as $type, 2 as $type, 100 as $type, $least, 5 as $type];
            let little: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
            let big: Vec<u8> = values.iter().flat_map(|v| v.to_be_bytes()).collect();
            [little, big]
        }};
    }
    for (descr, data) in [
        ("f4", bytes!(f32, -0.5)),
        ("f8", bytes!(f64, -0.1)),
        ("f2", HALVES.map(Vec::from)),
        ("i1", bytes!(i8, i8::MIN)),
        ("i2", bytes!(i16, i16::MIN)),
        ("i4", bytes!(i32, i32::MIN)),
        ("i8", bytes!(i64, i64::MIN)),
        ("u1", bytes!(u8, u8::MAX)),
        ("u2", bytes!(u16, u16::MAX)),
        ("u4", bytes!(u32, u32::MAX)),
        ("u8", bytes!(u64, 1 << 60)),
    ] {
        for (order, data) in ["<", ">"].iter().zip(data) {
            let file = plain(&format!("{order}{descr}"), false, "(3, 2)", &data);
            let whole = on_disk(&file, read_features).unwrap().rows().into_owned();
            assert_eq!(on_disk(&file, in_blocks).unwrap(), whole, "{order}{descr}");
        }
    }
    let fortran = plain("<f8", true, "(1, 1)", &[0; 8]);
    assert!(on_disk(&fortran, NpyRows::open).unwrap().is_none());
    let flat = plain("<f8", false, "(1,)", &[0; 8]);
    assert!(matches!(on_disk(&flat, NpyRows::open), Err(Error::BadFile { .. })));
}

#[test]
fn blocks_refuse_what_the_whole_file_refuses() {
    // Far enough down that its block is not the first.
    let columns = 200;
    let rows = 10 * crate::moments::CHUNK_ROWS;
    let mut values = vec![1.0f32; rows * columns];
    values[(rows - 2) * columns + 3] = f32::INFINITY;
    let data: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    let file = plain("<f4", false, &format!("({rows}, {columns})"), &data);
    for found in [on_disk(&file, in_blocks).err(), on_disk(&file, read_features).err()] {
        match found {
            Some(Error::NotFinite { position, .. }) => assert_eq!(position, format!("row {}, column 3", rows - 2)),
            other => panic!("{other:?}"),
        }
    }
    for (descr, data) in [("<i8", i64::MAX.to_le_bytes()), (">u8", (u64::MAX >> 1).to_be_bytes())] {
        let file = plain(descr, false, "(1, 1)", &data);
        let texts = [on_disk(&file, in_blocks).unwrap_err(), on_disk(&file, read_features).unwrap_err()];
        for text in texts.map(|error| error.to_string()) {
            assert!(text.contains("entry 0") && text.contains("9223372036854775807"), "{text}");
        }
    }
}

/// Rows from the middle: what is wrong with them is named by its place in the file.
#[test]
fn rows_from_the_middle_know_their_place() {
    let read = |file: &[u8]| on_disk(file, |path| NpyRows::open(path)?.expect("in C order").read(2, &mut [0.0; 4]));
    let mut values = [1.0f64; 10];
    values[7] = f64::NAN;
    let bytes = |values: &[f64]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    match read(&plain("<f8", false, "(5, 2)", &bytes(&values))) {
        Err(Error::NotFinite { position, .. }) => assert_eq!(position, "row 3, column 1"),
        other => panic!("{other:?}"),
    }
    let far = [1, 1, 1, 1, 1, 1, 1, -(1i64 << 53) - 1, 1, 1];
    for (descr, bytes) in [
        ("<i8", far.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>()),
        (">i8", far.iter().flat_map(|v| v.to_be_bytes()).collect()),
    ] {
        let said = read(&plain(descr, false, "(5, 2)", &bytes)).unwrap_err().to_string();
        assert!(said.contains("entry 7 (row after row), -9007199254740993, is no f64"), "{said}");
    }
    let said = read(&plain("|b1", false, "(5, 2)", &[1, 0, 1, 0, 1, 3, 0, 0, 0, 0])).unwrap_err().to_string();
    assert!(said.contains("entry 5 (row after row) is 3"), "{said}");
    // What is wrong before or behind them is none of theirs.
    values = [f64::NAN; 10];
    values[4..8].fill(2.0);
    read(&plain("<f8", false, "(5, 2)", &bytes(&values))).unwrap();
}
