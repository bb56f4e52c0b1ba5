//! `verihook sign`.

mod key_pair;
mod print;

use crate::catalogue::provider;
use crate::judge::{Failure, Question};
use crate::output::{NAME, WARNING, error_line, styled};
use crate::request::{body_of, fields_of};
use crate::secrets::SecretArguments;
use crate::time::{or_now, parse_time};
use crate::{Outcome, UsageError};
use clap::{Args, ValueEnum};
use core::fmt;
use key_pair::KeyPair;
use print::SignedRequest;
use std::path::PathBuf;
use verihook::{
    Any, GeneratedSecret, NotGenerated, ProviderEntry, Rejection, Scheme, Signer, SigningSecret,
    UnixTime,
};
use zeroize::Zeroizing;

pub(crate) const EXAMPLE: &str = "\
Without a secret, one is generated and printed to standard error. For a scheme whose secret is a
public key, sign with the private key: 32 bytes for Ed25519, PKCS#8 for ECDSA and RSA.

Examples:
  verihook sign --provider github --secret-env WEBHOOK_SECRET --body-file body.json
  verihook sign --provider stripe --secret-env STRIPE_SECRET --body '{}' --format curl | sh
  verihook sign --provider discord --body '{\"type\":1}' --format raw > request.http";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Sign as the provider with this slug (see `verihook providers`).
    #[arg(long, value_name = "SLUG")]
    provider: String,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Sign this body; without it and `--body-file`, read the body from standard input.
    #[arg(long, conflicts_with = "body_file", allow_hyphen_values = true)]
    body: Option<String>,
    /// Read the body from this file, byte for byte (`-`: standard input).
    #[arg(long, value_name = "FILE")]
    body_file: Option<PathBuf>,
    /// Set the endpoint's URL as the provider knows it, for schemes that sign it.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Set the method of the request (default: the first that the provider sends).
    #[arg(long)]
    method: Option<String>,
    /// Set the path and query of the request (default: from the public URL, or `/`).
    #[arg(long)]
    target: Option<String>,
    /// Set the delivery id, for schemes that sign one (default: derived from the body).
    #[arg(long)]
    id: Option<String>,
    /// Add a header field to the request, as `name: value` (repeatable).
    #[arg(short = 'H', long = "header", value_name = "FIELD")]
    headers: Vec<String>,
    /// Sign as of this time: Unix seconds or RFC 3339 (default: now).
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<UnixTime>,
    /// Print in this format: headers, curl, json or raw (HTTP/1.1).
    #[arg(long, default_value = "headers", hide_possible_values = true)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Headers,
    Curl,
    Json,
    Raw,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let entry = provider(&self.provider)?;
        let body = body_of(self.body.as_deref(), self.body_file.as_deref())?;
        let now = or_now(self.now)?;
        let material = self.material(entry)?;
        let signer = self.signer(entry, &material)?;
        let sign = || Ok((signer.sign(&body, now)?, signer.sign_target(&body, now)?));
        let (headers, target) = sign().map_err(not_signed)?;
        let request = SignedRequest {
            provider: entry.slug,
            method: self
                .method
                .clone()
                .unwrap_or_else(|| entry.scheme.methods().next().unwrap_or("POST").to_owned()),
            public_url: self.public_url.as_deref(),
            headers: with_content_type(entry.scheme, headers, &body),
            own_target: self.target.as_deref(),
            target,
            body: &body,
            now,
        };
        self.warn(entry, &material, &request);
        match self.format {
            Format::Headers => request.print_headers(),
            Format::Curl => request.print_curl(self.body_file.as_deref())?,
            Format::Json => request.print_json(),
            Format::Raw => request.print_raw(),
        }
        // After the result, so that it is the last thing on a terminal.
        material.show();
        Ok(Outcome::Pass)
    }

    /// Returns the given secret, or a new one.
    fn material(&self, entry: &ProviderEntry) -> Result<Material, UsageError> {
        let mut given = self.secrets.read()?;
        if given.len() > 1 {
            return Err(UsageError::new("more than one secret: expected the one to sign with"));
        }
        if let Some(secret) = given.pop() {
            let public = key_pair::public_of(entry.scheme, &secret.text);
            return Ok(Material { signing: secret.text, public, is_new: false });
        }
        match GeneratedSecret::new(entry.scheme) {
            Ok(secret) => {
                let signing = Zeroizing::new(secret.text().to_owned());
                Ok(Material { signing, public: None, is_new: true })
            }
            Err(NotGenerated::PublicKey) => {
                let KeyPair { private, public } = KeyPair::generate(entry.scheme)?;
                Ok(Material { signing: private, public: Some(public), is_new: true })
            }
            Err(other) => Err(UsageError::new(other)),
        }
    }

    fn signer(
        &self,
        entry: &ProviderEntry,
        material: &Material,
    ) -> Result<Signer<Any>, UsageError> {
        if self.public_url.is_none() && entry.scheme.signs_url() {
            return Err(UsageError::new(
                "the provider signs the endpoint's URL: give it with --public-url",
            ));
        }
        let mut signer =
            Signer::<Any>::of(entry, material.signing.as_str()).map_err(UsageError::new)?.method(
                self.method
                    .clone()
                    .unwrap_or_else(|| entry.scheme.methods().next().unwrap_or("POST").to_owned()),
            );
        if let Some(url) = &self.public_url {
            signer = signer.public_url(url.as_str()).map_err(UsageError::new)?;
        }
        if let Some(target) = &self.target {
            signer = signer.target(target.as_str());
        }
        if let Some(id) = &self.id {
            signer = signer.id(id.as_str());
        }
        for (name, value) in fields_of(&self.headers)? {
            // The signer takes the names of fields that are known when it is compiled.
            signer = signer.header(name.to_ascii_lowercase().leak(), value);
        }
        Ok(signer)
    }

    /// Warns if the endpoint would reject the request, as for a body without its timestamp.
    fn warn(&self, entry: &ProviderEntry, material: &Material, request: &SignedRequest<'_>) {
        let bytes = |(name, value): &(String, String)| (name.clone(), value.clone().into_bytes());
        let headers: Vec<_> = request.headers.iter().map(bytes).collect();
        let question = Question {
            secrets: vec![SigningSecret::new(material.of_endpoint())],
            public_url: self.public_url.as_deref(),
            tolerance: None,
            method: &request.method,
            target: &request.target,
            headers: &headers,
            body: request.body,
            now: request.now,
        };
        if let Err(failure) = question.judge(entry) {
            let detail = match &failure {
                Failure::Rejected { detail: Some(detail), .. } => format!(": {detail}"),
                _ => String::new(),
            };
            error_line(format_args!(
                "{} an endpoint would reject this request: {failure}{detail}",
                styled(WARNING, "warning:")
            ));
        }
    }
}

