//! A Redis server for a test.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long the server may take to start or to stop.
const LIMIT: Duration = Duration::from_secs(30);

/// Below the ports that Linux gives to outgoing connections. While a server is stopped, a client
/// that reconnects could otherwise be given the server's port, and keep the server from it.
const PORTS: core::ops::Range<u16> = 10_000..32_000;

/// A Redis server with a folder and a port of its own.
///
/// It ends when the value is dropped, and also when the process of the test ends without dropping
/// it.
#[derive(Debug)]
pub struct Redis {
    folder: TempDir,
    program: PathBuf,
    options: RedisOptions,
    port: u16,
    running: Option<Running>,
}

/// The settings of a [`Redis`]. By default, it keeps nothing on disk and has no password.
#[derive(Clone, Debug, Default)]
pub struct RedisOptions {
    settings: Vec<(String, String)>,
    password: Option<String>,
}

/// The server's process, and a shell that ends it if the test's process dies.
#[derive(Debug)]
struct Running {
    server: Child,
    watchdog: Child,
}

impl RedisOptions {
    /// Sets a directive of the configuration.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes the server log each write, and flush the log every second.
    #[must_use]
    pub fn append_only(self) -> Self {
        self.setting("appendonly", "yes")
    }

    /// Limits the memory, and sets what happens at the limit: `noeviction`, `allkeys-lru`.
    #[must_use]
    pub fn max_memory(self, limit: &str, policy: &str) -> Self {
        self.setting("maxmemory", limit).setting("maxmemory-policy", policy)
    }

    /// Makes the server require a password.
    #[must_use]
    pub fn password(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self.setting("requirepass", password)
    }

    /// Starts a new, empty server.
    ///
    /// Returns `None` if Redis is not installed, and says so on standard error.
    ///
    /// # Panics
    /// If the server does not start, or if Redis is not installed and the environment variable
    /// `VERIHOOK_SERVERS` is `required`.
    #[must_use]
    pub fn start(self) -> Option<Redis> {
        if crate::is_for_later() {
            return None;
        }
        let Some(program) = installed() else {
            let required = std::env::var("VERIHOOK_SERVERS").is_ok_and(|value| value == "required");
            assert!(!required, "Redis is required, but redis-server is not installed");
            let why = "ignored: tests with Redis run only if redis-server is installed \
                       (scripts/servers installs it)";
            // Standard error may be closed.
            let _ = writeln!(std::io::stderr(), "{why}");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut redis = Redis { folder, program, options: self, port: 0, running: None };
        redis.start_anywhere();
        Some(redis)
    }
}

impl Redis {
    /// Starts a new, empty server with the default settings.
    ///
    /// Returns `None` if Redis is not installed, and says so on standard error.
    ///
    /// # Panics
    /// As [`RedisOptions::start`].
    #[must_use]
    pub fn start() -> Option<Self> {
        Self::options().start()
    }

    /// Starts to configure a server.
    #[must_use]
    pub fn options() -> RedisOptions {
        RedisOptions::default()
    }

