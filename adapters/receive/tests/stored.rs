//! Secrets from files and environment variables.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::PathBuf;
use verihook::providers::{GitHub, StandardWebhooks};
use verihook::{Any, PlainHead, Rejection, SecretPolicy, Signer, UnixTime, Verifier};
use verihook_receive::secrets::{SecretPlace, StoredSecrets};

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("verihook-{test}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn place(&self, name: &str) -> SecretPlace {
        SecretPlace::file(self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Delivers a request signed with `secret`. Returns the name of the secret that matched.
fn deliver(verifier: &Verifier<GitHub>, secret: &str) -> Result<String, Rejection> {
    let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", NOW).unwrap();
    let verified = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW)?;
    Ok(verified.delivery().secret().to_owned())
}

#[test]
fn a_rotation_needs_no_restart() {
    let folder = Folder::new("rotation");
    folder.put("current", "one\n");
    let places = [folder.place("current"), folder.place("old").named("before").optional()];
    let stored = StoredSecrets::<GitHub>::read(places).unwrap();
    let verifier =
        Verifier::<GitHub>::builder().swappable_secrets(stored.secrets()).build().unwrap();
    assert_eq!(deliver(&verifier, "one").as_deref(), Ok("current"));

    folder.put("current", "two\r\n");
    folder.put("old", "one");
    assert_eq!(deliver(&verifier, "two"), Err(Rejection::SignatureMismatch), "not reloaded yet");
    stored.reload().unwrap();
    assert_eq!(deliver(&verifier, "two").as_deref(), Ok("current"));
    assert_eq!(deliver(&verifier, "one").as_deref(), Ok("before"));

    fs::remove_file(folder.0.join("old")).unwrap();
    stored.clone().reload().unwrap();
    assert_eq!(deliver(&verifier, "one"), Err(Rejection::SignatureMismatch));
    assert_eq!(deliver(&verifier, "two").as_deref(), Ok("current"));
}

#[test]
fn what_cannot_be_read_leaves_what_was_there() {
    let folder = Folder::new("unreadable");
    folder.put("current", "one");
    folder.put("old", "zero");
    let places = [folder.place("current"), folder.place("old").optional()];
    let stored = StoredSecrets::<GitHub>::read(places).unwrap();
    let verifier =
        Verifier::<GitHub>::builder().swappable_secrets(stored.secrets()).build().unwrap();
    let refused = |text: &[u8], reason: &str| {
        folder.put("old", text);
        let told = stored.reload().unwrap_err().to_string();
        assert!(told.contains(reason) && told.contains("old"), "{told}");
        assert_eq!(deliver(&verifier, "one").as_deref(), Ok("current"));
        assert_eq!(deliver(&verifier, "zero").as_deref(), Ok("old"));
    };
    refused(b"", "blank");
    refused(b"\n", "blank");
    refused(b"two\n\n", "white space");
    refused(b" two", "white space");
    refused(b"\xff\xfe", "UTF-8");
    fs::remove_file(folder.0.join("current")).unwrap();
    let told = stored.reload().unwrap_err();
    assert!(format!("{told:?}").starts_with("signing secret `current` cannot be read"), "{told}");
    assert_eq!(deliver(&verifier, "one").as_deref(), Ok("current"));
}

#[test]
fn nothing_to_begin_with_is_an_error() {
    let folder = Folder::new("nothing");
    let missing = StoredSecrets::<GitHub>::read([folder.place("missing")]).unwrap_err();
    assert!(missing.to_string().contains("`missing`"), "{missing}");
    let none = StoredSecrets::<GitHub>::read([folder.place("missing").optional()]).unwrap_err();
    assert!(none.to_string().contains("no signing secret"), "{none}");
    let unset = StoredSecrets::<GitHub>::read([SecretPlace::env("VERIHOOK_UNSET")]).unwrap_err();
    assert!(unset.to_string().contains("`VERIHOOK_UNSET`"), "{unset}");
    folder.put("short", "whsec_c2hvcnQ=");
    let short = StoredSecrets::<StandardWebhooks>::read([folder.place("short")]).unwrap_err();
    assert!(short.to_string().contains("`short`"), "{short}");
    let provider = StoredSecrets::<Any>::by_slug("nobody", [folder.place("short")]).unwrap_err();
    assert!(provider.to_string().contains("nobody"), "{provider}");
    for told in [missing, none, unset, short, provider] {
        assert!(!format!("{told} {told:?}").contains("c2hvcnQ"));
    }
}

#[test]
fn a_variable_is_taken_as_it_is() {
    // Cargo sets this variable for every test.
    let text = std::env::var("CARGO_PKG_NAME").unwrap();
    let stored = StoredSecrets::<GitHub>::read([SecretPlace::env("CARGO_PKG_NAME")]).unwrap();
    let verifier =
        Verifier::<GitHub>::builder().swappable_secrets(stored.secrets()).build().unwrap();
    assert_eq!(deliver(&verifier, &text).as_deref(), Ok("CARGO_PKG_NAME"));
    assert!(!format!("{stored:?}").contains(&text));
}

#[test]
fn a_secret_has_its_time() {
    let folder = Folder::new("time");
    folder.put("new", "new");
    folder.put("old", "old");
    let before = UnixTime::from_seconds(NOW.seconds() - 1);
    let after = UnixTime::from_seconds(NOW.seconds() + 1);
    let places = [folder.place("new").not_before(after), folder.place("old").not_after(NOW)];
    let stored = StoredSecrets::<GitHub>::read(places).unwrap();
    let verifier =
        Verifier::<GitHub>::builder().swappable_secrets(stored.secrets()).build().unwrap();
    assert_eq!(deliver(&verifier, "old").as_deref(), Ok("old"));
    assert_eq!(deliver(&verifier, "new"), Err(Rejection::SignatureMismatch));
    let places = [folder.place("new").not_before(NOW), folder.place("old").not_after(before)];
    let stored = StoredSecrets::<GitHub>::read(places).unwrap();
    let verifier =
        Verifier::<GitHub>::builder().swappable_secrets(stored.secrets()).build().unwrap();
    assert_eq!(deliver(&verifier, "new").as_deref(), Ok("new"));
    assert_eq!(deliver(&verifier, "old"), Err(Rejection::SignatureMismatch));
}

#[test]
fn what_the_rules_refuse_does_not_come_in_by_a_rotation() {
    let folder = Folder::new("rules");
    let strong = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";
    folder.put("current", strong);
    let rules = SecretPolicy::refusing();
    let stored = StoredSecrets::<GitHub>::read([folder.place("current")])
        .unwrap()
        .with_policy(&rules, "github");
    let verifier = Verifier::<GitHub>::builder()
        .swappable_secrets(stored.secrets())
        .secret_policy(&rules)
        .build()
        .unwrap();
    folder.put("current", "changeme");
    let refused = stored.reload().unwrap_err().to_string();
    assert_eq!(
        refused,
        "endpoint `github`: signing secret `current` is predictable: generate a random one"
    );
    assert!(deliver(&verifier, "changeme").is_err());
    assert!(deliver(&verifier, strong).is_ok());

    let other = "zW3nTzD7vC0sQe8rJbXuLf5ayGh1pMqk";
    folder.put("current", other);
    stored.reload().unwrap();
    assert!(deliver(&verifier, other).is_ok());
}
