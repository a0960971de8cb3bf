//! Prepares an address for reading: one plain form, notes in brackets apart, labels and separators gone.
//!
//! Knows only characters, no places.

use reference::text;

const OPENING: &str = "([{【〔〈<";
const CLOSING: &str = ")]}】〕〉>";

/// The address in plain form, and the notes that stood in brackets.
pub fn plain(text: &str) -> (String, Vec<String>) {
    // 巿 is another character, but where it stands in an address 市 was meant.
    let compact = text::without_variants(&text::compact(text)).replace('巿', "市");
    let (main, notes) = apart(&compact);
    (bare(&main), notes.iter().map(|note| bare(note)).filter(|note| !note.is_empty()).collect())
}

/// Takes the bracketed notes out.
fn apart(text: &str) -> (String, Vec<String>) {
    let (mut main, mut notes, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in text.chars() {
        if OPENING.contains(c) {
            depth += 1;
            if depth == 1 {
                notes.push(String::new());
            }
        } else if CLOSING.contains(c) {
            depth = depth.saturating_sub(1);
        } else if depth > 0 {
            if let Some(note) = notes.last_mut() {
                note.push(c);
            }
        } else {
            main.push(c);
        }
    }
    (main, notes)
}

/// Without a label such as 户籍地址: in front and without separators between the parts.
fn bare(text: &str) -> String {
    let labelled = text.find([':']).filter(|at| text[..*at].chars().count() <= 8);
    let text = labelled.map_or(text, |at| &text[at + 1..]);
    let mut out: String = text.chars().filter(|c| !",，、;；.。:|/\\'\"“”‘’·•~-—–_+".contains(*c)).collect();
    for label in [
        "户籍地址",
        "户籍所在地",
        "户籍地",
        "户籍",
        "现居住地",
        "现住址",
        "现住",
        "居住地址",
        "居住地",
        "住址",
        "家住",
        "地址",
    ] {
        if let Some(rest) = out.strip_prefix(label) {
            out = rest.to_owned();
            break;
        }
    }
    out
}

/// Whether the text goes on as the name of a road (路, 大道), so that the word before it is no place.
pub fn goes_on_as_road(rest: &str) -> bool {
    let name = after_directions(rest);
    ["路", "大道", "大街", "街", "巷", "横路", "直街"].iter().any(|road| name.starts_with(road))
}

/// Whether the text goes on as the name of a through road.
pub fn goes_on_as_main_road(rest: &str) -> bool {
    let name = after_directions(rest);
    name.starts_with('路') || name.starts_with("大道")
}

fn after_directions(rest: &str) -> &str {
    rest.trim_start_matches(|c| "东南西北中上下新一二三四五六七八九十".contains(c))
}

/// Whether the text begins with a house number, after 街 a sign that a road was meant.
pub fn begins_with_number(rest: &str) -> bool {
    let digits: String =
        rest.chars().take_while(|c| "0123456789一二三四五六七八九十百零〇".contains(*c)).collect();
    let after = rest[digits.len()..].chars().next();
    let written = digits.chars().any(|c| c.is_ascii_digit());
    !digits.is_empty()
        && (written && !matches!(after, Some('村' | '社' | '队'))
            || matches!(after, Some('号' | '巷' | '座' | '栋')))
}

/// The first `count` characters of the text, if it has so many.
pub fn first(text: &str, count: usize) -> Option<(&str, &str)> {
    let end = text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(count)?;
    Some(text.split_at(end))
}
