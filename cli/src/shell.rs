//! `verihook completions` and `verihook man`.
