//! The picture of a figure: twice as large as its drawing, and of the same colours in the same places.

use jerc::report::FigureFiles;

/// Without the feature there is no picture.
#[cfg(not(feature = "png"))]
pub fn compare(files: &FigureFiles) {
    assert!(files.png.is_none());
}

#[cfg(feature = "png")]
pub fn compare(files: &FigureFiles) {
    let picture = resvg::tiny_skia::Pixmap::decode_png(files.png.as_ref().expect("a picture")).unwrap();
    let document = roxmltree::Document::parse(&files.svg).unwrap();
    let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> f64 { node.attribute(name).unwrap().parse().unwrap() };
    let root = document.root_element();
    let size = ["width", "height"].map(|name| number(&root, name) * 2.0);
    assert_eq!([picture.width(), picture.height()].map(f64::from), size);
    // Red, green and blue at a place of the drawing.
    let at = |x: f64, y: f64| {
        let pixel = picture.pixel((2.0 * x) as u32, (2.0 * y) as u32).expect("inside").demultiply();
        assert_eq!(pixel.alpha(), 255);
        [pixel.red(), pixel.green(), pixel.blue()].map(i32::from)
    };
    let elements = |name: &'static str| root.children().filter(move |node| node.has_tag_name(name));
    // The middle of every last mark of its kind; what was drawn before may be covered.
    let mut marks = 0;
    for circle in elements("circle") {
        let colour = circle.attribute("fill").unwrap();
        let expected = [1, 3, 5].map(|i| i32::from_str_radix(&colour[i..i + 2], 16).unwrap());
        let found = at(number(&circle, "cx"), number(&circle, "cy"));
        marks += usize::from((0..3).all(|i| (found[i] - expected[i]).abs() <= 2));
    }
    for polygon in elements("polygon") {
        let corners: Vec<f64> =
            polygon.attribute("points").unwrap().split([' ', ',']).filter_map(|v| v.parse().ok()).collect();
        let middle = |from: usize| {
            let values = corners.iter().skip(from).step_by(2);
            values.clone().sum::<f64>() / values.count() as f64
        };
        let colour = polygon.attribute("fill").unwrap();
        let expected = [1, 3, 5].map(|i| i32::from_str_radix(&colour[i..i + 2], 16).unwrap());
        let found = at(middle(0), middle(1));
        marks += usize::from((0..3).all(|i| (found[i] - expected[i]).abs() <= 2));
    }
    let all = elements("circle").count() + elements("polygon").count();
    assert!(all > 20 && 10 * marks >= 9 * all, "{marks} of {all} marks are where they are drawn");
    // Every text that stands upright leaves ink in its own line.
    for text in elements("text").filter(|text| text.attribute("transform").is_none()) {
        let words = text.text().unwrap_or("").trim();
        if words.is_empty() {
            continue;
        }
        let (x, y, size) = (number(&text, "x"), number(&text, "y"), number(&text, "font-size"));
        let wide = (size * 0.4 * words.chars().count() as f64).max(4.0);
        let left = match text.attribute("text-anchor") {
            Some("middle") => x - wide / 2.0,
            Some("end") => x - wide,
            _ => x,
        };
        let dark = (0..(2.0 * wide) as u32).any(|i| {
            (0..(3.0 * size) as u32).any(|j| {
                let (px, py) = (left + f64::from(i) / 2.0, y - size + f64::from(j) / 2.0);
                let inside =
                    px >= 0.0 && py >= 0.0 && 2.0 * px < size_of(&picture)[0] && 2.0 * py < size_of(&picture)[1];
                inside && at(px, py).iter().sum::<i32>() < 500
            })
        });
        assert!(dark, "the picture has no words {words:?}");
    }
}

#[cfg(feature = "png")]
fn size_of(picture: &resvg::tiny_skia::Pixmap) -> [f64; 2] {
    [picture.width(), picture.height()].map(f64::from)
}
