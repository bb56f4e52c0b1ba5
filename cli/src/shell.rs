//! `verihook completions` and `verihook man`.

use crate::output::print_bytes;
use crate::{Outcome, UsageError};
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

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
        clap_complete::generate(self.shell, &mut crate::command(), "verihook", &mut script);
        print_bytes(&script);
        Ok(Outcome::Pass)
    }
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
        let man = Man::new(self.command()?).source(source);
        man.render(&mut page).map_err(UsageError::new)?;
        print_bytes(&page);
        Ok(Outcome::Pass)
    }

    fn command(&self) -> Result<Command, UsageError> {
        let mut command = crate::command();
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
