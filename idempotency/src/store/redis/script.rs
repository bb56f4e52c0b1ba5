//! What the server must decide in one step.
//!
//! The positions are those of `value.rs`. Lua counts them from one, and the commands from zero.
//! Commands get them as text: Redis formats a number of Lua slowly, which made up a third of a
//! script's time.

use super::connection::Connection;
use redis::{Cmd, ErrorKind, FromRedisValue, RedisError, ServerErrorKind};

pub(super) struct Scripts {
    pub(super) contend: Script,
    pub(super) renew: Script,
    pub(super) complete: Script,
    pub(super) complete_all: Script,
    pub(super) release: Script,
}

impl Scripts {
    pub(super) fn new() -> Self {
        Self {
            contend: Script::new(CONTEND),
            renew: Script::new(RENEW),
            complete: Script::new(COMPLETE),
            complete_all: Script::new(COMPLETE_ALL),
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
if redis.call('GETRANGE', KEYS[1], '0', '16') ~= ARGV[1] then
    return 0
end
local rest = math.max(redis.call('PTTL', KEYS[1]) - ARGV[2], 0)
redis.call('SETRANGE', KEYS[1], '49', string.format('%011x', rest))
return 1
";

/// Marks a delivery as done. The arguments are the owner's mark and the one that replaces it.
///
/// The value is overwritten in place, so its time to live stays.
const COMPLETE: &str = "\
if redis.call('GETRANGE', KEYS[1], '0', '16') ~= ARGV[1] then
    return 0
end
redis.call('SETRANGE', KEYS[1], '0', ARGV[2])
return 1
";

/// As [`COMPLETE`], for any number of keys with two arguments each. Returns 1, 0, or -1 if a command
/// failed, which must not keep the other deliveries from their completion.
const COMPLETE_ALL: &str = "\
local outcomes = {}
for i, key in ipairs(KEYS) do
    local mark = redis.pcall('GETRANGE', key, '0', '16')
    if mark == ARGV[2 * i - 1] then
        local written = redis.pcall('SETRANGE', key, '0', ARGV[2 * i])
        outcomes[i] = type(written) == 'number' and 1 or -1
    else
        outcomes[i] = type(mark) == 'string' and 0 or -1
    end
end
return outcomes
";

/// Forgets a claim. The argument is the owner's mark.
const RELEASE: &str = "\
if redis.call('GETRANGE', KEYS[1], '0', '16') ~= ARGV[1] then
    return 0
end
redis.call('DEL', KEYS[1])
return 1
";

/// Returns `true` if the server has no memory for the command.
pub(super) fn is_full(error: &RedisError) -> bool {
    error.code() == Some("OOM")
}

/// A script, and the digest by which the server knows it.
pub(super) struct Script {
    code: &'static str,
    digest: String,
}

impl Script {
    fn new(code: &'static str) -> Self {
        Self { code, digest: redis::Script::new(code).get_hash().to_owned() }
    }

    pub(super) async fn run<'a, T: FromRedisValue>(
        &self,
        connection: &Connection,
        keys: impl ExactSizeIterator<Item = &'a [u8]> + Clone,
        arguments: impl Iterator<Item = &'a [u8]> + Clone,
    ) -> Result<T, RedisError> {
        let known = command("EVALSHA", &self.digest, keys.clone(), arguments.clone());
        match connection.query(&known).await {
            // The server forgets scripts when it restarts. `EVAL` runs this one and keeps it.
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                connection.query(&command("EVAL", self.code, keys, arguments)).await
            }
            result => result,
        }
    }

    /// Runs the script on one key, also if the memory of the server is full.
    ///
    /// For a script that only overwrites or removes what is there. A handler that has done its work
    /// must be able to complete its delivery. Redis 7 has the flag; an older server ends with the
    /// same error as before.
    pub(super) async fn run_in_place<T: FromRedisValue>(
        &self,
        connection: &Connection,
        key: &[u8],
        arguments: [&[u8]; 2],
    ) -> Result<T, RedisError> {
        let (keys, arguments) = ([key].into_iter(), arguments.into_iter());
        match self.run(connection, keys.clone(), arguments.clone()).await {
            Err(full) if is_full(&full) => {
                let code = format!("#!lua flags=allow-oom\n{}", self.code);
                let allowed = command("EVAL", &code, keys, arguments);
                connection.query(&allowed).await.map_err(|_| full)
            }
            result => result,
        }
    }
}

fn command<'a>(
    name: &str,
    script: &str,
    keys: impl ExactSizeIterator<Item = &'a [u8]>,
    arguments: impl Iterator<Item = &'a [u8]>,
) -> Cmd {
    // One key of the usual length has two arguments.
    let mut command = Cmd::with_capacity(3 + 3 * keys.len(), 48 + 96 * keys.len());
    command.arg(name).arg(script).arg(keys.len());
    for part in keys.chain(arguments) {
        command.arg(part);
    }
    command
}
