//! Every page that somebody reaches by following links from the first page after signing in, a few of each
//! kind. Pages are told apart by their pattern: segments that name one thing become `{no}`.
//! Must never know: which pages there are.

use super::driver::Browser;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Password of every account of the fictitious city.
pub const PASSWORD: &str = "guitu-demo-2026";
/// One account of every role of the fictitious city.
pub const ACCOUNTS: [&str; 7] = ["city", "district", "head", "worker", "prison", "admin", "auditor"];

/// Pages that show one thing or a choice of things differ from one another: so many are looked at by a role.
const OF_THINGS: usize = 2;

/// How often pages of each kind were looked at.
pub type Seen = BTreeMap<String, usize>;

/// A path as a pattern: `/cases/440106-2026-0001?n=…` becomes `/cases/{no}?n`.
pub fn pattern(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let names_one = |s: &str| s.bytes().any(|b| b.is_ascii_digit());
    let segments: Vec<&str> = path.split('/').map(|s| if names_one(s) { "{no}" } else { s }).collect();
    let keys: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    match query {
        "" => segments.join("/"),
        _ => format!("{}?{}", segments.join("/"), keys.join("&")),
    }
}

/// Signs in on the page of signing in.
pub async fn sign_in(browser: &Browser, account: &str, password: &str) {
    browser.go("/sign-in").await;
    browser.type_into("#account", account).await;
    browser.type_into("#password", password).await;
    browser.press("main .btn.go").await;
}

/// Signs out with the button at the top.
pub async fn sign_out(browser: &Browser) {
    browser.press(".top .out button").await;
    assert_eq!(browser.path().await, "/sign-in");
}

/// The paths that the page that is open links to; calls of the API and downloads are no pages.
async fn links(browser: &Browser) -> Vec<String> {
    let script = r#"return [...document.querySelectorAll('a[href^="/"]:not([download])')].map(a => a.getAttribute('href'))
        .filter(h => !h.startsWith('/api/v1') && !/\.[a-z]+$/.test(h))
        .map(h => h.split('#')[0])"#;
    serde_json::from_value(browser.run(script, &[]).await).expect("a list of paths")
}

/// Visits the pages that whoever is signed in reaches; `look` gets each with its path while it is open.
/// Forms of commands are the same for everybody: one of each is enough for all who share `seen`.
pub async fn every_page(browser: &Browser, who: &str, seen: &mut Seen, mut look: impl AsyncFnMut(&str)) {
    let mut waiting = VecDeque::from([browser.path().await]);
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    while let Some(path) = waiting.pop_front() {
        let kind = pattern(&path);
        let enough = if path.contains('?') || kind.ends_with("{no}") { OF_THINGS } else { 1 };
        let kind = if kind.contains("{no}/") { kind } else { format!("{who} {kind}") };
        let of_kind = seen.entry(kind).or_default();
        if *of_kind >= enough {
            continue;
        }
        *of_kind += 1;
        let status = browser.go(&path).await;
        assert_eq!(status, 200, "{who} {path}\n{}", browser.text().await);
        look(&path).await;
        for link in links(browser).await {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
}
