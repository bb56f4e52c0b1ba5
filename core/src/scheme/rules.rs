//! The rules that every scheme must satisfy, evaluated in the compiler or at run time.

use super::{Algorithm, Part, Scheme, SecretForm};
use crate::codec::percent::is_of_query;
use crate::scheme::digest::Source as DigestSource;
use crate::scheme::unsound::{Rule, check, ensure};

/// The rules of [`SchemeBuilder::try_build`].
#[allow(
    clippy::indexing_slicing,
    reason = "indices are below the length; const code has no iterators"
)]
impl Scheme {
    pub(super) const fn check_handshakes(&self) -> Rule {
        ensure!(!self.has_too_many_handshakes, "a scheme can have at most 4 handshakes");
        let mut at = 0;
        while at < self.handshakes.len() {
            if let Some(handshake) = &self.handshakes[at] {
                check!(handshake.check_sound(self));
            }
            at += 1;
        }
        Ok(())
    }

    /// Only a query that stays a query may be decoded.
    pub(super) const fn check_url(&self) -> Rule {
        let (mut has_url, mut has_path, mut at) = (false, false, 0);
        while at < self.content.len() {
            has_url |= matches!(self.content[at], Part::Url | Part::UrlWithQuery);
            has_path |= matches!(self.content[at], Part::Path | Part::PathWithQuery);
            at += 1;
        }
        ensure!(has_url || !self.either_port, "`.either_port()` needs a signed URL");
        ensure!(
            has_url || has_path || self.decoded_in_url.is_empty(),
            "`.decodes_in_url(..)` needs a signed URL"
        );
        let characters = self.decoded_in_url.as_bytes();
        let mut at = 0;
        while at < characters.len() {
            ensure!(
                is_of_query(characters[at]) && !matches!(characters[at], b'%' | b'&' | b'='),
                "a decoded character must be one that a query can contain, and not `%`, `&` or `=`"
            );
            // `%2B` is a plus and `+` a space, and `%%321` would be signed like `%21`.
            ensure!(
                characters[at] != b'+' && !characters[at].is_ascii_hexdigit(),
                "a decoded character must not be `+` or a hexadecimal digit: two requests that \
                 mean different things would have the same signature"
            );
            at += 1;
        }
        Ok(())
    }

    pub(super) const fn check_timestamp(&self) -> Rule {
        let parts = self.count_of_timestamps();
        ensure!(parts <= 1, "the signed content must not contain `Part::Timestamp` twice");
        match self.timestamp {
            Some((place, _)) if place.json_path().is_some() => {
                ensure!(
                    self.signs_whole_body(),
                    "a timestamp in the body is signed only if `Part::Body` or `Part::BodyDigest` is"
                );
                ensure!(
                    parts == 0,
                    "a timestamp in the body is signed with the body: remove `Part::Timestamp`"
                );
            }
            Some(_) => ensure!(
                parts == 1,
                "a timestamp protects only if it is both declared and signed: \
                 add `Part::Timestamp`, or call it `unsigned_timestamp`"
            ),
            None => ensure!(parts == 0, "`Part::Timestamp` needs `.timestamp(..)`"),
        }
        if let Some(place) = self.unsigned_timestamp {
            ensure!(place.is_header(), "an unsigned timestamp must be in a header field");
        }
        Ok(())
    }

    pub(super) const fn check_id(&self) -> Rule {
        let parts = self.count_of_ids();
        ensure!(parts <= 1, "the signed content must not contain `Part::Id` twice");
        match self.id {
            Some((place, _)) if place.json_path().is_some() => {
                ensure!(
                    self.signs_whole_body(),
                    "an id in the body is signed only if `Part::Body` or `Part::BodyDigest` is"
                );
                ensure!(parts == 0, "an id in the body is signed with the body: remove `Part::Id`");
            }
            Some(_) => ensure!(
                parts == 1,
                "an id must be both declared and signed: add `Part::Id`, or call it `unsigned_id`"
            ),
            None => ensure!(parts == 0, "`Part::Id` needs `.id(..)`"),
        }
        if let Some(place) = self.unsigned_id {
            ensure!(place.is_header(), "an unsigned id must be in a header field");
        }
        if let Some(place) = self.unsigned_event {
            ensure!(place.is_header(), "an unsigned event must be in a header field");
        }
        Ok(())
    }

    pub(super) const fn check_body_digest(&self) -> Rule {
        ensure!(
            self.count_of_digests() <= 1,
            "the signed content must not contain `Part::BodyDigest` twice"
        );
        let Some(digest) = &self.body_digest else { return Ok(()) };
        ensure!(
            !self.signs_whole_body(),
            "a scheme that signs the body must not declare a digest of it"
        );
        let mut is_signed = false;
        let mut at = 0;
        while at < self.content.len() {
            is_signed |= match (digest.source(), &self.content[at]) {
                (DigestSource::Query(_), part) => part.has_query(),
                (DigestSource::Header(own), Part::Header(name, _)) => same(own, name),
                _ => false,
            };
            at += 1;
        }
        ensure!(is_signed, "a digest protects the body only if a signed part contains the digest");
        Ok(())
    }

