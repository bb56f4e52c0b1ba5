//! The adapters over HTTP: requests per second relative to other handlers of the same framework,
//! and memory growth under a body that is far too large.

use crate::measure::median;
use crate::table::{Goal, Table};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use verihook_benches as groups;

const SECRET: &[u8] = b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Connections, each kept open with one request in flight.
const CONNECTIONS: usize = 8;
/// The time of one turn.
const TURN: Duration = Duration::from_millis(250);
const ROUNDS: usize = 32;

struct Framework {
    name: &'static str,
    /// The other crate's adapter at `/peer`, if there is one.
    peer: Option<&'static str>,
    /// The reason if there is no goal relative to the hash.
    no_goal: Option<&'static str>,
}

const FRAMEWORKS: [Framework; 5] = [
    Framework {
        name: "axum",
        peer: Some("webhook-verify 0.1.0's tower layer on a route"),
        no_goal: None,
    },
    Framework { name: "actix-web", peer: Some("webhook-verify 0.1.0's extractor"), no_goal: None },
    Framework {
        name: "rocket",
        peer: Some("rocket-webhook 0.1.0-alpha.2's raw data guard"),
        no_goal: None,
    },
    Framework {
        name: "warp",
        peer: None,
        no_goal: Some("no goal: warp's filters provide the header map only as a clone"),
    },
    Framework { name: "tower", peer: Some("webhook-verify 0.1.0's layer on hyper"), no_goal: None },
];

pub fn rows(table: &mut Table) {
    let measured = FRAMEWORKS.map(|framework| Measured::of(&framework));
    for (framework, measured) in FRAMEWORKS.iter().zip(&measured) {
        relative_to_plain(table, framework, measured);
    }
    for (framework, measured) in FRAMEWORKS.iter().zip(&measured) {
        relative_to_hash(table, framework, measured);
    }
    for (framework, measured) in FRAMEWORKS.iter().zip(&measured) {
        relative_to_peer(table, framework, measured);
    }
    for framework in &FRAMEWORKS {
        memory(table, framework.name, &Server::start(framework));
    }
}

struct Server {
    process: Child,
    /// The address of each path.
    addresses: HashMap<String, SocketAddr>,
}

impl Server {
    fn start(framework: &Framework) -> Self {
        let program = std::env::current_exe()
            .expect("the path of this program")
            .with_file_name("speed-server");
        let mut process = Command::new(program)
            .arg(framework.name)
            .stdout(Stdio::piped())
            .spawn()
            .expect("speed-server is built: use `--features http`");
        let lines = BufReader::new(process.stdout.take().expect("stdout is piped")).lines();
        let paths = if framework.peer.is_some() { 4 } else { 3 };
        let addresses = lines.take(paths).map(|line| {
            let line = line.expect("the server prints a line for each path");
            let (path, address) = line.split_once(' ').expect("a path and its address");
            (path.to_owned(), address.parse().expect("the server prints the path's address"))
        });
        Self { addresses: addresses.collect(), process }
    }

    /// Returns the CPU time that the server has used, in clock ticks.
    fn processor_time(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))
            .unwrap_or_default();
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks =
            |at: usize| fields.get(at).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
        ticks(11) + ticks(12)
    }

    /// Returns the peak memory of the server, in KiB.
    fn peak(&self) -> f64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(f64::NAN)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The turns of one framework's handlers.
struct Measured {
    turns: Vec<Turn>,
}

impl Measured {
    /// Measures plain, hashed, verified, peer and plain again in turn, and every other round
    /// backwards. Drift during a round then favours none of them. The second plain turn shows how
    /// much the same handler differs from itself.
    fn of(framework: &Framework) -> Self {
        let server = Server::start(framework);
        let paths = ["/bare", "/hashed", "/verified", "/peer", "/bare"];
        let mut turns: Vec<Turn> =
            paths.iter().filter_map(|path| Turn::new(path, &server)).collect();
        for round in 0..ROUNDS {
            if round % 2 == 0 {
                turns.iter_mut().for_each(|turn| turn.run(&server));
            } else {
                turns.iter_mut().rev().for_each(|turn| turn.run(&server));
            }
        }
        Self { turns }
    }

