//! Drives Chromium through ChromeDriver.
//!
//! WebDriver is JSON over HTTP. The Rust clients for it depend on a crate under the MPL, which
//! `deny.toml` does not allow.

use crate::listener::{PATIENCE, Running, exchange, spawn};
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, thread};
use tempfile::TempDir;

/// A browser with one window. It is ended when it is dropped.
pub(crate) struct Browser {
    driver: SocketAddr,
    session: String,
    _process: Running,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser. `None` if it is not installed.
    pub(crate) fn start() -> Option<Self> {
        let chromium = program(&["chromium", "chromium-browser", "google-chrome"])?;
        let driver = program(&["chromedriver"])?;
        let mut command = Command::new(driver);
        command.arg("--port=0");
        let (process, lines) = spawn(command);
        let port = loop {
            let line = lines.recv_timeout(PATIENCE).unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        let driver = SocketAddr::from(([127, 0, 0, 1], port));
        let profile = tempfile::tempdir().unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,800",
            &folder,
        ];
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "binary": chromium, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let created = call(driver, "POST", "/session", &capabilities);
        let session = created["sessionId"].as_str().unwrap().to_owned();
        let browser = Self { driver, session, _process: process, _profile: profile };
        // The page of a new tab loads parts of its own.
        browser.leave();
        Some(browser)
    }

    /// Leaves the page, and forgets what was logged.
    pub(crate) fn leave(&self) {
        self.open("about:blank");
        self.log("browser");
        self.log("performance");
    }

    pub(crate) fn open(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    /// Runs a script, which returns a value.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until an expression is true.
    pub(crate) fn wait(&self, expression: &str) {
        let started = Instant::now();
        while self.run(&format!("return Boolean({expression})")) != true {
            if started.elapsed() > PATIENCE {
                let text = self.run("return document.body.innerText");
                panic!("{expression} was not true; the page shows: {text}");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Returns the visible text of an element.
    pub(crate) fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector({selector:?})?.innerText ?? ''");
        self.run(&script).as_str().unwrap().to_owned()
    }

    /// Types into an element, after a click on it.
    pub(crate) fn type_into(&self, selector: &str, keys: &str) {
        let found = self.post("element", &json!({ "using": "css selector", "value": selector }));
        let id = found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned();
        self.post(&format!("element/{id}/value"), &json!({ "text": keys }));
    }

    /// Sends a command of the Chrome DevTools protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: Value) {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }));
    }

    /// Returns the messages of a log since the last call: `browser` or `performance`.
    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.post("se/log", &json!({ "type": kind }));
        log.as_array().unwrap().clone()
    }

    /// Writes an image of the window, if `VERIHOOK_SHOTS` names a folder.
    pub(crate) fn shot(&self, name: &str) {
        let Some(folder) = env::var_os("VERIHOOK_SHOTS") else { return };
        let image = call(self.driver, "GET", &self.path("screenshot"), &Value::Null);
        let image = Base64::decode_vec(image.as_str().unwrap()).unwrap();
        fs::create_dir_all(&folder).unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), image).unwrap();
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        call(self.driver, "POST", &self.path(command), body)
    }

    fn path(&self, command: &str) -> String {
        format!("/session/{}/{command}", self.session)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser is a process of its own, which outlives its driver.
        let (driver, session) = (self.driver, &self.session);
        let request = format!(
            "DELETE /session/{session} HTTP/1.1\r\nHost: {driver}\r\nConnection: close\r\n\r\n"
        );
        // A second panic would end the test without its message.
        let Ok(mut stream) = TcpStream::connect(driver) else { return };
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.read(&mut [0; 1024]));
    }
}

fn program(names: &[&str]) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let mut all = env::split_paths(&folders)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    all.find(|path| path.is_file())
}

fn call(driver: SocketAddr, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {driver}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    let (head, answer) = exchange(driver, request.as_bytes());
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{method} {path}: {answer}");
    answer["value"].clone()
}
