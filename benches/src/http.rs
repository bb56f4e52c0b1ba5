//! The adapters over HTTP: requests per second relative to a plain handler of the same framework,
//! and memory growth under a body that is far too large.

use crate::measure::median;
use crate::table::{Goal, Table};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const FRAMEWORKS: [&str; 5] = ["axum", "actix-web", "rocket", "warp", "tower"];
const SECRET: &[u8] = b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Connections, each kept open with one request in flight.
const CONNECTIONS: usize = 8;
/// The time of one turn.
const TURN: Duration = Duration::from_millis(500);
const ROUNDS: usize = 16;

pub fn rows(table: &mut Table) {
    for framework in FRAMEWORKS {
        let server = Server::start(framework);
        throughput(table, framework, &server);
    }
    for framework in FRAMEWORKS {
        let server = Server::start(framework);
        memory(table, framework, &server);
    }
}

struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(framework: &str) -> Self {
        let program = std::env::current_exe()
            .expect("the path of this program")
            .with_file_name("speed-server");
        let mut process = Command::new(program)
            .arg(framework)
            .stdout(Stdio::piped())
            .spawn()
            .expect("speed-server is built: use `--features http`");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("stdout is piped"))
            .read_line(&mut line)
            .expect("the server prints a line");
        Self { address: line.trim().parse().expect("the server prints its address"), process }
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

/// Returns a delivery as GitHub sends it.
fn request(path: &str, body: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).expect("HMAC accepts any key");
    mac.update(body);
    let signature: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
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

/// Measures bare, hashed, verified and bare again in turn. The second bare turn shows how much the
/// same handler differs from itself.
fn throughput(table: &mut Table, framework: &str, server: &Server) {
    let body = [b'x'; 1024];
    let [bare, hashed, verified] = ["/bare", "/hashed", "/verified"].map(|path| {
        let request = request(path, &body);
        load(server.address, &request);
        request
    });
    let (mut ratios, mut hashes, mut selves, mut rates, mut costs) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = server.processor_time();
        let first = load(server.address, &bare);
        let after_first = server.processor_time();
        let hash = load(server.address, &hashed);
        let between = server.processor_time();
        let one = load(server.address, &verified);
        let end = server.processor_time();
        let second = load(server.address, &bare);
        ratios.push(2.0 * one / (first + second));
        hashes.push(2.0 * hash / (first + second));
        selves.push(2.0 * second / (first + second));
        rates.push(first);
        costs.push(((end - between) / one) / ((after_first - start) / first));
    }
    let ratio = median(ratios);
    selves.sort_by(f64::total_cmp);
    let (low, high) = (selves[ROUNDS / 8], selves[ROUNDS - 1 - ROUNDS / 8]);
    let detail = format!(
        "plain: {:.0} requests/s; relative to it: plain with hash {:.3}, plain again {low:.3} to {high:.3}, CPU time per request {:.3}",
        median(rates),
        median(hashes),
        median(costs)
    );
    let goal = Goal::AtLeast(low.min(0.95));
    table.row(verihook_benches::THROUGHPUT, framework, ratio, goal, detail);
}

/// Measures the memory growth of an endpoint limited to 1 MiB under 300 MiB in chunks.
fn memory(table: &mut Table, framework: &str, server: &Server) {
    let body = vec![b'x'; 1024 * 1024];
    let genuine = request("/verified", &body[..1024]);
    load(server.address, &genuine);
    let before = server.peak();
    let sent = flood(server.address, &request("/verified", &body));
    let growth = (server.peak() - before) / 1024.0;
    let group = "Memory growth under a 300 MiB body with a limit of 1 MiB (MiB, lower is better)";
    table.row(
        group,
        framework,
        growth,
        Goal::AtMost(8.0),
        format!("peak before: {:.1} MiB; sent: {sent} of 300 MiB", before / 1024.0),
    );
    assert!(load(server.address, &genuine) > 0.0, "the server still answers after the flood");
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
