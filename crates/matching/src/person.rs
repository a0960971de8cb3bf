//! Are two spellings one name? Certain for mere differences of writing and for known former names.
//!
//! Traditional and variant characters, spaces, dots inside the names of minorities and full-width letters are
//! differences of writing. A homophone or one other character is a question for a person: brothers differ by
//! one character too. Names are personal: `Debug` shows nothing of them.

use reference::text;
use std::fmt;

/// A name and the former names known with it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The name as given.
    pub name: String,
    /// Former names and aliases.
    pub former: Vec<String>,
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The answer with the code of its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// One name; reasons `name_equal`, `name_variant`, `name_former`.
    Same(&'static str),
    /// A person must look; reasons `name_missing`, `name_placeholder`, `name_one_character`,
    /// `name_different`.
    Ask(&'static str),
}

impl Sameness {
    /// The code of the reason.
    pub fn code(self) -> &'static str {
        match self {
            Sameness::Same(code) | Sameness::Ask(code) => code,
        }
    }

    /// The reason as a sentence for the person at the screen.
    pub fn sentence(self) -> &'static str {
        match self.code() {
            "name_equal" => "姓名一致。",
            "name_variant" => "姓名只有写法不同（繁简体、异体字、空格或间隔号），视为同一姓名。",
            "name_former" => "姓名与登记的曾用名一致。",
            "name_missing" => "有一方没有填写姓名，请人工核对。",
            "name_placeholder" => "姓名中有用符号代替的生僻字，请对照证件人工核对。",
            "name_one_character" => "姓名有一个字不同，可能是同音字或笔误，也可能是另一个人，请人工核对。",
            _ => "姓名不同，请人工核对是否为同一人。",
        }
    }
}

/// Compares the name already known with the one given now.
pub fn compare(known: &Names, given: &Names) -> Sameness {
    if text::is_blank_word(&known.name) || text::is_blank_word(&given.name) {
        return Sameness::Ask("name_missing");
    }
    if text::clean(&known.name) == text::clean(&given.name) {
        return if has_placeholder(&known.name) {
            Sameness::Ask("name_placeholder")
        } else {
            Sameness::Same("name_equal")
        };
    }
    let (left, right) = (plain(&known.name), plain(&given.name));
    if has_placeholder(&known.name) || has_placeholder(&given.name) {
        return Sameness::Ask("name_placeholder");
    }
    if left == right {
        return Sameness::Same("name_variant");
    }
    if is_among(&left, &given.former) || is_among(&right, &known.former) {
        return Sameness::Same("name_former");
    }
    Sameness::Ask(if one_character_apart(&left, &right) { "name_one_character" } else { "name_different" })
}

fn is_among(name: &str, former: &[String]) -> bool {
    former.iter().any(|old| !text::is_blank_word(old) && !has_placeholder(old) && plain(old) == name)
}

/// The name in one writing: simplified, usual characters, no spaces, no dots, capital letters.
fn plain(name: &str) -> String {
    let compact = text::without_variants(&text::compact(name));
    compact.chars().filter(|c| !is_dot(*c)).flat_map(char::to_uppercase).collect()
}

fn is_dot(c: char) -> bool {
    matches!(
        c,
        '·' | '•'
            | '・'
            | '‧'
            | '∙'
            | '⋅'
            | '●'
            | '．'
            | '.'
            | '。'
            | '･'
            | '˙'
            | '᛫'
            | '゠'
            | '-'
            | '－'
    )
}

/// A sign that stands for a character which could not be typed, or a note in brackets. 〇 counts: no usual
/// name has it, and it often stands for a missing character.
fn has_placeholder(name: &str) -> bool {
    text::clean(name)
        .chars()
        .any(|c| "?*×〇○□■＊_/()[]{}<>（）【】&#\u{FFFD}".contains(c) || c.is_ascii_digit())
}

/// Equal length and one position different, or one character more.
fn one_character_apart(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    match long.len() - short.len() {
        0 => short.iter().zip(&long).filter(|(a, b)| a != b).count() == 1,
        1 => (0..long.len()).any(|gone| {
            let kept = long.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c);
            kept.eq(short.iter())
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, former: &[&str]) -> Names {
        Names { name: name.to_owned(), former: former.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn differences_of_writing_are_the_same_name() {
        for (known, given) in [
            ("陈国华", "陳國華"),
            ("张伟", "张　伟"),
            ("李强", "李強"),
            ("陈峰", "陈峯"),
            ("阿卜杜拉·艾合买提", "阿卜杜拉•艾合买提"),
            ("阿卜杜拉·艾合买提", "阿卜杜拉艾合买提"),
            ("阿卜杜拉·艾合买提", "阿卜杜拉．艾合买提"),
            ("阿卜杜拉·艾合买提", "阿卜杜拉 艾合买提"),
        ] {
            assert_eq!(
                compare(&one(known, &[]), &one(given, &[])),
                Sameness::Same("name_variant"),
                "{known} {given}"
            );
        }
        assert_eq!(compare(&one("张伟", &[]), &one(" 张伟\t", &[])), Sameness::Same("name_equal"));
    }

    #[test]
    fn a_former_name_counts_on_either_side() {
        assert_eq!(compare(&one("张伟", &["张大宝"]), &one("張大寶", &[])), Sameness::Same("name_former"));
        assert_eq!(compare(&one("张大宝", &[]), &one("张伟", &["张大宝"])), Sameness::Same("name_former"));
        assert_eq!(compare(&one("无名", &["无"]), &one("无", &[])), Sameness::Ask("name_missing"));
    }

    #[test]
    fn homophones_placeholders_and_other_names_are_questions() {
        for (known, given, code) in [
            ("张伟", "张玮", "name_one_character"),
            ("章伟", "张伟", "name_one_character"),
            ("王建军", "王建", "name_one_character"),
            ("王建国", "王建军", "name_one_character"),
            ("张伟", "李娜", "name_different"),
            ("张?", "张?", "name_placeholder"),
            ("张〇", "张㛃", "name_placeholder"),
            ("张(jie)", "张㛃", "name_placeholder"),
            ("", "张伟", "name_missing"),
            ("涂强", "凃强", "name_one_character"),
        ] {
            assert_eq!(compare(&one(known, &[]), &one(given, &[])), Sameness::Ask(code), "{known} {given}");
        }
    }

    #[test]
    fn debug_shows_no_name() {
        assert_eq!(format!("{:?}", one("张伟", &["张大宝"])), "[redacted]");
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_the_two_names_does_not_matter(
            left in "[张王李][伟玮国國建?·]{0,3}",
            right in "[张王李][伟玮国國建?·]{0,3}",
        ) {
            let (left, right) = (one(&left, &[]), one(&right, &[]));
            proptest::prop_assert_eq!(compare(&left, &right), compare(&right, &left));
        }
    }
}