    /// Returns the URL, with the password if there is one.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.options.password {
            Some(password) => format!("redis://:{password}@127.0.0.1:{}", self.port),
            None => format!("redis://127.0.0.1:{}", self.port),
        }
    }

    /// Returns the URL for a user of the server's access control list.
    #[must_use]
    pub fn url_of(&self, user: &str, password: &str) -> String {
        format!("redis://{user}:{password}@127.0.0.1:{}", self.port)
    }

    /// Returns the port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Sends a command, and returns the answer without its type: `CONFIG SET maxmemory 1`.
    ///
    /// It understands answers of one value, and a nil answer is empty.
    ///
    /// # Panics
    /// If the server does not answer, or answers with an error.
    #[must_use]
    pub fn command(&self, words: &[&str]) -> String {
        let mut stream = self.connect().expect("a connection to the server");
        if let Some(password) = &self.options.password {
            let answer = exchange(&mut stream, &["AUTH", password]).expect("an answer");
            assert_eq!(answer, "+OK", "AUTH");
        }
        let answer = exchange(&mut stream, words).expect("an answer");
        assert!(!answer.starts_with('-'), "{words:?}: {answer}");
        answer.get(1..).unwrap_or_default().to_owned()
    }

    /// Stops the server in order, and waits for its end.
    ///
    /// # Panics
    /// If it does not stop.
    pub fn stop(&mut self) {
        self.resume();
        self.end("TERM");
    }

    /// Kills the server with SIGKILL, and waits for its end.
    ///
    /// # Panics
    /// If it does not end.
    pub fn kill(&mut self) {
        self.end("KILL");
    }

    /// Stops the process with SIGSTOP. Connections stay open, nothing answers.
    pub fn pause(&self) {
        if let Some(running) = &self.running {
            signal("STOP", &running.server);
        }
    }

    /// Continues the process that [`pause`](Self::pause) stopped.
    pub fn resume(&self) {
        if let Some(running) = &self.running {
            signal("CONT", &running.server);
        }
    }

    /// Starts the server again, with the same folder and on the same port. Stops it first if it
    /// runs.
    ///
    /// # Panics
    /// If it does not start.
    pub fn restart(&mut self) {
        self.stop();
        assert!(self.launch(), "the server did not start again: {}", self.log());
    }

    /// Returns what the server logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn end(&mut self, name: &str) {
        let Some(mut running) = self.running.take() else { return };
        // Killing and waiting fail only if the process is gone.
        let _ = running.watchdog.kill();
        let _ = running.watchdog.wait();
        // The id of a process that ended can belong to another one.
        if !running.has_ended() {
            signal(name, &running.server);
        }
        wait_until("the server ends", || running.has_ended());
    }

    /// Starts the server on a free port. Another process may take that port first: then on another.
    fn start_anywhere(&mut self) {
        for _ in 0..5 {
            self.port = free_port();
            if self.launch() {
                return;
            }
        }
        panic!("the server did not start: {}", self.log());
    }

    /// Returns `false` if the server ended before it answered.
    fn launch(&mut self) -> bool {
        let path = self.folder.path().join("log");
        let log = fs::File::options().create(true).append(true).open(path);
        let log = log.expect("a file for the log");
        let mut command = Command::new(&self.program);
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
        command.args(["--daemonize", "no", "--dir"]).arg(self.folder.path());
        for (name, value) in &self.options.settings {
            command.arg(format!("--{name}")).arg(value);
        }
        let server = command
            .stdin(Stdio::null())
            .stderr(log.try_clone().expect("a second handle of the log"))
            .stdout(log)
            .spawn()
            .expect("redis-server runs");
        let watchdog = watchdog(&server, self.folder.path());
        let mut running = Running { server, watchdog };
        let (mut is_up, mut has_ended) = (false, false);
        wait_until("the server answers", || {
            has_ended = running.has_ended();
            is_up = !has_ended && self.answers();
            is_up || has_ended
        });
        self.running = Some(running);
        if has_ended {
            self.end("KILL");
        }
        is_up
    }

    /// Returns `true` if the server has loaded its data, and accepts commands or a password.
    ///
    /// It asks for a password even while it loads, so a known one is sent first.
    fn answers(&self) -> bool {
        let answer = self.connect().and_then(|mut stream| {
            if let Some(password) = &self.options.password {
                exchange(&mut stream, &["AUTH", password])?;
            }
            exchange(&mut stream, &["PING"])
        });
        answer.is_ok_and(|answer| answer == "+PONG" || answer.starts_with("-NOAUTH"))
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let stream = TcpStream::connect_timeout(&address, LIMIT)?;
        stream.set_read_timeout(Some(LIMIT))?;
        Ok(stream)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // Not in order: a test that failed must not wait.
        self.kill();
    }
}

impl Running {
    fn has_ended(&mut self) -> bool {
        self.server.try_wait().expect("the state of the server").is_some()
    }
}

/// Sends a command, and returns the first line of the answer, or the value of a bulk answer after
/// its `$`.
fn exchange(stream: &mut TcpStream, words: &[&str]) -> std::io::Result<String> {
    let mut request = format!("*{}\r\n", words.len());
    for word in words {
        request.push_str(&format!("${}\r\n{word}\r\n", word.len()));
    }
    stream.write_all(request.as_bytes())?;
    let line = read_line(stream)?;
    let Some(len) = line.strip_prefix('$').and_then(|len| len.parse::<i64>().ok()) else {
        return Ok(line);
    };
    let Ok(len) = usize::try_from(len) else { return Ok("$".to_owned()) };
    let mut value = vec![0; len];
    stream.read_exact(&mut value)?;
    Ok(format!("${}", String::from_utf8_lossy(&value)))
}

fn read_line(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        line.extend(byte);
    }
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// Returns a port that no process listens on.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let len = PORTS.end - PORTS.start;
    // Each process begins elsewhere.
    let first = std::process::id().wrapping_mul(7_919) % u32::from(len);
    for _ in 0..len {
        let next = u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
        let offset = u16::try_from((first + next) % u32::from(len)).expect("less than a port");
        let port = PORTS.start + offset;
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => return port,
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => panic!("no port can be opened: {error}"),
        }
    }
    panic!("all ports are in use");
}

/// Starts a shell that waits until its standard input ends, which is when this process ends.
fn watchdog(server: &Child, folder: &Path) -> Child {
    let script = "read line; kill -KILL \"$1\"; sleep 1; rm -rf \"$2\"";
    Command::new("sh")
        .args(["-c", script, "sh", &server.id().to_string()])
        .arg(folder)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh runs")
}

fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join("redis-server")).find(|p| p.is_file())
}

/// Sends a signal to the server, which may have ended already.
fn signal(name: &str, server: &Child) {
    let mut command = Command::new("sh");
    command.args(["-c", "kill -s \"$@\"", "sh", name, &server.id().to_string()]);
    let _ = command.stderr(Stdio::null()).status();
}

fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < LIMIT, "waited for {LIMIT:?} until {what}");
        sleep(Duration::from_millis(10));
    }
}
