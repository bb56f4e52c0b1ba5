//! What the server must decide in one step.
//!
//! The positions are those of `value.rs`, which Lua counts from one.

use super::connection::Connection;
use redis::{Cmd, ErrorKind, FromRedisValue, RedisError, ServerErrorKind};

pub(super) struct Scripts {
    pub(super) contend: Script,
    pub(super) renew: Script,
    pub(super) complete: Script,
    pub(super) release: Script,
}

impl Scripts {
    pub(super) fn new() -> Self {
        Self {
            contend: Script::new(CONTEND),
            renew: Script::new(RENEW),
            complete: Script::new(COMPLETE),
            release: Script::new(RELEASE),
        }
    }
}

/// Claims a key that exists. The arguments are the new value and the retention.
///
/// Returns nil if the caller owns the delivery now, the rest of the lease if another owner holds
/// it, and otherwise the value, for the caller to read.
const CONTEND: &str = "\
local value = redis.call('GET', KEYS[1])
if value then
    if value:sub(1, 1) ~= 'P' or value:sub(18, 49) ~= ARGV[1]:sub(18, 49) then
        return value
    end
    local rest = redis.call('PTTL', KEYS[1]) - tonumber(value:sub(50), 16)
    if rest > 0 then
        return rest
    end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
";

/// Extends a lease. The arguments are the owner's mark and the lease.
const RENEW: &str = "\
if redis.call('GETRANGE', KEYS[1], 0, 16) ~= ARGV[1] then
    return 0
end
local rest = math.max(redis.call('PTTL', KEYS[1]) - ARGV[2], 0)
redis.call('SETRANGE', KEYS[1], 49, string.format('%011x', rest))
return 1
";

/// Marks a delivery as done. The arguments are the owner's mark and the one that replaces it.
///
/// Two short commands that copy nothing: with `GET` and `SET KEEPTTL`, a completion costs the
/// server a fifth more.
const COMPLETE: &str = "\
if redis.call('GETRANGE', KEYS[1], 0, 16) ~= ARGV[1] then
    return 0
end
redis.call('SETRANGE', KEYS[1], 0, ARGV[2])
return 1
";

/// Forgets a claim. The argument is the owner's mark.
const RELEASE: &str = "\
if redis.call('GETRANGE', KEYS[1], 0, 16) ~= ARGV[1] then
    return 0
end
redis.call('DEL', KEYS[1])
return 1
";

/// A script, and the digest by which the server knows it.
pub(super) struct Script {
    code: &'static str,
    digest: String,
}

impl Script {
    fn new(code: &'static str) -> Self {
        Self { code, digest: redis::Script::new(code).get_hash().to_owned() }
    }

    /// Runs the script on one key.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        connection: &Connection,
        key: &[u8],
        arguments: &[&[u8]],
    ) -> Result<T, RedisError> {
        let known = self.command("EVALSHA", &self.digest, key, arguments);
        match connection.query(&known).await {
            // The server forgets scripts when it restarts. `EVAL` runs this one and keeps it.
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                connection.query(&self.command("EVAL", self.code, key, arguments)).await
            }
            result => result,
        }
    }

    fn command(&self, name: &str, script: &str, key: &[u8], arguments: &[&[u8]]) -> Cmd {
        let mut command = Cmd::with_capacity(4 + arguments.len(), 224);
        command.arg(name).arg(script).arg(1).arg(key);
        for argument in arguments {
            command.arg(*argument);
        }
        command
    }
}
