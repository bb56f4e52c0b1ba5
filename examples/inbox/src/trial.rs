//! Tests the guarantees of an application's delivery store with a real process, real signatures and
//! a real kill.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

use crate::Inbox;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use verihook::{Any, Signer, UnixTime};
use verihook_conformance::wire::{Step, exchange, request};

/// An application under test.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "tests construct it")]
pub struct Application {
    /// The path of its executable.
    pub program: &'static str,
    /// The slug of its provider.
    pub provider: &'static str,
    /// The path of its endpoint.
    pub path: &'static str,
    /// The current signing secret, and the previous one.
    pub secrets: [&'static str; 2],
    /// A secret that the application never accepts.
    pub guess: &'static str,
    /// Makes a body that the provider could send, a different one for each number.
    pub body: fn(u32) -> String,
}

impl Application {
    /// Sends genuine, forged, duplicate and rotated deliveries, and checks the store.
    ///
    /// Kills the application between deliveries, and while many are in flight.
    pub fn holds(self) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("deliveries.sqlite");
        let [first, second, third] = [0, 1, 2].map(self.body);
        let [new, old] = self.secrets;
        self.does_not_start_without_a_secret(&database);

        let running = self.start(&database, &[("SECRET", new), ("OLD_SECRET", old)]);
        let genuine = self.delivery(new, &first);
        assert_eq!(running.send(&genuine), Some(200), "a genuine delivery");
        assert_eq!(running.send(&genuine), Some(200), "a duplicate");
        assert_eq!(running.send(&self.delivery(new, &first)), Some(200), "a duplicate, re-signed");
        assert_eq!(running.send(&self.delivery(old, &second)), Some(200), "with the old secret");
        assert_eq!(running.send(&self.delivery(self.guess, &third)), Some(401), "a forgery");
        assert_eq!(running.send(&self.swapped(new, &first, &third)), Some(401), "another body");
        let stored = [(first.into(), "current".to_owned()), (second.into(), "old".to_owned())];
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap(), stored);

        // Kill the application, and restart it without the old secret.
        drop(running);
        let running = self.start(&database, &[("SECRET", new), ("OLD_SECRET", "")]);
        assert_eq!(running.send(&genuine), Some(200), "a duplicate after a restart");
        assert_eq!(
            running.send(&self.delivery(old, &third)),
            Some(401),
            "the old secret is retired"
        );
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap(), stored);
        assert_eq!(running.send(&self.delivery(new, &third)), Some(200), "a new delivery");
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap().len(), 3);

        self.loses_nothing(running, &database);
    }

    /// Kills the application while deliveries arrive: each acknowledged one must be stored once.
    fn loses_nothing(self, running: Running, database: &Path) {
        let secret = self.secrets[0];
        let address = running.address;
        let (begun, has_begun) = mpsc::channel();
        let sending = thread::spawn(move || {
            let numbered = (100..2_000).map(|number| (self.body)(number));
            let acknowledged = |body: &String| {
                let status = send_to(address, &self.delivery(secret, body));
                let _ = begun.send(());
                status == Some(200)
            };
            numbered.take_while(acknowledged).map(String::into_bytes).collect::<Vec<_>>()
        });
        has_begun.recv().unwrap();
        thread::sleep(Duration::from_millis(200));
        drop(running);
        let acknowledged = sending.join().unwrap();
        assert!(!acknowledged.is_empty(), "killed before the first delivery was acknowledged");
        let stored = Inbox::open(database).unwrap().all().unwrap();
        let stored: Vec<_> = stored.into_iter().map(|(body, _)| body).collect();
        for body in &acknowledged {
            let times = stored.iter().filter(|one| *one == body).count();
            assert_eq!(times, 1, "{}", String::from_utf8_lossy(body));
        }
    }

    fn does_not_start_without_a_secret(self, database: &Path) {
        let mut command = Command::new(self.program);
        command.env("LISTEN", "127.0.0.1:0").env("DATABASE", database).env_remove("SECRET");
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        for _ in 0..100 {
            if let Some(status) = child.try_wait().unwrap() {
                assert!(!status.success());
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        child.kill().unwrap();
        panic!("the application started without a secret");
    }

    fn start(self, database: &Path, secrets: &[(&str, &str)]) -> Running {
        let mut child = Command::new(self.program)
            .env("LISTEN", "127.0.0.1:0")
            .env("DATABASE", database)
            .env_remove("OLD_SECRET")
            .envs(secrets.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines
            .find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
            .unwrap();
        let (address, path) = address.split_at(address.find('/').unwrap());
        assert_eq!(path, self.path);
        let provider = verihook::providers::by_slug(self.provider).unwrap();
        // Three seconds is the shortest deadline that a provider documents.
        let deadline = provider.scheme.answer_deadline().unwrap_or(Duration::from_secs(3));
        let address = address.parse().unwrap();
        // Drain its standard output, so that it does not block on a full pipe.
        thread::spawn(move || lines.for_each(drop));
        Running { child, address, deadline }
    }

    fn delivery(self, secret: &str, body: &str) -> Vec<u8> {
        self.swapped(secret, body, body)
    }

    /// Makes a request that is signed for one body and sent with another.
    fn swapped(self, secret: &str, signed: &str, sent: &str) -> Vec<u8> {
        let now = UnixTime::try_from(SystemTime::now()).unwrap();
        let signer = Signer::<Any>::by_slug(self.provider, secret).unwrap();
        let headers = signer.sign(signed.as_bytes(), now).unwrap();
        let headers: Vec<_> =
            headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        request("POST", self.path, &headers, sent.as_bytes())
    }
}

/// A running application, which is killed on drop.
struct Running {
    child: Child,
    address: SocketAddr,
    /// The time for which the provider waits for an answer.
    deadline: Duration,
}

impl Running {
    /// Sends a request and returns the status. Panics if the answer is later than the deadline.
    fn send(&self, request: &[u8]) -> Option<u16> {
        let begun = Instant::now();
        let status = send_to(self.address, request);
        assert!(begun.elapsed() < self.deadline, "answered after the provider's deadline");
        status
    }
}

/// Returns the status of the answer, if there is one.
fn send_to(address: SocketAddr, request: &[u8]) -> Option<u16> {
    let answers = exchange(address, &[Step::Send(request.to_vec())]);
    answers.last().map(|answer| answer.status)
}

impl Drop for Running {
    fn drop(&mut self) {
        // Kill without notice: acknowledged deliveries must be stored already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
