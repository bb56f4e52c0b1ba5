//! `verihook completions` and `verihook man`.

use crate::output::print_bytes;
use crate::{Outcome, UsageError};
use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::{self, Write as _};
use verihook::providers;

pub(crate) const COMPLETIONS_EXAMPLE: &str = "\
Examples:
  verihook completions bash > ~/.local/share/bash-completion/completions/verihook
  verihook completions fish > ~/.config/fish/completions/verihook.fish";

pub(crate) const MAN_EXAMPLE: &str = "\
Examples:
  verihook man > verihook.1
  verihook man sign | man -l -";

#[derive(Args)]
pub(crate) struct CompletionArguments {
    /// Write completions for this shell.
    shell: Shell,
}

impl CompletionArguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let mut script = Vec::new();
        let mut command = with_values(crate::command());
        clap_complete::generate(self.shell, &mut command, "verihook", &mut script);
        print_bytes(&script);
        Ok(Outcome::Pass)
    }
}

/// Adds the values that a shell completes: the slugs of providers, and the verbs.
///
/// The command itself checks them in its own way, which names similar ones.
fn with_values(command: Command) -> Command {
    let verbs: Vec<String> =
        command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    command.mut_subcommands(|verb| {
        let takes_verb = verb.get_name() == "man";
        let verbs = verbs.clone();
        verb.mut_args(move |argument| match argument.get_id().as_str() {
            "provider" | "name" => {
                let slugs = providers::ALL.iter().map(|entry| entry.slug);
                argument.value_parser(PossibleValuesParser::new(slugs))
            }
            "verb" if takes_verb => argument.value_parser(PossibleValuesParser::new(verbs.clone())),
            _ => argument,
        })
    })
}

#[derive(Args)]
pub(crate) struct ManArguments {
    /// Write the page of this verb (default: the main page, which lists the verbs).
    verb: Option<String>,
}

impl ManArguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let mut page = Vec::new();
        let source = concat!("verihook ", env!("CARGO_PKG_VERSION"));
        let command = self.command()?;
        let examples = command.get_after_help().map(ToString::to_string);
        let man = Man::new(command).source(source);
        render(&man, examples.as_deref(), &mut page).map_err(UsageError::new)?;
        print_bytes(&page);
        Ok(Outcome::Pass)
    }

    fn command(&self) -> Result<Command, UsageError> {
        let mut command = crate::command().disable_help_subcommand(true);
        // Adds to each verb its full name and the options that all verbs have.
        command.build();
        let Some(verb) = &self.verb else { return Ok(command) };
        let found = command.find_subcommand(verb).cloned().ok_or_else(|| {
            let names: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
            UsageError::new(format_args!(
                "no verb has this name: expected one of {}",
                names.join(", ")
            ))
        })?;
        // A page is named like a file: `verihook-sign`.
        Ok(found.display_name(format!("verihook-{verb}")))
    }
}

/// Writes a page. Its examples keep their lines, which clap_mangen would join.
fn render(man: &Man, examples: Option<&str>, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    let Some(examples) = examples else {
        man.render_subcommands_section(page)?;
        return man.render_version_section(page);
    };
    let (before, examples) = examples.split_at(examples.find("Example").unwrap_or_default());
    let (examples, after) = examples.split_once("\n\n").unwrap_or((examples, ""));
    writeln!(page, ".SH EXAMPLES\n.nf")?;
    for line in examples.lines().skip(1) {
        writeln!(page, "\\&{}", escaped(line))?;
    }
    writeln!(page, ".fi")?;
    if !(before.is_empty() && after.is_empty()) {
        writeln!(page, ".SH NOTES")?;
    }
    for line in before.lines().chain(after.lines()) {
        // An empty line begins a paragraph.
        writeln!(page, "{}", if line.is_empty() { ".PP".to_owned() } else { escaped(line) })?;
    }
    Ok(())
}

/// Escapes what is special in roff. No line of the texts begins with a dot.
fn escaped(line: &str) -> String {
    line.replace('\\', "\\e").replace('-', "\\-")
}