    fn turn(&self, path: &str) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.path == path)
    }

    /// Returns the turns of a path that every framework has.
    fn expect(&self, path: &str) -> &Turn {
        self.turn(path).expect("every framework has this path")
    }

    /// Returns the plain handler's average rate in each round, and its second rate relative to it.
    fn plain(&self) -> (Vec<f64>, Vec<f64>) {
        let [first, .., second] = self.turns.as_slice() else { unreachable!("there are turns") };
        let both = first.rates.iter().zip(&second.rates);
        both.map(|(first, second)| {
            let average = f64::midpoint(*first, *second);
            (average, second / average)
        })
        .unzip()
    }
}

/// The turns of one handler.
struct Turn {
    path: &'static str,
    address: SocketAddr,
    request: Vec<u8>,
    /// Requests per second in each round.
    rates: Vec<f64>,
    /// The CPU time of all rounds, in clock ticks.
    processor_time: f64,
}

impl Turn {
    /// Checks and warms up the handler, if the server has it.
    fn new(path: &'static str, server: &Server) -> Option<Self> {
        let address = *server.addresses.get(path)?;
        let body = [b'x'; 1024];
        let request = request(path, &body, &signature(&body));
        if matches!(path, "/verified" | "/peer") {
            check(address, path, &request, &body);
        }
        load(address, &request);
        Some(Self { path, address, request, rates: Vec::new(), processor_time: 0.0 })
    }

    fn run(&mut self, server: &Server) {
        let before = server.processor_time();
        self.rates.push(load(self.address, &self.request));
        self.processor_time += server.processor_time() - before;
    }

    /// Returns the CPU time per request, in a unit that is the same for all handlers: their turns
    /// are equally long.
    fn cost(&self) -> f64 {
        self.processor_time / self.rates.iter().sum::<f64>()
    }

    /// Returns the rates relative to these, round by round.
    fn relative_to(&self, rates: &[f64]) -> Vec<f64> {
        self.rates.iter().zip(rates).map(|(one, other)| one / other).collect()
    }
}

/// Panics unless the handler accepts this request and rejects it with another body's signature.
fn check(address: SocketAddr, path: &str, genuine: &[u8], body: &[u8]) {
    let accepted = status(address, genuine);
    assert_eq!(accepted, 200, "{path} must accept a valid signature");
    let rejected = status(address, &request(path, body, &signature(b"another body")));
    assert!((400..500).contains(&rejected), "{path} must reject a wrong signature: {rejected}");
}

/// Sends one request on its own connection, and returns the status of the response.
fn status(address: SocketAddr, request: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(address).expect("the server accepts a connection");
    stream.write_all(request).expect("the server reads");
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).expect("the server answers");
    line.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("an HTTP status line")
}

