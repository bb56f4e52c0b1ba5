//! Runs the command as a process and checks its output and exit status.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}

const SIGNATURE: &str =
    "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

#[test]
fn providers_are_listed_with_their_evidence() {
    let (status, listed, _) = run(&["providers"], b"");
    assert_eq!(status, 0);
    let (status, json, _) = run(&["providers", "--json"], b"");
    assert_eq!(status, 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let all = json.as_array().unwrap();
    assert_eq!((all.len(), listed.lines().count()), (verihook::providers::ALL.len(), all.len()));
    for provider in all {
        let slug = provider["slug"].as_str().unwrap();
        assert!(listed.lines().any(|line| line.split(' ').next() == Some(slug)), "{slug}");
        assert!(provider["docs"].as_str().unwrap().starts_with("https://"), "{slug}");
        assert!(provider["evidence"]["vectors"].is_string(), "{slug}");
    }
    let stripe = all.iter().find(|one| one["slug"] == "stripe").unwrap();
    assert_eq!(
        (&stripe["tolerance_seconds"], &stripe["delivery_id"]),
        (&300.into(), &"signed".into())
    );
    assert!(stripe["evidence"]["libraries"][0].as_str().unwrap().starts_with("stripe "));
}

/// GitHub's published example.
#[test]
fn a_request_is_verified_from_flags() {
    let provider =
        ["verify", "--provider", "github", "--secret-env", "THE_SECRET", "-H", SIGNATURE];
    let with = |more: &[&'static str]| [&provider[..], more].concat();
    let (status, told, _) = run(&with(&["--body", "Hello, World!"]), b"");
    assert_eq!(status, 0, "{told}");
    assert_eq!(told, "verified: github, 13 bytes\n  secret: `THE_SECRET`\n");
    assert!(!told.contains("Everybody"));
    assert_eq!(run(&provider, b"Hello, World!").0, 0, "the body is read from standard input");

    let (status, told, error) = run(&with(&["--body", "Hello, World?"]), b"");
    assert_eq!((status, told.as_str()), (1, "rejected: signature mismatch\n"));
    assert!(error.contains("run `verihook explain` with the same arguments"), "{error}");
    let (status, told, _) = run(&with(&["--body", "Hello, World!", "--method", "GET"]), b"");
    let reason = "rejected: the provider does not send this method\n  expected POST\n";
    assert_eq!((status, told.as_str()), (1, reason));
}

#[test]
fn files_hold_secrets_and_bodies() {
    let folder = std::env::temp_dir().join(format!("verihook-cli-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (secret, body) = (folder.join("secret"), folder.join("body"));
    fs::write(&secret, "It's a Secret to Everybody\r\n").unwrap();
    fs::write(&body, "Hello, World!").unwrap();
    let (secret, body) = (secret.to_str().unwrap(), body.to_str().unwrap());
    let of = |secret, body| {
        run(
            &[
                "verify",
                "--provider",
                "github",
                "--secret-file",
                secret,
                "--body-file",
                body,
                "-H",
                SIGNATURE,
            ],
            b"",
        )
    };
    assert_eq!(of(secret, body).0, 0);
    let (status, _, error) = of("/no/such/file", body);
    assert_eq!(status, 2);
    assert!(error.starts_with("verihook: /no/such/file: "), "{error}");
    assert_eq!(of(secret, "/no/such/file").0, 2);
    fs::remove_dir_all(folder).unwrap();
}

/// A scheme that signs the URL needs `--public-url`.
#[test]
fn a_signed_url_is_given() {
    let url = "https://webhook.site/webhooks";
    let signature = "x-square-hmacsha256-signature: W3FlCNk5IA3ZQ2LHTWoajvzfaDu/OwY2tNHIHC3IUOA=";
    let body = r#"{"data":{"type":"webhooks","id":"fake_id"}}"#;
    let ask = |more: &[&str]| {
        let asked = [
            "verify",
            "--provider",
            "square",
            "--secret",
            "signature-key",
            "-H",
            signature,
            "--body",
            body,
        ];
        run(&[&asked[..], more].concat(), b"")
    };
    assert_eq!(ask(&["--public-url", url]).0, 0);
    assert_eq!(ask(&["--public-url", "https://webhook.site/other"]).0, 1);
    let (status, _, error) = ask(&[]);
    assert_eq!(
        (status, error.as_str()),
        (
            2,
            "verihook: endpoint `square`: the scheme signs the public URL, but no public URL is set\n"
        )
    );
}

#[test]
fn what_is_not_understood_is_said_in_a_line() {
    for (arguments, said) in [
        (
            &["verify", "--provider", "githup", "--secret", "s"][..],
            "no provider has the slug `githup`; similar names: `github`",
        ),
        (
            &["verify", "--provider", "github"],
            "no signing secret: give --secret, --secret-env or --secret-file",
        ),
        (
            &["verify", "--provider", "github", "--secret", " "],
            "endpoint `github`: signing secret 1 is blank",
        ),
        (
            &["verify", "--provider", "github", "--secret-env", "NO_SUCH_VARIABLE"],
            "`NO_SUCH_VARIABLE`: ",
        ),
        (
            &["verify", "--provider", "github", "--secret", "s", "-H", "no field"],
            "header field 1 has no colon: expected `name: value`",
        ),
        (
            &["verify", "--provider", "discord", "--secret", "zz"],
            "endpoint `discord`: signing secret 1 is not in the provider's format",
        ),
        (&["vectors", "/no/such/file"], "/no/such/file: "),
    ] {
        let (status, told, error) = run(arguments, b"");
        assert_eq!((status, told.as_str()), (2, ""), "{arguments:?}");
        assert!(error.starts_with(&format!("verihook: {said}")), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    for arguments in [
        &[][..],
        &["nonsense"],
        &["vectors"],
        &["verify"],
        &["verify", "--provider", "github", "--now", "x"],
        &["verify", "--provider", "github", "--tolerance", "x"],
        &["verify", "--provider", "github", "--raw", "a", "--har", "b"],
        &["verify", "--provider", "github", "--raw", "a", "--body", "b"],
        &["verify", "--provider", "github", "--har", "a", "-H", "b: c"],
        &["verify", "--provider", "github", "--entry", "1"],
        &["providers", "no-such-provider"],
    ] {
        assert_eq!(run(arguments, b"").0, 2, "{arguments:?}");
    }
}

#[test]
fn every_vector_passes() {
    let mut files: Vec<_> =
        fs::read_dir(vectors()).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    let files: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
    let (status, told, error) = run(&[&["vectors"], files.as_slice()].concat(), b"");
    assert_eq!((status, error.as_str()), (0, ""), "{told}");
    let (passed, rest) = told.split_once(' ').unwrap();
    assert!(passed.parse::<usize>().unwrap() > 1_500, "{told}");
    assert_eq!(rest, "passed, 0 failed\n");
}

#[test]
fn a_vector_that_differs_is_named_and_a_malformed_one_has_its_line() {
    let path = std::env::temp_dir().join(format!("verihook-vectors-{}.jsonl", std::process::id()));
    let judged = |text: String| {
        fs::write(&path, text).unwrap();
        run(&["vectors", path.to_str().unwrap()], b"")
    };
    let good = fs::read_to_string(vectors().join("github.jsonl")).unwrap();
    let first = good.lines().next().unwrap();
    let wrong = first.replace("\"accept\"", "\"reject\"");
    let (status, told, _) = judged(format!("{first}\n\n{wrong}\n"));
    assert_eq!(status, 1);
    assert!(
        told.ends_with("accepted, but should be rejected (genuine: json)\n1 passed, 1 failed\n"),
        "{told}"
    );
    let either = first.replace("\"accept\"", "\"either\"").replace("\"id\"", "\"new\": 1, \"id\"");
    assert_eq!(judged(either).0, 0);
    for (line, said) in [
        ("{".to_owned(), "not a valid vector: "),
        ("{}".to_owned(), "not a valid vector: missing field `id`"),
        (first.replace("\"github\"", "\"githup\""), "no provider has the slug `githup`"),
        (
            first.replace("\"body_base64\": \"", "\"body_base64\": \"!"),
            "`body_base64` is not valid Base64",
        ),
        (first.replace("\"accept\"", "\"maybe\""), "not a valid vector: unknown variant `maybe`"),
    ] {
        let (status, _, error) = judged(format!("{first}\n{line}\n"));
        assert_eq!(status, 2, "{line}");
        assert!(error.contains(&format!(":2: {said}")), "{error}");
    }
    fs::remove_file(path).unwrap();
}

/// A secret or a setting that builds no verifier is a rejection, and the run continues.
#[test]
fn a_vector_without_a_verifier_is_a_rejection() {
    let path = std::env::temp_dir().join(format!("verihook-unbuilt-{}.jsonl", std::process::id()));
    let good = fs::read_to_string(vectors().join("standard-webhooks.jsonl")).unwrap();
    let good: serde_json::Value = serde_json::from_str(good.lines().next().unwrap()).unwrap();
    let case = |changes: &[(&str, serde_json::Value)]| {
        let mut case = good.clone();
        for (name, value) in changes {
            case[*name] = value.clone();
        }
        case.to_string()
    };
    let (accept, reject) = (serde_json::json!("accept"), serde_json::json!("reject"));
    let unusable = ("secrets", serde_json::json!(["whsec_?"]));
    let lines = [
        case(&[("id", "unusable".into()), unusable.clone(), ("expect", accept.clone())]),
        case(&[unusable, ("expect", reject.clone())]),
        case(&[("secrets", serde_json::json!([])), ("expect", reject.clone())]),
        case(&[("url", "no URL".into()), ("expect", reject.clone())]),
        case(&[
            ("provider", "square".into()),
            ("url", serde_json::Value::Null),
            ("expect", reject.clone()),
        ]),
        case(&[
            ("provider", "dropbox".into()),
            ("method", "GET".into()),
            ("url", "https://a.example/?challenge=1".into()),
            ("expect", reject),
        ]),
        case(&[("expect", accept)]),
    ];
    fs::write(&path, lines.join("\n")).unwrap();
    let (status, told, error) = run(&["vectors", path.to_str().unwrap()], b"");
    fs::remove_file(path).unwrap();
    assert_eq!((status, error.as_str()), (1, ""), "{told}");
    let reason = "unusable: rejected, but should be accepted: endpoint `standard-webhooks`: signing secret 1 is ";
    assert!(told.starts_with(reason), "{told}");
    assert!(told.ends_with("\n6 passed, 1 failed\n"), "{told}");
}

/// No output or error of any verb contains a secret, wherever it appears on the command line.
#[test]
fn no_output_shows_a_secret() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    use verihook_conformance::Canary;

    let canary = Canary::new("Canary-0f9e8d7c6b5a4-Secret");
    let secret = canary.secret();
    let folder = std::env::temp_dir().join(format!("verihook-canary-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let plain = file("plain", secret.as_bytes());
    let broken = file("broken", &[secret.as_bytes(), b"\xff"].concat());
    let vector = |secret: &str, provider: &str, more: &str| {
        format!(
            "{{\"id\":\"c\",\"provider\":\"{provider}\",\"secrets\":[\"{secret}\"],\"now\":1,\"method\":\"POST\",\
             \"url\":null,\"headers\":[[\"authorization\",\"Bearer {secret}\"]],\"body_base64\":\"\",\
             \"expect\":\"accept\"{more}}}\n"
        )
    };
    let vectors = file("vectors", vector(secret, "github", "").as_bytes());
    let unfit = file("unfit", vector(secret, "standard-webhooks", "").as_bytes());
    let malformed = file("malformed", vector(secret, "github", ",\"tolerance\":\"x\"").as_bytes());
    let cut = file("cut", &vector(secret, "github", "").as_bytes()[..120]);

    let raw = format!("POST / HTTP/1.1\r\nauthorization: Bearer {secret}\r\n\r\nx");
    let raw = file("raw", raw.as_bytes());
    let broken_raw = file("broken-raw", format!("POST / HTTP/1.1\r\n{secret}\r\n\r\n").as_bytes());
    let har = format!("{{\"log\":{{\"version\":\"1.2\",\"entries\":\"{secret}\"}}}}");
    let har = file("har", har.as_bytes());

    let github = ["verify", "--provider", "github"];
    let bearer = format!("authorization: Bearer {secret}");
    let misspelt = format!("--secrte={secret}");
    let dashed = format!("--{secret}");
    let url = format!("https://user:{secret}@example.com/hook");
    let commands: Vec<Vec<&str>> = vec![
        [&github[..], &["--secret", secret, "-H", SIGNATURE, "--body", "Hello, World!"]].concat(),
        [&github[..], &["--secret", secret, "-H", &bearer, "--body", "x"]].concat(),
        [&github[..], &["--secret", secret, "-H", secret, "--body", "x"]].concat(),
        [&github[..], &["--secret-env", "CANARY", "--body", "x"]].concat(),
        [&github[..], &["--secret-env", "BROKEN_CANARY", "--body", "x"]].concat(),
        [&github[..], &["--secret-file", &plain, "--body", "x"]].concat(),
        [&github[..], &["--secret-file", &broken, "--body", "x"]].concat(),
        [&github[..], &["--secret", "s", "--now", secret]].concat(),
        [&github[..], &["--secret", "s", "--tolerance", secret]].concat(),
        [&github[..], &["--secret", "s", secret]].concat(),
        [&github[..], &[misspelt.as_str()]].concat(),
        [&github[..], &[dashed.as_str()]].concat(),
        vec!["verify", "--provider", "standard-webhooks", "--secret", secret, "--body", "x"],
        vec!["verify", "--provider", "discord", "--secret", secret, "--body", "x"],
        vec!["verify", "--provider", "centrepoint-basic", "--secret", secret, "--body", "x"],
        vec![
            "verify",
            "--provider",
            "centrepoint-bearer",
            "--secret",
            secret,
            "-H",
            &bearer,
            "--body",
            "x",
        ],
        vec![
            "verify",
            "--provider",
            "square",
            "--secret",
            "s",
            "--public-url",
            &url,
            "--body",
            "x",
        ],
        vec![
            "verify",
            "--provider",
            "square",
            "--secret",
            "s",
            "--public-url",
            secret,
            "--body",
            "x",
        ],
        [&github[..], &["--secret", "s", "--raw", &raw]].concat(),
        [&github[..], &["--secret", "s", "--raw", &broken_raw]].concat(),
        [&github[..], &["--secret", "s", "--har", &har]].concat(),
        [&github[..], &["--secret", "s", "--har", &raw]].concat(),
        vec!["sign", "--provider", "github", "--secret", secret, "--body", "x"],
        vec!["sign", "--provider", "discord", "--secret", secret, "--body", "x"],
        vec!["sign", "--provider", "sendgrid", "--secret-env", "CANARY", "--body", "x"],
        vec!["secret", "--check", "--provider", "github", "--secret-env", "CANARY"],
        vec!["secret", "--check", "--provider", "discord", "--secret", secret],
        vec!["secret", "--check", "--provider", "stripe", "--json", "--secret", secret],
        vec!["secret", "--provider", "github", "--secret", secret],
        vec!["man", secret],
        vec!["completions", secret],
        vec!["--color", secret, "providers"],
        vec!["vectors", &vectors],
        vec!["vectors", &unfit],
        vec!["vectors", &malformed],
        vec!["vectors", &cut],
        vec!["vectors", &plain],
        vec!["vectors", &broken],
        vec!["providers", secret],
        vec![secret],
    ];
    for arguments in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
        let bytes = [secret.as_bytes(), b"\xff"].concat();
        command.env("CANARY", secret).env("BROKEN_CANARY", OsString::from_vec(bytes));
        let output = command
            .args(&arguments)
            .env("RUST_BACKTRACE", "full")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let shown = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8_lossy(&shown);
        canary.assert_absent(&format!("`{}`", arguments[0]), &shown);
        assert!(!shown.contains("panicked"), "{shown}");
        assert!(matches!(output.status.code(), Some(0..=2)), "{shown}");
    }
    fs::remove_dir_all(&folder).unwrap();
}
