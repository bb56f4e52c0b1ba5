//! What is said when a store cannot connect.

use super::*;
use std::net::TcpListener;
use std::time::Instant;

/// Requires an error within about three seconds, without the password.
async fn refused(driver: Driver, url: &str, expected: &[&str], secret: &str) {
    let begun = Instant::now();
    let error = driver.connect(url).await.map(|_| ()).unwrap_err();
    let time = begun.elapsed();
    assert!(time < Duration::from_millis(3_500), "{driver:?}: {time:?}: {error}");
    let texts = [error.to_string(), format!("{error:?}")];
    for expected in expected {
        assert!(texts[0].contains(expected), "{driver:?}: {error}");
    }
    for text in texts {
        assert!(!text.contains(secret), "{driver:?}: it contains the password: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_is_named() {
    let Some(server) = server() else { return };
    let secret = server.password();
    for &driver in DRIVERS {
        let wrong = server.url_of("verihook", "another-password", "postgres");
        let expected = ["cannot connect", "password authentication failed", "check the user and"];
        refused(driver, &wrong, &expected, "another-password").await;
        let wrong = server.url_of("verihook", secret, "nowhere");
        let expected = ["cannot connect", "\"nowhere\" does not exist", "create it"];
        refused(driver, &wrong, &expected, secret).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_absent_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    // It accepts connections, and does not answer.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_port = silent.local_addr().unwrap().port();
    for &driver in DRIVERS {
        let url = format!("postgres://own:the-password@127.0.0.1:{closed}/own");
        refused(driver, &url, &["cannot connect", "refused"], "the-password").await;
        let url = format!("postgres://own:the-password@127.0.0.1:{silent_port}/own");
        refused(driver, &url, &["cannot connect", "is the server reachable?"], "the-password")
            .await;
        let url = "postgres://own:the-password@does-not-exist.invalid/own";
        refused(driver, url, &["cannot connect"], "the-password").await;
    }
    drop(silent);
    let http = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = http.local_addr().unwrap().port();
    std::thread::spawn(move || {
        use std::io::Write as _;
        for stream in http.incoming() {
            let _ = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    for &driver in DRIVERS {
        let url = format!("postgres://own:the-password@127.0.0.1:{port}/own");
        refused(driver, &url, &["cannot connect"], "the-password").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_url_is_refused() {
    let form = "expected `postgres://user:password@host:port/database`";
    for &driver in DRIVERS {
        for url in [
            "",
            "redis://own:hunter2-long@localhost/0",
            "mysql://own:hunter2-long@localhost/own",
            "host=localhost user=own password=hunter2-long",
            "postgres://own:hunter2-long@localhost:none/own",
            "postgres://own:hunter2-p@ssw0rd@localhost/own",
            "postgres://own:hunter2/p@ssw0rd@localhost/own",
            "postgres://own:hunter2#ssw0rd@localhost/own",
            "postgres://own:hunter2?ssw0rd@localhost/own",
            "postgres://own:hunter2-long@localhost:99999/own",
        ] {
            for secret in ["hunter2", "ssw0rd"] {
                refused(driver, url, &[form], secret).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_that_is_missing_is_named() {
    let Some(server) = server() else { return };
    for &driver in DRIVERS {
        let url = format!("{}?sslmode=require", server.url());
        refused(driver, &url, &["TLS", "`sslmode`"], server.password()).await;
        // The default, without which a server that has no TLS could not be used.
        driver.connect(&format!("{}?sslmode=prefer", server.create_database())).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_server_is_named() {
    let Some(server) = server() else { return };
    for &driver in DRIVERS {
        let url = server.create_database();
        let read_only = format!("{url}?options=-c%20default_transaction_read_only%3Don");
        refused(driver, &read_only, &["is read-only", "primary"], server.password()).await;
        driver.connect(&url).await.unwrap();
        // The tables exist now. A standby becomes the primary server later, so this is no reason
        // not to start.
        let store = driver.connect(&read_only).await.unwrap();
        let error = store.claim(suite::long(suite::new_key())).await.unwrap_err().to_string();
        assert!(error.contains("in a read-only transaction"), "{error}");
        assert!(error.contains("connect to the primary server"), "{error}");
        assert_eq!(suite::status(&*store, suite::new_key()).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_prints_no_password() {
    let password = server().map(Postgres::password);
    for (driver, store, _) in stores().await {
        assert!(!format!("{store:?}").contains(password.unwrap()), "{driver:?}");
    }
}
