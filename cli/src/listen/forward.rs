//! Forwards requests to a server.

use super::show::Elapsed;
use crate::UsageError;
use crate::client::{Answered, Client};
use crate::request::{CapturedRequest, target_at};
use crate::store::Forwarded;
use http::Uri;
use std::time::{Duration, Instant};

/// The time to wait for the server.
const DEADLINE: Duration = Duration::from_secs(30);

pub(super) struct Forward {
    client: Client,
    url: Uri,
    pub(super) only_verified: bool,
}

impl Forward {
    pub(super) fn new(url: &str, only_verified: bool) -> Result<Self, UsageError> {
        let url = parse_url(url)?;
        let client = Client::new(DEADLINE).map_err(UsageError::new)?;
        Ok(Self { client, url, only_verified })
    }

    /// Sends the request to the server. There is no answer if the server cannot be reached.
    pub(super) async fn send(&self, request: &CapturedRequest) -> (Forwarded, Option<Answered>) {
        let mut request = request.clone();
        request.target = target_at(&self.url, &request.target);
        let started = Instant::now();
        match self.client.send(&self.url, &request).await {
            Ok(answered) => {
                let ms = answered.elapsed.ms();
                (Forwarded { status: Some(answered.status), ms, error: None }, Some(answered))
            }
            Err(why) => {
                let error = Some(why.to_string());
                (Forwarded { status: None, ms: started.elapsed().ms(), error }, None)
            }
        }
    }
}

/// Parses an absolute URL.
pub(crate) fn parse_url(url: &str) -> Result<Uri, UsageError> {
    let parsed = url.parse::<Uri>().ok().filter(|parsed| {
        matches!(parsed.scheme_str(), Some("http" | "https")) && parsed.authority().is_some()
    });
    parsed.ok_or_else(|| UsageError::new("expected a URL such as `http://localhost:3000/hooks`"))
}
