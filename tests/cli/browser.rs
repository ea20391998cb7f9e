//! The page in a real browser: headless Chromium at the width of a desk and of a phone. Skipped,
//! and said so, where there is no Chromium; an error where `JERC_REQUIRE_BROWSER` is set (the gate
//! sets it).

use crate::common::or_skip;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is measured inside the page, sent to the page around it: JSON of the links, the anchors
/// without target, the figures that cannot be seen, and overflow.
const PROBE: &str = r##"<script>
addEventListener("load", () => {
  const shown = e => { const r = e.getBoundingClientRect(); return r.width > 250 && r.height > 100 && r.left >= 0 && r.left < innerWidth && getComputedStyle(e).visibility === "visible"; };
  const folded = e => e.closest("details:not([open])");
  const displayed = e => getComputedStyle(e).display !== "none";
  const boxes = [...document.querySelectorAll("figure .drawing")].filter(e => displayed(e) && !folded(e));
  const svgs = boxes.map(e => e.querySelector("svg"));
  document.querySelectorAll("details:has(svg.arcs)").forEach(e => e.open = true);
  const anchors = [...document.querySelectorAll("a[href^='#']")];
  parent.postMessage(JSON.stringify({
    width: innerWidth,
    figures: document.querySelectorAll("figure[id]").length,
    drawings: boxes.length,
    height: document.documentElement.scrollHeight,
    small: svgs.flatMap(s => [...s.querySelectorAll("text")].map(t => parseFloat(t.getAttribute("font-size")) * s.getBoundingClientRect().width / s.viewBox.baseVal.width)).filter(size => size < 7.5).length,
    hidden: svgs.filter(e => !shown(e)).length + boxes.filter(e => !shown(e) || e.getBoundingClientRect().right > innerWidth + 1).length,
    empty: svgs.filter(e => e.querySelectorAll("polyline, circle, polygon, path").length < 10 || e.querySelectorAll("text").length < 10).length,
    arcs: document.querySelectorAll("svg.arcs").length,
    tiny: [...document.querySelectorAll("svg.arcs")].filter(s => 12 * s.getBoundingClientRect().width / s.viewBox.baseVal.width < 8).length,
    crowded: [...document.querySelectorAll("svg.arcs text.note")].filter(n => [...n.ownerSVGElement.querySelectorAll("text:not(.note)")].some(t => t.getAttribute("y") === n.getAttribute("y") && t.getBBox().x + t.getBBox().width > n.getBBox().x - 2)).map(n => n.textContent),
    anchors: anchors.length,
    dangling: anchors.filter(a => !document.getElementById(a.getAttribute("href").slice(1))).map(a => a.getAttribute("href")),
    duplicates: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
    links: [...document.querySelectorAll("a[href]")].map(a => a.getAttribute("href")).filter(h => !h.startsWith("#")),
    outside: performance.getEntriesByType("resource").map(e => e.name),
    overflow: document.documentElement.scrollWidth - innerWidth,
  }), "*");
});
</script>"##;

/// The page around them, since a window cannot be made as narrow as a phone, with a frame for each
/// page at its width. What they send goes into its title, in their order, without line breaks.
fn frames(pages: &[(&str, u32)]) -> String {
    let frame = |(page, width): &(&str, u32)| {
        format!(r#"<iframe src="{page}" style="width:{width}px;height:900px;border:0"></iframe>"#)
    };
    let frames: String = pages.iter().map(frame).collect();
    format!(
        r#"<!doctype html><meta name="color-scheme" content="light dark"><title>-</title><script>
const sent = new Map();
onmessage = e => {{
  const frames = [...document.querySelectorAll("iframe")].map(frame => frame.contentWindow);
  sent.set(e.source, JSON.parse(e.data));
  if (frames.length === {count} && frames.every(frame => sent.has(frame)))
    document.title = "PROBE" + encodeURIComponent(JSON.stringify(frames.map(frame => sent.get(frame)))) + "END";
}};
</script><div style="white-space:nowrap">{frames}</div>"#,
        count = pages.len(),
    )
}

pub fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders = std::env::var_os("PATH")?;
    let mut found = std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name)));
    or_skip(found.find(|path| path.is_file()), "no Chromium on the path", "JERC_REQUIRE_BROWSER")
}

/// Opens pages of a folder, each at a width, and returns what each sent to the page around them and
/// what the console said. To start a browser takes longer than to open a page.
pub fn open(browser: &Path, folder: &Path, pages: &[(&str, u32)], dark: bool) -> (Vec<Value>, Vec<String>) {
    let around = folder.join("around.html");
    std::fs::write(&around, frames(pages)).unwrap();
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=5000", "--window-size=1800,1000"])
        // 0 is dark, 1 is light.
        .arg(format!("--blink-settings=preferredColorScheme={}", u8::from(!dark)))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", around.display()))
        .output()
        .unwrap();
    std::fs::remove_file(around).unwrap();
    let (dom, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let found = dom.split_once("<title>PROBE").and_then(|(_, rest)| rest.split_once("END"));
    let (encoded, _) = found.unwrap_or_else(|| panic!("the page did not load: {dom} {stderr}"));
    // Without a network the browser remarks on a font of its own, for pages of its own.
    let of_page = |line: &&str| line.contains("CONSOLE") && !line.contains("Slow network is detected");
    let console = stderr.lines().filter(of_page).map(String::from).collect();
    (serde_json::from_slice(&decode(encoded)).unwrap(), console)
}

/// Undoes encodeURIComponent.
fn decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = vec![];
    while let Some(byte) = bytes.next() {
        let hex = |b: Option<u8>| char::from(b.unwrap()).to_digit(16).unwrap() as u8;
        decoded.push(if byte == b'%' { 16 * hex(bytes.next()) + hex(bytes.next()) } else { byte });
    }
    decoded
}

