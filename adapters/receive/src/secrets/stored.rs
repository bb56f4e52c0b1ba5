//! Secrets from files and environment variables, which can be reloaded without a restart.

use core::fmt;
use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use verihook::{
    AnyProvider, ConfigError, Provider, SecretPolicy, Secrets, SigningSecret, SwappableSecrets,
    UnixTime,
};
use zeroize::Zeroizing;

/// A place to read a secret from: an environment variable or a file.
///
/// The secret is [named](Self::named) after the variable or the file, unless you give it another
/// name. The proof and the log use that name. One newline at the end of a file is removed; all
/// other white space is part of the secret.
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
    /// Reads the secret from the environment variable of this name.
    #[must_use]
    pub fn env(variable: impl Into<String>) -> Self {
        let variable = variable.into();
        Self::at(variable.clone(), Place::Environment(variable))
    }

    /// Reads the secret from the file at this path.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self::at(name.to_string_lossy().into_owned(), Place::File(path))
    }

    const fn at(name: String, place: Place) -> Self {
        Self { place, name, not_before: None, not_after: None, optional: false }
    }

    /// Sets the name by which the proof and the log refer to the secret. The name is not secret.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Makes the secret valid from this time on.
    #[must_use]
    pub const fn not_before(mut self, time: UnixTime) -> Self {
        self.not_before = Some(time);
        self
    }

    /// Makes the secret invalid after this time.
    #[must_use]
    pub const fn not_after(mut self, time: UnixTime) -> Self {
        self.not_after = Some(time);
        self
    }

    /// Allows the variable or the file to be missing, such as the old secret of a rotation.
    ///
    /// A variable or file that exists but is empty is still an error.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn unreadable(&self, why: io::Error) -> ReadError {
        ReadError(Why::Unreadable { name: self.name.clone(), why })
    }

    /// Reads the secret. Returns `None` if it is optional and missing.
    fn read(&self) -> Result<Option<SigningSecret>, ReadError> {
        let unreadable = |why| self.unreadable(why);
        let text = match &self.place {
            Place::Environment(variable) => match env::var(variable) {
                Ok(text) => Zeroizing::new(text),
                Err(env::VarError::NotPresent) if self.optional => return Ok(None),
                Err(env::VarError::NotPresent) => {
                    let unset = "the environment variable is not set";
                    return Err(unreadable(io::Error::new(io::ErrorKind::NotFound, unset)));
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

/// Returns the error for a value that is not UTF-8. The standard library's would contain the value.
fn not_utf8() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is not valid UTF-8")
}

/// Reads a signing secret from an environment variable.
///
/// Prefer this to `std::env::var(..)?`: in a `main` that returns the error, `std::env::var` prints
/// a value that is not UTF-8. The error of this function names the variable and never contains the
/// value.
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
/// Returns an error if the variable is not set or not UTF-8.
pub fn secret_from_env(variable: &str) -> Result<SigningSecret, ReadError> {
    let place = SecretPlace::env(variable);
    place.read()?.ok_or_else(|| place.unreadable(io::ErrorKind::NotFound.into()))
}

/// The secrets of an endpoint, read from files and environment variables.
///
/// Call [`reload`](Self::reload) to read them again: on a signal, on a timer, or when a file has
/// changed. If one of them cannot be read or is invalid, all previous secrets stay in use.
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
/// // The platform has replaced the secret:
/// # std::fs::write(folder.join("github"), "another secret\n")?;
/// stored.reload()?; // from the next request on, the old secret is rejected
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct StoredSecrets<P> {
    places: Arc<[SecretPlace]>,
    make: Make<P>,
    secrets: SwappableSecrets<P>,
    /// The policy for reloaded secrets, and the name of their endpoint.
    rules: Option<(SecretPolicy, String)>,
}

type Make<P> = Arc<dyn Fn(Vec<SigningSecret>) -> Result<Secrets<P>, ConfigError> + Send + Sync>;

impl<P: Provider> StoredSecrets<P> {
    /// Reads the secrets of an endpoint of `P`. The verifier tries them in this order.
    ///
    /// # Errors
    /// Returns an error if a secret cannot be read, if it is invalid for the provider's scheme, or
    /// if there is no secret at all.
    pub fn read(places: impl IntoIterator<Item = SecretPlace>) -> Result<Self, ReadError> {
        Self::read_with(places, Arc::new(Secrets::<P>::new))
    }
}

impl<P: AnyProvider> StoredSecrets<P> {
    /// Reads the secrets of an endpoint of the provider with this slug or alias.
    ///
    /// The verifier tries them in this order.
    ///
    /// # Errors
    /// The same as [`StoredSecrets::read`], and an error if there is no such provider.
    pub fn by_slug(
        slug: impl Into<String>,
        places: impl IntoIterator<Item = SecretPlace>,
    ) -> Result<Self, ReadError> {
        let slug = slug.into();
        Self::read_with(places, Arc::new(move |secrets| Secrets::by_slug(&slug, secrets)))
    }
}

impl<P> StoredSecrets<P> {
    fn read_with(
        places: impl IntoIterator<Item = SecretPlace>,
        make: Make<P>,
    ) -> Result<Self, ReadError> {
        let places: Arc<[SecretPlace]> = places.into_iter().collect();
        let secrets = SwappableSecrets::new(read_all(&places, &make)?);
        Ok(Self { places, make, secrets, rules: None })
    }

    /// Returns the secrets, one set for all verifiers of the endpoint.
    ///
    /// Pass them to [`swappable_secrets`](verihook::VerifierBuilder::swappable_secrets).
    #[must_use]
    pub const fn secrets(&self) -> &SwappableSecrets<P> {
        &self.secrets
    }

    /// Checks reloaded secrets against this policy, as secrets of this endpoint.
    ///
    /// If the policy rejects a secret, [`reload`](Self::reload) fails and the previous secrets
    /// stay. Set the policy on the verifier too: it checks the secrets that were read first.
    #[must_use]
    pub fn with_policy(mut self, rules: &SecretPolicy, endpoint: impl Into<String>) -> Self {
        self.rules = Some((rules.clone(), endpoint.into()));
        self
    }

    /// Reads all secrets again and replaces the previous ones. Blocks on file I/O.
    ///
    /// # Errors
    /// The same as [`StoredSecrets::read`], and an error if the [policy](Self::with_policy) rejects
    /// a secret. The previous secrets then stay in use.
    pub fn reload(&self) -> Result<(), ReadError> {
        let secrets = read_all(&self.places, &self.make)?;
        // The verifier's builder has checked the secrets that were read first.
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

/// Prints the places of the secrets, not the secrets.
impl<P> fmt::Debug for StoredSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSecrets").field("places", &self.places).finish_non_exhaustive()
    }
}

/// An error in reading secrets: one cannot be read, or is invalid.
///
/// It names the secret and never contains one. `Debug` prints the same as `Display`, because a
/// `main` that returns an error prints it with `Debug`.
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
