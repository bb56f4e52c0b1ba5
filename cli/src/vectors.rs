//! `verihook vectors`.

use crate::judge::{Question, provider, target_of};
use crate::{Outcome, UsageError, print_line};
use base64ct::{Base64, Encoding as _};
use clap::Args;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::Duration;
use verihook::UnixTime;

pub(crate) const EXAMPLE: &str = "\
Example:
  verihook vectors vectors/*.jsonl";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Read cases from these files: JSON Lines, one case per line.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// One case. Unknown fields are ignored.
#[derive(Deserialize)]
struct Case {
    id: String,
    provider: String,
    secrets: Vec<String>,
    now: u64,
    tolerance: Option<u64>,
    method: String,
    url: Option<String>,
    headers: Vec<(String, String)>,
    body_base64: String,
    expect: Expected,
    #[serde(default)]
    comment: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Accept,
    Reject,
    Either,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let (mut passed, mut failed) = (0_usize, 0_usize);
        for file in &self.files {
            for (number, line) in lines(file)? {
                let case = read(&line).and_then(|case| Ok((case.judge()?, case)));
                let at = |UsageError(why)| {
                    UsageError::new(format_args!("{}:{number}: {why}", file.display()))
                };
                let (verdict, case) = case.map_err(at)?;
                match verdict {
                    None => passed += 1,
                    Some(said) => {
                        failed += 1;
                        print_line(format_args!("{}: {said} ({})", case.id, case.comment));
                    }
                }
            }
        }
        if passed + failed == 0 {
            return Err(UsageError::new(
                "the files contain no case: expected JSON Lines, one case per line",
            ));
        }
        print_line(format_args!("{passed} passed, {failed} failed"));
        Ok(if failed == 0 { Outcome::Pass } else { Outcome::Fail })
    }
}

/// Returns the lines of a file that are not blank, with their line numbers.
fn lines(file: &Path) -> Result<Vec<(usize, String)>, UsageError> {
    let told = |why| UsageError::new(format_args!("{}: {why}", file.display()));
    let lines = BufReader::new(File::open(file).map_err(told)?).lines();
    let lines: Result<Vec<_>, _> = lines.collect();
    let numbered = lines.map_err(told)?.into_iter().enumerate();
    let numbered = numbered.map(|(index, line)| (index + 1, line));
    Ok(numbered.filter(|(_, line)| !line.trim().is_empty()).collect())
}

fn read(line: &str) -> Result<Case, UsageError> {
    serde_json::from_str(line)
        .map_err(|why| UsageError::new(format_args!("not a valid vector: {why}")))
}

impl Case {
    /// Verifies the case, and describes the verdict if it is not the expected one.
    ///
    /// A secret or a setting that builds no verifier verifies no request, so it is a rejection like
    /// any other.
    fn judge(&self) -> Result<Option<String>, UsageError> {
        let body = Base64::decode_vec(&self.body_base64);
        let body = body.map_err(|_| UsageError::new("`body_base64` is not valid Base64"))?;
        let target = self.url.as_deref().map_or_else(|| "/".to_owned(), target_of);
        let headers = self.headers.iter().cloned();
        let headers: Vec<_> =
            headers.map(|(name, value): (String, String)| (name, value.into_bytes())).collect();
        let question = Question {
            secrets: self.secrets.iter().map(|text| text.as_str().into()).collect(),
            public_url: self.url.as_deref(),
            tolerance: self.tolerance.map(Duration::from_secs),
            method: &self.method,
            target: &target,
            headers: &headers,
            body: &body,
            now: UnixTime::from_seconds(self.now),
        };
        let verdict = question.judge(provider(&self.provider)?);
        Ok(match (verdict, self.expect) {
            (Ok(_), Expected::Reject) => Some("accepted, but should be rejected".to_owned()),
            (Err(why), Expected::Accept) => {
                Some(format!("rejected, but should be accepted: {why}"))
            }
            _ => None,
        })
    }
}
