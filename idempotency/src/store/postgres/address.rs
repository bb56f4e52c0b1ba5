//! The URL of a server.

use crate::store::StoreError;

/// Checks a URL before a driver parses it.
///
/// Each driver divides a URL with unescaped characters in its own way, and could take a part of the
/// password for the name of a host, which errors contain.
///
/// # Errors
/// [`StoreError`] without any part of the URL.
pub(super) fn check(url: &str) -> Result<(), StoreError> {
    let form = "expected `postgres://user:password@host:port/database`";
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
    let Some(rest) = rest else {
        return Err(StoreError::new(format!("not a PostgreSQL URL: {form}")));
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if path.contains(['@', '#']) || authority.matches('@').count() > 1 {
        return Err(StoreError::new(format!(
            "the URL of PostgreSQL is ambiguous: {form}, where `/`, `?`, `#` and `@` in a user, a \
             password or a parameter are written as `%2F`, `%3F`, `%23` and `%40`"
        )));
    }
    Ok(())
}
