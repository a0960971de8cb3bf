//! Code lists of the national standards, with the spoken names people write instead of the standard ones.
//!
//! A list answers "what does this code mean" and "which code does this text mean"; texts that fit no entry
//! give nothing, never a guess. Which list a form uses is not known here.

use crate::{table, text};
use std::collections::HashMap;
use std::sync::LazyLock;

/// One code and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Code of the standard.
    pub code: &'static str,
    /// Name of the standard, in Chinese.
    pub name: &'static str,
}

/// A code list.
#[derive(Debug)]
pub struct List {
    entries: Vec<Entry>,
    by_text: HashMap<&'static str, &'static str>,
}

impl List {
    /// All codes in the order of the standard.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The name of a code.
    pub fn name(&self, code: &str) -> Option<&'static str> {
        self.entries.iter().find(|entry| entry.code == code).map(|entry| entry.name)
    }

    /// The code a text stands for: a code, a standard name, a short or a spoken name.
    pub fn code_of(&self, text: &str) -> Option<&'static str> {
        let plain = text::simplified(&text::compact(text));
        self.by_text.get(plain.as_str()).copied()
    }
}

static LISTS: LazyLock<HashMap<&'static str, List>> = LazyLock::new(|| {
    HashMap::from([
        ("ethnic_group", read("ethnic_group", include_str!("../../../data/codes/ethnic_group.csv"))),
        ("sex", read("sex", include_str!("../../../data/codes/sex.csv"))),
        ("education", read("education", include_str!("../../../data/codes/education.csv"))),
        ("marital_status", read("marital_status", include_str!("../../../data/codes/marital_status.csv"))),
        ("health_status", read("health_status", include_str!("../../../data/codes/health_status.csv"))),
        (
            "political_status",
            read("political_status", include_str!("../../../data/codes/political_status.csv")),
        ),
        ("family_relation", read("family_relation", include_str!("../../../data/codes/family_relation.csv"))),
        (
            "id_document_type",
            read("id_document_type", include_str!("../../../data/codes/id_document_type.csv")),
        ),
    ])
});

fn read(name: &str, csv: &'static str) -> List {
    let entries: Vec<Entry> =
        table::rows(csv).filter_map(|row| Some(Entry { code: row.first()?, name: row.get(1)? })).collect();
    let mut by_text = HashMap::new();
    for row in table::rows(include_str!("../../../data/codes/synonyms.csv")) {
        if let [list, text, code] = row[..]
            && list == name
        {
            by_text.insert(text, code);
        }
    }
    for entry in &entries {
        if let Some(short) = entry.name.strip_suffix('族').filter(|_| name == "ethnic_group") {
            by_text.insert(short, entry.code);
        }
    }
    for entry in &entries {
        by_text.insert(entry.code, entry.code);
        by_text.insert(entry.name, entry.code);
    }
    List { entries, by_text }
}

/// A list by its name: `ethnic_group`, `sex`, `education`, `marital_status`, `health_status`,
/// `political_status`, `family_relation` or `id_document_type`; any other name gives an empty list.
pub fn list(name: &str) -> &'static List {
    static EMPTY: LazyLock<List> = LazyLock::new(|| List { entries: Vec::new(), by_text: HashMap::new() });
    LISTS.get(name).unwrap_or(&EMPTY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoken_short_and_traditional_names_find_their_code() {
        for (name, text, code) in [
            ("ethnic_group", "汉", "01"),
            ("ethnic_group", "漢族", "01"),
            ("ethnic_group", "土家", "15"),
            ("ethnic_group", "01", "01"),
            ("education", "初中", "70"),
            ("education", " 初中毕业 ", "71"),
            ("education", "大专", "30"),
            ("sex", "男", "1"),
            ("sex", "女性", "2"),
            ("marital_status", "离异", "40"),
            ("political_status", "中共党员", "01"),
            ("family_relation", "妻子", "12"),
            ("id_document_type", "身份证", "01"),
            ("health_status", "健康", "10"),
        ] {
            assert_eq!(list(name).code_of(text), Some(code), "{name} {text}");
        }
        assert_eq!(list("ethnic_group").code_of("外星"), None);
        assert!(list("no_such_list").entries().is_empty());
    }

    #[test]
    fn every_spoken_name_leads_to_a_code_that_exists() {
        for row in table::rows(include_str!("../../../data/codes/synonyms.csv")) {
            assert!(list(row[0]).name(row[2]).is_some(), "{row:?}");
        }
    }

    #[test]
    fn fifty_six_ethnic_groups_and_two_additions() {
        assert_eq!(list("ethnic_group").entries().len(), 58);
        assert_eq!(list("ethnic_group").name("44"), Some("俄罗斯族"));
    }
}
