//! Recognises the words for streets, towns, villages and communities at the front of a text.
//!
//! A word is a known name with its suffix: 石牌街道, 石牌街, 钟落潭镇, 同和社区. Whether it fits the district is
//! judged elsewhere. 街 before a house number is marked weak: it may be a road.

use super::gazetteer::{self, Street};
use super::words;
use reference::street::{FormerName, Village};

/// The suffix a street was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 街道
    Jiedao,
    /// 街 for 街道
    Jie,
    /// 镇 or 乡
    Zhen,
}

impl Kind {
    /// Whether a street of this kind (街道 or 镇) is meant.
    pub fn fits(self, kind: &str) -> bool {
        (kind == "镇") == (self == Kind::Zhen)
    }

    /// Whether a street of this full name is meant.
    pub fn fits_name(self, name: &str) -> bool {
        self.fits(if name.ends_with('镇') { "镇" } else { "街道" })
    }
}

/// A known name of a street with its suffix.
#[derive(Debug)]
pub struct Word<'t> {
    base: &'t str,
    /// The suffix.
    pub kind: Kind,
    /// Whether it may be a road.
    pub is_weak: bool,
    /// What follows.
    pub after: &'t str,
}

impl Word<'_> {
    /// The name without its suffix.
    pub fn base(&self) -> &str {
        self.base
    }

    /// The local streets of that name, whatever their suffix.
    pub fn streets(&self) -> &'static [Street] {
        gazetteer::get().streets.get(self.base).map(Vec::as_slice).unwrap_or_default()
    }

    /// The former names that are equal, whatever their suffix.
    pub fn former(&self) -> &'static [&'static FormerName] {
        gazetteer::get().former.get(self.base).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The street, present or former, that the text begins with.
pub fn street(text: &str) -> Option<Word<'_>> {
    const SUFFIXES: [(&str, Kind); 7] = [
        ("街道办事处", Kind::Jiedao),
        ("街道办", Kind::Jiedao),
        ("街道", Kind::Jiedao),
        ("镇人民政府", Kind::Zhen),
        ("镇", Kind::Zhen),
        ("乡", Kind::Zhen),
        ("街", Kind::Jie),
    ];
    let index = gazetteer::get();
    (2..=6).rev().find_map(|count| {
        let (base, rest) = words::first(text, count)?;
        if !index.streets.contains_key(base) && !index.former.contains_key(base) {
            return None;
        }
        let (after, kind) = SUFFIXES
            .iter()
            .find_map(|(suffix, kind)| rest.strip_prefix(suffix).map(|after| (after, *kind)))?;
        let is_weak = kind == Kind::Jie && words::begins_with_number(after);
        Some(Word { base, kind, is_weak, after })
    })
}

/// The villages and communities of the name that the text begins with, and what follows.
pub fn village(text: &str) -> Option<(Vec<&'static Village>, &str)> {
    const SUFFIXES: [&str; 11] = [
        "村民委员会",
        "村委会",
        "村委",
        "村",
        "社区居民委员会",
        "社区居委会",
        "社区",
        "居民委员会",
        "居委会",
        "居委",
        "村社区",
    ];
    let index = gazetteer::get();
    (2..=10).rev().find_map(|count| {
        let (base, rest) = words::first(text, count)?;
        let villages = index.villages.get(base)?;
        let after = SUFFIXES.iter().find_map(|suffix| rest.strip_prefix(suffix))?;
        let is_longer_name =
            words::goes_on_as_main_road(after) || after.starts_with('镇') || after.starts_with("街道");
        (!is_longer_name).then(|| (villages.clone(), after))
    })
}

/// The streets named in full in the text, each at its front or behind a road, a number or the like.
pub fn later(text: &str) -> Vec<Street> {
    const BEFORE: &str = "路街道巷号栋座室房村里坊区镇社0123456789";
    let mut found = Vec::new();
    let mut before = Some('街');
    for (at, c) in text.char_indices() {
        if before.is_some_and(|c| BEFORE.contains(c))
            && let Some(word) = street(&text[at..]).filter(|word| word.kind != Kind::Jie)
        {
            found.extend(word.streets().iter().filter(|street| word.kind.fits(street.kind)));
        }
        before = Some(c);
    }
    found
}
