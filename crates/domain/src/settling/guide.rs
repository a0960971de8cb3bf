//! Where each item of the first-week list is done and which papers are needed: texts of the city, as data.

use serde::Deserialize;
use std::sync::LazyLock;

/// Where to go and what to bring.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Advice {
    /// The item of [`super::ITEMS`].
    pub code: String,
    /// Its name.
    pub title: String,
    /// Where it is done.
    #[serde(rename = "where")]
    pub place: String,
    /// Which papers.
    pub papers: String,
}

static GUIDE: LazyLock<Vec<Advice>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/settling/guangzhou.json");
    // The text is part of the program and a test reads it.
    serde_json::from_str(text).expect("the embedded guide is complete")
});

/// The advice of this city, in the order of the list.
pub fn guide() -> &'static [Advice] {
    &GUIDE
}
