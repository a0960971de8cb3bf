//! What the look promises: contrast (WCAG 2.2 AA), and no word that Chromium 109 does not know.

use std::collections::BTreeMap;

const CSS: &str = include_str!("../../assets/guitu.css");
const JS: &str = concat!(include_str!("../../assets/guitu.js"), include_str!("../../assets/scan.js"));

fn tokens() -> BTreeMap<&'static str, [f64; 3]> {
    let root = CSS.split(":root{").nth(1).and_then(|r| r.split('}').next()).expect("tokens");
    let token = |t: &'static str| {
        let (name, value) = t.trim().split_once(':')?;
        let hex = value.trim().strip_prefix('#')?;
        let wide = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
        let part = |at: usize| u8::from_str_radix(&wide[at..at + 2], 16).map(|v| f64::from(v) / 255.0);
        Some((name.trim_start_matches("--"), [part(0).ok()?, part(2).ok()?, part(4).ok()?]))
    };
    root.split(';').filter_map(token).collect()
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}

#[test]
fn text_stands_out_at_least_four_and_a_half_times() {
    let t = tokens();
    let pairs = [
        ("ink", &["paper", "card", "accent-weak", "tag"][..]),
        ("ink-2", &["paper", "card", "tag"]),
        ("accent", &["paper", "card"]),
        ("accent-ink", &["accent-weak", "card"]),
        ("late", &["late-weak", "card", "paper"]),
        ("soon", &["soon-weak", "card"]),
        ("done", &["done-weak", "card"]),
        ("note", &["note-weak", "card"]),
        ("on-dark", &["accent", "accent-ink", "find"]),
        ("on-dark-2", &["find"]),
    ];
    for (text, grounds) in pairs {
        for ground in grounds {
            let ratio = contrast(t[text], t[ground]);
            assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
        }
    }
}

#[test]
fn edges_of_fields_and_the_focus_stand_out_three_times() {
    let t = tokens();
    for (edge, ground) in
        [("field", "card"), ("field", "paper"), ("focus", "card"), ("focus", "paper"), ("late", "card")]
    {
        let ratio = contrast(t[edge], t[ground]);
        assert!(ratio >= 3.0, "{edge} on {ground}: {ratio:.2}");
    }
}

#[test]
fn colours_are_tokens() {
    let rest: String = CSS.split('}').skip(1).collect::<Vec<_>>().join("}");
    let screen = rest.split("@media print").next().expect("screen first");
    for colour in ["#", "rgb", "hsl("] {
        assert!(!screen.contains(colour), "a colour beside the tokens: {colour}");
    }
}

#[test]
fn the_style_sheet_uses_no_word_newer_than_chromium_109() {
    let newer = [
        "@scope",
        "@starting-style",
        "@property-",
        "@view-transition",
        "@position-try",
        "text-wrap:",
        "text-wrap-",
        "popover",
        "light-dark(",
        "field-sizing",
        "color-mix(",
        "oklch(",
        "oklab(",
        "lab(",
        "lch(",
        "subgrid",
        "dvh",
        "anchor(",
        "animation-timeline",
        "interpolate-size",
        "word-break:auto-phrase",
        ":user-valid",
        ":user-invalid",
        "&",
        "linear(",
        "text-box",
        "scrollbar-width",
        "scrollbar-color",
        "scrollbar-gutter-",
        "transition-behavior",
        "hyphenate-limit",
        "round(",
        "rem(",
        "@container style",
        ":state(",
        "::details-content",
        "mask-image",
        "inset-area",
        "overlay:",
    ];
    for word in newer {
        assert!(!CSS.contains(word), "{word} is newer than the browser floor");
    }
}

#[test]
fn the_script_uses_no_word_newer_than_chromium_109() {
    let newer = [
        "toSorted",
        "toReversed",
        "toSpliced",
        ".with(",
        "groupBy",
        "withResolvers",
        "startViewTransition",
        "showPopover",
        "togglePopover",
        "isWellFormed",
        "Temporal",
        "navigation.",
        "Iterator.",
        "new Set(a).union",
        "import(",
        "eval(",
        "innerHTML",
        "document.write",
        "localStorage",
        "sessionStorage",
        "http:",
        "https:",
        "using ",
        "RegExp.escape",
        "requestClose",
    ];
    for word in newer {
        assert!(!JS.contains(word), "{word} does not belong in the script");
    }
    assert!(JS.lines().count() < 300, "a few hundred lines at most");
}
