//! Read access to a scheme, for tools that explain, list or sign.

#[cfg(feature = "ecdsa")]
use super::Algorithm;
use super::place::Place;
use super::time::TimestampFormat;
use super::{Part, Scheme};
use crate::codec::encoding::Encoding;

/// The facts of a scheme, for tools that explain or list it. A verifier needs none of them.
///
/// ```
/// use verihook::{Encoding, Provider as _, TimestampFormat, providers::Slack};
///
/// let scheme = Slack::SCHEME;
/// assert_eq!(scheme.signature().names(), ["x-slack-signature"]);
/// assert_eq!(scheme.signature().prefix_text(), "v0=");
/// assert_eq!((scheme.encoding(), scheme.signature_length()), (Encoding::Hex, Some(32)));
/// assert_eq!(scheme.timestamp().map(|(_, format)| format), Some(TimestampFormat::Seconds));
/// assert_eq!(scheme.methods().collect::<Vec<_>>(), ["POST"]);
/// ```
impl Scheme {
    /// Returns the place of the signature or of the credential.
    #[must_use]
    pub const fn signature(&self) -> &Place {
        &self.signature
    }

    /// Returns the encoding of the signature.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns the length of a decoded signature, in bytes.
    ///
    /// `None` if signatures differ in length, as those of RSA and ECDSA do, or if the proof is a
    /// credential.
    #[must_use]
    pub const fn signature_length(&self) -> Option<usize> {
        match self.check {
            #[cfg(feature = "ecdsa")]
            Algorithm::EcdsaP256 => None,
            check => match check.signature_length() {
                0 => None,
                length => Some(length),
            },
        }
    }

    /// Returns `true` if the proof is a password or token, and not a signature.
    #[must_use]
    pub const fn is_credential(&self) -> bool {
        self.check.is_credential()
    }

    /// Returns `true` if the secret is the provider's public key.
    #[must_use]
    pub const fn takes_public_key(&self) -> bool {
        self.check.takes_public_key()
    }

    /// Returns the parts that are signed, in this order. The slice is empty for a credential.
    #[must_use]
    pub const fn content(&self) -> &'static [Part] {
        self.content
    }

    /// Returns the place and the format of the signed timestamp, if there is one.
    #[must_use]
    pub const fn timestamp(&self) -> Option<(&Place, TimestampFormat)> {
        match &self.timestamp {
            Some((place, format)) => Some((place, *format)),
            None => None,
        }
    }

    /// Returns the place of the signed delivery id, if there is one.
    #[must_use]
    pub const fn id(&self) -> Option<&Place> {
        match &self.id {
            Some((place, _)) => Some(place),
            None => None,
        }
    }

    /// Returns the place of the name of the event, which is not signed, if there is one.
    #[must_use]
    pub const fn unsigned_event(&self) -> Option<&Place> {
        self.unsigned_event.as_ref()
    }

    /// Returns `true` if the provider signs a body before it may compress it with gzip.
    #[must_use]
    pub const fn has_gzip_bodies(&self) -> bool {
        self.gzip
    }

    /// Iterates over the methods that the provider uses.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.methods.split(", ")
    }

    /// Iterates over the names of the header fields that the scheme reads, signed or not, in lower
    /// case. A name can occur more than once.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        let timestamp = self.timestamp.as_ref().map(|(place, _)| place);
        let id = self.id.as_ref().map(|(place, _)| place);
        let unsigned = [&self.unsigned_timestamp, &self.unsigned_event, &self.unsigned_id];
        let unsigned = unsigned.map(Option::as_ref);
        let own = [Some(&self.signature), timestamp, id, self.algorithm_name.as_ref()];
        let places = own.into_iter().chain(unsigned).flatten();
        let signed = self.content.iter().filter_map(|part| match part {
            Part::Header(name, _) => Some(*name),
            _ => None,
        });
        let required = self.required.iter().flat_map(|(place, _)| place.names());
        let named = places.flat_map(|place| place.names().iter().copied()).chain(signed);
        named.chain(required.copied())
    }

    /// Returns `true` if an endpoint needs a configured public URL.
    #[must_use]
    pub fn signs_url(&self) -> bool {
        self.content.iter().any(Part::needs_url)
    }
}
