//! Settings, from the environment.

use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;
use verihook::SigningSecret;

/// What an application is told by its environment.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `LISTEN`: where it listens; `127.0.0.1:3000`.
    pub listen: SocketAddr,
    /// `DATABASE`: where the deliveries are stored; `deliveries.sqlite` in the current folder.
    pub database: PathBuf,
    /// `SECRET`: the signing secret, as the provider shows it; and `OLD_SECRET`, which is still good while the provider
    /// changes over.
    pub secrets: Vec<SigningSecret>,
}

impl Settings {
    /// The settings of this process.
    ///
    /// # Errors
    /// If there is no `SECRET`, or `LISTEN` is no address.
    pub fn from_env() -> Result<Self, Box<dyn std::error::Error>> {
        let listen = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
        let database = env::var_os("DATABASE").unwrap_or_else(|| "deliveries.sqlite".into());
        let secret = env::var("SECRET").map_err(|_| "SECRET is not set: the signing secret")?;
        let mut secrets = vec![SigningSecret::new(secret).named("current")];
        if let Ok(old) = env::var("OLD_SECRET") {
            secrets.push(SigningSecret::new(old).named("old"));
        }
        Ok(Self { listen: listen.parse()?, database: database.into(), secrets })
    }

    /// Says where the application listens, as whoever started it may wait to read.
    pub fn announce(address: SocketAddr) {
        println!("listening on http://{address}");
    }
}
