//! The server processes.

use crate::serve::Flaw;
use rustix::process::{Pid, Signal, kill_process};
use std::error::Error;
use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// The longest time for a server to start, or to stop when it is asked to.
const PATIENCE: Duration = Duration::from_secs(20);

/// What can go wrong with the processes.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// How to start a server.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The URL of the store.
    pub(crate) store: String,
    /// The file of the effects, unless they go into the database of the store.
    pub(crate) effects: Option<PathBuf>,
    /// The longest time of a handler, in milliseconds.
    pub(crate) handler_ms: u64,
    /// The lease, in milliseconds.
    pub(crate) lease_ms: u64,
    /// The acknowledgement deadline, in milliseconds.
    pub(crate) acknowledge_ms: u64,
    /// A mistake to build in.
    pub(crate) flaw: Option<Flaw>,
    /// The log of all servers.
    pub(crate) log: PathBuf,
}

/// The processes of one application. They are killed on drop.
#[derive(Debug)]
pub(crate) struct Cluster {
    settings: Settings,
    servers: Vec<Server>,
}

#[derive(Debug, Default)]
struct Server {
    /// `None` while it is not running.
    address: Mutex<Option<SocketAddr>>,
    process: Mutex<Option<Child>>,
}

impl Cluster {
    /// Starts this many servers at the same moment.
    pub(crate) async fn start(settings: Settings, number: usize) -> Result<Self, Failure> {
        let servers = (0..number).map(|_| Server::default()).collect();
        let cluster = Self { settings, servers };
        cluster.start_all().await?;
        Ok(cluster)
    }

    /// Returns the number of servers.
    pub(crate) fn len(&self) -> usize {
        self.servers.len()
    }

    /// Returns the address of a server, if it is running.
    pub(crate) fn address(&self, server: usize) -> Option<SocketAddr> {
        *locked(&self.servers.get(server)?.address)
    }

    /// Starts every server that is not running.
    pub(crate) async fn start_all(&self) -> Result<(), Failure> {
        let stopped = (0..self.len()).filter(|&server| self.address(server).is_none());
        futures_util::future::try_join_all(stopped.map(|server| self.start_one(server))).await?;
        Ok(())
    }

    async fn start_one(&self, number: usize) -> Result<(), Failure> {
        let server = self.server(number)?;
        let mut process = self.command()?.spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await??;
        let Some(address) =
            line.as_deref().and_then(|line| line.strip_prefix("listening on http://"))
        else {
            let log = std::fs::read_to_string(&self.settings.log).unwrap_or_default();
            let last = log.lines().last().unwrap_or("it says nothing");
            return Err(format!("a server did not start: {last}").into());
        };
        let address = address.parse()?;
        *locked(&server.process) = Some(process);
        *locked(&server.address) = Some(address);
        Ok(())
    }

    fn command(&self) -> Result<Command, Failure> {
        let settings = &self.settings;
        let log = OpenOptions::new().append(true).create(true).open(&settings.log)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", "--store", &settings.store]);
        for (name, value) in [
            ("--handler-ms", settings.handler_ms),
            ("--lease-ms", settings.lease_ms),
            ("--acknowledge-ms", settings.acknowledge_ms),
        ] {
            command.args([name, &value.to_string()]);
        }
        if let Some(file) = &settings.effects {
            command.arg("--effects").arg(file);
        }
        if let Some(flaw) = settings.flaw {
            command.args(["--flaw", &flaw.name()]);
        }
        // The server ends when its input does, so it cannot outlive this process.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        Ok(command)
    }

    /// Kills a server, which can do nothing about it, and starts another one in its place.
    pub(crate) async fn kill_and_restart(&self, number: usize) -> Result<(), Failure> {
        let server = self.server(number)?;
        let process = locked(&server.process).take();
        *locked(&server.address) = None;
        if let Some(mut process) = process {
            process.kill().await?;
        }
        self.start_one(number).await
    }

    /// Sends a signal to a server, which keeps its address.
    pub(crate) fn signal(&self, number: usize, signal: Signal) -> Result<(), Failure> {
        let process = locked(&self.server(number)?.process);
        let id = process.as_ref().and_then(Child::id).and_then(|id| i32::try_from(id).ok());
        let pid = id.and_then(Pid::from_raw).ok_or("the server is not running")?;
        Ok(kill_process(pid, signal)?)
    }

    /// Asks all servers to stop with SIGTERM, and waits for them.
    ///
    /// Returns how many did not end with success.
    pub(crate) async fn terminate_all(&self) -> Result<usize, Failure> {
        for number in 0..self.len() {
            self.signal(number, Signal::TERM)?;
        }
        let mut failed = 0;
        for server in &self.servers {
            *locked(&server.address) = None;
            let process = locked(&server.process).take();
            if let Some(mut process) = process {
                // Waiting closes the input, and that would end the server.
                let _input = process.stdin.take();
                let status = tokio::time::timeout(PATIENCE, process.wait()).await;
                failed += usize::from(!matches!(status, Ok(Ok(status)) if status.success()));
            }
        }
        Ok(failed)
    }

    fn server(&self, number: usize) -> Result<&Server, Failure> {
        self.servers.get(number).ok_or_else(|| format!("there is no server {number}").into())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
