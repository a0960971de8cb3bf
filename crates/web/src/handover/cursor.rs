//! Where a list goes on: the keys of the last row seen, sealed for the asker and for one list, so that an
//! address shows nothing and cannot be made up. An expired one leads back to the first page, with a word.
//! Must never know: what the keys mean.

use crate::{app::App, session::Visitor};

/// A cursor lasts one hour, in milliseconds.
const LASTS: i64 = 3_600_000;

/// The place in a list that an address asks for.
pub(crate) struct Cursor {
    /// Keys of the last row seen; `None` is the first page.
    pub(crate) after: Option<(String, String)>,
    /// A cursor was given that can no longer be opened.
    pub(crate) expired: bool,
}

impl Cursor {
    /// Opens the cursor of an address.
    pub(crate) fn open(app: &App, visitor: &Visitor, list: &str, text: Option<&str>) -> Cursor {
        let Some(text) = text.filter(|t| !t.is_empty()) else {
            return Cursor { after: None, expired: false };
        };
        let opened = app.service.unseal(&visitor.asker, &purpose(list), text);
        let after = opened.and_then(|keys| serde_json::from_str(&keys).ok());
        Cursor { expired: after.is_none(), after }
    }

    /// Seals the keys after which the next page begins.
    pub(crate) fn seal(app: &App, visitor: &Visitor, list: &str, keys: &(String, String)) -> String {
        let content = serde_json::json!([keys.0, keys.1]).to_string();
        app.service.seal(&visitor.asker, &purpose(list), &content, LASTS)
    }

    /// What the page says when the place was lost.
    pub(crate) fn notice(&self) -> Option<String> {
        self.expired.then(|| "翻页位置已过期，现从第一页显示。".to_owned())
    }
}

fn purpose(list: &str) -> String {
    format!("cursor:{list}")
}
