//! Pages of single providers.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use serde_json::Value;

/// One provider is shown in full, by its slug or an alias.
#[test]
fn one_provider_is_shown_in_full() {
    let (status, page, _) = run(&["providers", "stripe"], b"");
    assert_eq!(status, 0);
    for line in [
        "stripe",
        "  signed content: `{timestamp}.{body}`",
        "  proves: who sent the request, and its body",
    ] {
        assert!(page.lines().any(|printed| printed == line), "{line}\n{page}");
    }
    for word in ["https://", "tolerance 300 s", "verihook sign --provider stripe", "agreement: "] {
        assert!(page.contains(word), "{word}\n{page}");
    }
    let (_, meta, _) = run(&["providers", "meta"], b"");
    assert_eq!(run(&["providers", "whatsapp"], b"").1, meta);
    assert!(meta.contains("also named: facebook, instagram"), "{meta}");
    let (_, json, _) = run(&["providers", "stripe", "--json"], b"");
    let mut json: Value = serde_json::from_str(&json).unwrap();
    let scheme = json.as_object_mut().unwrap().remove("scheme").unwrap();
    assert!(scheme.as_array().unwrap().contains(&"signed content: `{timestamp}.{body}`".into()));
    let (_, all, _) = run(&["providers", "--json"], b"");
    let all: Value = serde_json::from_str(&all).unwrap();
    assert!(all.as_array().unwrap().contains(&json), "the rest is as in the list");
    let (status, _, error) = run(&["providers", "strip"], b"");
    assert_eq!(status, 2);
    assert!(error.contains("similar names: `stripe`"), "{error}");
}

#[test]
fn every_provider_has_a_page_whose_example_signs() {
    for entry in verihook::providers::ALL {
        let (status, page, _) = run(&["providers", entry.slug], b"");
        assert_eq!(status, 0, "{}", entry.slug);
        let example = page.lines().find(|line| line.starts_with("  verihook sign ")).unwrap();
        let example = example.replace("--secret-env WEBHOOK_SECRET ", "");
        let example = example.replace("--body-file body.json", "--body {}");
        let arguments: Vec<_> = example.split_whitespace().skip(1).collect();
        let (status, _, error) = run(&arguments, b"");
        assert_eq!(status, 0, "{example}: {error}");
    }
}
