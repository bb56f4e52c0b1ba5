//! The options that describe a request.

use super::raw::Length;
use super::{CapturedRequest, har, raw};
use crate::UsageError;
use crate::judge::target_of;
use clap::Args;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A request, from options, from a raw HTTP message, or from an HTTP archive.
#[derive(Args)]
pub(crate) struct RequestArguments {
    /// Add a header field to the request, as `name: value` (repeatable).
    #[arg(short = 'H', long = "header", value_name = "FIELD", help_heading = REQUEST)]
    headers: Vec<String>,
    /// Use this body; without it and `--body-file`, read the body from standard input.
    #[arg(long, conflicts_with = "body_file", allow_hyphen_values = true, help_heading = REQUEST)]
    body: Option<String>,
    /// Read the body from this file, byte for byte (`-`: standard input).
    #[arg(long, value_name = "FILE", help_heading = REQUEST)]
    body_file: Option<PathBuf>,
    /// Set the method of the request (default: POST).
    #[arg(long, help_heading = REQUEST)]
    method: Option<String>,
    /// Set the path and query of the request (default: from the public URL, or `/`).
    #[arg(long, help_heading = REQUEST)]
    target: Option<String>,
    /// Read the whole request from this file, as raw HTTP/1.1 (`-`: standard input).
    #[arg(long, value_name = "FILE", conflicts_with_all = PARTS, help_heading = REQUEST)]
    raw: Option<PathBuf>,
    /// Read the request from this HTTP archive (`-`: standard input).
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = PARTS,
        conflicts_with = "raw",
        help_heading = REQUEST
    )]
    har: Option<PathBuf>,
    /// Use the entry with this number, from 1 (default: the only POST, PUT, PATCH or DELETE).
    #[arg(long, value_name = "N", requires = "har", help_heading = REQUEST)]
    entry: Option<usize>,
}

const REQUEST: &str = "Request";

/// The options that describe a request in parts.
const PARTS: [&str; 5] = ["headers", "body", "body_file", "method", "target"];

impl RequestArguments {
    /// Returns the request. Without a target, it is sent to that of the public URL.
    pub(crate) fn read(&self, public_url: Option<&str>) -> Result<CapturedRequest, UsageError> {
        self.read_with(public_url, Length::Required)
    }

    /// Returns the request, even if its body does not have the declared length: that may be what is
    /// wrong with it.
    pub(crate) fn read_as_it_is(
        &self,
        public_url: Option<&str>,
    ) -> Result<CapturedRequest, UsageError> {
        self.read_with(public_url, Length::Ignored)
    }

    fn read_with(
        &self,
        public_url: Option<&str>,
        length: Length,
    ) -> Result<CapturedRequest, UsageError> {
        if let Some(file) = &self.raw {
            return raw::read(&read_file(file)?, length).map_err(|why| in_file(file, &why));
        }
        if let Some(file) = &self.har {
            return har::read(&read_file(file)?, self.entry).map_err(|why| in_file(file, &why));
        }
        let own = || public_url.map_or_else(|| "/".to_owned(), target_of);
        let fields = fields_of(&self.headers)?;
        Ok(CapturedRequest {
            method: self.method.clone().unwrap_or_else(|| "POST".to_owned()),
            target: self.target.clone().unwrap_or_else(own),
            headers: fields.into_iter().map(|(name, value)| (name, value.into_bytes())).collect(),
            body: body_of(self.body.as_deref(), self.body_file.as_deref())?,
        })
    }
}

/// Splits header fields into names and values.
pub(crate) fn fields_of(fields: &[String]) -> Result<Vec<(String, String)>, UsageError> {
    // The field is not repeated: it may be a credential.
    let split = |(index, field): (usize, &String)| {
        let (name, value) = field.split_once(':').ok_or_else(|| {
            UsageError::new(format_args!(
                "header field {} has no colon: expected `name: value`",
                index + 1
            ))
        })?;
        Ok((name.trim().to_owned(), value.trim().to_owned()))
    };
    fields.iter().enumerate().map(split).collect()
}

/// Returns the body from `--body`, from `--body-file`, or from standard input.
pub(crate) fn body_of(text: Option<&str>, file: Option<&Path>) -> Result<Vec<u8>, UsageError> {
    match (text, file) {
        (Some(text), _) => Ok(text.as_bytes().to_vec()),
        (None, Some(file)) => read_file(file),
        (None, None) => read_input(),
    }
}

/// Reads a file, or standard input for `-`.
pub(crate) fn read_file(file: &Path) -> Result<Vec<u8>, UsageError> {
    if file == Path::new("-") {
        return read_input();
    }
    fs::read(file).map_err(|why| UsageError::new(format_args!("{}: {why}", file.display())))
}

fn read_input() -> Result<Vec<u8>, UsageError> {
    let mut bytes = Vec::new();
    let read = io::stdin().read_to_end(&mut bytes);
    read.map_err(|why| UsageError::new(format_args!("standard input: {why}")))?;
    Ok(bytes)
}

fn in_file(file: &Path, UsageError(why): &UsageError) -> UsageError {
    if file == Path::new("-") {
        return UsageError::new(format_args!("standard input: {why}"));
    }
    UsageError::new(format_args!("{}: {why}", file.display()))
}
