//! NumPy output: matrices as `.npy`, and several of them as `.npz`.
//!
//! Written: format version 1, dtype `<f8` (classes `<i8`, images `|u1`), C order (row after row), in an
//! uncompressed zip archive for `.npz`. The bytes depend on the matrices and names only.
//! `numpy.load` reads both.
//!
//! Guarantee: a file appears under its name complete or not at all ([`write_atomically`]).
//!
//! ```no_run
//! use jerc::output::{Array, write_npz};
//! use nalgebra::dmatrix;
//! write_npz("solution.npz".as_ref(), &[("encoder", Array::Matrix(&dmatrix![1.0, 0.0; 0.0, 1.0]))])?;
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::error::{Error, Result};
use nalgebra::DMatrix;
use npyz::{TypeStr, WriterBuilder};
use std::fs::File;
use std::io::{self, BufWriter, Cursor, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes a file through a temporary one in the same folder, which takes the name only when all is
/// written and is removed otherwise.
///
/// # Errors
/// [`Error::Io`] at `path`.
pub fn write_atomically(path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>) -> Result<()> {
    PARTIAL.write(path, write)
}

/// Removes what is written in part, just before an interrupted program exits.
pub(crate) fn abandon() {
    // The lock is held until the process is gone: no file is begun or completed afterwards.
    std::mem::forget(PARTIAL.remove());
}

/// The temporary files of this process.
static PARTIAL: PartialFiles = PartialFiles(Mutex::new(Vec::new()));

/// The temporary files that exist now. Only those that were begun here are removed from here.
struct PartialFiles(Mutex<Vec<PathBuf>>);

impl PartialFiles {
    fn write(&self, path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>) -> Result<()> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".jerc-").suffix(".partial");
        // The usual permissions of a new file, less the umask; a temporary file's own are narrower.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // Made and listed in one step, so that there is never a file that nobody would remove.
        let mut partial = {
            let mut listed = self.lock();
            let file = builder.tempfile_in(folder).map_err(|e| Error::io(path, e))?;
            listed.push(file.path().to_path_buf());
            file
        };
        let mut writer = BufWriter::new(partial.as_file_mut());
        let written = write(&mut writer).and_then(|()| writer.flush()).map_err(|e| Error::io(path, e));
        drop(writer);
        let mut listed = self.lock();
        listed.retain(|other| other != partial.path());
        written?;
        partial.persist(path).map_err(|e| Error::io(path, e.error))?;
        Ok(())
    }

    /// Removes them all. None is begun or completed while the guard lives.
    fn remove(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        let listed = self.lock();
        for name in listed.iter() {
            // One that cannot be removed stays under its telling name.
            let _ = std::fs::remove_file(name);
        }
        listed
    }

    fn lock(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An array to write, by reference.
#[derive(Debug, Clone, Copy)]
pub enum Array<'a> {
    /// Two axes.
    Matrix(&'a DMatrix<f64>),
    /// One axis.
    Vector(&'a [f64]),
    /// One axis, dtype `<i8`: classes.
    Integers(&'a [i64]),
    /// Any axes, dtype `|u1`: images.
    Bytes(&'a [u64], &'a [u8]),
    /// Any axes, dtype `<f4`: views.
    Floats(&'a [u64], &'a [f32]),
}

/// Writes an array as `.npy`.
///
/// # Errors
/// [`Error::Io`].
pub fn write_npy(path: &Path, array: Array<'_>) -> Result<()> {
    write_atomically(path, |writer| write_array(writer, array))
}

/// An array as the bytes of a `.npy` file.
pub fn npy(array: Array<'_>) -> Vec<u8> {
    let mut bytes = vec![];
    // Memory takes every byte.
    write_array(&mut bytes, array).map_or(vec![], |()| bytes)
}

/// Named arrays as the bytes of an `.npz` file.
///
/// # Errors
/// A name that occurs twice.
pub fn npz(arrays: &[(&str, Array<'_>)]) -> io::Result<Vec<u8>> {
    let mut archive = Cursor::new(Vec::new());
    write_archive(&mut archive, arrays)?;
    Ok(archive.into_inner())
}

/// Writes named matrices as `.npz`; `numpy.load(path)[name]` is the matrix of that name.
///
/// # Errors
/// [`Error::Io`], also for a name that occurs twice.
pub fn write_npz(path: &Path, arrays: &[(&str, Array<'_>)]) -> Result<()> {
    // In memory first: an archive whose file fails under it prints a line of its own when dropped.
    write_atomically(path, |writer| writer.write_all(&npz(arrays)?))
}

fn write_archive(writer: impl Write + Seek, arrays: &[(&str, Array<'_>)]) -> io::Result<()> {
    let mut archive = ZipWriter::new(writer);
    for (name, array) in arrays {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            // 32-bit zip sizes end at 4 GiB; the margin is for the header.
            .large_file(array.shape().iter().product::<u64>() >= u64::from(u32::MAX / 8 - 64));
        archive.start_file(format!("{name}.npy"), options)?;
        write_array(&mut archive, *array)?;
    }
    archive.finish()?;
    Ok(())
}

impl Array<'_> {
    fn shape(&self) -> Vec<u64> {
        match self {
            Self::Matrix(matrix) => vec![matrix.nrows() as u64, matrix.ncols() as u64],
            Self::Vector(vector) => vec![vector.len() as u64],
            Self::Integers(vector) => vec![vector.len() as u64],
            Self::Bytes(shape, _) | Self::Floats(shape, _) => shape.to_vec(),
        }
    }
}

fn write_array(writer: impl Write, array: Array<'_>) -> io::Result<()> {
    let shape = array.shape();
    match array {
        // nalgebra stores columns; the rows in order are the columns of the transpose.
        Array::Matrix(matrix) => write_values(writer, "<f8", &shape, matrix.transpose().as_slice()),
        Array::Vector(values) => write_values(writer, "<f8", &shape, values),
        Array::Integers(values) => write_values(writer, "<i8", &shape, values),
        Array::Bytes(_, values) => write_values(writer, "|u1", &shape, values),
        Array::Floats(_, values) => write_values(writer, "<f4", &shape, values),
    }
}

/// Row after row.
fn write_values<T>(writer: impl Write, dtype: &str, shape: &[u64], values: &[T]) -> io::Result<()>
where
    T: npyz::Serialize + Copy,
{
    let dtype: TypeStr = dtype.parse().map_err(|_| io::Error::other("dtype"))?;
    let mut file = npyz::WriteOptions::new().dtype(npyz::DType::Plain(dtype)).shape(shape).writer(writer).begin_nd()?;
    file.extend(values.iter().copied())?;
    file.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::read_matrix;
    use nalgebra::dmatrix;
    use std::io::Read;

    #[test]
    fn an_interrupted_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let files = || std::fs::read_dir(folder.path()).unwrap().count();
        let partial = PartialFiles(Mutex::default());
        let interrupted = partial.write(&path, |writer| {
            writer.write_all(b"half")?;
            writer.flush()?;
            assert_eq!(files(), 1);
            drop(partial.remove());
            assert_eq!(files(), 0);
            Ok(())
        });
        assert!(matches!(interrupted, Err(Error::Io { .. })) && files() == 0);
        partial.write(&path, |writer| writer.write_all(b"whole")).unwrap();
        drop(partial.remove());
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
    }

    /// The same for the process: this test starts itself once more, and there the write is abandoned.
    #[test]
    fn an_abandoned_process_leaves_nothing() {
        const INSIDE: &str = "JERC_TEST_ABANDON";
        if let Some(path) = std::env::var_os(INSIDE) {
            let _ = write_atomically(path.as_ref(), |_| {
                abandon();
                std::process::exit(7)
            });
        }
        let folder = tempfile::tempdir().unwrap();
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "output::tests::an_abandoned_process_leaves_nothing"]);
        let done = again.env(INSIDE, folder.path().join("out")).output().unwrap();
        assert_eq!(done.status.code(), Some(7), "{done:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    /// Whoever may read other new files may read these.
    #[cfg(unix)]
    #[test]
    fn files_have_the_usual_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let [usual, ours] = ["usual", "ours"].map(|name| folder.path().join(name));
        std::fs::write(&usual, b"x").unwrap();
        write_atomically(&ours, |writer| writer.write_all(b"x")).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&usual));
    }

    #[test]
    fn a_matrix_comes_back_from_npy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.npy");
        let matrix = dmatrix![1.0, -2.5, 1e300; 0.1, 5e-324, -0.0];
        write_npy(&path, Array::Matrix(&matrix)).unwrap();
        assert_eq!(read_matrix(&path, "m").unwrap(), matrix);
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.starts_with(b"\x93NUMPY\x01\x00"));
        // C order: the second entry of the data is the second of the first row.
        assert_eq!(bytes[bytes.len() - 40..bytes.len() - 32], (-2.5f64).to_le_bytes());
    }

    #[test]
    fn integers_come_back_as_classes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("y.npy");
        write_npy(&path, Array::Integers(&[2, 0, 1, 2])).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let array = npyz::NpyFile::new(&bytes[..]).unwrap();
        assert_eq!((array.shape(), array.dtype().descr().as_str()), (&[4][..], "'<i8'"));
        assert_eq!(array.into_vec::<i64>().unwrap(), [2, 0, 1, 2]);
    }

    /// Of more axes than two: shape, kind and order of the values.
    #[test]
    fn images_and_views_come_back_with_their_shapes() {
        let (shape, bytes, floats) = ([2, 1, 3], [1, 2, 3, 4, 5, 255], [0.5f32, -1.0, 2.0, 3.0, 1e30, 6.0]);
        let read = |array| npy(array);
        let images = read(Array::Bytes(&shape, &bytes));
        let images = npyz::NpyFile::new(&images[..]).unwrap();
        assert_eq!((images.shape(), images.dtype().descr().as_str()), (&shape[..], "'|u1'"));
        assert_eq!(images.order(), npyz::Order::C);
        assert_eq!(images.into_vec::<u8>().unwrap(), bytes);
        let views = read(Array::Floats(&shape, &floats));
        let views = npyz::NpyFile::new(&views[..]).unwrap();
        assert_eq!((views.shape(), views.dtype().descr().as_str()), (&shape[..], "'<f4'"));
        assert_eq!(views.into_vec::<f32>().unwrap(), floats);
    }

    #[test]
    fn named_matrices_come_back_from_npz_and_the_bytes_do_not_change() {
        let encoder = dmatrix![1.0, 2.0; 3.0, 4.0];
        let arrays = [("encoder", Array::Matrix(&encoder)), ("eigenvalues", Array::Vector(&[0.5, 0.25]))];
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.npz", "b.npz"].map(|name| folder.path().join(name));
        for path in &paths {
            write_npz(path, &arrays).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let bytes = std::fs::read(&paths[0]).unwrap();
        assert_eq!(bytes, std::fs::read(&paths[1]).unwrap());
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 2);
        for (name, shape, values) in
            [("encoder.npy", &[2, 2][..], &[1.0, 2.0, 3.0, 4.0][..]), ("eigenvalues.npy", &[2], &[0.5, 0.25])]
        {
            let mut entry = archive.by_name(name).unwrap();
            // The zip epoch, in whatever year this runs.
            assert_eq!(entry.last_modified().unwrap().year(), 1980);
            assert_eq!(entry.compression(), CompressionMethod::Stored);
            // Whoever unpacks it may read it, as any new file.
            assert_eq!(entry.unix_mode().map(|mode| mode & 0o777), Some(0o644));
            let mut array = Vec::new();
            entry.read_to_end(&mut array).unwrap();
            let array = npyz::NpyFile::new(&array[..]).unwrap();
            assert_eq!(array.shape(), shape);
            assert_eq!(array.into_vec::<f64>().unwrap(), values);
        }
    }

    #[test]
    fn a_failed_write_leaves_nothing_and_keeps_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.npz");
        std::fs::write(&path, "old").unwrap();
        let failed = write_atomically(&path, |writer| {
            writer.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        match failed {
            Err(Error::Io { path: at, source }) => {
                assert_eq!((at, source.to_string()), (path.clone(), "the disk is full".into()))
            }
            other => panic!("{other:?}"),
        }
        let one = Array::Vector(&[1.0]);
        assert!(matches!(write_npz(&path, &[("a", one), ("a", one)]), Err(Error::Io { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        // A folder that is not there, and a name that is a folder.
        assert!(matches!(write_npy(&folder.path().join("none/x.npy"), one), Err(Error::Io { .. })));
        std::fs::create_dir(folder.path().join("taken")).unwrap();
        assert!(matches!(write_npy(&folder.path().join("taken"), one), Err(Error::Io { .. })));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
