#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod candidate;
mod clue;
mod code;
mod explainer;
mod finding;
mod header;
mod oracle;
mod remedy;
mod search;
mod secret;
mod sibling;
mod time;
mod url;

pub use code::Code;
pub use explainer::{Explainer, MAX_BODY, NotExplained, Request};
pub use finding::{Certainty, Finding};
