//! Settings, from the environment.

use core::fmt;
use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use verihook::SigningSecret;

/// What an application is told by its environment.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `LISTEN`: where it listens; `127.0.0.1:3000`.
    pub listen: SocketAddr,
    /// `DATABASE`: where the deliveries are stored; `deliveries.sqlite` in the current folder.
    pub database: PathBuf,
    /// `SECRET`: the signing secret, as the provider shows it; and `OLD_SECRET`, if it is set to
    /// something: the one before, which is still good while the provider changes over.
    pub secrets: Vec<SigningSecret>,
}

/// The environment says something that cannot be used, or not enough.
pub struct Unfit(String);

impl Settings {
    /// The settings of this process. It logs to its standard error from now on, as `RUST_LOG` says,
    /// or from level `INFO`.
    ///
    /// # Errors
    /// If there is no `SECRET`, or `LISTEN` is no address.
    pub fn from_env() -> Result<Self, Unfit> {
        let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into());
        tracing_subscriber::fmt()
            .with_env_filter(filter.from_env_lossy())
            .with_writer(std::io::stderr)
            .init();

        let listen = variable("LISTEN")?.unwrap_or_else(|| "127.0.0.1:3000".to_owned());
        let no_address =
            |_| Unfit(format!("LISTEN is `{listen}`, and that is no address like 127.0.0.1:3000"));
        let database = env::var_os("DATABASE").unwrap_or_else(|| "deliveries.sqlite".into());
        let unset =
            || Unfit("SECRET is not set: the signing secret, as the provider shows it".into());
        let secret = variable("SECRET")?.ok_or_else(unset)?;
        let mut secrets = vec![SigningSecret::new(secret).named("current")];
        if let Some(old) = variable("OLD_SECRET")?.filter(|old| !old.is_empty()) {
            secrets.push(SigningSecret::new(old).named("old"));
        }
        Ok(Self { listen: listen.parse().map_err(no_address)?, database: database.into(), secrets })
    }

    /// Says where deliveries are to be posted, as whoever started the application may wait to read.
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

/// The same, because a `main` that returns it prints this.
impl fmt::Debug for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Unfit {}
