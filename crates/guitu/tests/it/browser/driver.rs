//! Starting the program and a browser; both end with whoever started them, also when a test fails.
//! Must never know: what a page is for.

#[path = "wire.rs"]
mod wire;

use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Whatever is waited for comes within this time, or the test fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often is looked.
const EVERY: Duration = Duration::from_millis(20);

/// A program of ours, killed when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program, serving.
pub struct Server {
    _program: Running,
    /// `http://127.0.0.1:PORT`
    pub address: String,
}

impl Server {
    /// Serves the instance in a folder with that program.
    pub fn start(mut program: Command, data: &Path) -> Server {
        let program = program
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut program = Running(program);
        let mut line = String::new();
        let stdout = program.0.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it waits");
        let start = line.find("http://").expect("an address in what it says");
        let address = line[start..].split_whitespace().next().expect("an address").to_owned();
        Server { _program: program, address }
    }
}

/// The size of a browser window in CSS pixels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Window {
    /// An old PC.
    pub const PC: Window = Window { width: 1366, height: 768 };
    /// A phone, with touch.
    pub const PHONE: Window = Window { width: 390, height: 844 };

    fn is_phone(self) -> bool {
        self.width < 500
    }
}

/// A key that is pressed.
#[derive(Clone, Copy)]
pub enum Key {
    /// To the next field, link or button.
    Tab,
    /// Follows a link, presses a button.
    Enter,
}

/// A browser window; its driver ends with it.
pub struct Browser {
    /// The client that steers it.
    pub client: Client,
    /// Its size.
    pub window: Window,
    address: String,
    session: String,
    port: u16,
    driver: Running,
    folder: TempDir,
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a free port").port()
}

/// Waits until something listens there.
#[allow(clippy::disallowed_methods)] // reason: a deadline for a program that may never start
fn until_listening(port: u16) {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < deadline, "chromedriver does not listen");
        std::thread::yield_now();
    }
}

/// Removes a folder into which the last processes of a browser may still be writing.
#[allow(clippy::disallowed_methods)] // reason: a deadline for processes that may never end
fn clear(folder: &Path) {
    let deadline = Instant::now() + Duration::from_secs(5);
    while folder.exists() && Instant::now() < deadline {
        let _ = std::fs::remove_dir_all(folder);
    }
}

fn options(window: Window) -> Value {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-quic".into(),
        "--disable-dev-shm-usage".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--hide-scrollbars".into(),
    ];
    if !window.is_phone() {
        arguments.push(format!("--window-size={},{}", window.width, window.height));
        return json!({"args": arguments});
    }
    // Headless windows cannot be that narrow; a phone is emulated instead.
    let metrics = json!({"width": window.width, "height": window.height, "pixelRatio": 1.0, "touch": true, "mobile": true});
    json!({"args": arguments, "mobileEmulation": {"deviceMetrics": metrics}})
}

