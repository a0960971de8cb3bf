//! Starting the program and a browser; both end with the test.

use crate::cli::guitu;
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The program, serving; killed when dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub address: String,
}

impl Server {
    /// Serves the instance in a folder.
    pub fn start(data: &Path) -> Server {
        let mut child = guitu()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it waits");
        let start = line.find("http://").expect("an address in what it says");
        let address = line[start..].split_whitespace().next().expect("an address").to_owned();
        Server { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser window; its driver is killed when dropped.
pub struct Browser {
    driver: Child,
    _profile: TempDir,
    /// The client that steers it.
    pub client: Client,
    address: String,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port()
}

/// Waits until something listens there; gives up after half a minute.
#[allow(clippy::disallowed_methods)] // reason: a deadline for a program that may never start
fn until_listening(port: u16) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    while TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
        assert!(Instant::now() < deadline, "chromedriver does not listen");
        std::thread::yield_now();
    }
}

impl Browser {
    /// A window of that size on the pages of a server.
    pub async fn open(server: &Server, width: u32, height: u32) -> Browser {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed (./test installs it)");
        until_listening(port);
        let profile = tempfile::tempdir().expect("a profile");
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-quic".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--hide-scrollbars".into(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut options = json!({"args": arguments});
        if width < 500 {
            // Headless windows cannot be that narrow; a phone is emulated instead.
            arguments.retain(|a| !a.starts_with("--window-size"));
            let metrics = json!({"width": width, "height": height, "pixelRatio": 1.0, "touch": true, "mobile": true});
            options = json!({"args": arguments, "mobileEmulation": {"deviceMetrics": metrics}});
        }
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser window");
        Browser { driver, _profile: profile, client, address: server.address.clone() }
    }

    /// Opens a path.
    pub async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.address)).await.expect("the page opens");
    }

    /// The path of the page that is open.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("a page").path().to_owned()
    }

    /// The first element of a CSS selector.
    pub async fn find(&self, css: &str) -> Element {
        match self.client.wait().at_most(Duration::from_secs(20)).for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("no {css} on {}: {error}\n{}", self.path().await, self.text().await),
        }
    }

    /// Sets a field by its name: text is typed, a radio or box of that value is chosen, an option selected.
    pub async fn set(&self, name: &str, value: &str) {
        let script = r#"
            const [name, value] = arguments;
            const all = [...document.querySelectorAll(`main [name="${name}"], form [name="${name}"]`)];
            const choice = all.find(e => (e.type === 'radio' || e.type === 'checkbox') && e.value === value);
            if (choice) { choice.click(); return choice.checked; }
            const field = all.find(e => e.type !== 'hidden' && e.type !== 'radio' && e.type !== 'checkbox');
            if (!field) return false;
            field.value = value;
            field.dispatchEvent(new Event('input', {bubbles: true}));
            field.dispatchEvent(new Event('change', {bubbles: true}));
            return field.value === value;"#;
        let done = self.client.execute(script, vec![json!(name), json!(value)]).await.expect("script runs");
        assert_eq!(done, Value::Bool(true), "field {name} = {value} on {}\n{}", self.path().await, self.text().await);
    }

    /// Presses the element of a CSS selector and waits for the next page.
    pub async fn press(&self, css: &str) {
        let element = self.find(css).await;
        self.client.execute("window.__old = true", vec![]).await.expect("script runs");
        let script = "arguments[0].scrollIntoView({block: 'center'})";
        self.client.execute(script, vec![serde_json::to_value(&element).expect("an element")]).await.expect("scrolls");
        element.click().await.expect("it can be pressed");
        let script = "return !window.__old && document.readyState === 'complete'";
        for _ in 0..2000 {
            if matches!(self.client.execute(script, vec![]).await, Ok(Value::Bool(true))) {
                return;
            }
        }
        panic!("nothing happened after {css} on {}", self.path().await);
    }

    /// The visible text.
    pub async fn text(&self) -> String {
        let text = self.client.execute("return document.body ? document.body.innerText : ''", vec![]).await;
        text.ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Asserts that the page says something.
    pub async fn says(&self, wanted: &str) {
        let text = self.text().await;
        assert!(text.contains(wanted), "“{wanted}” is not on {}:\n{text}", self.path().await);
    }

    /// Fails when the page is wider than the window or a text is cut off.
    pub async fn fits(&self) {
        let script = include_str!("fits.js");
        let found = self.client.execute(script, vec![]).await.expect("script runs");
        let found: Vec<String> = serde_json::from_value(found).expect("a list");
        assert!(found.is_empty(), "does not fit on {}: {found:#?}", self.path().await);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser; a window left open would keep the profile's folder busy.
        let _ = Command::new("pkill").args(["-P", &self.driver.id().to_string()]).status();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
