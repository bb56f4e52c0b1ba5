//! Runs `verihook listen` as a process.

#![allow(dead_code, reason = "each test file uses a part of it")]

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The time after which a test fails because something did not happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn verihook() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("THE_SECRET", SECRET);
    command
}

pub(crate) const SECRET: &str = "a secret of the tests";

/// A running `listen --json`.
pub(crate) struct Listener {
    process: Running,
    lines: Receiver<String>,
    pub(crate) address: SocketAddr,
    pub(crate) url: String,
}

impl Listener {
    /// Starts `listen --json` on a free port, and waits until it is ready.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_at(0, folder, arguments)
    }

    pub(crate) fn start_at(port: u16, folder: &Path, arguments: &[&str]) -> Self {
        let mut command = verihook();
        command.args(["listen", "--json", "--port", &port.to_string()]);
        command.arg("--folder").arg(folder).args(arguments);
        let (process, lines) = spawn(command);
        let first = lines.recv_timeout(PATIENCE).unwrap();
        let ready: Value = serde_json::from_str(&first).unwrap();
        let url = ready["listening"].as_str().unwrap().to_owned();
        let address = url.strip_prefix("http://").unwrap().parse().unwrap();
        Self { process, lines, address, url }
    }

    /// Sends bytes, and returns the head and the body of the answer.
    pub(crate) fn send(&self, request: &[u8]) -> (String, Vec<u8>) {
        exchange(self.address, request)
    }

    pub(crate) fn get(&self, path: &str) -> (String, Vec<u8>) {
        let host = self.address;
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let (head, body) = self.get(path);
        assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}");
        serde_json::from_slice(&body).unwrap()
    }

    /// Waits for the line of the next request.
    pub(crate) fn next(&self) -> Value {
        serde_json::from_str(&self.lines.recv_timeout(PATIENCE).unwrap()).unwrap()
    }

    /// Ends the process as Ctrl-C does.
    pub(crate) fn interrupt(mut self) -> ExitStatus {
        let id = self.process.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.process.wait()
    }
}

/// A process that is ended when it is dropped.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "the process did not end");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a command, and returns the lines of its standard output.
pub(crate) fn spawn(mut command: Command) -> (Running, Receiver<String>) {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    (Running(child), lines)
}

/// Sends bytes, and returns the head and the body of the answer.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request).unwrap();
    split(&read_message(&mut stream, None))
}

/// Splits a message into its head and its body.
pub(crate) fn split(message: &[u8]) -> (String, Vec<u8>) {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8(message[..end].to_vec()).unwrap();
    (head, message[end..].to_vec())
}

/// Builds a POST request with a declared length.
pub(crate) fn post(target: &str, fields: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("POST {target} HTTP/1.1\r\nHost: localhost\r\n");
    for (name, value) in fields {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Builds a delivery of GitHub, signed with [`SECRET`].
pub(crate) fn github(target: &str, body: &[u8]) -> Vec<u8> {
    let fields = signed("github", SECRET, body);
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("X-GitHub-Event", "push"));
    post(target, &fields, body)
}

/// Returns the header fields with which a provider signs a body now.
pub(crate) fn signed(slug: &str, secret: &str, body: &[u8]) -> Vec<(&'static str, String)> {
    let now = verihook::UnixTime::try_from(std::time::SystemTime::now()).unwrap();
    verihook::Signer::by_slug(slug, secret).unwrap().sign(body, now).unwrap()
}

/// A server that answers each request with the same bytes.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Receiver<Vec<u8>>,
}

impl Server {
    pub(crate) fn start(answer: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read_request(&mut stream);
                stream.write_all(answer).unwrap();
                let _ = stream.shutdown(Shutdown::Both);
                if sender.send(request).is_err() {
                    return;
                }
            }
        });
        Self { url, requests }
    }

    /// Waits for the next request, and returns its head and its body.
    pub(crate) fn next(&self) -> (String, Vec<u8>) {
        split(&self.requests.recv_timeout(PATIENCE).unwrap())
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// Reads a request with a declared length, or without a body.
fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    read_message(stream, Some(0))
}

/// Reads until the declared length or, without one, until this length or the end.
fn read_message(stream: &mut TcpStream, otherwise: Option<usize>) -> Vec<u8> {
    let mut message = Vec::new();
    let mut part = [0; 65536];
    loop {
        let length = stream.read(&mut part).unwrap();
        message.extend_from_slice(&part[..length]);
        if length == 0 {
            return message;
        }
        if !message.windows(4).any(|four| four == b"\r\n\r\n") {
            continue;
        }
        let (head, body) = split(&message);
        let head = head.to_ascii_lowercase();
        let declared = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let declared = declared.map(|length| length.trim().parse().unwrap()).or(otherwise);
        if declared.is_some_and(|declared| body.len() >= declared) {
            return message;
        }
    }
}