fn signature(body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).expect("HMAC accepts any key");
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a delivery as GitHub sends it.
fn request(path: &str, body: &[u8], signature: &str) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: hooks.example.com\r\nuser-agent: GitHub-Hookshot/044aadd\r\naccept: */*\r\n\
         content-type: application/octet-stream\r\nx-github-delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958\r\n\
         x-github-event: push\r\nx-github-hook-id: 292430182\r\nx-github-hook-installation-target-id: 79929171\r\n\
         x-github-hook-installation-target-type: repository\r\nx-hub-signature-256: sha256={signature}\r\n\
         x-request-id: 7f9c24e8-3b12-4fef-91e0-76b2c7b9a3d1\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Sends this request repeatedly for one turn, and returns how many a second are answered with 200.
fn load(address: SocketAddr, request: &[u8]) -> f64 {
    let (answered, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut stream =
                    TcpStream::connect(address).expect("the server accepts a connection");
                stream.set_nodelay(true).expect("the socket option is supported");
                stream
                    .set_read_timeout(Some(Duration::from_secs(5)))
                    .expect("the socket option is supported");
                let mut answer = [0; 1024];
                while !stop.load(Ordering::Relaxed) {
                    stream.write_all(request).expect("the server reads");
                    let length = stream.read(&mut answer).expect("the server answers");
                    assert!(
                        answer[..length].starts_with(b"HTTP/1.1 200"),
                        "a genuine delivery is answered with 200"
                    );
                    // The body is the length that the server read. It may arrive after the head.
                    if !answer[..length].ends_with(b"1024") {
                        let more = stream.read(&mut answer).expect("the server answers");
                        assert!(
                            answer[..more].ends_with(b"1024"),
                            "the server read the whole body"
                        );
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(TURN);
        stop.store(true, Ordering::Relaxed);
    });
    answered.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

fn relative_to_plain(table: &mut Table, framework: &Framework, measured: &Measured) {
    let (plain, mut selves) = measured.plain();
    let [bare, hashed, verified] =
        ["/bare", "/hashed", "/verified"].map(|path| measured.expect(path));
    let ratio = median(verified.relative_to(&plain));
    let hash = median(hashed.relative_to(&plain));
    let cost = verified.cost() / bare.cost();
    selves.sort_by(f64::total_cmp);
    let (low, high) = (selves[ROUNDS / 8], selves[ROUNDS - 1 - ROUNDS / 8]);
    let detail = format!(
        "plain: {:.0} requests/s; relative to it: plain with hash {hash:.3}, plain again {low:.3} to {high:.3}, CPU time per request {cost:.3}",
        median(plain),
    );
    let goal = Goal::AtLeast(low.min(0.95));
    table.row(groups::THROUGHPUT, framework.name, ratio, goal, detail);
}

fn relative_to_hash(table: &mut Table, framework: &Framework, measured: &Measured) {
    let (ratio, detail) = compared(measured.expect("/verified"), measured.expect("/hashed"));
    let (goal, detail) = match framework.no_goal {
        Some(reason) => (Goal::Shown, format!("{detail}; {reason}")),
        None => (Goal::AtLeast(0.97), detail),
    };
    table.row(groups::HASHED_THROUGHPUT, framework.name, ratio, goal, detail);
}

fn relative_to_peer(table: &mut Table, framework: &Framework, measured: &Measured) {
    let (Some(name), Some(peer)) = (framework.peer, measured.turn("/peer")) else { return };
    let (ratio, detail) = compared(measured.expect("/verified"), peer);
    let detail = format!("{name}; {detail}");
    table.row(groups::PEER_THROUGHPUT, framework.name, ratio, Goal::AtLeast(1.0), detail);
}

/// Returns the median of one handler's rate relative to another's, and the details.
fn compared(one: &Turn, other: &Turn) -> (f64, String) {
    let mut ratios = one.relative_to(&other.rates);
    ratios.sort_by(f64::total_cmp);
    let (low, high) = (ratios[ROUNDS / 4], ratios[ROUNDS - 1 - ROUNDS / 4]);
    let cost = one.cost() / other.cost();
    let detail =
        format!("middle half of the rounds {low:.3} to {high:.3}; CPU time per request {cost:.3}");
    (median(ratios), detail)
}

/// Measures the memory growth of an endpoint limited to 1 MiB under 300 MiB in chunks.
fn memory(table: &mut Table, framework: &str, server: &Server) {
    let address = server.addresses["/verified"];
    let body = vec![b'x'; 1024 * 1024];
    let genuine = request("/verified", &body[..1024], &signature(&body[..1024]));
    load(address, &genuine);
    let before = server.peak();
    let sent = flood(address, &request("/verified", &body, &signature(&body)));
    let growth = (server.peak() - before) / 1024.0;
    let group = "Memory growth under a 300 MiB body with a limit of 1 MiB (MiB, lower is better)";
    table.row(
        group,
        framework,
        growth,
        Goal::AtMost(8.0),
        format!("peak before: {:.1} MiB; sent: {sent} of 300 MiB", before / 1024.0),
    );
    assert!(load(address, &genuine) > 0.0, "the server still answers after the flood");
}

/// Sends 300 MiB, or less if the server closes the connection, and returns how many MiB it sent.
fn flood(address: SocketAddr, genuine: &[u8]) -> usize {
    let head_end = genuine
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("the request has a head");
    let head = String::from_utf8_lossy(&genuine[..head_end]);
    let fields = head.lines().filter(|line| !line.starts_with("content-length"));
    let head = fields.collect::<Vec<_>>().join("\r\n") + "\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut stream = TcpStream::connect(address).expect("the server accepts a connection");
    stream
        .set_write_timeout(Some(Duration::from_secs(15)))
        .expect("the socket option is supported");
    stream.write_all(head.as_bytes()).expect("the server reads");
    let chunk = [b"100000\r\n".as_slice(), &vec![b'x'; 1024 * 1024], b"\r\n"].concat();
    (0..300).take_while(|_| stream.write_all(&chunk).is_ok()).count()
}