impl Browser {
    /// A window of that size on the pages of a server.
    pub async fn open(server: &Server, window: Window) -> Browser {
        let port = free_port();
        // Profile and sockets of the browser lie here, and go with it.
        let folder = tempfile::tempdir().expect("a folder");
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .env("TMPDIR", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed (./test installs it)");
        let driver = Running(driver);
        until_listening(port);
        let capabilities = json!({
            "goog:chromeOptions": options(window),
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("written as an object") };
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser window");
        let session = client.session_id().await.expect("a session").expect("its id");
        let address = server.address.clone();
        let browser = Browser { client, window, address, session, port, driver, folder };
        if !window.is_phone() {
            // The window's own bars take room: what counts is what the page gets.
            browser.emulate(window.width, window.height);
        }
        browser
    }

    fn ask(&self, method: &str, what: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{what}", self.session);
        wire::ask(self.port, method, &path, body).unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    /// A command of Chromium's own protocol.
    pub fn chromium(&self, command: &str, parameters: &Value) -> Value {
        self.ask("POST", "goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Makes the page so large, whatever the window is.
    pub fn emulate(&self, width: u32, height: u32) {
        let phone = self.window.is_phone();
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.chromium("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Shows the page as it is printed (`print`) or on the screen (empty).
    pub fn medium(&self, medium: &str) {
        self.chromium("Emulation.setEmulatedMedia", &json!({"media": medium}));
    }

    /// What the console complained about since it was last asked.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.ask("POST", "se/log", &json!({"type": "browser"}));
        let entries = log.as_array().cloned().unwrap_or_default();
        let serious = entries.iter().filter(|e| matches!(e["level"].as_str(), Some("SEVERE" | "WARNING")));
        serious.map(|e| e["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Opens a path; its status.
    pub async fn go(&self, path: &str) -> u64 {
        self.client.goto(&format!("{}{path}", self.address)).await.expect("the page opens");
        self.status().await
    }

    /// The status with which the page that is open was answered.
    pub async fn status(&self) -> u64 {
        let status =
            self.run("return performance.getEntriesByType('navigation')[0].responseStatus", &[]).await;
        status.as_u64().expect("a status")
    }

    /// Path and query of the page that is open.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("a page");
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// What a script answers.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.client.execute(script, arguments.to_vec()).await.expect("the script runs")
    }

    /// The first element of a CSS selector; waits for it.
    pub async fn find(&self, css: &str) -> Element {
        match self.client.wait().at_most(PATIENCE).every(EVERY).for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("no {css} on {}: {error}\n{}", self.path().await, self.text().await),
        }
    }

    /// Types into the field of a CSS selector.
    pub async fn type_into(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it takes text");
    }

    /// Names a file in a field for files.
    pub async fn attach(&self, css: &str, file: &Path) {
        self.find(css).await.send_keys(&file.display().to_string()).await.expect("it takes a file");
    }

    /// Sets a field by its name: a text is written, a radio or box of that value is chosen, an option selected.
    pub async fn set(&self, name: &str, value: &str) {
        let script = r#"
            const [name, value] = arguments;
            const all = [...document.querySelectorAll(`main [name="${name}"]`)];
            const choice = all.find(e => (e.type === 'radio' || e.type === 'checkbox') && e.value === value);
            if (choice) { choice.click(); return choice.checked; }
            const field = all.find(e => !['hidden', 'radio', 'checkbox'].includes(e.type));
            if (!field) return false;
            field.value = value;
            field.dispatchEvent(new Event('input', {bubbles: true}));
            field.dispatchEvent(new Event('change', {bubbles: true}));
            return field.value === value;"#;
        let done = self.run(script, &[json!(name), json!(value)]).await;
        assert_eq!(
            done,
            Value::Bool(true),
            "{name} = {value} on {}\n{}",
            self.path().await,
            self.text().await
        );
    }

    /// Presses the element of a CSS selector and waits for the page that follows.
    pub async fn press(&self, css: &str) {
        let element = self.find(css).await;
        let script =
            "document.documentElement.dataset.old = '1'; arguments[0].scrollIntoView({block: 'center'})";
        self.run(script, &[serde_json::to_value(&element).expect("an element")]).await;
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
        self.find("html:not([data-old]) > body").await;
    }

    /// Waits until a script answers `true`.
    pub async fn until(&self, script: &str) {
        let ready = async || self.run(script, &[]).await == Value::Bool(true);
        let tries = PATIENCE.as_millis() / EVERY.as_millis();
        for _ in 0..tries {
            if ready().await {
                return;
            }
            tokio::time::sleep(EVERY).await;
        }
        panic!("never true on {}: {script}\n{}", self.path().await, self.text().await);
    }

    /// Cuts the network of the tab that is open, as a phone in a lift loses it.
    pub fn cut_network(&self) {
        let nothing = json!({"offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0});
        self.chromium("Network.enable", &json!({}));
        self.chromium("Network.emulateNetworkConditions", &nothing);
    }

    /// Closes the tab that is open and goes on in a new one.
    pub async fn another_tab(&self) {
        let new = self.client.new_window(true).await.expect("a new tab");
        self.client.close_window().await.expect("the tab closes");
        self.client.switch_to_window(new.handle).await.expect("the new tab");
    }

    /// Presses the tabulator key or the enter key where the focus is.
    pub fn key(&self, key: Key) {
        let (name, code, text) = match key {
            Key::Tab => ("Tab", 9, ""),
            Key::Enter => ("Enter", 13, "\r"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event =
                json!({"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": text});
            self.chromium("Input.dispatchKeyEvent", &event);
        }
    }

    /// Draws a line across an element, as a finger or a mouse does.
    pub async fn draw(&self, css: &str) {
        let element = serde_json::to_value(self.find(css).await).expect("an element");
        let script = "arguments[0].scrollIntoView({block: 'center'});
            const {x, y, width, height} = arguments[0].getBoundingClientRect(); return [x, y, width, height]";
        let place = self.run(script, &[element]).await;
        let [x, y, width, height]: [f64; 4] = serde_json::from_value(place).expect("a place");
        let steps = ["mousePressed", "mouseMoved", "mouseMoved", "mouseMoved", "mouseReleased"];
        for (kind, step) in steps.into_iter().zip(1_u8..) {
            let across = f64::from(step) / 6.0;
            let event = json!({
                "type": kind, "x": x + width * across, "y": y + height * (0.3 + across / 3.0),
                "button": "left", "buttons": 1, "clickCount": 1, "pointerType": "mouse",
            });
            self.chromium("Input.dispatchMouseEvent", &event);
        }
    }

    /// The visible text.
    pub async fn text(&self) -> String {
        let text = self.run("return document.body.innerText", &[]).await;
        text.as_str().expect("a text").to_owned()
    }

    /// Asserts that the page says something.
    pub async fn says(&self, wanted: &str) {
        let text = self.text().await;
        assert!(text.contains(wanted), "“{wanted}” is not on {}:\n{text}", self.path().await);
    }

    /// What does not fit on the page that is open: wider than the window, or cut off by its own box.
    pub async fn misfits(&self) -> Vec<String> {
        let found = self.run(include_str!("fits.js"), &[]).await;
        serde_json::from_value(found).expect("a list of texts")
    }

    /// Fails when something does not fit.
    pub async fn fits(&self) {
        let found = self.misfits().await;
        assert!(found.is_empty(), "does not fit on {}: {found:#?}", self.path().await);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes its browser, waits for it, clears up and ends; without an answer both are killed.
        let path = format!("/session/{}", self.session);
        let closed = wire::ask(self.port, "DELETE", &path, &Value::Null);
        if closed.and_then(|_| wire::ask(self.port, "GET", "/shutdown", &Value::Null)).is_ok() {
            let _ = self.driver.0.wait();
        } else {
            let driver = self.driver.0.id().to_string();
            let _ = Command::new("pkill").args(["-KILL", "-P", &driver]).status();
        }
        clear(self.folder.path());
    }
}
