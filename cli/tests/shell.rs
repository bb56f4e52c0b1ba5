//! Help, completions, manual pages and colour.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use std::process::Command;

const VERBS: [&str; 12] = [
    "providers",
    "verify",
    "vectors",
    "sign",
    "send",
    "listen",
    "replay",
    "explain",
    "conformance",
    "secret",
    "completions",
    "man",
];

#[test]
fn the_help_of_each_verb_has_an_example() {
    let (status, main, _) = run(&["--help"], b"");
    assert_eq!(status, 0);
    for verb in VERBS {
        assert!(main.lines().any(|line| line.trim_start().starts_with(verb)), "{verb}");
        for flag in ["--help", "-h"] {
            let (status, help, _) = run(&[verb, flag], b"");
            assert_eq!(status, 0, "{verb}");
            let (_, example) = help.split_once("\nExample").unwrap_or_else(|| panic!("{verb}"));
            assert!(example.contains(&format!("  verihook {verb} ")), "{verb}");
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{verb}: {line}");
            }
        }
    }
    let verbs = main.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = verbs.take_while(|line| !line.is_empty()).count();
    assert_eq!(listed, VERBS.len() + 1, "each verb is in the list of this test, except `help`");
}

#[test]
fn each_shell_has_completions_of_each_verb() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (status, script, error) = run(&["completions", shell], b"");
        assert_eq!((status, error.as_str()), (0, ""), "{shell}");
        for word in VERBS.into_iter().chain(["public-url", "secret-env"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(run(&["completions", "tcsh"], b"").0, 2);
}

/// Bash loads the script, and completes a verb with it.
#[cfg(unix)]
#[test]
fn bash_completes_a_verb() {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("ignored: there is no bash");
        return;
    }
    let (_, script, _) = run(&["completions", "bash"], b"");
    let ask = "COMP_WORDS=(verihook prov); COMP_CWORD=1; _verihook verihook prov verihook; \
               printf '%s\\n' \"${COMPREPLY[@]}\"";
    let output = Command::new("bash").args(["-c", &format!("{script}\n{ask}")]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "providers\n");
}

#[test]
fn each_verb_has_a_manual_page() {
    let (status, main, _) = run(&["man"], b"");
    assert_eq!(status, 0);
    assert!(main.contains(".TH verihook 1 "), "{main}");
    for verb in VERBS {
        assert!(main.contains(&format!("verihook\\-{verb}(1)")), "{verb}");
        let (status, page, _) = run(&["man", verb], b"");
        assert_eq!(status, 0, "{verb}");
        assert!(page.contains(&format!(".TH verihook-{verb} 1 ")), "{verb}: {page}");
        assert!(page.contains(".SH EXAMPLES\n.nf\n\\&  verihook "), "{verb}: {page}");
    }
    let (status, told, error) = run(&["man", "nonsense"], b"");
    assert_eq!((status, told.as_str()), (2, ""));
    assert!(error.contains("expected one of providers, verify"), "{error}");
}

#[test]
fn colour_is_only_used_where_it_is_wanted() {
    let colours = |arguments: &[&str]| {
        let (_, output, error) = run(arguments, b"");
        [output.contains("\x1b["), error.contains("\x1b[")]
    };
    let rejected = ["verify", "--provider", "github", "--secret", "s", "--body", "x"];
    assert_eq!(colours(&["providers"]), [false; 2], "the output is not a terminal");
    assert_eq!(colours(&["providers", "--color", "always"]), [true, false]);
    assert_eq!(colours(&[&rejected[..], &["--color=always"]].concat()), [true, false]);
    assert_eq!(colours(&["providers", "nonsense", "--color", "always"]), [false, true]);
    assert_eq!(colours(&["--color", "always", "--help"]), [true, false]);
    assert_eq!(colours(&["--color", "always", "nonsense"]), [false, true]);
    assert_eq!(colours(&["--color", "never", "--help"]), [false; 2]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
    let output = command.arg("providers").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(output.stdout.contains(&0x1b), "the environment forces colour");
    let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
    command.arg("providers").env("NO_COLOR", "1");
    assert!(!command.output().unwrap().stdout.contains(&0x1b));
}

/// `verihook providers | head -1` ends quietly.
#[cfg(unix)]
#[test]
fn a_closed_output_is_no_failure() {
    use std::process::Stdio;
    for arguments in [&["providers"][..], &["man"], &["completions", "bash"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        command.args(arguments).stdout(writer).stderr(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
    }
}
