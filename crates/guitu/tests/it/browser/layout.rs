//! Every page of the fictitious city at both widths: nothing wider than its window or cut off, nothing that
//! the console complains about, always said that it is fictitious, reachable by keyboard, fit for paper.
//! Must never know: what the pages are for.

use super::{
    Browser, Server, Window, crawl,
    crawl::{ACCOUNTS, PASSWORD, Seen, pattern},
    driver::Key,
    in_browser, serve,
};
use crate::cli::guitu;
use serde_json::json;
use std::collections::BTreeSet;
use tempfile::TempDir;

/// Width of what A4 leaves between margins of 10 mm, CSS pixels.
const PAPER: u32 = 718;
/// The main action of a page is at most so many keys away from the start of its text.
const KEYS_AT_MOST: usize = 90;

/// The fictitious city, served.
pub(super) fn city() -> (TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("city");
    let made =
        guitu().args(["demo", "--no-serve", "--persons", "12", "--json", "--data"]).arg(&data).output();
    let made = made.expect("the program starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let server = serve(&data);
    (folder, server)
}

#[test]
fn every_page_fits_both_screens_and_paper_and_is_reached_by_keyboard() {
    in_browser(async {
        let (_folder, server) = city();
        let (pc, phone) = tokio::join!(look_at_all(&server, Window::PC), look_at_all(&server, Window::PHONE));
        let wrong = [pc.wrong, phone.wrong].concat();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        for seen in [pc.patterns, phone.patterns] {
            assert_eq!(unseen(&seen), Vec::<String>::new(), "pages that no link leads to");
        }
    });
}

/// What was looked at, and what is wrong with it.
#[derive(Default)]
struct Looked {
    patterns: BTreeSet<String>,
    wrong: Vec<String>,
}

/// Looks at every page as every role; the first of each kind also by keyboard and on paper.
async fn look_at_all(server: &Server, window: Window) -> Looked {
    let browser = Browser::open(server, window).await;
    let (mut looked, mut seen) = (Looked::default(), Seen::new());
    finds_what_is_broken(&browser).await;
    for path in ["/sign-in", "/api/docs"] {
        browser.go(path).await;
        looked.wrong.extend(faults(&browser, "nobody", path).await);
    }
    for account in ACCOUNTS {
        crawl::sign_in(&browser, account, PASSWORD).await;
        crawl::every_page(&browser, account, &mut seen, async |path| {
            looked.wrong.extend(faults(&browser, account, path).await);
            if looked.patterns.insert(pattern(path)) && window == Window::PC {
                looked.wrong.extend(by_keyboard(&browser, path).await);
                looked.wrong.extend(on_paper(&browser, path).await);
            }
        })
        .await;
        browser.go("/").await;
        crawl::sign_out(&browser).await;
    }
    looked
}

/// The check itself is checked: a whole page has no faults, a page broken in three ways has three.
async fn finds_what_is_broken(browser: &Browser) {
    browser.go("/sign-in").await;
    assert_eq!(browser.misfits().await, Vec::<String>::new());
    let broken = [
        ("e.style.width = '3000px'", "wide in a window"),
        (
            "Object.assign(e.style, {width: '40px', overflow: 'hidden', whiteSpace: 'nowrap'})",
            "cut off at the side",
        ),
        (
            "e.className = 'tag'; Object.assign(e.style, {display: 'block', width: '30px', whiteSpace: 'nowrap'})",
            "sticks out",
        ),
    ];
    for (how, fault) in broken {
        let script = format!(
            "const e = document.createElement('p'); e.id = 'broken'; e.textContent = '一行很长很长的文字'; {how}; \
             document.querySelector('main').append(e)"
        );
        browser.run(&script, &[]).await;
        let found = browser.misfits().await;
        assert!(found.iter().any(|f| f.contains(fault)), "{how}: {found:?}");
        browser.run("document.getElementById('broken').remove()", &[]).await;
    }
}

/// What is wrong with the page that is open.
async fn faults(browser: &Browser, who: &str, path: &str) -> Vec<String> {
    let mut found = browser.misfits().await;
    found.extend(browser.complaints());
    let told = "return document.body.innerText.includes('演示数据')";
    if browser.run(told, &[]).await != json!(true) {
        found.push("does not say that it is fictitious".into());
    }
    found.into_iter().map(|fault| format!("{who} {path}: {fault}")).collect()
}

/// The main action must be reached with the tabulator key from the start of the text.
async fn by_keyboard(browser: &Browser, path: &str) -> Option<String> {
    let offered = "return document.querySelector('main .btn.go') !== null";
    if browser.run(offered, &[]).await != json!(true) {
        return None;
    }
    let there = "const here = document.activeElement; return here !== null && here.matches('main .btn.go')";
    browser.run("if (document.activeElement) document.activeElement.blur()", &[]).await;
    browser.key(Key::Tab);
    let skips =
        browser.run("return document.activeElement.classList.contains('skip')", &[]).await == json!(true);
    if skips {
        browser.key(Key::Enter);
    }
    for _ in 0..KEYS_AT_MOST {
        if browser.run(there, &[]).await == json!(true) {
            return None;
        }
        browser.key(Key::Tab);
    }
    Some(format!("{path}: the keyboard does not reach the main action"))
}

/// As printed on A4: it fits, and nothing is dark.
async fn on_paper(browser: &Browser, path: &str) -> Vec<String> {
    browser.medium("print");
    browser.emulate(PAPER, 1000);
    let mut found = browser.misfits().await;
    let dark = r#"const dark = [];
        for (const e of document.querySelectorAll('body, body *')) {
            if (!e.checkVisibility()) continue;
            const [r, g, b, a = 1] = getComputedStyle(e).backgroundColor.match(/[\d.]+/g).map(Number);
            if (a > 0 && r + g + b < 3 * 160) dark.push(`${e.tagName}.${e.className} is dark`);
        }
        return dark.slice(0, 5)"#;
    let dark: Vec<String> = serde_json::from_value(browser.run(dark, &[]).await).expect("a list of texts");
    found.extend(dark);
    browser.medium("");
    browser.emulate(browser.window.width, browser.window.height);
    found.into_iter().map(|fault| format!("{path} on paper: {fault}")).collect()
}

/// Downloads and pictures, and a page that only waits for a yes (the walk sees it).
/// The page that asks for a reason is what `/cases/{no}` of a sealed case leads to.
const NO_PAGES: [&str; 9] = [
    "/cases/{no}/open",
    "/ics/{file}",
    "/cases/{no}/scans/{id}",
    "/cases/{no}/scans/{id}/small",
    "/handover/rosters/preview/{waiting}",
    "/handover/rosters/template",
    "/handover/rosters/{no}/progress",
    "/handover/rosters/{no}/result",
    "/rules/pack.json",
];

/// The pages of the list of routes that were not seen. What is no page, and what only asks to sign in or
/// leads on, is left out.
fn unseen(seen: &BTreeSet<String>) -> Vec<String> {
    let seen: Vec<Vec<&str>> =
        seen.iter().map(|p| p.split('?').next().unwrap_or(p).split('/').collect()).collect();
    let no_page = |path: &str| {
        matches!(path, "/" | "/healthz" | "/sign-in")
            || path.starts_with("/assets/")
            || path.starts_with("/api/")
            || path.ends_with("/docx")
            || NO_PAGES.contains(&path)
    };
    let is = |page: &[&str], route: &[&str]| {
        page.len() == route.len() && page.iter().zip(route).all(|(p, r)| p == r || r.starts_with('{'))
    };
    let routes = web::routes::all().into_iter().filter(|r| r.method == "GET" && !no_page(r.path));
    let left = routes.filter(|r| {
        let route: Vec<&str> = r.path.split('/').collect();
        !seen.iter().any(|page| is(page, &route))
    });
    left.map(|r| r.path.to_owned()).collect()
}
