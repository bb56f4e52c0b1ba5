//! A secret that must not appear in any output, in any encoding.

use sha2::{Digest as _, Sha256};

/// A secret that must not appear in any output, with the sixteen encodings that are searched for.
///
/// ```
/// use verihook_conformance::Canary;
///
/// let canary = Canary::new("a-canary-secret-0123456789");
/// canary.assert_absent("an output", "endpoint `github`: signing secret 1 is blank");
/// ```
#[derive(Clone)]
pub struct Canary {
    secret: String,
    encodings: Vec<(&'static str, String)>,
}

impl Canary {
    /// Creates a canary for this secret.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        let bytes = secret.as_bytes();
        let hex = |separator: &str| {
            bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(separator)
        };
        let standard = base64(bytes, b"+/");
        let url = base64(bytes, b"-_");
        let digest: Vec<String> =
            Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let list = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let encodings = vec![
            ("unencoded", secret.to_owned()),
            ("in upper case", secret.to_uppercase()),
            ("in lower case", secret.to_lowercase()),
            ("reversed", secret.chars().rev().collect()),
            ("in hexadecimal digits", hex("")),
            ("in upper-case hexadecimal digits", hex("").to_uppercase()),
            ("in hexadecimal digits with spaces", hex(" ")),
            ("in hexadecimal digits with colons", hex(":")),
            ("in Base64", standard.clone()),
            ("in Base64 without padding", standard.trim_end_matches('=').to_owned()),
            ("in Base64 for URLs", url.clone()),
            ("in Base64 for URLs without padding", url.trim_end_matches('=').to_owned()),
            ("percent-encoded", bytes.iter().map(|byte| format!("%{byte:02X}")).collect()),
            ("as a list of bytes", list),
            ("escaped", bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()),
            ("as its SHA-256 digest", digest.concat()),
        ];
        Self { secret: secret.to_owned(), encodings }
    }

    /// Returns the secret.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Asserts that this output does not contain the secret, in any of the encodings.
    ///
    /// # Panics
    /// If it does, naming `what` and the encoding.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn assert_absent(&self, what: &str, output: &str) {
        for (encoding, text) in &self.encodings {
            assert!(!output.contains(text), "{what} contains the secret {encoding}");
        }
    }
}

/// Does not print the secret, like every type that contains one.
impl core::fmt::Debug for Canary {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Canary").finish_non_exhaustive()
    }
}

/// Encodes as Base64 (RFC 4648) with padding, with these last two characters of the alphabet.
pub(crate) fn base64(bytes: &[u8], last: &[u8; 2]) -> String {
    let letters: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*last).collect();
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4_usize {
            let letter = letters.get((bits >> (18 - 6 * digit)) as usize & 63);
            let letter = letter.filter(|_| digit <= three.len());
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_recognised() {
        let canary = Canary::new("Canary?>secret");
        assert_eq!(canary.encodings.len(), 16);
        for (encoding, text) in &canary.encodings {
            let shown = format!("before {text} behind");
            let caught = std::panic::catch_unwind(|| canary.assert_absent("it", &shown));
            assert!(caught.is_err(), "{encoding}");
        }
        assert_eq!(base64(b"fo", b"+/"), "Zm8=");
        assert_eq!(base64(b"\xff\xff\xff", b"-_"), "____");
    }
}
