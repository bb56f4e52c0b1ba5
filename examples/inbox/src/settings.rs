//! Settings, from the environment.

use core::fmt;
use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use verihook::SigningSecret;

/// The settings of an application.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `LISTEN`: the address to listen on, `127.0.0.1:3000` by default.
    pub listen: SocketAddr,
    /// `DATABASE`: the SQLite file, `deliveries.sqlite` in the current folder by default.
    pub database: PathBuf,
    /// `SECRET`: the signing secret, as the provider displays it. `OLD_SECRET`, unless it is empty:
    /// the previous secret, which stays valid during a rotation.
    pub secrets: Vec<SigningSecret>,
}

/// An environment variable is missing or invalid.
pub struct Unfit(String);

impl Settings {
    /// Reads the settings, and starts to log to standard error.
    ///
    /// `RUST_LOG` sets the log level, `INFO` by default.
    ///
    /// # Errors
    /// Returns an error if `SECRET` is not set, `LISTEN` is not an address, or a variable is not
    /// UTF-8.
    pub fn from_env() -> Result<Self, Unfit> {
        let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into());
        tracing_subscriber::fmt()
            .with_env_filter(filter.from_env_lossy())
            .with_writer(std::io::stderr)
            .init();

        let listen = variable("LISTEN")?.unwrap_or_else(|| "127.0.0.1:3000".to_owned());
        let no_address =
            |_| Unfit(format!("LISTEN is `{listen}`: expected an address like 127.0.0.1:3000"));
        let database = env::var_os("DATABASE").unwrap_or_else(|| "deliveries.sqlite".into());
        let unset =
            || Unfit("SECRET is not set: set it to the signing secret of the provider".into());
        let secret = variable("SECRET")?.ok_or_else(unset)?;
        let mut secrets = vec![SigningSecret::new(secret).named("current")];
        if let Some(old) = variable("OLD_SECRET")?.filter(|old| !old.is_empty()) {
            secrets.push(SigningSecret::new(old).named("old"));
        }
        Ok(Self { listen: listen.parse().map_err(no_address)?, database: database.into(), secrets })
    }

    /// Prints the URL for deliveries. Tests wait for this line.
    pub fn announce(address: SocketAddr, path: &str) {
        println!("listening on http://{address}{path}");
    }
}

fn variable(name: &str) -> Result<Option<String>, Unfit> {
    match env::var(name) {
        Ok(text) => Ok(Some(text)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Unfit(format!("{name} is not UTF-8"))),
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints the same as `Display`, because a `main` that returns an error prints it with `Debug`.
impl fmt::Debug for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Unfit {}
