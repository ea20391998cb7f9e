//! The page as axe-core judges it, by the rules of WCAG: at the width of a desk and of a phone, in
//! light and in dark. `JERC_AXE` names its file `axe.min.js`; .ci/rust fetches it, for it is not ours
//! to keep. Skipped, and said so, without it.

use crate::browser::{chromium, open};
use crate::common::or_skip;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Sends what is serious or critical: rule, impact, and where.
const JUDGE: &str = r#"<script src="axe.min.js"></script><script>
addEventListener("load", async () => {
  const { violations, passes } = await axe.run(document, { resultTypes: ["violations"] });
  const grave = violations.filter(v => v.impact === "serious" || v.impact === "critical");
  parent.postMessage(JSON.stringify({
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    rules: passes.length,
    grave: grave.map(v => ({ rule: v.id, impact: v.impact, help: v.help, where: v.nodes.slice(0, 5).map(n => n.target.join(" ")) })),
  }), "*");
});
</script>"#;

/// What axe-core finds on a page, in every setting.
fn judge(browser: &Path, axe: &Path, folder: &Path, page: &str) -> Vec<Value> {
    std::fs::copy(axe, folder.join("axe.min.js")).expect("the file that JERC_AXE names");
    std::fs::write(folder.join("judged.html"), page.replacen("</head>", &format!("{JUDGE}</head>"), 1)).unwrap();
    let widths = [1280, 390];
    let judged = [false, true].map(|dark| {
        let (all, _) = open(browser, folder, &widths.map(|width| ("judged.html", width)), dark);
        assert_eq!(all.len(), widths.len());
        let of_width = widths.into_iter().zip(all).flat_map(|(width, found)| {
            assert_eq!(found["dark"], dark, "the colour scheme");
            assert!(found["rules"].as_u64().unwrap() > 5, "too few rules apply: {found}");
            let grave = found["grave"].as_array().unwrap().clone();
            grave.into_iter().map(move |f| json!([width, dark, f]))
        });
        of_width.collect::<Vec<_>>()
    });
    judged.concat()
}

#[test]
fn no_serious_accessibility_finding() {
    let Some(browser) = chromium() else { return };
    let axe = or_skip(std::env::var_os("JERC_AXE"), "JERC_AXE names no axe.min.js", "JERC_AXE");
    let Some(axe) = axe.as_deref().map(Path::new) else { return };
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["figures", "--seeds", "1"][..], &["verify", "--tier", "smoke", "--only", "table-1", "audit"]] {
        let out = folder.path().join(arguments[0]);
        let run = Command::new(env!("CARGO_BIN_EXE_jerc")).args(arguments).arg("--out").arg(&out).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        for name in ["index.html", "dependencies.html"].into_iter().filter(|name| out.join(name).exists()) {
            let page = std::fs::read_to_string(out.join(name)).unwrap();
            let found = judge(&browser, axe, &out, &page);
            assert!(found.is_empty(), "jerc {}, {name}: {:#}", arguments[0], Value::Array(found));
        }
    }
    // It can see: an image without words, a word that nobody can read in the dark.
    let bad = "<!doctype html><html lang=en><head><title>x</title><meta name=viewport content=width=device-width>\
        <meta name=color-scheme content='light dark'>\
        <style>:root{background:Canvas;color:CanvasText}</style></head><body><main><h1>x</h1><img src=x.png>\
        <p style='color:#555'>dim</p><p><a href='#x'>y</a></p></main></body></html>";
    let found = judge(&browser, axe, folder.path(), bad);
    let rules = |dark: bool| {
        let of_scheme = found.iter().filter(|f| f[1] == dark);
        of_scheme.filter_map(|f| f[2]["rule"].as_str()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(rules(false), ["image-alt"]);
    assert_eq!(rules(true), ["color-contrast", "image-alt"]);
}