/// Has whatever a reader must not meet.
const BAD: &str = "<!doctype html><html><head></head><body><a id=a href='#nowhere'>x</a><p id=a></p><figure><div class=drawing><svg width=10 height=10></svg></div></figure><div style='width:5000px'>x</div>\
    <script>console.error('oh');undefined.x</script></body></html>";

/// Opens pages of reports in a folder at both widths and asserts what a reader relies on; returns
/// for each the number of figures, and that of the drawings with arcs. A bad page is opened beside
/// them, of which the opposite must hold.
fn read_as_a_reader<const N: usize>(browser: &Path, folder: &Path, pages: [&str; N]) -> [[u64; 2]; N] {
    std::fs::write(folder.join("bad.html"), BAD).unwrap();
    let probe = |page: &str| {
        let read = std::fs::read_to_string(folder.join(page)).unwrap();
        let name = page.replace(".html", "-probed.html");
        std::fs::write(folder.join(&name), read.replacen("</head>", &format!("{PROBE}</head>"), 1)).unwrap();
        name
    };
    let (probed, bad) = (pages.map(probe), probe("bad.html"));
    let widths = [1280, 390];
    let of_pages = probed.iter().flat_map(|name| widths.map(|width| (name.as_str(), width)));
    let frames: Vec<(&str, u32)> = std::iter::once((bad.as_str(), 390)).chain(of_pages).collect();
    let (all, console) = open(browser, folder, &frames, false);
    let (of_bad, console): (Vec<String>, Vec<String>) = console.into_iter().partition(|line| line.contains(&bad));
    assert_eq!(console, Vec::<String>::new(), "the console");
    assert_eq!(all.len(), frames.len());
    let mut sent = all.into_iter();
    is_seen(&sent.next().unwrap(), &of_bad);
    pages.map(|page| {
        let [wide, narrow] = widths.map(|width| {
            let found = sent.next().unwrap();
            reads_well(&folder.join(page), width, &found);
            ["figures", "arcs"].map(|what| found[what].as_u64().unwrap())
        });
        assert_eq!(wide, narrow, "{page}");
        wide
    })
}

/// What the bad page sent, and what the console said of it.
fn is_seen(found: &Value, console: &[String]) {
    assert!(console.len() >= 2, "{console:?}");
    assert_eq!(found["dangling"], json!(["#nowhere"]));
    assert_eq!(found["duplicates"], json!(["a"]));
    let at_least = |what: &str, least: i64| found[what].as_i64().unwrap() >= least;
    assert!(at_least("hidden", 1) && found["empty"] == 1 && at_least("overflow", 4000), "{found}");
}

/// What a page sent at a width.
fn reads_well(page: &Path, width: u32, found: &Value) {
    let folder = page.parent().unwrap();
    let context = format!("{} at {width} px: {found}", page.display());
    assert_eq!(found["width"], width, "the window, {context}");
    for nothing in ["hidden", "empty"] {
        assert_eq!(found[nothing], 0, "{nothing} figures, {context}");
    }
    for none in ["dangling", "duplicates", "outside"] {
        assert_eq!(found[none], json!([]), "{none}, {context}");
    }
    assert!(found["overflow"].as_i64().unwrap() <= 0, "wider than the window, {context}");
    assert!(found["anchors"].as_u64().unwrap() > 0, "no anchors, {context}");
    for link in found["links"].as_array().unwrap() {
        let link = link.as_str().unwrap();
        let paper = link == "https://arxiv.org/abs/2505.12477v2";
        let (file, place) = link.split_once('#').unwrap_or((link, ""));
        assert!(paper || folder.join(file).is_file(), "{link} does not resolve, {context}");
        let has = |id: &str| std::fs::read_to_string(folder.join(file)).unwrap().contains(id);
        assert!(place.is_empty() || has(&format!("id=\"{place}\"")), "{link} has no target, {context}");
    }
    assert!(found["tiny"] == 0 && found["crowded"] == json!([]), "drawings with arcs, {context}");
    assert_eq!(found["small"], 0, "words of figures that are too small, {context}");
}

#[test]
fn the_pages_read_well_in_a_browser() {
    let Some(browser) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let calls = [
        &["figures", "--seeds", "1"][..],
        &["verify", "--tier", "smoke", "--only", "theorem-3-1", "table-1", "figures-3-4", "audit"],
    ];
    for arguments in calls {
        let out = folder.path().join(arguments[0]);
        let run = Command::new(env!("CARGO_BIN_EXE_jerc")).args(arguments).arg("--out").arg(&out).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        // The command below each figure has the seeds and the data of this call.
        let page = std::fs::read_to_string(out.join("index.html")).unwrap();
        let seeds = if arguments[0] == "verify" { 2 } else { 1 };
        let commands = page.split("<code>jerc figures ").skip(1).map(|rest| rest.split("</code>").next().unwrap());
        let commands: Vec<&str> = commands.filter(|command| !command.starts_with("high-dimension")).collect();
        assert!(commands.len() > 5, "{commands:?}");
        for command in commands {
            assert!(command.ends_with(&format!("--seeds {seeds}")), "{command}");
        }
    }
    let pages = ["figures/index.html", "verify/index.html", "verify/dependencies.html"];
    // Figures, and drawings with arcs: the overview, and one for each statement.
    assert_eq!(read_as_a_reader(&browser, folder.path(), pages), [[10, 0], [10, 0], [0, 5]]);
}
