//! Explains why a webhook does not verify.

mod code;
mod explainer;
mod finding;

pub use code::Code;
pub use explainer::{Explainer, NotExplained, Request};
pub use finding::{Certainty, Finding};
