#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod candidate;
mod clue;
mod code;
mod error;
mod explainer;
mod explanation;
mod finding;
mod header;
mod oracle;
mod remedy;
mod request;
mod search;
mod secret;
mod sibling;
mod time;
mod url;

pub use code::Code;
pub use error::NotExplained;
pub use explainer::{Explainer, MAX_BODY};
pub use finding::{Certainty, Finding};
pub use request::Request;
