//! Which cases a run includes.

use crate::UsageError;
use verihook_conformance::{Case, Category, cases};

/// The categories and cases of `--only` and `--skip`.
pub(super) struct Filter {
    only: Vec<String>,
    skip: Vec<String>,
}

impl Filter {
    /// Checks that every name is that of a category or a case.
    pub(super) fn new(only: &[String], skip: &[String]) -> Result<Self, UsageError> {
        let is_known =
            |name: &str| Category::by_name(name).is_some() || cases().any(|case| case.id == name);
        if let Some(unknown) = only.iter().chain(skip).find(|name| !is_known(name)) {
            let names: Vec<_> = Category::ALL.iter().map(|category| category.name()).collect();
            return Err(UsageError::new(format_args!(
                "`{unknown}` is not a category or a case; the categories are {}",
                names.join(", ")
            )));
        }
        Ok(Self { only: only.to_vec(), skip: skip.to_vec() })
    }

    pub(super) fn admits(&self, case: &Case) -> bool {
        let names = |list: &[String]| {
            list.iter().any(|name| name == case.id || name == case.category().name())
        };
        (self.only.is_empty() || names(&self.only)) && !names(&self.skip)
    }
}