    pub(super) const fn check_secret(&self) -> Rule {
        let (mut secrets, mut at, mut last) = (0, 0, 0);
        while at < self.content.len() {
            if matches!(self.content[at], Part::Secret) {
                secrets += 1;
                last = at + 1;
            }
            at += 1;
        }
        if !matches!(self.check, Algorithm::Hash(_)) {
            ensure!(secrets == 0, "`Part::Secret` is only for plain hashes");
            ensure!(
                self.extension.is_none(),
                "this scheme is not extendable: remove `.extendable(..)`"
            );
            return Ok(());
        }
        ensure!(secrets == 1, "a plain hash must contain `Part::Secret` exactly once");
        if last == self.content.len() {
            ensure!(
                self.extension.is_none(),
                "this scheme is not extendable: remove `.extendable(..)`"
            );
        } else {
            ensure!(
                self.extension.is_some(),
                "anyone can append data after the secret of a plain hash: declare the scheme `extendable`, and \
                 say why that is accepted"
            );
        }
        Ok(())
    }

    pub(super) const fn check_required(&self) -> Rule {
        let mut at = 0;
        while at < self.required.len() {
            let (place, value) = &self.required[at];
            ensure!(
                place.is_header() && !place.is_each(),
                "a required value must be in a single header field"
            );
            ensure!(!value.is_empty(), "a required value must not be empty");
            at += 1;
        }
        ensure!(
            !matches!(self.secret, SecretForm::Base64OrText(_))
                || matches!(self.check, Algorithm::Mac(_) | Algorithm::NamedMac(_)),
            "only a MAC can have a secret with two keys"
        );
        Ok(())
    }

    pub(super) const fn count_of_timestamps(&self) -> usize {
        let (mut count, mut at) = (0, 0);
        while at < self.content.len() {
            count += matches!(self.content[at], Part::Timestamp) as usize;
            at += 1;
        }
        count
    }

    pub(super) const fn count_of_ids(&self) -> usize {
        let (mut count, mut at) = (0, 0);
        while at < self.content.len() {
            count += matches!(self.content[at], Part::Id) as usize;
            at += 1;
        }
        count
    }

    const fn count_of_digests(&self) -> usize {
        let (mut count, mut at) = (0, 0);
        while at < self.content.len() {
            count += matches!(self.content[at], Part::BodyDigest(..)) as usize;
            at += 1;
        }
        count
    }

    /// Returns `true` if the body is signed byte for byte, itself or through its digest.
    pub(super) const fn signs_whole_body(&self) -> bool {
        let mut at = 0;
        while at < self.content.len() {
            if matches!(self.content[at], Part::Body | Part::BodyDigest(..)) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Requires words in capitals with `, ` between them.
    pub(super) const fn check_methods(&self) -> Rule {
        let methods = self.methods.as_bytes();
        let mut start = true;
        let mut at = 0;
        while at < methods.len() {
            let separates =
                methods[at] == b',' && at + 1 < methods.len() && methods[at + 1] == b' ';
            ensure!(
                methods[at].is_ascii_uppercase() || (separates && !start),
                "methods must be in the format `POST, PUT`"
            );
            at += if separates { 2 } else { 1 };
            start = separates;
        }
        ensure!(!start, "a scheme needs at least one method");
        Ok(())
    }

    pub(super) const fn check_header_names(&self) -> Rule {
        let mut at = 0;
        while at < self.content.len() {
            if let Part::Header(name, _) = self.content[at] {
                check!(crate::scheme::place::check_field_name(name));
            }
            at += 1;
        }
        Ok(())
    }

    pub(crate) const fn has_timestamp_in_body(&self) -> bool {
        match &self.timestamp {
            Some((place, _)) => place.json_path().is_some(),
            None => false,
        }
    }

    /// Returns `true` if the body is signed last, after nothing but literals and parts of the head.
    pub(crate) const fn signs_body_last(&self) -> bool {
        let Some((Part::Body, before)) = self.content.split_last() else { return false };
        let mut at = 0;
        while at < before.len() {
            if !matches!(
                before[at],
                Part::Header(..) | Part::Id | Part::Method | Part::Literal(_) | Part::Timestamp
            ) {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Returns `true` if the provider delivers with this method.
    pub(crate) const fn has_method(&self, method: &str) -> bool {
        let (methods, method) = (self.methods.as_bytes(), method.as_bytes());
        let mut start = 0;
        while start < methods.len() {
            let mut end = start;
            let mut same = true;
            while end < methods.len() && methods[end] != b',' {
                let at = end - start;
                same = same && at < method.len() && methods[end] == method[at];
                end += 1;
            }
            if same && end - start == method.len() {
                return true;
            }
            // Skip the comma and the space.
            start = end + 2;
        }
        false
    }

    pub(super) const fn has_several_methods(&self) -> bool {
        let methods = self.methods.as_bytes();
        let mut at = 0;
        while at < methods.len() {
            if methods[at] == b',' {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Compares two names, as `==` on strings is not const.
#[allow(clippy::indexing_slicing, reason = "`at` is below the length of both")]
pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    one.len() == other.len()
}
