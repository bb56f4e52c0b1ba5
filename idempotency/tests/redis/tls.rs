//! The store over TLS.

use crate::{assert_error, assert_text, suite};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use verihook_idempotency::RedisStore;
use verihook_servers::Redis;

/// The URL for the process that trusts the authority of the test.
const URL: &str = "VERIHOOK_TEST_REDIS_URL";

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_trusted_if_the_system_knows_its_authority() {
    let folder = tempfile::tempdir().unwrap();
    if !create_certificates(folder.path()) {
        let why = "ignored: Redis over TLS is tested only if openssl is installed";
        let _ = std::io::Write::write_all(&mut std::io::stderr(), why.as_bytes());
        return;
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let file = |name| folder.path().join(name).to_str().unwrap().to_owned();
    let options = Redis::options()
        .setting("tls-port", &port.to_string())
        .setting("tls-cert-file", &file("server.pem"))
        .setting("tls-key-file", &file("server.key"))
        .setting("tls-ca-cert-file", &file("authority.pem"))
        .setting("tls-auth-clients", "no");
    let Some(redis) = options.start() else { return };
    let url = format!("rediss://127.0.0.1:{port}");

    // This process does not know the authority.
    let error = RedisStore::connect(&url).await.unwrap_err();
    assert_text(&error, "cannot be reached");
    assert_text(&error, "certificate");
    // Nor is a server without TLS accepted.
    let plain = format!("rediss://127.0.0.1:{}", redis.port());
    assert_error(RedisStore::connect(&plain).await, "Redis at 127.0.0.1");
    assert_error(
        RedisStore::connect(&format!("{url}#insecure")).await,
        "the URL of Redis is invalid",
    );
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tls::with_a_known_authority", "--ignored"])
        .env("SSL_CERT_FILE", file("authority.pem"))
        .env(URL, &url)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[ignore = "the test above runs it, in a process with another environment"]
#[tokio::test(flavor = "multi_thread")]
async fn with_a_known_authority() {
    let Ok(url) = std::env::var(URL) else { return };
    suite::contract(Arc::new(RedisStore::connect(&url).await.unwrap())).await;
}

/// Creates an authority, and a server's certificate that it signed.
fn create_certificates(folder: &Path) -> bool {
    let script = r#"
        key="-newkey rsa:2048 -nodes -days 2"
        openssl req -x509 $key -keyout authority.key -out authority.pem -subj /CN=authority &&
        openssl req $key -keyout server.key -out server.csr -subj /CN=server &&
        printf 'subjectAltName=IP:127.0.0.1\n' >names &&
        openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial \
            -days 2 -extfile names -out server.pem"#;
    let created = Command::new("sh").args(["-c", script]).current_dir(folder).output();
    created.is_ok_and(|output| output.status.success())
}
