//! Signing secrets from the command line, the environment and files.

use crate::UsageError;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use verihook::SigningSecret;
use zeroize::Zeroizing;

#[derive(Args)]
pub(crate) struct SecretArguments {
    /// Use this signing secret, as the provider shows it (repeatable; stays in shell history).
    #[arg(long = "secret", value_name = "SECRET", allow_hyphen_values = true)]
    secrets: Vec<String>,
    /// Use the signing secret in this environment variable (repeatable).
    #[arg(long = "secret-env", value_name = "VARIABLE")]
    secret_variables: Vec<String>,
    /// Use the signing secret in this file, without a final newline (repeatable).
    #[arg(long = "secret-file", value_name = "FILE")]
    secret_files: Vec<PathBuf>,
}

/// The text of a signing secret, and a name for it that can be shown.
pub(crate) struct NamedSecret {
    /// The environment variable or the file. `None` for a secret from the command line.
    pub(crate) name: Option<String>,
    pub(crate) text: Zeroizing<String>,
}

impl NamedSecret {
    pub(crate) fn to_secret(&self) -> SigningSecret {
        let secret = SigningSecret::new(self.text.as_str());
        match &self.name {
            Some(name) => secret.named(name.as_str()),
            None => secret,
        }
    }
}

impl SecretArguments {
    /// Returns the secrets in the order of the flags, or an empty list if there are none.
    pub(crate) fn read(&self) -> Result<Vec<NamedSecret>, UsageError> {
        let given = self
            .secrets
            .iter()
            .map(|text| Ok(NamedSecret { name: None, text: Zeroizing::new(text.clone()) }));
        let variables = self.secret_variables.iter().map(|variable| from_env(variable));
        let files = self.secret_files.iter().map(|file| from_file(file));
        given.chain(variables).chain(files).collect()
    }

    /// Returns the secrets, of which there must be one.
    pub(crate) fn read_some(&self) -> Result<Vec<NamedSecret>, UsageError> {
        let secrets = self.read()?;
        if secrets.is_empty() {
            return Err(UsageError::new(
                "no signing secret: give --secret, --secret-env or --secret-file",
            ));
        }
        Ok(secrets)
    }
}

/// Reads a secret from an environment variable. A value that is not UTF-8 is not shown.
fn from_env(variable: &str) -> Result<NamedSecret, UsageError> {
    use std::env::{VarError, var};
    match var(variable) {
        Ok(text) => Ok(NamedSecret { name: Some(variable.to_owned()), text: Zeroizing::new(text) }),
        Err(VarError::NotPresent) => {
            Err(UsageError::new(format_args!("`{variable}`: the environment variable is not set")))
        }
        Err(VarError::NotUnicode(_)) => Err(UsageError::new(format_args!(
            "`{variable}`: not valid UTF-8; expected the text of a signing secret"
        ))),
    }
}

fn from_file(file: &Path) -> Result<NamedSecret, UsageError> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map(Zeroizing::new);
    let bytes = bytes.map_err(|why| UsageError::new(format_args!("{name}: {why}")))?;
    let text = core::str::from_utf8(&bytes).map_err(|_| {
        UsageError::new(format_args!(
            "{name}: not valid UTF-8; expected the text of a signing secret"
        ))
    })?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    Ok(NamedSecret { text: Zeroizing::new(line.to_owned()), name: Some(name) })
}
