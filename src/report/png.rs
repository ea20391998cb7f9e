//! SVG to PNG, with an embedded font, so that a figure looks the same on every machine.

use crate::error::{Error, Result};
use resvg::{tiny_skia, usvg};
use std::sync::Arc;

/// Pixels of the PNG for one of the SVG: sharp in print and on dense screens.
const SCALE: f32 = 2.0;

/// Renders an SVG of ours.
pub fn render(svg: &str) -> Result<Vec<u8>> {
    let failed = |reason: String| {
        Error::request(format!("the figure could not be rendered as PNG: {reason}"), "use the SVG beside it")
    };
    let mut options = usvg::Options { font_family: "DejaVu Sans".into(), ..Default::default() };
    Arc::make_mut(&mut options.fontdb).load_font_data(dejavu::sans::regular().to_vec());
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed("no size".into()))?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| failed("too large".into()))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}
