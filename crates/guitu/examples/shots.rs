//! A picture of every page of a fictitious city, as every role, on an old PC and on a phone: for looking at
//! them, and for the documents. `shots PROGRAM DATA OUT`; `bench/shots` builds what it needs.
//! Must never know: which pages there are, they are found by their links.

#[path = "../tests/it/browser/crawl.rs"]
mod crawl;
#[allow(dead_code)] // reason: shared with the browser tests, which need more of it
#[path = "../tests/it/browser/driver.rs"]
mod driver;

use crawl::{ACCOUNTS, PASSWORD, Seen, pattern};
use driver::{Browser, Server, Window};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

/// No picture is higher, CSS pixels.
const HIGHEST: u64 = 3000;

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, data, out] = arguments.as_slice() else { panic!("shots PROGRAM DATA OUT") };
    let server = Server::start(Command::new(program), data);
    for (window, folder) in [(Window::PC, "pc"), (Window::PHONE, "phone")] {
        let out = out.join(folder);
        std::fs::create_dir_all(&out).expect("a folder for the pictures");
        let browser = Browser::open(&server, window).await;
        browser.go("/sign-in").await;
        shoot(&browser, &out.join("nobody-sign-in.png")).await;
        let mut seen = Seen::new();
        for account in ACCOUNTS {
            crawl::sign_in(&browser, account, PASSWORD).await;
            let mut taken: BTreeMap<String, usize> = BTreeMap::new();
            crawl::every_page(&browser, account, &mut seen, async |path| {
                let n = taken.entry(name(path)).or_default();
                *n += 1;
                shoot(&browser, &out.join(format!("{account}-{}-{n}.png", name(path)))).await;
            })
            .await;
            browser.go("/").await;
            crawl::sign_out(&browser).await;
        }
    }
}

/// The pattern of a path as a file name.
fn name(path: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    pattern(path).replace("{no}", "no").chars().map(plain).collect::<String>().trim_matches('-').to_owned()
}

/// The whole page, as high as it is, into a file.
async fn shoot(browser: &Browser, file: &Path) {
    let Window { width, height } = browser.window;
    let script = "return document.documentElement.scrollHeight";
    let full = browser.run(script, &[]).await.as_u64().expect("a height");
    let height = full.clamp(u64::from(height), HIGHEST);
    browser.emulate(width, u32::try_from(height).expect("at most the highest"));
    let png = browser.client.screenshot().await.expect("a picture");
    browser.emulate(width, browser.window.height);
    std::fs::write(file, png).expect("the picture is written");
}
