//! Holds an application to what a store of deliveries promises: a real process, real signatures, and a real kill.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test fails by panicking")]

use crate::Inbox;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::SystemTime;
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
    /// Bodies that the provider could send.
    pub bodies: [&'static str; 3],
}

impl Application {
    /// Sends genuine deliveries, forged ones, the same ones again and rotated ones, kills the application in the middle,
    /// and looks into its store.
    pub fn holds(self) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("deliveries.sqlite");
        let [first, second, third] = self.bodies;
        let [new, old] = self.secrets;

        // Without a secret it does not start.
        let secretless = Command::new(self.program).env_remove("SECRET").output().unwrap();
        assert!(!secretless.status.success());

        let running = self.start(&database, &[("SECRET", new), ("OLD_SECRET", old)]);
        let genuine = self.delivery(new, first);
        assert_eq!(running.send(&genuine), 200, "a genuine delivery");
        assert_eq!(running.send(&genuine), 200, "the same again");
        assert_eq!(running.send(&self.delivery(new, first)), 200, "the same, signed again");
        assert_eq!(running.send(&self.delivery(old, second)), 200, "under the old secret");
        assert_eq!(running.send(&self.delivery(self.guess, third)), 401, "a forged one");
        assert_eq!(running.send(&self.swapped(new, first, third)), 401, "another body");
        let stored = [(first.into(), "current".to_owned()), (second.into(), "old".to_owned())];
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap(), stored);

        // Killed, and started again without the old secret.
        drop(running);
        let running = self.start(&database, &[("SECRET", new)]);
        assert_eq!(running.send(&genuine), 200, "the same again, after a restart");
        assert_eq!(running.send(&self.delivery(old, third)), 401, "the old secret is retired");
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap(), stored);
        assert_eq!(running.send(&self.delivery(new, third)), 200, "a new one, after a restart");
        assert_eq!(Inbox::open(&database).unwrap().all().unwrap().len(), 3);
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
        // What else it prints is read, or it could print no more.
        thread::spawn(move || lines.for_each(drop));
        Running { child, address: address.parse().unwrap() }
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
}

impl Running {
    /// The status of the answer.
    fn send(&self, request: &[u8]) -> u16 {
        let answers = exchange(self.address, &[Step::Send(request.to_vec())]);
        answers.last().unwrap().status
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Without any notice: what was acknowledged must be stored by now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
