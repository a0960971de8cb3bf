//! Brings text that people typed, copied or exported into one plain form.
//!
//! Full-width letters, odd spaces, invisible and direction-changing characters, radicals copied out of PDF
//! files and traditional characters all stand for something plain. Nothing here knows what the text means,
//! and nothing here is a place for rules.

use crate::table;
use std::collections::HashMap;
use std::sync::LazyLock;

static COMPATIBILITY: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| pairs(include_str!("../../../data/compatibility_characters.csv")));
static SIMPLIFIED: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| pairs(include_str!("../../../data/traditional_simplified.csv")));
static VARIANTS: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| pairs(include_str!("../../../data/variant_characters.csv")));

fn pairs(csv: &'static str) -> HashMap<char, char> {
    table::rows(csv)
        .filter_map(|row| Some((row.first()?.chars().next()?, row.get(1)?.chars().next()?)))
        .collect()
}

/// The text without invisible characters, with full-width forms narrowed, every run of white space made one
/// space, and no space at either end.
pub fn clean(text: &str) -> String {
    let text = text.replace("_x000D_", " ");
    let mut out = String::with_capacity(text.len());
    for plain in text.chars().filter_map(plain_char) {
        if plain != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(plain);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// One line of prose as it was written, punctuation and all, without characters that show nothing or turn
/// the direction of reading; trimmed.
pub fn legible(line: &str) -> String {
    let shown = line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| plain_char(*c).is_some());
    let line: String = shown.collect();
    line.trim().to_owned()
}

/// One character in its plain form; `None` for those that show nothing.
fn plain_char(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0),
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{00AD}'
        | '\u{180E}'
        | '\u{061C}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0000}'..='\u{E0FFF}' => None,
        c if c.is_whitespace() || c == '\u{2800}' || c == '\u{3164}' => Some(' '),
        c if c.is_control() => None,
        c => Some(COMPATIBILITY.get(&c).copied().unwrap_or(c)),
    }
}

/// [`clean`] text without any white space.
pub fn compact(text: &str) -> String {
    clean(text).chars().filter(|c| *c != ' ').collect()
}

/// The text with every traditional character replaced by its simplified form (table of OpenCC).
pub fn simplified(text: &str) -> String {
    text.chars().map(|c| SIMPLIFIED.get(&c).copied().unwrap_or(c)).collect()
}

/// The text with variant characters (异体字) replaced by the usual one, after [`simplified`].
pub fn without_variants(text: &str) -> String {
    simplified(text).chars().map(|c| VARIANTS.get(&c).copied().unwrap_or(c)).collect()
}

/// Whether the text says only that there is nothing to say: empty, 无, 不详, 待查, a dash and the like.
pub fn is_blank_word(text: &str) -> bool {
    const WORDS: [&str; 34] = [
        "",
        "无",
        "空",
        "不详",
        "不祥",
        "未详",
        "待查",
        "待核",
        "待核实",
        "待补",
        "待补充",
        "未知",
        "不明",
        "不清",
        "不清楚",
        "不知",
        "情况不明",
        "未填",
        "未填写",
        "未提供",
        "未登记",
        "没有",
        "暂无",
        "暂缺",
        "缺",
        "略",
        "无此项",
        "无法提供",
        "无法核实",
        "地址不详",
        "住址不详",
        "NULL",
        "NONE",
        "NIL",
    ];
    let plain = simplified(&compact(text)).to_uppercase();
    let word = plain.trim_matches(|c: char| "()[]【】《》“”\"'。.,、;:".contains(c));
    WORDS.contains(&word)
        || ["N/A", "NA", "#N/A", "#REF!", "#VALUE!", "0"].contains(&word)
        || word.chars().all(|c| "/\\-—–―_*?.。…~·×|#".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_spaces_and_invisible_characters_become_plain() {
        assert_eq!(clean("\u{FEFF}　广州市\u{200B}１２－３号\u{00A0}\r\nＡ座\0 "), "广州市12-3号 A座");
        assert_eq!(compact(" 张\u{202E} 三\u{3000}"), "张三");
        assert_eq!(clean("⽩云区"), "白云区");
    }

    #[test]
    fn traditional_characters_become_simplified_and_others_stay() {
        assert_eq!(simplified("廣東省廣州市白雲區鐘落潭鎮"), "广东省广州市白云区钟落潭镇");
        assert_eq!(simplified("东漖塱滘"), "东漖塱滘");
        assert_eq!(without_variants("陳峯"), "陈峰");
    }

    #[test]
    fn words_for_nothing_are_blank_and_names_are_not() {
        for word in [
            "",
            " ",
            "无",
            "無",
            "不详",
            "待查",
            "/",
            "-",
            "—",
            "——",
            "无此项",
            "N/A",
            "n/a",
            "（空）",
            "。",
            "null",
        ] {
            assert!(is_blank_word(word), "{word:?}");
        }
        for word in ["无锡市", "空港", "王无", "1", "广州"] {
            assert!(!is_blank_word(word), "{word:?}");
        }
    }
}
