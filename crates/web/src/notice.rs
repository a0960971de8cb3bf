//! What has just been done, told once on the page that follows: sealed in the URL, for this account only,
//! for ten minutes, because it may be about a person.
//! Must never know: what was done.

use crate::{App, asked::Asked};
use service::Asker;

const PURPOSE: &str = "notice";
/// Ten minutes.
const LASTS_MILLIS: i64 = 10 * 60 * 1000;

/// A path with a notice on it.
pub fn on(app: &App, asker: &Asker, path: &str, text: &str) -> String {
    format!("{path}?n={}", app.service.seal(asker, PURPOSE, text, LASTS_MILLIS))
}

/// The notice of a URL, if it is one of ours.
pub fn open(app: &App, asker: &Asker, asked: &Asked) -> Option<String> {
    asked.get("n").and_then(|text| app.service.unseal(asker, PURPOSE, text))
}