/// The secret to sign with.
struct Material {
    signing: Zeroizing<String>,
    /// The public key, if the signing secret is a private one.
    public: Option<String>,
    /// It was generated, so that this is the only place where it is shown.
    is_new: bool,
}

impl Material {
    /// Returns the secret of the endpoint.
    fn of_endpoint(&self) -> &str {
        self.public.as_deref().unwrap_or(&self.signing)
    }

    fn show(&self) {
        let line = |name: &str, value: &dyn fmt::Display| {
            error_line(format_args!("{} {value}", styled(NAME, format_args!("{name}:"))));
        };
        match (&self.public, self.is_new) {
            (Some(public), true) => {
                line("public key", public);
                line("private key", &self.signing.as_str());
                error_line(
                    "Use the public key as the endpoint's secret, and the private key as --secret \
                     to sign again.",
                );
            }
            (None, true) => {
                line("secret", &self.signing.as_str());
                error_line("Use it as the endpoint's secret.");
            }
            (Some(public), false) => line("public key", public),
            (None, false) => {}
        }
    }
}

fn not_signed(why: Rejection) -> UsageError {
    match why {
        Rejection::MissingField(name) => UsageError::new(format_args!(
            "the provider signs `{name}`, and it is missing: add it to the body, or as a header \
             field with -H"
        )),
        Rejection::PathMismatch => {
            UsageError::new("the path of --target is not that of --public-url: expected the same")
        }
        _ => UsageError::new(format_args!("the request cannot be signed: {why}")),
    }
}

/// Adds the type of the body, if it is known and not among the fields.
fn with_content_type(
    scheme: &Scheme,
    headers: Vec<(&'static str, String)>,
    body: &[u8],
) -> Vec<(String, String)> {
    let mut headers: Vec<_> =
        headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if headers.iter().any(|(name, _)| name == "content-type") || body.is_empty() {
        return headers;
    }
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    let signs_form = scheme.to_string().contains("{sorted form fields}");
    let media = match (is_json, signs_form) {
        (true, _) => "application/json",
        (false, true) => "application/x-www-form-urlencoded",
        (false, false) => return headers,
    };
    headers.insert(0, ("content-type".to_owned(), media.to_owned()));
    headers
}
