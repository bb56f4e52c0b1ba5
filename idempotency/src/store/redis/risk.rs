//! What the server's configuration can cost.

use super::connection::Connection;
use crate::store::StoreError;
use core::fmt;
use redis::{Cmd, ErrorKind, ServerErrorKind};

/// The first version whose scripts may read a time to live and write after that.
const MIN_VERSION: u32 = 5;

/// A setting of a Redis server that can make it forget deliveries.
///
/// Its text says what can happen, and what to set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedisRisk {
    /// The server removes keys when its memory is full.
    Eviction {
        /// The value of `maxmemory-policy`.
        policy: String,
    },
    /// The server does not log each write to disk.
    NoAppendOnlyFile,
    /// The server does not tell its settings.
    Unchecked,
}

impl fmt::Display for RedisRisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Eviction { policy } => write!(
                f,
                "Redis removes deliveries when its memory is full (maxmemory-policy is {policy}), \
                 and their duplicates are handled again: set maxmemory-policy to noeviction"
            ),
            Self::NoAppendOnlyFile => f.write_str(
                "Redis forgets the deliveries since its last snapshot when it restarts (appendonly \
                 is no), and their duplicates are handled again: set appendonly to yes",
            ),
            Self::Unchecked => f.write_str(
                "Redis does not report its settings: check that maxmemory-policy is noeviction and \
                 appendonly is yes, or allow this user INFO",
            ),
        }
    }
}

/// Returns the risks of the server's settings.
///
/// `INFO` shows them too, and hosted servers allow it where they forbid `CONFIG`.
pub(super) async fn check(
    connection: &Connection,
    prefix: &str,
) -> Result<Vec<RedisRisk>, StoreError> {
    let mut command = Cmd::new();
    command.arg("INFO");
    match connection.query::<String>(&command).await {
        Ok(info) => {
            require_supported(&info)?;
            Ok(risks(&info))
        }
        Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoPerm) => {
            Ok(vec![RedisRisk::Unchecked])
        }
        Err(error) => Err(connection.explain(error, prefix)),
    }
}

fn require_supported(info: &str) -> Result<(), StoreError> {
    let version = field(info, "redis_version").unwrap_or_default();
    let major = version.split('.').next().and_then(|major| major.parse().ok());
    if major.is_some_and(|major: u32| major < MIN_VERSION) {
        return Err(StoreError::new(format!(
            "Redis is too old: expected version {MIN_VERSION} or later, found {version}"
        )));
    }
    if field(info, "cluster_enabled") == Some("1") {
        return Err(StoreError::new(
            "Redis Cluster is not supported: use a server with cluster-enabled no",
        ));
    }
    Ok(())
}

fn risks(info: &str) -> Vec<RedisRisk> {
    let mut risks = Vec::new();
    match (field(info, "maxmemory_policy"), field(info, "aof_enabled")) {
        (Some(policy), Some(appends)) => {
            if policy != "noeviction" {
                risks.push(RedisRisk::Eviction { policy: policy.to_owned() });
            }
            if appends != "1" {
                risks.push(RedisRisk::NoAppendOnlyFile);
            }
        }
        _ => risks.push(RedisRisk::Unchecked),
    }
    risks
}

fn field<'i>(info: &'i str, name: &str) -> Option<&'i str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_server_and_a_cluster_are_refused() {
        let refused = |info| require_supported(info).unwrap_err().to_string();
        assert_eq!(
            refused("redis_version:4.0.14\r\n"),
            "Redis is too old: expected version 5 or later, found 4.0.14"
        );
        assert!(refused("redis_version:7.2.4\r\ncluster_enabled:1\r\n").contains("Cluster"));
        for info in ["redis_version:5.0.0\r\ncluster_enabled:0\r\n", "redis_version:10.1", ""] {
            assert!(require_supported(info).is_ok(), "{info}");
        }
    }

    #[test]
    fn what_the_server_does_not_tell_is_a_risk() {
        assert_eq!(risks("aof_enabled:1\r\n"), [RedisRisk::Unchecked]);
        assert_eq!(risks("maxmemory_policy:noeviction\r\naof_enabled:1\r\n"), []);
    }
}
