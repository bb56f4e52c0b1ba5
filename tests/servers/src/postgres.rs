//! A PostgreSQL server for a test.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The superuser of the server.
const USER: &str = "verihook";

/// The password of the superuser, for tests that look for it in errors and logs.
const PASSWORD: &str = "correct-horse-battery";

/// How long the server may take to start or to stop.
const LIMIT: Duration = Duration::from_secs(60);

/// A PostgreSQL server with a folder and a port of its own.
///
/// It commits durably, as in production. It ends when the value is dropped, and also when the
/// process of the test ends without dropping it, so a test can keep one in a `static`.
#[derive(Debug)]
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    account: Option<(u32, u32)>,
    port: u16,
    running: Option<Running>,
    databases: AtomicU32,
}

/// The server's first process, and a shell that ends it if the test's process dies.
#[derive(Debug)]
struct Running {
    postmaster: Child,
    watchdog: Child,
    paused: Vec<u32>,
}

impl Postgres {
    /// Starts a new, empty server.
    ///
    /// Returns `None` if PostgreSQL is not installed, and says so on standard error.
    ///
    /// # Panics
    /// If the server does not start, or if PostgreSQL is not installed and the environment variable
    /// `VERIHOOK_SERVERS` is `required`.
    #[must_use]
    pub fn start() -> Option<Self> {
        if crate::is_for_later() {
            return None;
        }
        let Some(programs) = installed() else {
            let required = std::env::var("VERIHOOK_SERVERS").is_ok_and(|value| value == "required");
            assert!(!required, "PostgreSQL is required, but initdb and psql are not installed");
            let why = "ignored: tests with PostgreSQL run only if it is installed \
                       (scripts/servers installs it)";
            // Standard error may be closed.
            let _ = writeln!(std::io::stderr(), "{why}");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let account = account(folder.path());
        let (databases, running) = (AtomicU32::new(0), None);
        let mut server = Self { folder, programs, account, port: 0, running, databases };
        server.initialise();
        server.start_anywhere();
        Some(server)
    }

    /// Returns the URL of the superuser's database.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_of(USER, PASSWORD, "postgres")
    }

    /// Returns the URL of a database for a user.
    #[must_use]
    pub fn url_of(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// Returns the port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Returns the password of the superuser, which no error and no log may contain.
    #[must_use]
    pub const fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Creates an empty database, and returns its URL.
    #[must_use]
    pub fn create_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.psql(&self.url(), &format!("CREATE DATABASE {name}"));
        self.url_of(USER, PASSWORD, &name)
    }

