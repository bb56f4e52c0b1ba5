//! Secrets that stand in files and in the environment, and are read again without a restart.

use core::fmt;
use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use verihook::{
    Any, AnyOrigin, ConfigError, Provider, SecretPolicy, Secrets, SigningSecret, SwappableSecrets,
    UnixTime,
};
use zeroize::Zeroizing;

/// Where a secret stands: in an environment variable or in a file, as platforms hand secrets to a
/// process.
///
/// The proof and the log speak of it by the name of the variable or of the file, if it is given no
/// other. One newline at the end of a file is no part of the secret; nothing else is passed over.
#[derive(Clone, Debug)]
pub struct SecretPlace {
    place: Place,
    name: String,
    not_before: Option<UnixTime>,
    not_after: Option<UnixTime>,
    optional: bool,
}

#[derive(Clone, Debug)]
enum Place {
    Environment(String),
    File(PathBuf),
}

impl SecretPlace {
    /// The environment variable of this name.
    #[must_use]
    pub fn env(variable: impl Into<String>) -> Self {
        let variable = variable.into();
        Self::at(variable.clone(), Place::Environment(variable))
    }

    /// The file of this path.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self::at(name.to_string_lossy().into_owned(), Place::File(path))
    }

    const fn at(name: String, place: Place) -> Self {
        Self { place, name, not_before: None, not_after: None, optional: false }
    }

    /// Another name, under which the proof and the log speak of the secret. It is not secret.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// It is not tried before this time.
    #[must_use]
    pub const fn not_before(mut self, time: UnixTime) -> Self {
        self.not_before = Some(time);
        self
    }

    /// It is not tried after this time.
    #[must_use]
    pub const fn not_after(mut self, time: UnixTime) -> Self {
        self.not_after = Some(time);
        self
    }

    /// It need not be there: the secret before a rotation, for example. What is there and empty is
    /// still an error.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn unreadable(&self, why: io::Error) -> ReadError {
        ReadError(Why::Unreadable { name: self.name.clone(), why })
    }

    /// The secret that stands here now; `None` if it need not be there, and is not.
    fn read(&self) -> Result<Option<SigningSecret>, ReadError> {
        let unreadable = |why| self.unreadable(why);
        let text = match &self.place {
            Place::Environment(variable) => match env::var(variable) {
                Ok(text) => Zeroizing::new(text),
                Err(env::VarError::NotPresent) if self.optional => return Ok(None),
                Err(env::VarError::NotPresent) => {
                    return Err(unreadable(io::ErrorKind::NotFound.into()));
                }
                Err(env::VarError::NotUnicode(text)) => {
                    drop(Zeroizing::new(text.into_encoded_bytes()));
                    return Err(unreadable(not_utf8()));
                }
            },
            Place::File(path) => match fs::read(path).map(Zeroizing::new) {
                Ok(bytes) => match core::str::from_utf8(&bytes) {
                    Ok(text) => Zeroizing::new(text.to_owned()),
                    Err(_) => return Err(unreadable(not_utf8())),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound && self.optional => {
                    return Ok(None);
                }
                Err(error) => return Err(unreadable(error)),
            },
        };
        let line = text.strip_suffix('\n').filter(|_| matches!(self.place, Place::File(_)));
        let line = line.map(|line| line.strip_suffix('\r').unwrap_or(line));
        let mut secret = SigningSecret::new(line.unwrap_or(&text)).named(&self.name);
        if let Some(time) = self.not_before {
            secret = secret.not_before(time);
        }
        if let Some(time) = self.not_after {
            secret = secret.not_after(time);
        }
        Ok(Some(secret))
    }
}

/// Names what was expected; the error of the standard library would hold the text.
fn not_utf8() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is not valid UTF-8")
}

/// Reads a signing secret from an environment variable.
///
/// The error names the variable and never shows the value. `std::env::var(..)?` in a `main` that
/// returns its error prints a value that is not UTF-8.
///
/// ```
/// use verihook::{Verifier, providers::GitHub};
/// use verihook_receive::secrets::secret_from_env;
///
/// # fn start() -> Result<(), Box<dyn std::error::Error>> {
/// let verifier = Verifier::<GitHub>::new(secret_from_env("GITHUB_SECRET")?)?;
/// # Ok(())
/// # }
/// let missing = secret_from_env("NO_SUCH_VARIABLE").unwrap_err();
/// assert!(missing.to_string().contains("`NO_SUCH_VARIABLE`"));
/// ```
///
/// # Errors
/// If the variable is not set, or is not UTF-8.
pub fn secret_from_env(variable: &str) -> Result<SigningSecret, ReadError> {
    let place = SecretPlace::env(variable);
    place.read()?.ok_or_else(|| place.unreadable(io::ErrorKind::NotFound.into()))
}

