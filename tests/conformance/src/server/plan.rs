//! Which cases a server gets, and why some cannot be judged.

use super::{MAX_DEADLINE, Server};
use crate::setup::Setup;
use crate::traits::{Need, Scope};
use crate::{CASES, Case, HTTP2_CASES, HTTP2_ORIGIN_CASES, ORIGIN_CASES, SOURCE_CASES};

/// The largest body that one case decodes or sends in full.
const MAX_LIMIT: usize = 64 * 1024 * 1024;

pub(super) fn of(server: &Server) -> Vec<(&'static Case, Option<String>)> {
    let signs_body = server.setup.entry.scheme.binds_body();
    let own: [&[Case]; 2] = if signs_body { [CASES, SOURCE_CASES] } else { [ORIGIN_CASES, &[]] };
    let http2 = if signs_body { HTTP2_CASES } else { HTTP2_ORIGIN_CASES };
    let sender = server.sender();
    let forms = Scope::FORMS.map(|scope| (scope, sender.has_form(scope)));
    let has_form = |scope| forms.iter().any(|(form, has)| *form == scope && *has);
    let planned = |case: &'static Case| {
        let setup = Setup::of(case.endpoint);
        if let Some(need) = setup.special_need() {
            return Some((case, Some(need.to_owned())));
        }
        let is_own = setup.entry.slug == server.setup.entry.slug;
        let scope = case.traits.scope;
        if scope == Scope::Timed && signs_body && !has_form(scope) {
            return Some((case, Some("the provider signs no timestamp".to_owned())));
        }
        let is_meant = scope != Scope::Twin && (is_own || has_form(scope));
        is_meant.then(|| (case, server.reason(case)))
    };
    own.into_iter()
        .flatten()
        .filter_map(planned)
        .chain(http2.iter().filter(|_| server.speaks_http2).filter_map(planned))
        .collect()
}

impl Server {
    /// Returns the reason why this case cannot be judged, if there is one.
    fn reason(&self, case: &Case) -> Option<String> {
        if let Some(need) = case.traits.needs().find_map(|need| self.missing(need)) {
            return Some(need);
        }
        if case.traits.is_odd && !self.judges_odd {
            return Some("a sound server may fail it: judged with --odd or --strict".to_owned());
        }
        // The bomb of this case decodes to 4000 bytes.
        if case.id == "gzip_bomb" && self.facts.limit >= 4000 {
            return Some("the limit is larger than the decoded body".to_owned());
        }
        None
    }

    fn missing(&self, need: Need) -> Option<String> {
        let known = self.known;
        let reason = match need {
            Need::TwoSecrets if self.facts.old.is_none() => "needs two secrets",
            Need::BodyLimit if !known.limit => "the server's limit is unknown (--body-limit)",
            Need::BodyLimit if self.facts.limit > MAX_LIMIT => "the server's limit is too large",
            Need::BodyLimit if self.facts.limit < 100 => "the server's limit is too small",
            Need::BodyDeadline if !known.deadline => {
                "the server's deadline is unknown (--body-deadline)"
            }
            Need::BodyDeadline if self.facts.deadline > MAX_DEADLINE && !self.is_patient => {
                "the server's deadline is long: judged with --slow"
            }
            Need::JsonPath if !known.json_path => {
                "needs an endpoint that accepts only JSON objects (--json-path)"
            }
            Need::JsonPath
                if self.place.json_path != self.place.path && self.sender().signs_url() =>
            {
                "the scheme signs the URL, and that of --json-path is unknown"
            }
            Need::AnyBody if !known.any_body => {
                "needs a handler that accepts any signed bytes (--any-body)"
            }
            Need::HandshakeToken if !known.handshake_token => {
                "the handshake token is unknown (--handshake-token)"
            }
            Need::HandlerCount if !self.evidence.counts() => {
                "needs the handler's count (--handled-path)"
            }
            _ => return None,
        };
        Some(reason.to_owned())
    }
}