    fn try_psql(&self, url: &str, sql: &str) -> Result<String, String> {
        let mut command = Command::new(self.programs.join("psql"));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, url]);
        let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// Runs SQL with `psql`, and returns the rows: columns with `|` between them, without headers.
    ///
    /// # Panics
    /// If a statement fails.
    pub fn psql(&self, url: &str, sql: &str) -> String {
        self.try_psql(url, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Stops the server in order, and waits for its end. Connections are broken, open transactions
    /// are rolled back.
    ///
    /// # Panics
    /// If it does not stop.
    pub fn stop(&mut self) {
        self.resume();
        let Some(mut running) = self.running.take() else { return };
        running.dismiss_watchdog();
        signal("INT", &[running.postmaster.id()]);
        wait_until("the server stops", || {
            running.postmaster.try_wait().expect("the state of the server").is_some()
        });
    }

    /// Kills all processes of the server with SIGKILL, and waits for their end.
    ///
    /// # Panics
    /// If they do not end.
    pub fn kill(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        running.dismiss_watchdog();
        let processes = running.freeze();
        signal("KILL", &processes);
        let _ = running.postmaster.wait();
        wait_until("the server is gone", || processes.iter().all(|process| is_gone(*process)));
    }

    /// Stops all processes of the server with SIGSTOP. Connections stay open, nothing answers.
    pub fn pause(&mut self) {
        if let Some(running) = &mut self.running {
            running.paused = running.freeze();
        }
    }

    /// Continues the processes that [`pause`](Self::pause) stopped.
    pub fn resume(&mut self) {
        if let Some(running) = &mut self.running {
            signal("CONT", &core::mem::take(&mut running.paused));
        }
    }

    /// Starts the server again, with the same data and on the same port. Stops it first if it runs.
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

    /// Creates the folder of the data.
    fn initialise(&self) {
        let password = self.folder.path().join("password");
        fs::write(&password, PASSWORD).expect("a file for the password");
        if let Some((user, group)) = self.account {
            for path in [self.folder.path(), &password] {
                chown(path, Some(user), Some(group)).expect("the folder given to the server");
            }
        }
        let output = self
            .command("initdb")
            .args(["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"])
            .args(["--username", USER, "--pwfile"])
            .arg(&password)
            .arg("--pgdata")
            .arg(self.data())
            .output()
            .expect("initdb runs");
        assert!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Starts the server on a free port. Another process may take that port first: then on another.
    fn start_anywhere(&mut self) {
        for _ in 0..5 {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            self.port = listener.local_addr().expect("its address").port();
            drop(listener);
            if self.launch() {
                return;
            }
        }
        panic!("the server did not start: {}", self.log());
    }

    /// Returns `false` if the server ended before it accepted connections.
    fn launch(&mut self) -> bool {
        let path = self.folder.path().join("log");
        let log = fs::File::options().create(true).append(true).open(path);
        let log = log.expect("a file for the log");
        let errors = log.try_clone().expect("a second handle of the log");
        let settings = [
            format!("port={}", self.port),
            "listen_addresses=127.0.0.1".to_owned(),
            "unix_socket_directories=".to_owned(),
            "max_connections=200".to_owned(),
            "shared_buffers=64MB".to_owned(),
            "fsync=on".to_owned(),
        ];
        let postmaster = self
            .command("postgres")
            .arg("-D")
            .arg(self.data())
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .expect("postgres runs");
        let watchdog = watchdog(postmaster.id(), self.folder.path());
        self.running = Some(Running { postmaster, watchdog, paused: Vec::new() });
        let (mut is_up, mut has_ended) = (false, false);
        wait_until("the server accepts connections", || {
            has_ended = self.has_ended();
            is_up = !has_ended && self.try_psql(&self.url(), "SELECT 1").is_ok();
            is_up || has_ended
        });
        if has_ended && let Some(mut running) = self.running.take() {
            running.dismiss_watchdog();
        }
        is_up
    }

    fn has_ended(&mut self) -> bool {
        let running = self.running.as_mut().expect("the server was launched");
        running.postmaster.try_wait().expect("the state of the server").is_some()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Prepares a program of the server. It refuses to run as root, so another account runs it.
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(self.folder.path()).process_group(0);
        if let Some((user, group)) = self.account {
            command.gid(group).uid(user);
        }
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Not in order: a test that failed must not wait.
        self.kill();
    }
}

impl Running {
    /// Stops all processes with SIGSTOP, the first one before the list of the others is read, so
    /// that it starts no further one.
    fn freeze(&self) -> Vec<u32> {
        let postmaster = self.postmaster.id();
        signal("STOP", &[postmaster]);
        let mut processes = children(postmaster);
        signal("STOP", &processes);
        processes.push(postmaster);
        processes
    }

    fn dismiss_watchdog(&mut self) {
        let _ = self.watchdog.kill();
        let _ = self.watchdog.wait();
    }
}

/// Starts a shell that waits until its standard input ends, which is when this process ends.
fn watchdog(postmaster: u32, folder: &Path) -> Child {
    // SIGQUIT: all processes of the server end immediately.
    let script = "read line; kill -QUIT \"$1\"; sleep 1; rm -rf \"$2\"";
    Command::new("sh")
        .args(["-c", script, "sh", &postmaster.to_string()])
        .arg(folder)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh runs")
}

/// Returns the folder with the newest server's programs.
fn installed() -> Option<PathBuf> {
    let version = |path: &Path| -> Option<u32> {
        path.parent()?.file_name()?.to_str()?.split('.').next()?.parse().ok()
    };
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = debian.map(|entry| entry.path().join("bin")).collect();
    folders.sort_by_key(|path| std::cmp::Reverse(version(path)));
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let programs = ["initdb", "postgres", "psql"];
    folders.into_iter().find(|path| programs.iter().all(|name| path.join(name).is_file()))
}

/// Returns the user and the group that run the server, if this process is root.
fn account(own: &Path) -> Option<(u32, u32)> {
    if fs::metadata(own).expect("the temporary folder").uid() != 0 {
        return None;
    }
    let accounts = fs::read_to_string("/etc/passwd").expect("the list of accounts");
    let find = |name: &str| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    Some(find("postgres").or_else(|| find("nobody")).expect("an account that is not root"))
}

/// Returns the processes that this one started.
fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").expect("the list of processes").flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id| stat(*id).is_some_and(|(_, own)| own == parent)).collect()
}

/// Returns the state and the parent of a process.
fn stat(process: u32) -> Option<(char, u32)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before them can contain anything, a parenthesis too.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

fn is_gone(process: u32) -> bool {
    stat(process).is_none_or(|(state, _)| matches!(state, 'Z' | 'X'))
}

/// Sends a signal to processes. One of them may have ended already.
fn signal(name: &str, processes: &[u32]) {
    if processes.is_empty() {
        return;
    }
    let mut command = Command::new("sh");
    command.args(["-c", "kill -s \"$@\"", "sh", name]);
    command.args(processes.iter().map(u32::to_string)).stderr(Stdio::null());
    let _ = command.status();
}

fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < LIMIT, "waited for {LIMIT:?} until {what}");
        sleep(Duration::from_millis(20));
    }
}
