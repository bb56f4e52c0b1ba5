//! Holds an application to what a store of deliveries promises: a real process, real signatures,
//! and a real kill.

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

/// An application under trial.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made to be written down by tests")]
pub struct Application {
    /// Its program.
    pub program: &'static str,
    /// The slug of its provider.
    pub provider: &'static str,
    /// The path of its endpoint.
    pub path: &'static str,
    /// The secret that the provider signs with, and the one before.
    pub secrets: [&'static str; 2],
    /// A secret that it never knew.
    pub guess: &'static str,
    /// A body that the provider could send: another for each number.
    pub body: fn(u32) -> String,
}

impl Application {
    /// Sends genuine deliveries, forged ones, the same ones again and rotated ones, kills the
    /// application between them and in the middle of many, and looks into its store.
    pub fn holds(self) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("deliveries.sqlite");
        let [first, second, third] = [0, 1, 2].map(self.body);
        let [new, old] = self.secrets;
        self.does_not_start_without_a_secret(&database);

        let running = self.start(&database, &[("SECRET", new), ("OLD_SECRET", old)]);
        let genuine = self.delivery(new, &first);
        assert_eq!(running.send(&genuine), Some(200), "a genuine delivery");
        assert_eq!(running.send(&genuine), Some(200), "the same again");
        assert_eq!(running.send(&self.delivery(new, &first)), Some(200), "the same, signed again");
        assert_eq!(running.send(&self.delivery(old, &second)), Some(200), "under the old secret");
        assert_eq!(running.send(&self.delivery(self.guess, &third)), Some(401), "a forged one");
        assert_eq!(running.send(&self.swapped(new, &first, &third)), Some(401), "another body");
        let stored = [(first.into(), "current".to_owned()), (second.into(), "old".to_owned())];
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap(), stored);

        // Killed, and started again without the old secret.
        drop(running);
        let running = self.start(&database, &[("SECRET", new), ("OLD_SECRET", "")]);
        assert_eq!(running.send(&genuine), Some(200), "the same again, after a restart");
        assert_eq!(
            running.send(&self.delivery(old, &third)),
            Some(401),
            "the old secret is retired"
        );
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap(), stored);
        assert_eq!(running.send(&self.delivery(new, &third)), Some(200), "a new one");
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap().len(), 3);

        self.loses_nothing(running, &database);
    }

    /// Kills it while deliveries come: whatever was acknowledged is stored, and nothing twice.
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
        assert!(!acknowledged.is_empty(), "it was killed before anything came");
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
        panic!("it starts without a secret");
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
        // Nobody who says for how long he waits waits for less than three seconds.
        let deadline = provider.scheme.answer_deadline().unwrap_or(Duration::from_secs(3));
        let address = address.parse().unwrap();
        // What else it prints is read, or it could print no more.
        thread::spawn(move || lines.for_each(drop));
        Running { child, address, deadline }
    }

    fn delivery(self, secret: &str, body: &str) -> Vec<u8> {
        self.swapped(secret, body, body)
    }

    /// Signed for one body, sent with another.
    fn swapped(self, secret: &str, signed: &str, sent: &str) -> Vec<u8> {
        let now = UnixTime::try_from(SystemTime::now()).unwrap();
        let signer = Signer::<Any>::by_slug(self.provider, secret).unwrap();
        let headers = signer.sign(signed.as_bytes(), now).unwrap();
        let headers: Vec<_> =
            headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        request("POST", self.path, &headers, sent.as_bytes())
    }
}

/// A process, which is killed when it is dropped.
struct Running {
    child: Child,
    address: SocketAddr,
    /// How long the provider waits.
    deadline: Duration,
}

impl Running {
    /// Stored, or refused, and answered before the provider gives up.
    fn send(&self, request: &[u8]) -> Option<u16> {
        let begun = Instant::now();
        let status = send_to(self.address, request);
        assert!(begun.elapsed() < self.deadline, "the provider has given up by now");
        status
    }
}

/// The status of the answer, if there is one.
fn send_to(address: SocketAddr, request: &[u8]) -> Option<u16> {
    let answers = exchange(address, &[Step::Send(request.to_vec())]);
    answers.last().map(|answer| answer.status)
}

impl Drop for Running {
    fn drop(&mut self) {
        // Without any notice: what was acknowledged must be stored by now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
