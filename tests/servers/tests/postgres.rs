//! The servers do what the tests of the stores rely on.

#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;
use verihook_servers::Postgres;

#[test]
fn a_server_stops_and_comes_back_with_its_data() {
    let Some(mut server) = Postgres::start() else { return };
    let url = server.create_database();
    server.psql(&url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)");
    let is_up = |server: &Postgres| TcpStream::connect(("127.0.0.1", server.port())).is_ok();
    server.stop();
    assert!(!is_up(&server));
    server.restart();
    assert_eq!(server.psql(&url, "SELECT n FROM kept"), "1");
    server.psql(&url, "INSERT INTO kept VALUES (2)");
    server.kill();
    assert!(!is_up(&server));
    server.restart();
    assert_eq!(server.psql(&url, "SELECT count(*) FROM kept"), "2", "committed before the kill");
    assert!(server.log().contains("automatic recovery in progress"), "it was a crash");
}

#[test]
fn a_paused_server_keeps_connections_and_answers_nothing() {
    let Some(mut server) = Postgres::start() else { return };
    server.pause();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    // The request for TLS, which a server answers with one byte.
    std::io::Write::write_all(&mut stream, &[0, 0, 0, 8, 4, 210, 22, 47]).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut answer = [0];
    assert!(stream.read_exact(&mut answer).is_err());
    server.resume();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"N");
}