/// The secrets of an endpoint that stand in files and in the environment, and are read again on
/// demand: on a signal, on a timer, when a file has changed. Where one of them cannot be read or is
/// unfit, all those from before stay.
///
/// ```
/// use verihook::{Verifier, providers::GitHub};
/// use verihook_receive::secrets::{SecretPlace, StoredSecrets};
///
/// # let folder = std::env::temp_dir().join(format!("verihook-stored-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # std::fs::write(folder.join("github"), "the secret\n")?;
/// let stored = StoredSecrets::<GitHub>::read([
///     SecretPlace::file(folder.join("github")),
///     SecretPlace::file(folder.join("github-old")).optional(),
/// ])?;
/// let verifier = Verifier::<GitHub>::builder().swappable_secrets(stored.secrets()).build()?;
///
/// // The platform has put another secret there:
/// # std::fs::write(folder.join("github"), "another secret\n")?;
/// stored.reload()?; // the old one is refused on the very next request
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct StoredSecrets<P> {
    places: Arc<[SecretPlace]>,
    make: Make<P>,
    secrets: SwappableSecrets<P>,
    /// What those that are read again must be like, and whose they are.
    rules: Option<(SecretPolicy, String)>,
}

type Make<P> = Arc<dyn Fn(Vec<SigningSecret>) -> Result<Secrets<P>, ConfigError> + Send + Sync>;

impl<P: Provider> StoredSecrets<P> {
    /// Reads the secrets of an endpoint of `P`, which are tried in this order.
    ///
    /// # Errors
    /// If one of them cannot be read, or is unfit for the provider's scheme; or if there is none.
    pub fn read(places: impl IntoIterator<Item = SecretPlace>) -> Result<Self, ReadError> {
        Self::read_with(places, Arc::new(Secrets::<P>::new))
    }
}

macro_rules! stored_by_slug {
    ($any:ident) => {
        impl StoredSecrets<$any> {
            /// Reads the secrets of an endpoint of the provider with this slug, which are tried in
            /// this order.
            ///
            /// # Errors
            /// As [`StoredSecrets::read`], and if there is no such provider.
            pub fn by_slug(
                slug: impl Into<String>,
                places: impl IntoIterator<Item = SecretPlace>,
            ) -> Result<Self, ReadError> {
                let slug = slug.into();
                Self::read_with(
                    places,
                    Arc::new(move |secrets| Secrets::<$any>::by_slug(&slug, secrets)),
                )
            }
        }
    };
}

stored_by_slug!(Any);
stored_by_slug!(AnyOrigin);

impl<P> StoredSecrets<P> {
    fn read_with(
        places: impl IntoIterator<Item = SecretPlace>,
        make: Make<P>,
    ) -> Result<Self, ReadError> {
        let places: Arc<[SecretPlace]> = places.into_iter().collect();
        let secrets = SwappableSecrets::new(read_all(&places, &make)?);
        Ok(Self { places, make, secrets, rules: None })
    }

    /// The secrets, for [`swappable_secrets`](verihook::VerifierBuilder::swappable_secrets): one
    /// set for all verifiers of the endpoint.
    #[must_use]
    pub const fn secrets(&self) -> &SwappableSecrets<P> {
        &self.secrets
    }

    /// Judges those that are read again by these rules, too, as secrets of this endpoint: what the
    /// rules refuse does not take the place of those from before. Give the rules to the verifier as
    /// well, which judges those that were read first.
    #[must_use]
    pub fn with_policy(mut self, rules: &SecretPolicy, endpoint: impl Into<String>) -> Self {
        self.rules = Some((rules.clone(), endpoint.into()));
        self
    }

    /// Reads all of them again, and puts them in the place of those from before. It waits for the
    /// files.
    ///
    /// # Errors
    /// As when they were first read, and if the [rules](Self::with_policy) refuse them; then those
    /// from before stay.
    pub fn reload(&self) -> Result<(), ReadError> {
        let secrets = read_all(&self.places, &self.make)?;
        // Those that were read first are judged when a verifier is built of them.
        let (endpoint, weak) = match &self.rules {
            Some((rules, endpoint)) => {
                let weak = rules.judge(endpoint, &secrets);
                (endpoint.as_str(), weak.map_err(|error| ReadError(Why::Unfit(error)))?)
            }
            None => ("", SecretPolicy::warning().judge("", &secrets).unwrap_or_default()),
        };
        for (secret, weakness) in weak {
            tracing::warn!(target: "verihook", endpoint, secret, %weakness, "weak signing secret");
        }
        self.secrets.replace(secrets);
        Ok(())
    }
}

fn read_all<P>(places: &[SecretPlace], make: &Make<P>) -> Result<Secrets<P>, ReadError> {
    let read: Result<Vec<_>, _> = places.iter().map(SecretPlace::read).collect();
    let secrets = read?.into_iter().flatten().collect();
    make(secrets).map_err(|error| ReadError(Why::Unfit(error)))
}

impl<P> Clone for StoredSecrets<P> {
    fn clone(&self) -> Self {
        Self {
            places: Arc::clone(&self.places),
            make: Arc::clone(&self.make),
            secrets: self.secrets.clone(),
            rules: self.rules.clone(),
        }
    }
}

/// Prints where they stand.
impl<P> fmt::Debug for StoredSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSecrets").field("places", &self.places).finish_non_exhaustive()
    }
}

/// Secrets could not be read, or are unfit. It names the one, and holds none.
///
/// It says the same in `Debug` as in `Display`, because a `main` that returns it prints the former.
pub struct ReadError(Why);

enum Why {
    Unfit(ConfigError),
    Unreadable { name: String, why: io::Error },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::Unfit(error) => error.fmt(f),
            Why::Unreadable { name, why } => {
                write!(f, "signing secret `{name}` cannot be read: {why}")
            }
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.0 {
            Why::Unfit(_) => None,
            Why::Unreadable { why, .. } => Some(why),
        }
    }
}
