//! Places of custody and the other organisations that take part, as far as public sources name them.
//!
//! A place of custody is found by its id, its full name or a short spelling that fits only one. What an
//! organisation may do or see is not known here.

use crate::{table, text};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A prison or a juvenile reformatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyPlace {
    /// Identifier of the data, for example `ORG012`.
    pub id: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Short name as in official letters.
    pub short_name: &'static str,
    /// 监狱, 监狱(群体) or 未成年犯管教所.
    pub kind: &'static str,
    /// City of the place; empty if unknown.
    pub city: &'static str,
    /// Division code of the place; empty if unknown.
    pub division_code: &'static str,
}

/// Any other organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Identifier of the data.
    pub id: &'static str,
    /// Name as in the source.
    pub name: &'static str,
    /// Short name.
    pub short_name: &'static str,
    /// 社工机构, 培训机构, 司法行政机关 and so on.
    pub kind: &'static str,
    /// City or province it works in.
    pub scope: &'static str,
    /// Division code of its area; empty if unknown.
    pub division_code: &'static str,
}

static ROWS: LazyLock<Vec<Organisation>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../data/organisations.csv"));
    rows.filter_map(|row| match row[..] {
        [id, name, short_name, kind, scope, _, division_code, ..] => {
            Some(Organisation { id, name, short_name, kind, scope, division_code })
        }
        _ => None,
    })
    .collect()
});

static CUSTODY: LazyLock<Vec<CustodyPlace>> = LazyLock::new(|| {
    let held = ROWS.iter().filter(|row| is_custody(row.kind));
    held.map(|row| CustodyPlace {
        id: row.id,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        city: row.scope,
        division_code: row.division_code,
    })
    .collect()
});

static OTHERS: LazyLock<Vec<Organisation>> =
    LazyLock::new(|| ROWS.iter().filter(|row| !is_custody(row.kind)).cloned().collect());

/// Spelling to place; `None` where two places share a spelling.
static SPELLINGS: LazyLock<HashMap<String, Option<&'static CustodyPlace>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Option<&'static CustodyPlace>> = HashMap::new();
    for place in custody_places() {
        let mut spellings: Vec<String> = spellings(place);
        spellings.sort();
        spellings.dedup();
        for spelling in spellings {
            found.entry(spelling).and_modify(|taken| *taken = None).or_insert(Some(place));
        }
    }
    found
});

fn is_custody(kind: &str) -> bool {
    kind.starts_with("监狱") && !kind.contains("机关") || kind == "未成年犯管教所"
}

fn spellings(place: &CustodyPlace) -> Vec<String> {
    let bare = without_province(place.name);
    let stem = bare.strip_suffix("监狱").unwrap_or(bare);
    let mut found = vec![place.id.to_owned(), bare.to_owned(), place.short_name.to_owned(), stem.to_owned()];
    if stem != bare {
        found.push(format!("{stem}市监狱"));
        found.push(format!("{stem}监"));
    }
    if place.kind == "未成年犯管教所" {
        found.extend(
            ["未管所", "少管所", "未成年犯管教所", "少年犯管教所", "未成年管教所"].map(str::to_owned),
        );
    }
    if stem == "女子" {
        found.extend(["女监", "女子监狱", "女犯监狱"].map(str::to_owned));
    }
    found
}

fn without_province(name: &str) -> &str {
    ["广东省", "广东", "粤", "省"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// The known places of custody.
pub fn custody_places() -> &'static [CustodyPlace] {
    &CUSTODY
}

/// The other known organisations.
pub fn others() -> &'static [Organisation] {
    &OTHERS
}

/// The place of custody a text names: id, full name or a short spelling that fits only one; a ward
/// (监区) after the name is ignored.
pub fn custody(text: &str) -> Option<&'static CustodyPlace> {
    let plain = text::simplified(&text::compact(text));
    let plain = without_province(&plain);
    let place = match (plain.find("监狱"), plain.ends_with("监区")) {
        (Some(at), true) => &plain[..at + "监狱".len()],
        _ => plain,
    };
    let upper = place.to_ascii_uppercase();
    SPELLINGS.get(upper.as_str()).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prison_is_found_by_every_usual_spelling() {
        for (text, name) in [
            ("女子监狱", "广东省女子监狱"),
            ("省女子监狱", "广东省女子监狱"),
            ("东莞监狱", "广东省东莞监狱"),
            ("广东省东莞监狱", "广东省东莞监狱"),
            ("广东　東莞 監獄", "广东省东莞监狱"),
            ("东莞监狱三监区", "广东省东莞监狱"),
            ("org012", "广东省东莞监狱"),
            ("ＯＲＧ０１２", "广东省东莞监狱"),
            ("花都", "广东省花都监狱"),
            ("少管所", "广东省未成年犯管教所"),
            ("广东省未成年犯管教所", "广东省未成年犯管教所"),
        ] {
            assert_eq!(custody(text).map(|place| place.name), Some(name), "{text}");
        }
    }

    #[test]
    fn another_province_or_an_unknown_place_is_not_found() {
        for text in ["湖南省女子监狱", "监狱", "", "广东省", "龙凤司法所", "上海监狱"] {
            assert!(custody(text).is_none(), "{text}");
        }
    }

    #[test]
    fn custody_and_the_others_together_are_all_rows() {
        assert_eq!(custody_places().len() + others().len(), ROWS.len());
        assert!(others().iter().any(|one| one.short_name == "尚善"));
        assert!(others().iter().all(|one| !one.name.ends_with("监狱")));
    }
}
